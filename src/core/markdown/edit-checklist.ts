import type { Diagnostic } from "../model/diagnostic.js";
import type { Edit } from "../model/edit.js";
import { findStubborn } from "./find-stubborn.js";
import { saysWhatIsIntended } from "./intended-tasks.js";
import { planSplices, planTitleSplices } from "./plan-splices.js";
import type { ParsedChecklist } from "./parse-checklist.js";
import { readChecklist } from "./read-checklist.js";
import type { ReadChecklist } from "./read-checklist.js";
import { diagnoseChecklist } from "./rules/diagnose-checklist.js";
import { applySplices } from "./splice.js";

/** The edited file, or the tasks that cannot be edited as wanted, by the lines of the file as it was given. */
export type EditResult =
  | (ParsedChecklist & { readonly ok: true; readonly source: Uint8Array })
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Edits a file by splicing bytes, then reads the result and compares it with what was intended: either exactly that
 * is what the new file says, or nothing is changed and a diagnostic names each task that stands in the way.
 */
export function editChecklist(path: string, source: Uint8Array, edits: readonly Edit[]): EditResult {
  const read = readChecklist(path, source);
  const contradicted = findContradictions(edits);
  if (contradicted.length > 0) return refuse(read, contradicted, "contradicting edits");
  const unknown = edits.find(({ task }) => read.checklist.tasks[task] === undefined);
  if (unknown !== undefined) throw new RangeError(`${path} has no task ${unknown.task}`);

  const edited = attempt(read, source, edits);
  if (edited !== undefined) {
    const diagnostics = diagnoseChecklist(edited.read);
    return { ok: true, source: edited.source, checklist: edited.read.checklist, diagnostics };
  }
  const stubborn = findStubborn(read, source, edits, attempt);
  return refuse(read, stubborn, "text that would change its meaning");
}

interface Edited {
  readonly source: Uint8Array;
  readonly read: ReadChecklist;
}

/**
 * Titles go first, on their own: where the text ends, and so where marks and references belong, is known only when
 * the new title is in its place.
 */
function attempt(read: ReadChecklist, source: Uint8Array, edits: readonly Edit[]): Edited | undefined {
  const path = read.checklist.path;
  const titles = edits.filter((edit) => edit.op === "set-title");
  const others = edits.filter((edit) => edit.op !== "set-title");
  let current = { read, source };
  if (titles.length > 0) {
    const splices = planTitleSplices(read, titles);
    if (splices === undefined) return undefined;
    const retitled = applySplices(source, read.source, splices);
    current = { source: retitled, read: readChecklist(path, retitled) };
    if (!saysWhatIsIntended(read.checklist, titles, current.read.checklist)) return undefined;
  }
  if (others.length > 0) {
    const marked = applySplices(current.source, current.read.source, planSplices(current.read, others));
    current = { source: marked, read: readChecklist(path, marked) };
    if (!saysWhatIsIntended(read.checklist, edits, current.read.checklist)) return undefined;
  }
  return current;
}

const OPPOSITES: readonly (readonly Edit["op"][])[] = [
  ["tick", "untick"],
  ["strike", "unstrike"],
  ["set-reference", "remove-reference", "set-untracked"],
  ["set-title"],
  ["set-field"],
];

/** The tasks that are asked for two things at once. */
function findContradictions(edits: readonly Edit[]): number[] {
  const seen = new Set<string>();
  return edits.flatMap((edit) => {
    const { op, task } = edit;
    const field = op === "set-field" ? edit.field : "";
    const key = `${task} ${OPPOSITES.findIndex((ops) => ops.includes(op))} ${field}`;
    if (seen.has(key)) return [task];
    seen.add(key);
    return [];
  });
}

function refuse({ checklist, walk }: ReadChecklist, tasks: readonly number[], found: string): EditResult {
  const diagnostics = [...new Set(tasks)].map((index): Diagnostic => {
    return {
      file: checklist.path,
      line: checklist.tasks[index]?.line ?? 1,
      column: walk.tasks[index]?.item.position?.start.column ?? 1,
      rule: "uneditable-task",
      severity: "warning",
      message: `Unexpected ${found}, expected a task that can be changed without changing anything else, edit the line by hand`,
    };
  });
  return { ok: false, diagnostics };
}
