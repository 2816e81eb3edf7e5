import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

const parser = unified().use(remarkParse).use(remarkGfm);

export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a Markdown text is code wherever it may be pasted: code spans and closed fences. Indented code is none,
 * since a quote or a list changes what an indent means.
 */
export function codeRanges(markdown: string): Range[] {
  if (!/[`~]/.test(markdown)) return [];
  const ranges: Range[] = [];
  collect(parser.parse(markdown), markdown, ranges);
  return ranges;
}

function collect(node: Nodes, markdown: string, ranges: Range[]): void {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start !== undefined && end !== undefined && isCode(node, markdown.slice(start, end))) {
    ranges.push({ start, end });
  }
  if ("children" in node) for (const child of node.children) collect(child, markdown, ranges);
}

function isCode(node: Nodes, source: string): boolean {
  if (node.type === "inlineCode") return true;
  return node.type === "code" && /^(`{3,}|~{3,})[^\n]*\r?\n(?:[^]*\n)?[ \t>]*\1/.test(source);
}
