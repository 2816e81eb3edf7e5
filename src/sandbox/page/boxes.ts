import { toString } from "mdast-util-to-string";
import type { ListItem, Root } from "mdast";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** A box of a checklist, as GitHub shows it: what the sandbox tells people about a file, not what the app makes of it. */
export interface Box {
  readonly line: number;
  readonly checked: boolean;
  readonly text: string;
  /** The number of the issue that the first line links to. */
  readonly issue: number | undefined;
}

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter);

/** Parses Markdown as GitHub does, with tables, task lists and front matter. */
export function parseMarkdown(text: string): Root {
  return processor.parse(text);
}

/** The boxes of a tree, from top to bottom. */
export function readBoxes(tree: Root): Box[] {
  const boxes: Box[] = [];
  const look = (node: Root | Root["children"][number] | ListItem): void => {
    if (node.type === "listItem" && typeof node.checked === "boolean")
      boxes.push(readBox(node, node.checked));
    if (
      node.type === "root" ||
      node.type === "list" ||
      node.type === "listItem" ||
      node.type === "blockquote"
    )
      node.children.forEach(look);
  };
  look(tree);
  return boxes;
}

function readBox(node: ListItem, checked: boolean): Box {
  const first = node.children[0];
  const links = first?.type === "paragraph" ? first.children.filter((child) => child.type === "link") : [];
  const issue = /\/issues\/(\d+)$/.exec(links.at(-1)?.url ?? "")?.[1];
  return {
    line: node.position?.start.line ?? 0,
    checked,
    text: first === undefined ? "" : toString(first),
    issue: issue === undefined ? undefined : Number(issue),
  };
}
