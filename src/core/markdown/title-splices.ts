import { isComment } from "./inline-pieces.js";
import type { Piece, Span } from "./inline-pieces.js";
import { spellings } from "./escape-text.js";
import type { TaskParagraph } from "./read-task.js";
import type { Splice } from "./splice.js";
import { isHighSurrogate, mapTitle } from "./title-cells.js";
import type { Cell } from "./title-cells.js";
import { findTitleSpan } from "./title-span.js";
import type { TitleSpan } from "./title-span.js";

export interface TitleChange {
  readonly text: string;
  readonly paragraph: TaskParagraph;
  readonly quoteDepth: number;
  /** On one line, without blanks at its ends. */
  readonly title: string;
}

/**
 * Ways to give a task a new title, the one that changes least first. The parser has to say which one gives exactly
 * that title.
 */
export function* titleSplices(change: TitleChange): Generator<readonly Splice[]> {
  const inner = findTitleSpan(change.text, change.paragraph);
  const cells = mapTitle(inner.pieces, {
    text: change.text,
    quoteDepth: change.quoteDepth,
    left: change.paragraph.place?.node,
  });
  if (cells !== undefined && cells.length > 0) {
    const edit = findDifference(cells, change.title);
    yield* spliceInPlace(cells, edit, change);
    yield* spliceWholePieces(cells, edit, change);
  }
  yield* spliceWholeText(inner, change);
}

/** The cells from `from` to `to` give way to `insert`. */
interface Difference {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

function findDifference(cells: readonly Cell[], title: string): Difference {
  const longest = Math.min(cells.length, title.length);
  let from = 0;
  while (from < longest && cells[from]?.character === title.charAt(from)) from++;
  if (isHighSurrogate(title.charAt(from - 1))) from--;
  let same = 0;
  const left = longest - from;
  while (same < left && cells.at(-1 - same)?.character === title.charAt(title.length - 1 - same)) same++;
  if (same > 0 && isHighSurrogate(title.charAt(title.length - same - 1))) {
    if (/^[\uDC00-\uDFFF]$/.test(title.charAt(title.length - same))) same--;
  }
  return { from, to: cells.length - same, insert: title.slice(from, title.length - same) };
}

/** Changes characters inside one text, code or link text, and leaves all markup alone. */
function* spliceInPlace(
  cells: readonly Cell[],
  { from, to, insert }: Difference,
  { text }: TitleChange,
): Generator<readonly Splice[]> {
  const span = from < to ? verbatimSpan(cells.slice(from, to)) : insertionPoint(cells, from);
  const node = (cells[from] ?? cells[from - 1])?.verbatim;
  if (span === undefined) return;
  const isCode = from < to && node?.type === "inlineCode";
  if (isCode && insert.includes("`")) return;
  for (const spelling of isCode ? [insert] : spellings(insert)) yield [{ ...span, insert: spelling }];
  // A character that ends the old text may be needed to keep what follows apart: a blank is.
  if (text.charAt(span.end) === " " && insert === "")
    yield [{ start: span.start, end: span.end + 1, insert }];
}

function verbatimSpan(cells: readonly Cell[]): Span | undefined {
  const [first] = cells;
  const last = cells.at(-1);
  if (first?.verbatim === undefined || last === undefined) return undefined;
  const contiguous = cells.every((cell, index) => {
    const before = cells[index - 1];
    return (
      cell.verbatim === first.verbatim &&
      (before === undefined || before.end === cell.start || before === cell)
    );
  });
  return contiguous ? { start: first.start, end: last.end } : undefined;
}

/** New characters go into plain text where there is some on either side, and never into half of a construct. */
function insertionPoint(cells: readonly Cell[], index: number): Span | undefined {
  const before = cells[index - 1];
  const after = cells[index];
  if (before?.piece.kind === "text") return { start: before.end, end: before.end };
  if (after?.piece.kind === "text") return { start: after.start, end: after.start };
  if (before !== undefined && before.piece === after?.piece) {
    const inside = before.verbatim?.type === "text" ? before.end : after.start;
    return (before.verbatim ?? after.verbatim)?.type === "text" ? { start: inside, end: inside } : undefined;
  }
  const at = before?.piece.end ?? after?.piece.start;
  return at === undefined ? undefined : { start: at, end: at };
}

/** Replaces every construct that the change touches as a whole, and leaves the others alone. */
function* spliceWholePieces(
  cells: readonly Cell[],
  { from, to }: Difference,
  { text, title, paragraph }: TitleChange,
): Generator<readonly Splice[]> {
  let first = from;
  let last = to;
  while (first > 0 && isInside(cells[first - 1], cells[first])) first--;
  while (last < cells.length && isInside(cells[last], cells[last - 1])) last++;
  const head = cells[first];
  const tail = cells[last - 1];
  if (head === undefined || tail === undefined || first >= last) return;
  const span = {
    start: head.piece.kind === "text" ? head.start : head.piece.start,
    end: tail.piece.kind === "text" ? tail.end : tail.piece.end,
  };
  const comments = commentsIn(text, paragraph.pieces, span);
  const insert = title.slice(first, title.length - (cells.length - last));
  for (const spelling of spellings(insert)) yield [{ ...span, insert: spelling + comments }];
}

function isInside(outer: Cell | undefined, cell: Cell | undefined): boolean {
  return outer !== undefined && outer.piece === cell?.piece && outer.piece.kind !== "text";
}

function* spliceWholeText(
  { pieces, span, rest }: TitleSpan,
  { text, title, paragraph }: TitleChange,
): Generator<readonly Splice[]> {
  const first = paragraph.runs[0]?.start ?? 0;
  const comments = commentsIn(text, pieces, span);
  const below = rest && { ...rest, insert: commentsIn(text, pieces, rest) };
  const isEmpty = span.start === span.end;
  for (const spelling of spellings(title)) {
    const spaced = !isEmpty ? spelling : span.start === first ? `${spelling} ` : ` ${spelling}`;
    const splices = [{ ...span, insert: spaced + comments }];
    yield below === undefined ? splices : [...splices, below];
  }
}

/** A comment is no part of the title, so a new title keeps the comments that stood in the old one. */
function commentsIn(text: string, pieces: readonly Piece[], span: Span): string {
  return pieces
    .filter(
      ({ start, end, nodes: [node] }) => node && isComment(node) && start >= span.start && end <= span.end,
    )
    .map(({ start, end }) => ` ${text.slice(start, end)}`)
    .join("");
}
