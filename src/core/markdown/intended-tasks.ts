import type { Checklist, Task } from "../model/checklist.js";
import type { Edit } from "../model/edit.js";
import { findRespoken, hasIntendedFields } from "./intended-fields.js";

/** What an edited file must say. Its places and its wording may move where a title changes, its meaning may not. */
export interface Meaning extends Pick<
  Task,
  "checked" | "struck" | "completion" | "depth" | "parent" | "title" | "reference" | "untracked"
> {
  /** The section, and what a new title may change: the text, the kind and links to other issues. */
  readonly context: readonly unknown[];
}

/** The meaning of each task after the edits, computed without looking at the file. */
function intendTasks(checklist: Checklist, edits: readonly Edit[], respoken: ReadonlySet<number>): Meaning[] {
  const retitled = new Set([...findRetitled(edits), ...respoken]);
  const meanings = checklist.tasks.map((task) => meaningOf(task, retitled.has(task.index)));
  for (const edit of edits) {
    const meaning = meanings[edit.task];
    if (meaning !== undefined) meanings[edit.task] = intend(meaning, edit);
  }
  return meanings;
}

/** Whether the edited file says exactly that: no task more or less, no section touched. */
export function saysWhatIsIntended(before: Checklist, edits: readonly Edit[], after: Checklist): boolean {
  const respoken = findRespoken(before, edits, after);
  const retitled = new Set([...findRetitled(edits), ...respoken]);
  const show = (meaning: Meaning, index: number): Meaning =>
    respoken.has(index) ? { ...meaning, title: "" } : meaning;
  const intended = intendTasks(before, edits, respoken).map(show);
  const meanings = after.tasks.map((task) => show(meaningOf(task, retitled.has(task.index)), task.index));
  return (
    isEqual(intended, meanings) &&
    isEqual(before.sections.map(withoutLine), after.sections.map(withoutLine)) &&
    hasIntendedFields(before, edits, after)
  );
}

function findRetitled(edits: readonly Edit[]): ReadonlySet<number> {
  return new Set(edits.filter(({ op }) => op === "set-title").map(({ task }) => task));
}

function meaningOf(task: Task, retitled: boolean): Meaning {
  const { checked, struck, completion, depth, parent, title, reference, untracked } = task;
  const context = retitled ? [task.sectionIndex] : [task.sectionIndex, task.text, task.kind, task.mentioned];
  return { checked, struck, completion, depth, parent, title, reference, untracked, context };
}

function intend(meaning: Meaning, edit: Edit): Meaning {
  switch (edit.op) {
    case "tick":
    case "untick":
      return complete({ ...meaning, checked: edit.op === "tick" });
    case "strike":
    case "unstrike":
      return complete({ ...meaning, struck: edit.op === "strike" });
    case "set-reference": {
      const { style, number } = edit.reference;
      const repository = edit.reference.style === "link" ? edit.reference.repository : undefined;
      return { ...meaning, reference: { number, style, repository }, untracked: false };
    }
    case "remove-reference":
      return { ...meaning, reference: undefined, untracked: false };
    case "set-untracked":
      return { ...meaning, reference: undefined, untracked: true };
    case "set-title":
      return { ...meaning, title: edit.title.replace(/\s+/g, " ").trim() };
    case "set-field":
      return meaning;
  }
}

function complete(meaning: Meaning): Meaning {
  return { ...meaning, completion: meaning.checked ? "done" : meaning.struck ? "dropped" : "open" };
}

function withoutLine<T extends { readonly line: number }>(section: T): T {
  return { ...section, line: 0 };
}

/** Both sides are plain values built by the same functions, so that their spelling as JSON decides. */
function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
