import type { PhrasingContent } from "mdast";
import { isBlank } from "./inline-pieces.js";
import type { Piece, Span } from "./inline-pieces.js";
import type { TaskParagraph } from "./read-task.js";
import type { Splice } from "./splice.js";

/** Keeps our tildes apart from tildes of the text: three in a row strike nothing. Nobody sees it. */
const SEPARATOR = "<!-- -->";

/**
 * Strikes each line on its own, so that a reference stays the last thing on the first line, inside nothing. References,
 * comments and blanks at the end stay outside.
 */
export function strikeSplices(text: string, paragraph: TaskParagraph): Splice[] {
  return paragraph.runs.flatMap((run) => {
    const said = textSpan(text, paragraph, run);
    const span = said && trimWhiteSpace(text, said);
    if (span === undefined || span.start === span.end) return [];
    const marker = chooseMarker(text, paragraph.pieces, span);
    const open = text[span.start] === "~" ? marker + SEPARATOR : marker;
    const close = text[span.end - 1] === "~" ? SEPARATOR + marker : marker;
    return [
      { start: span.start, end: span.start, insert: open },
      { start: span.end, end: span.end, insert: close },
    ];
  });
}

/** Takes off the outermost strikethroughs, and nothing else. */
export function unstrikeSplices(text: string, { nodes, place }: TaskParagraph): Splice[] {
  return nodes.flatMap((node) => unstrikeNode(text, node, place?.node));
}

function unstrikeNode(text: string, node: PhrasingContent, left: PhrasingContent | undefined): Splice[] {
  if (node === left) return [];
  if (node.type === "strong" || node.type === "emphasis") {
    return node.children.flatMap((child) => unstrikeNode(text, child, left));
  }
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (node.type !== "delete" || start === undefined || end === undefined) return [];
  const marker = text.startsWith("~~", start) ? "~~" : "~";
  const open = text.startsWith(`${marker}${SEPARATOR}~`, start) ? marker + SEPARATOR : marker;
  const close = text.slice(0, end).endsWith(`~${SEPARATOR}${marker}`) ? SEPARATOR + marker : marker;
  return [
    { start, end: start + open.length, insert: "" },
    { start: end - close.length, end, insert: "" },
  ];
}

/**
 * Tildes of the text that come in twos could pair with ours, and a part that is struck already would: a single tilde
 * strikes as well, and pairs only with its like. Code keeps its tildes to itself.
 */
function chooseMarker(text: string, pieces: readonly Piece[], span: Span): "~" | "~~" {
  const doubled = pieces.some(
    ({ nodes: [node], start, end }) =>
      node?.type !== "inlineCode" &&
      text.slice(Math.max(start, span.start), Math.min(end, span.end)).includes("~~"),
  );
  return doubled ? "~" : "~~";
}

/** What a run says: without the comments and blanks around it, and without the reference at its end. */
export function textSpan(text: string, { pieces, place }: TaskParagraph, run: Span): Span | undefined {
  const said = pieces
    .filter((piece) => piece.start < run.end && piece.end > run.start)
    .filter((piece) => piece.kind !== "comment" && piece.kind !== "break" && piece.nodes[0] !== place?.node)
    .map((piece) => {
      return trimBlanks(text, { start: Math.max(piece.start, run.start), end: Math.min(piece.end, run.end) });
    })
    .filter((span) => span.end > span.start);
  const [first] = said;
  const last = said.at(-1);
  return first && last && { start: first.start, end: last.end };
}

function trimBlanks(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** White space of every script: a marker beside a no-break space would be no marker. */
function trimWhiteSpace(text: string, { start, end }: Span): Span {
  const slice = text.slice(start, end);
  const from = start + (slice.length - slice.trimStart().length);
  return { start: from, end: Math.max(from, start + slice.trimEnd().length) };
}
