import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

const parser = unified().use(remarkParse).use(remarkGfm);

interface Address {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

/**
 * Markdown of a file for a place outside of it, where GitHub does not know what a relative link is relative to.
 * `fileUrl` is where the file is shown.
 */
export function withAbsoluteLinks(markdown: string, fileUrl: string): string {
  if (!/\]\s*[(:]/.test(markdown)) return markdown;
  const addresses: Address[] = [];
  collect(parser.parse(markdown), markdown, addresses);
  let result = markdown;
  for (const { start, end, url } of addresses.sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + absolute(url, fileUrl) + result.slice(end);
  return result;
}

function collect(node: Nodes, markdown: string, addresses: Address[]): void {
  if ((node.type === "link" || node.type === "image" || node.type === "definition") && isRelative(node.url)) {
    const from = node.position?.start.offset ?? 0;
    const source = markdown.slice(from, node.position?.end.offset);
    // The words of a link may say its address as well: that one is the last, unless a title follows it.
    const at = source.lastIndexOf(node.url, node.title ? source.lastIndexOf(node.title) : undefined);
    if (at >= 0) addresses.push({ start: from + at, end: from + at + node.url.length, url: node.url });
  }
  if ("children" in node) for (const child of node.children) collect(child, markdown, addresses);
}

/** With a scheme or a host, an address means the same everywhere; one that starts with `/` is left to GitHub. */
function isRelative(url: string): boolean {
  return url !== "" && !/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(url);
}

function absolute(url: string, fileUrl: string): string {
  return URL.canParse(url, fileUrl) ? new URL(url, fileUrl).href : url;
}
