import type { PhrasingContent } from "mdast";

/** A stretch of the file by string offsets, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * One inline node and its place. `text` may be split at its line ends; every other kind is open from its start to
 * its end. Bare addresses that only a later pass of the parser finds have no place of their own: such a stretch of
 * nodes is one piece of text.
 */
export interface Piece extends Span {
  readonly kind: "text" | "break" | "comment" | "construct";
  readonly nodes: readonly PhrasingContent[];
}

/** The pieces of a paragraph, or of an emphasis, whose content lies in `span`. */
export function listPieces(nodes: readonly PhrasingContent[], span: Span): Piece[] {
  const pieces: Piece[] = [];
  for (const [index, node] of nodes.entries()) {
    const last = pieces.at(-1);
    const start = node.position?.start.offset ?? last?.end ?? span.start;
    const end = node.position?.end.offset ?? startOfNextPlaced(nodes, index, span.end);
    if (node.position === undefined && last?.nodes.at(-1)?.position === undefined && last !== undefined) {
      pieces[pieces.length - 1] = { ...last, end, nodes: [...last.nodes, node] };
      continue;
    }
    pieces.push({ kind: kindOf(node), start: Math.max(start, span.start), end, nodes: [node] });
  }
  return pieces;
}

function startOfNextPlaced(nodes: readonly PhrasingContent[], index: number, end: number): number {
  const next = nodes.slice(index + 1).find((node) => node.position !== undefined);
  return next?.position?.start.offset ?? end;
}

function kindOf(node: PhrasingContent): Piece["kind"] {
  if (node.type === "text" || node.position === undefined) return "text";
  if (node.type === "break") return "break";
  return isComment(node) ? "comment" : "construct";
}

export function isComment(node: PhrasingContent): boolean {
  return node.type === "html" && node.value.startsWith("<!--");
}

/**
 * The lines of a paragraph, except that a line end inside a construct (a bold text over two lines) does not count:
 * nothing can be added there without getting inside the construct. White space around a run and the backslash of a hard break are outside of it.
 */
export function listRuns(text: string, pieces: readonly Piece[], span: Span, quoteDepth: number): Span[] {
  const runs: Span[] = [];
  let start = span.start;
  for (const lineEnd of lineEnds(text, pieces, span)) {
    runs.push({ start, end: trimEnd(text, start, lineEnd.start) });
    start = skipLinePrefix(text, lineEnd.end, quoteDepth);
  }
  runs.push({ start, end: trimEnd(text, start, span.end) });
  return runs.filter((run, index) => index === 0 || run.end > run.start);
}

function lineEnds(text: string, pieces: readonly Piece[], span: Span): Span[] {
  const found: Span[] = [];
  for (const piece of pieces) {
    if (piece.kind !== "text" && piece.kind !== "break") continue;
    for (const match of text.slice(piece.start, piece.end).matchAll(/\r\n|\n|\r/g)) {
      const end = piece.start + match.index;
      const start = piece.kind === "break" ? piece.start : end;
      if (end < span.end) found.push({ start, end: end + match[0].length });
    }
  }
  return found;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

function skipLinePrefix(text: string, offset: number, quoteDepth: number): number {
  let at = offset;
  let quotes = 0;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x3e && quotes < quoteDepth) quotes++;
    else if (!isBlank(code)) return at;
    at++;
  }
}

/** Markdown's own white space. A no-break space is a letter to it. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}
