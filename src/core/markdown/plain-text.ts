import type { PhrasingContent } from "mdast";
import { toString } from "mdast-util-to-string";

/** The text of a paragraph as mdast knows it, without HTML and without one node: the reference. */
export function plainText(nodes: readonly PhrasingContent[], left?: PhrasingContent): string {
  if (nodes.every((node) => node.type === "text")) return toString(nodes).trim();
  const parts: string[] = [];
  const gaps = collectText(nodes, left, parts);
  const text = parts.join("");
  return (gaps ? text.replace(/[ \t]+(?=\n)/g, "") : text).trim();
}

/** Answers whether something was left out, which may leave blanks at the end of its line. */
function collectText(
  nodes: readonly PhrasingContent[],
  left: PhrasingContent | undefined,
  parts: string[],
): boolean {
  let gaps = false;
  for (const node of nodes) {
    if (node === left || node.type === "html") gaps = true;
    else if (node.type === "break") parts.push("\n");
    else if ("children" in node && node.type !== "link")
      gaps = collectText(node.children, left, parts) || gaps;
    else parts.push(toString(node));
  }
  return gaps;
}

/**
 * A paragraph as one readable line: markup is gone and its text stays, images speak by their alternative text, HTML
 * is dropped, white space is collapsed.
 */
export function plainTitle(nodes: readonly PhrasingContent[], left?: PhrasingContent): string {
  const parts: string[] = [];
  collectTitle(nodes, left, parts);
  return parts.join("").replace(/\s+/g, " ").trim();
}

function collectTitle(
  nodes: readonly PhrasingContent[],
  left: PhrasingContent | undefined,
  parts: string[],
): void {
  for (const node of nodes) {
    if (node === left) continue;
    if (node.type === "break") parts.push(" ");
    else if (node.type === "html") parts.push(/^<br\b/i.test(node.value) ? " " : "");
    else if ("children" in node) collectTitle(node.children, left, parts);
    else parts.push(toString(node));
  }
}
