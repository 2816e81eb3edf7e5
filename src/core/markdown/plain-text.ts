import type { PhrasingContent } from "mdast";
import { toString } from "mdast-util-to-string";

/**
 * The text of a paragraph as mdast knows it, without HTML and without one node: the reference. Its lines end with a
 * line feed and without blanks, whatever the file has.
 */
export function plainText(nodes: readonly PhrasingContent[], left?: PhrasingContent): string {
  const parts: string[] = [];
  collectText(nodes, left, parts);
  const text = parts.join("").trim();
  return /[\r\n]/.test(text) ? text.replace(/[ \t]*(?:\r\n|\n|\r)/g, "\n") : text;
}

function collectText(
  nodes: readonly PhrasingContent[],
  left: PhrasingContent | undefined,
  parts: string[],
): void {
  for (const node of nodes) {
    if (node === left || node.type === "html") continue;
    if (node.type === "break") parts.push("\n");
    else if ("children" in node) collectText(node.children, left, parts);
    else parts.push(toString(node));
  }
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

/** A cell of a table: its text, with line feeds where `<br>` starts a new line. */
export function plainCell(nodes: readonly PhrasingContent[]): string {
  const parts: string[] = [];
  collectCell(nodes, parts);
  return parts
    .join("")
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

function collectCell(nodes: readonly PhrasingContent[], parts: string[]): void {
  for (const node of nodes) {
    if (node.type === "html") parts.push(/^<br\b/i.test(node.value) ? "\n" : "");
    else if ("children" in node) collectCell(node.children, parts);
    else parts.push(toString(node));
  }
}
