import type { Root } from "mdast";
import type { FileView } from "../view.js";
import { parseMarkdown, readBoxes } from "./boxes.js";
import { markup, type Markup } from "./markup.js";
import { count } from "./layout.js";
import { remembering } from "./remember.js";

export interface Progress {
  readonly ticked: number;
  readonly boxes: number;
}

const trees = remembering<Root>(50);

/** The tree of a text. */
export function treeOf(text: string): Root {
  return trees(text, () => parseMarkdown(text));
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
