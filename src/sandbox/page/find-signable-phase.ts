import { toString } from "mdast-util-to-string";
import type { Root } from "mdast";
import type { FileView } from "../view.js";
import { readBoxes, type Box } from "./boxes.js";
import { treeOf } from "./progress.js";

/** A phase that nothing else has to come before, in a file that asks for sign-off. */
export interface SignablePhase {
  readonly key: string;
  /** The issues of its tasks, all of them still open. */
  readonly issues: readonly number[];
}

export interface FilePhase extends SignablePhase {
  readonly path: string;
}

/** The summary has to stay readable: a phase with more tasks is none to show the first steps with. */
const MOST_TASKS = 12;

/** Finds "Phase 1" as a reader would: by its heading, and the boxes up to the next one. */
export function findSignablePhase(tree: Root, boxes: readonly Box[]): SignablePhase | undefined {
  const headings = tree.children.flatMap((node) =>
    node.type === "heading" ? [{ text: toString(node), line: node.position?.start.line ?? 0 }] : [],
  );
  if (!headings.some(({ text }) => /sign-?off/i.test(text))) return undefined;
  const at = headings.findIndex(({ text }) => /^phase 1\b(?!\.)/i.test(text));
  const first = headings[at]?.line ?? Infinity;
  const end = headings[at + 1]?.line ?? Infinity;
  const open = boxes.filter(({ line, checked }) => line > first && line < end && !checked);
  const issues = open.flatMap(({ issue }) => issue ?? []);
  if (issues.length === 0 || issues.length < open.length || issues.length > MOST_TASKS) return undefined;
  return { key: "phase-1", issues };
}

/** The phases that could be signed in these files, the one with the fewest tasks to close in front. */
export function findSignablePhases(files: readonly FileView[]): FilePhase[] {
  const phases = files
    .filter(({ path }) => /\.(md|markdown)$/i.test(path))
    .flatMap(({ path, text }) => {
      const tree = treeOf(text);
      const phase = findSignablePhase(tree, readBoxes(tree));
      return phase === undefined ? [] : [{ path, ...phase }];
    });
  return phases.sort((a, b) => a.issues.length - b.issues.length);
}
