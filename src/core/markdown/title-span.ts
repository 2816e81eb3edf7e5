import { listPieces } from "./inline-pieces.js";
import type { Piece, Span } from "./inline-pieces.js";
import { innerSpan } from "./parse-reference.js";
import type { TaskParagraph } from "./read-task.js";
import { textSpan } from "./strike-splices.js";

/** Where a task's title is written. */
export interface TitleSpan {
  readonly pieces: readonly Piece[];
  /** What a new text as a whole replaces. */
  readonly span: Span;
  /** The lines below, which a new text as a whole makes needless. */
  readonly rest: Span | undefined;
}

/** Steps inside a strikethrough or an emphasis that is around everything, so that a new title stays inside of it. */
export function findTitleSpan(text: string, paragraph: TaskParagraph): TitleSpan {
  const { runs, pieces, place } = paragraph;
  const [first] = runs;
  const start = first?.start ?? 0;
  const end = first?.end ?? 0;
  const last = runs.at(-1)?.end ?? end;
  const span = first && textSpan(text, paragraph, first);
  if (span === undefined) {
    const at = pieces.some(({ kind }) => kind === "comment") && place === undefined ? end : start;
    return { pieces, span: { start: at, end: at }, rest: undefined };
  }
  if (runs.length > 1) return { pieces, span, rest: { start: end, end: last } };
  let inner: TitleSpan = { pieces, span, rest: undefined };
  for (;;) {
    const { span: around } = inner;
    const wrapper = inner.pieces.find((piece) => piece.start === around.start && piece.end === around.end);
    const node = wrapper?.nodes[0];
    if (node?.type !== "delete" && node?.type !== "strong" && node?.type !== "emphasis") return inner;
    const content = innerSpan(node);
    if (content === undefined) return inner;
    const within = listPieces(node.children, content);
    const spoken = textSpan(text, { ...paragraph, pieces: within }, content);
    if (spoken === undefined) return inner;
    inner = { pieces: within, span: spoken, rest: undefined };
  }
}
