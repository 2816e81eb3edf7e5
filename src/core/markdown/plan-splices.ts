import type { Edit } from "../model/edit.js";
import { fieldSplices } from "./field-splices.js";
import type { FieldEdit } from "./field-splices.js";
import { chooseTitleSplices } from "./preview-title.js";
import type { ReadChecklist } from "./read-checklist.js";
import { placeSplices, removePlaceSplices } from "./reference-splices.js";
import type { Splice } from "./splice.js";
import { strikeSplices, unstrikeSplices } from "./strike-splices.js";

type TitleEdit = Extract<Edit, { op: "set-title" }>;
type MarkEdit = Exclude<Edit, TitleEdit | FieldEdit>;

/** Where a strikethrough ends and a reference begins at one place, the strikethrough comes first. */
const ORDER: Readonly<Record<MarkEdit["op"], number>> = {
  tick: 0,
  untick: 0,
  strike: 1,
  unstrike: 1,
  "set-reference": 2,
  "remove-reference": 2,
  "set-untracked": 2,
};

/** An edit that the file already fulfils needs no splice. */
export function planSplices(read: ReadChecklist, edits: readonly (MarkEdit | FieldEdit)[]): Splice[] {
  const marks = edits.filter((edit) => edit.op !== "set-field");
  const fields = edits.filter((edit) => edit.op === "set-field");
  const splices = [...marks]
    .sort((one, other) => ORDER[one.op] - ORDER[other.op])
    .flatMap((edit) => planEdit(read, edit));
  const tasks = [...new Set(fields.map(({ task }) => task))];
  return [
    ...splices,
    ...tasks.flatMap((index) =>
      fieldSplices(
        read,
        index,
        fields.filter(({ task }) => task === index),
      ),
    ),
  ];
}

function planEdit({ checklist, source, walk, paragraphs }: ReadChecklist, edit: MarkEdit): Splice[] {
  const task = checklist.tasks[edit.task];
  const found = walk.tasks[edit.task];
  const paragraph = paragraphs[edit.task];
  if (task === undefined || found === undefined || paragraph === undefined) return [];
  const mark = { start: found.mark, end: found.mark + 1 };
  switch (edit.op) {
    case "tick":
      return task.checked ? [] : [{ ...mark, insert: "x" }];
    case "untick":
      return task.checked ? [{ ...mark, insert: " " }] : [];
    case "strike":
      return task.struck ? [] : strikeSplices(source.text, paragraph);
    case "unstrike":
      return task.struck ? unstrikeSplices(source.text, paragraph) : [];
    case "set-reference":
      return placeSplices(source.text, paragraph, edit.reference);
    case "set-untracked":
      return task.untracked ? [] : placeSplices(source.text, paragraph, undefined);
    case "remove-reference":
      return removePlaceSplices(source.text, paragraph);
  }
}

/** Undefined when a title cannot be written so that the parser reads it. */
export function planTitleSplices(
  { checklist, source, root, walk, paragraphs }: ReadChecklist,
  edits: readonly TitleEdit[],
): Splice[] | undefined {
  const splices: Splice[] = [];
  for (const { task, title } of edits) {
    const found = walk.tasks[task];
    const paragraph = paragraphs[task];
    if (found === undefined || paragraph === undefined) return undefined;
    if (checklist.tasks[task]?.title === title.replace(/\s+/g, " ").trim()) continue;
    const chosen = chooseTitleSplices({ text: source.text, root, found, paragraph }, title);
    if (chosen === undefined) return undefined;
    splices.push(...chosen);
  }
  return splices;
}
