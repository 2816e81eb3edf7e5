import type { PhrasingContent } from "mdast";
import { toString } from "mdast-util-to-string";
import { listPieces } from "./inline-pieces.js";
import type { Piece, Span } from "./inline-pieces.js";
import { innerSpan } from "./parse-reference.js";

/** One character of a title and the stretch of the file that it comes from. */
export interface Cell extends Span {
  readonly character: string;
  /** The text or code that it stands in; undefined where the file says it in another way (an image, a line break). */
  readonly verbatim: PhrasingContent | undefined;
  /** The piece of the outermost level that it belongs to. */
  readonly piece: Piece;
}

interface Place {
  readonly text: string;
  readonly quoteDepth: number;
  /** The reference, which is no part of the title. */
  readonly left: PhrasingContent | undefined;
}

/** Maps each character of the title that the pieces make; undefined where the way back cannot be told for certain. */
export function mapTitle(pieces: readonly Piece[], place: Place): Cell[] | undefined {
  const cells: Cell[] = [];
  for (const piece of pieces) {
    if (!mapPieces([piece], piece, place, cells)) return undefined;
  }
  return collapse(cells);
}

function mapPieces(pieces: readonly Piece[], top: Piece | undefined, place: Place, cells: Cell[]): boolean {
  return pieces.every((piece) => {
    const [node, ...others] = piece.nodes;
    const outermost = top ?? piece;
    if (node === undefined || others.length > 0 || node.position === undefined) return false;
    if (node === place.left) return true;
    if (node.type === "html") return !/^<br\b/i.test(node.value);
    if (node.type === "text") return pushAll(alignText(node.value, piece, place), node, outermost, cells);
    if (node.type === "inlineCode")
      return pushAll(alignCode(node.value, piece, place), node, outermost, cells);
    if ("children" in node) {
      const span = innerSpan(node);
      return span === undefined || mapPieces(listPieces(node.children, span), outermost, place, cells);
    }
    const said = node.type === "break" ? " " : toString(node);
    for (const character of said.split("")) {
      cells.push({ character, start: piece.start, end: piece.end, verbatim: undefined, piece: outermost });
    }
    return true;
  });
}

interface Aligned extends Span {
  readonly character: string;
}

function pushAll(
  aligned: readonly Aligned[] | undefined,
  verbatim: PhrasingContent,
  piece: Piece,
  cells: Cell[],
): boolean {
  if (aligned === undefined) return false;
  for (const cell of aligned) cells.push({ ...cell, verbatim, piece });
  return true;
}

function alignCode(value: string, { start, end }: Span, { text }: Place): Aligned[] | undefined {
  const at = text.slice(start, end).indexOf(value);
  if (at < 0) return undefined;
  return value.split("").map((character, index) => {
    return { character, start: start + at + index, end: start + at + index + 1 };
  });
}

const ENTITY = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{0,30});/y;

/** Walks a text's value and its source side by side, over escapes, entities and line ends. */
function alignText(value: string, span: Span, place: Place): Aligned[] | undefined {
  const { text } = place;
  const cells: Aligned[] = [];
  let at = span.start;
  for (let index = 0; index < value.length; index++) {
    const character = value.charAt(index);
    const end = sourceEnd(character, at, place);
    if (end === undefined) {
      // The blank after the box, and the line end there, are part of the value but not of the span.
      if (cells.length === 0 && character.trim() === "") continue;
      return undefined;
    }
    if (text.charAt(at) === "&" && isHighSurrogate(character)) {
      cells.push({ character: value.slice(index, index + 2), start: at, end });
      index++;
    } else cells.push({ character, start: at, end });
    if (character === "\r" && value.charAt(index + 1) === "\n") index++;
    at = end;
  }
  return text.slice(at, span.end).trim() === "" ? splitPairs(cells) : undefined;
}

/** Where the source of a character ends that starts at `at`; undefined when another character is there. */
function sourceEnd(character: string, at: number, { text, quoteDepth }: Place): number | undefined {
  if (character === "\n" || character === "\r") {
    const lineEnd = new RegExp(String.raw`[ \t]*(?:\r\n|\n|\r)[ \t]*(?:>[ \t]*){0,${quoteDepth}}`, "y");
    lineEnd.lastIndex = at;
    const match = lineEnd.exec(text);
    return match === null ? undefined : at + match[0].length;
  }
  const found = text.charAt(at);
  if (found === "\\" && text.charAt(at + 1) === character && /[!-/:-@[-`{-~]/.test(character)) return at + 2;
  if (found === "&") {
    ENTITY.lastIndex = at;
    const entity = ENTITY.exec(text)?.[0];
    if (entity !== undefined && (character !== "&" || /^&(?:amp|AMP|#0*38|#[xX]0*26);$/.test(entity))) {
      return at + entity.length;
    }
  }
  return found === character || (found === "\0" && character === "\uFFFD") ? at + 1 : undefined;
}

/** An entity may stand for a pair of code units: both halves come from the same place. */
function splitPairs(cells: readonly Aligned[]): Aligned[] {
  return cells.flatMap((cell) => cell.character.split("").map((character) => ({ ...cell, character })));
}

export function isHighSurrogate(character: string): boolean {
  return /^[\uD800-\uDBFF]$/.test(character);
}

/** White space is one blank in a title, and none at its ends. */
function collapse(cells: readonly Cell[]): Cell[] {
  const result: Cell[] = [];
  for (const cell of cells) {
    const last = result.at(-1);
    if (!/^\s$/.test(cell.character)) result.push(cell);
    else if (last?.character !== " ") result.push({ ...cell, character: " " });
    else {
      const verbatim = last.verbatim === cell.verbatim && last.end === cell.start ? last.verbatim : undefined;
      result[result.length - 1] = { ...last, end: cell.end, verbatim };
    }
  }
  if (result.at(-1)?.character === " ") result.pop();
  if (result[0]?.character === " ") result.shift();
  return result;
}
