import type { PhrasingContent } from "mdast";
import type { Reference } from "../model/checklist.js";
import { isComment, listPieces } from "./inline-pieces.js";
import type { Piece, Span } from "./inline-pieces.js";

/** GitHub's numbers have 32 bits: it refuses the whole of a request that asks for a larger one. */
const LARGEST = 2_147_483_647;

/** The place at the end of a task's first line that says which issue is the task's own, or that it has none. */
export interface ReferencePlace extends Span {
  readonly node: PhrasingContent;
  /** Undefined for `<!-- no issue -->`. */
  readonly reference: Reference | undefined;
}

const LINK_TEXT = /^#([1-9]\d{0,9})$/;
const LINK_ADDRESS = /^https?:\/\/[^/?#\s]+\/(?:[^?#\s]*\/)?([^/?#\s]+\/[^/?#\s]+)\/issues\/([1-9]\d{0,9})$/i;
const COMMENT = /^<!--\s*#([1-9]\d{0,9})\s*-->$/;
const NO_ISSUE = /^<!--\s*no issue\s*-->$/i;

/**
 * Reads an issue link, `[#12](https://…/acme/app/issues/12)`, or its hidden form `<!-- #12 -->`.
 *
 * Only an inline link counts, with or without a title or angle brackets; `[#12][ref]` and bare addresses do not. An
 * address with a query or a fragment points at something inside the issue, and is left to its author.
 */
export function parseReference(node: PhrasingContent): Reference | undefined {
  if (node.type === "html") {
    const number = COMMENT.exec(node.value)?.[1];
    return isNumber(number) ? { number: Number(number), style: "comment", repository: undefined } : undefined;
  }
  const [child, ...others] = node.type === "link" ? node.children : [];
  if (node.type !== "link" || child?.type !== "text" || others.length > 0) return undefined;
  const number = LINK_TEXT.exec(child.value)?.[1];
  const [, repository, addressed] = LINK_ADDRESS.exec(node.url) ?? [];
  if (!isNumber(number) || repository === undefined || addressed !== number) return undefined;
  return { number: Number(number), style: "link", repository };
}

function isNumber(digits: string | undefined): boolean {
  return digits !== undefined && Number(digits) <= LARGEST;
}

/**
 * Finds the reference among the pieces of a run. It is the last thing there: only blanks and comments may follow. It
 * may stand inside a strikethrough or an emphasis that ends there too, because people strike whole lines.
 */
export function findReferencePlace(
  text: string,
  pieces: readonly Piece[],
  run: Span,
): ReferencePlace | undefined {
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    const node = piece?.nodes[0];
    if (piece === undefined || node === undefined || piece.start >= run.end) continue;
    const place = readPlace(node, piece);
    if (place !== undefined) return place;
    if (piece.kind === "comment") continue;
    if (piece.kind === "construct") return findInsideWrapper(text, node);
    const rest = text.slice(Math.max(piece.start, run.start), Math.min(piece.end, run.end));
    if (rest.trim() !== "") return undefined;
  }
  return undefined;
}

function readPlace(node: PhrasingContent, { start, end, kind }: Piece): ReferencePlace | undefined {
  if (kind !== "comment" && kind !== "construct") return undefined;
  const reference = parseReference(node);
  if (reference !== undefined) return { start, end, node, reference };
  if (isComment(node) && "value" in node && NO_ISSUE.test(node.value)) {
    return { start, end, node, reference: undefined };
  }
  return undefined;
}

function findInsideWrapper(text: string, node: PhrasingContent): ReferencePlace | undefined {
  if (node.type !== "delete" && node.type !== "strong" && node.type !== "emphasis") return undefined;
  const span = innerSpan(node);
  return span && findReferencePlace(text, listPieces(node.children, span), span);
}

/** Where the children of an emphasis or a link text are: its markers are outside. */
export function innerSpan(node: { readonly children: readonly PhrasingContent[] }): Span | undefined {
  const start = node.children[0]?.position?.start.offset;
  const end = node.children.at(-1)?.position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}
