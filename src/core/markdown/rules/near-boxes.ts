import type { Nodes } from "mdast";
import type { ReadChecklist } from "../read-checklist.js";

/**
 * A line that begins like a task and is none. `item`: a list item that begins with brackets; `start`: a paragraph
 * that begins with them; `inside`: a later line of a paragraph.
 */
export interface NearBox {
  readonly where: "item" | "start" | "inside";
  readonly line: number;
  /** Where the bullet is, or the bracket when there is no bullet. */
  readonly column: number;
  /** The line from there on. */
  readonly content: string;
  /** The line from the opening bracket on. */
  readonly box: string;
}

const CANDIDATE = /^([ \t>]*)((?:[-*+]|\d{1,9}[.)])?[^\S\r\n]*)\[[^\][\r\n]{0,4}\][^\r\n]*/gm;

/** Looks at the text first: lines that begin with brackets and are no tasks are few, and only they need a place in the tree. */
export function* findNearBoxes({ source: { text }, checklist, walk }: ReadChecklist): Generator<NearBox> {
  const taskLines = new Set(checklist.tasks.map(({ line }) => line));
  const lineAt = countLines(text);
  for (const match of text.matchAll(CANDIDATE)) {
    const [whole, indent = "", bullet = ""] = match;
    const line = lineAt(match.index);
    if (line === undefined || taskLines.has(line)) continue;
    const leaf = findLeaf(walk.leaves, line);
    const leafStart = leaf?.position?.start.offset;
    const start = match.index + indent.length;
    if (leaf?.type !== "paragraph" || leafStart === undefined || isHidden(leaf, start)) continue;
    const content = whole.slice(indent.length);
    const box = content.slice(bullet.length);
    const isItem = bullet !== "" && leafStart === start + bullet.length;
    const where = isItem ? "item" : leafStart === start ? "start" : "inside";
    yield { where, line, column: indent.length + 1, content, box };
  }
}

/** Line numbers for rising offsets; undefined for a place that only JavaScript takes for the start of a line. */
function countLines(text: string): (offset: number) => number | undefined {
  const lineEnd = /\r\n|\n|\r/g;
  let line = 1;
  let start = 0;
  let next = lineEnd.exec(text);
  return (offset) => {
    while (next !== null && next.index + next[0].length <= offset) {
      line++;
      start = next.index + next[0].length;
      next = lineEnd.exec(text);
    }
    return start === offset ? line : undefined;
  };
}

/** The last leaf that begins on the line or above it, if it reaches the line. */
function findLeaf(leaves: readonly Nodes[], line: number): Nodes | undefined {
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((leaves[middle]?.position?.start.line ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const leaf = leaves[low - 1];
  return (leaf?.position?.end.line ?? 0) >= line ? leaf : undefined;
}

/** Inside code or a comment that goes over several lines of a paragraph. */
function isHidden(node: Nodes, offset: number): boolean {
  const { position } = node;
  if (position === undefined || (position.end.offset ?? 0) <= offset) return false;
  if ((position.start.offset ?? 0) > offset) return false;
  if (node.type === "inlineCode" || node.type === "html") return true;
  return "children" in node && node.children.some((child) => isHidden(child, offset));
}
