import type { Root } from "mdast";
import type { FileView } from "../view.js";
import { parseMarkdown, readBoxes } from "./boxes.js";
import { markup, type Markup } from "./markup.js";
import { count } from "./layout.js";

export interface Progress {
  readonly ticked: number;
  readonly boxes: number;
}

const trees = new Map<string, Root>();
const REMEMBERED = 50;

/** The tree of a text, remembered: the page asks for the same files every second. */
export function treeOf(text: string): Root {
  const tree = trees.get(text) ?? parseMarkdown(text);
  trees.set(text, tree);
  const [oldest] = trees.keys();
  if (trees.size > REMEMBERED && oldest !== undefined) trees.delete(oldest);
  return tree;
}

/** How far a checklist is, by its boxes alone. */
export function progressOf({ text }: FileView): Progress {
  const boxes = readBoxes(treeOf(text));
  return { ticked: boxes.filter(({ checked }) => checked).length, boxes: boxes.length };
}

/** "3 of 8" with a bar. */
export function renderProgress({ ticked, boxes }: Progress): Markup {
  if (boxes === 0) return markup`<span class="count">no boxes</span>`;
  const label = `${ticked} of ${count(boxes, "box", "boxes")} ticked`;
  return markup`<span class="count">${label}</span><progress max="${boxes}" value="${ticked}" aria-label="${label}"></progress>`;
}
