import type { Heading, ListItem, Nodes, Paragraph, Root, RootContent, Table } from "mdast";
import { plainTitle } from "./plain-text.js";
import type { FoundHeading } from "./build-sections.js";

/** A GFM task list item where it was found in the tree. */
export interface FoundTask {
  readonly item: ListItem;
  readonly paragraph: Paragraph;
  /** String offset of the character between the brackets. */
  readonly mark: number;
  readonly depth: number;
  readonly parent: number | undefined;
  readonly quoteDepth: number;
  /** Index of the last heading before it. */
  readonly heading: number | undefined;
}

/** A paragraph or a table, and where it stands. */
export interface FoundBlock {
  readonly node: Paragraph | Table;
  readonly heading: number | undefined;
  /** The innermost task around it. */
  readonly task: number | undefined;
  readonly depth: number;
}

/** Everything that a checklist is made of, in the file's order. */
export interface Walk {
  readonly headings: readonly FoundHeading[];
  readonly tasks: readonly FoundTask[];
  /** Blocks without blocks inside: paragraphs, headings, code, HTML, front matter, tables. */
  readonly leaves: readonly Nodes[];
  readonly blocks: readonly FoundBlock[];
  /** What the document itself is made of, apart from headings. */
  readonly parts: readonly FoundPart[];
}

/** A block that stands in no other. */
export interface FoundPart {
  readonly node: RootContent;
  readonly heading: number | undefined;
  readonly hasTasks: boolean;
}

interface Around {
  readonly depth: number;
  readonly parent: number | undefined;
  readonly quoteDepth: number;
}

/** The walk so far. */
interface Walking {
  readonly headings: { -readonly [Key in keyof FoundHeading]: FoundHeading[Key] }[];
  readonly tasks: FoundTask[];
  readonly leaves: Nodes[];
  readonly blocks: FoundBlock[];
  readonly parts: FoundPart[];
}

export function walkTasks(root: Root): Walk {
  const walking: Walking = { headings: [], tasks: [], leaves: [], blocks: [], parts: [] };
  for (const part of root.children) visitPart(part, walking);
  return walking;
}

function visitPart(node: RootContent, walking: Walking): void {
  const { headings, tasks, parts } = walking;
  const known = tasks.length;
  const heading = headings.length === 0 ? undefined : headings.length - 1;
  visit(node, { depth: 0, parent: undefined, quoteDepth: 0 }, walking);
  if (node.type !== "heading") parts.push({ node, heading, hasTasks: tasks.length > known });
}

function visit(node: Nodes, around: Around, walking: Walking): void {
  switch (node.type) {
    case "list":
    case "footnoteDefinition":
      for (const child of node.children) visit(child, around, walking);
      return;
    case "blockquote": {
      const inside = { ...around, quoteDepth: around.quoteDepth + 1 };
      for (const child of node.children) visit(child, inside, walking);
      return;
    }
    case "listItem":
      visitItem(node, around, walking);
      return;
    case "heading":
      walking.headings.push(readHeading(node));
      break;
    case "paragraph":
      if (around.depth === 0) addProse(node, walking);
      addBlock(node, around, walking);
      break;
    case "table":
      addBlock(node, around, walking);
      break;
    default:
  }
  walking.leaves.push(node);
}

function visitItem(item: ListItem, around: Around, walking: Walking): void {
  const { headings, tasks } = walking;
  const paragraph = item.children.find((child) => child.type === "paragraph");
  const mark = item.data?.mark;
  let { parent } = around;
  if (mark !== undefined && paragraph !== undefined) {
    parent = tasks.length;
    const heading = headings.length === 0 ? undefined : headings.length - 1;
    tasks.push({ ...around, item, paragraph, mark, heading });
  }
  for (const child of item.children) visit(child, { ...around, parent, depth: around.depth + 1 }, walking);
}

function addBlock(node: Paragraph | Table, { parent, depth }: Around, { headings, blocks }: Walking): void {
  const heading = headings.length === 0 ? undefined : headings.length - 1;
  blocks.push({ node, heading, task: parent, depth });
}

/** Only prose that stands by itself can be about a section as a whole. */
function addProse(paragraph: Paragraph, { headings }: Walking): void {
  const heading = headings.at(-1);
  if (heading !== undefined) heading.prose += `${plainTitle(paragraph.children)}\n`;
}

function readHeading(node: Heading): FoundHeading {
  return {
    title: plainTitle(node.children),
    level: node.depth,
    line: node.position?.start.line ?? 1,
    prose: "",
  };
}
