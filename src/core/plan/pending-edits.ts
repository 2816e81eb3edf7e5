import type { Checklist, Reference, Task } from "../model/checklist.js";
import type { Edit, NewReference } from "../model/edit.js";
import type { TaskField } from "../model/metadata.js";
import { pairTasks } from "./pair-tasks.js";
import type { TaskOfFile } from "./pair-tasks.js";

/** Edits that the app has made on a branch of its own: the files as they were, as they are there, and as people have them now. */
export interface PendingEdits {
  readonly before: readonly Checklist[];
  readonly after: readonly Checklist[];
  readonly head: readonly Checklist[];
  /** Address of the host, without a slash at the end. */
  readonly host: string;
}

/**
 * The pending edits for the files as people have them now, by path: each follows its task through rewording and
 * moves, and is left out where a person has changed the same thing meanwhile.
 */
export function rebaseEdits({
  before,
  after,
  head,
  host,
}: PendingEdits): ReadonlyMap<string, readonly Edit[]> {
  const edited = new Map(after.map((checklist) => [checklist.path, checklist]));
  const edits = new Map<string, Edit[]>();
  for (const [now, was] of pairTasks(before, after, head)) {
    const checklist = edited.get(was.checklist.path);
    const proposed = checklist?.tasks;
    const wanted = proposed?.length === was.checklist.tasks.length ? proposed[was.task.index] : undefined;
    if (!checklist || !wanted) continue;
    const group = edits.get(now.checklist.path) ?? [];
    group.push(...untouched(editsOf(was, { checklist, task: wanted }, host), was, now));
    edits.set(now.checklist.path, group);
  }
  return edits;
}

/** The edits that lead from one file to the other. Edits of the app never add or remove a task. */
export function editsBetween(before: Checklist, after: Checklist, host: string): readonly Edit[] {
  return before.tasks.flatMap((task, at) => {
    const wanted = after.tasks[at];
    return wanted ? editsOf({ checklist: before, task }, { checklist: after, task: wanted }, host) : [];
  });
}

function editsOf(one: TaskOfFile, other: TaskOfFile, host: string): Edit[] {
  const [was, wanted] = [one.task, other.task];
  const task = was.index;
  const edits: Edit[] = fieldEdits(one, other);
  if (was.title !== wanted.title) edits.push({ op: "set-title", task, title: wanted.title });
  if (was.checked !== wanted.checked) edits.push({ op: wanted.checked ? "tick" : "untick", task });
  if (was.struck !== wanted.struck) edits.push({ op: wanted.struck ? "strike" : "unstrike", task });
  if (wanted.reference && nameOf(was.reference) !== nameOf(wanted.reference)) {
    edits.push({ op: "set-reference", task, reference: toNewReference(wanted.reference, host) });
  } else if (wanted.untracked && !was.untracked) edits.push({ op: "set-untracked", task });
  else if (was.reference && !wanted.reference) edits.push({ op: "remove-reference", task });
  return edits;
}

const FIELDS: readonly TaskField[] = ["priority", "owners", "effort", "start", "due"];

/** A line that was added is part of what was decided, so it may be added again. */
function fieldEdits(was: TaskOfFile, wanted: TaskOfFile): Edit[] {
  return FIELDS.filter((field) => fieldOf(was, field) !== fieldOf(wanted, field)).map((field) => ({
    op: "set-field",
    task: was.task.index,
    field,
    value: fieldOf(wanted, field),
    addLine: true,
  }));
}

function fieldOf({ checklist, task }: TaskOfFile, field: TaskField): string | undefined {
  return checklist.metadata.tasks[task.index]?.[field]?.text;
}

/** Without the edits of what a person has changed since; by the task's index of now. */
function untouched(edits: readonly Edit[], was: TaskOfFile, now: TaskOfFile): Edit[] {
  return edits
    .filter((edit) =>
      edit.op === "set-field"
        ? fieldOf(was, edit.field) === fieldOf(now, edit.field)
        : isUntouched(edit.op, was.task, now.task),
    )
    .map((edit) => ({ ...edit, task: now.task.index }));
}

function isUntouched(op: Exclude<Edit["op"], "set-field">, was: Task, now: Task): boolean {
  switch (op) {
    case "set-title":
      return was.title === now.title;
    case "tick":
    case "untick":
    case "strike":
    case "unstrike":
      return was.checked === now.checked && was.struck === now.struck;
    case "set-reference":
    case "remove-reference":
    case "set-untracked":
      return nameOf(was.reference) === nameOf(now.reference) && was.untracked === now.untracked;
  }
}

function nameOf(reference: Reference | undefined): string {
  return reference
    ? `${reference.style} ${reference.repository?.toLowerCase() ?? ""}#${reference.number}`
    : "";
}

function toNewReference({ style, number, repository }: Reference, host: string): NewReference {
  return style === "link" && repository !== undefined
    ? { style, number, repository, url: `${host}/${repository}/issues/${number}` }
    : { style: "comment", number };
}
