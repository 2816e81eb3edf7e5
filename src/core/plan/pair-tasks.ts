import type { Checklist, Task } from "../model/checklist.js";
import { markerKey } from "./task-key.js";

/** A task of one of several files. */
export interface TaskOfFile {
  readonly checklist: Checklist;
  readonly task: Task;
}

/** A name that a task may share with others; undefined: it has none of this kind. */
type Name = (placed: TaskOfFile) => string | undefined;

/**
 * Pairs the tasks of files as they are now with those as they were, each with one at most. `after` are the files as
 * they were with the app's references in them: tasks that people have left alone are told by what they say, those
 * that somebody gave their reference by hand by that.
 *
 * Answers what a task was by what it is now.
 */
export function pairTasks(
  before: readonly Checklist[],
  after: readonly Checklist[],
  head: readonly Checklist[],
): ReadonlyMap<TaskOfFile, TaskOfFile> {
  const referenced = new Map(after.map(({ path, tasks }) => [path, tasks]));
  const numberOf: Name = ({ checklist, task }) => {
    const reference = task.reference ?? referenced.get(checklist.path)?.[task.index]?.reference;
    return reference && String(reference.number);
  };
  const pairs = new Map<TaskOfFile, TaskOfFile>();
  let was = tasksOf(before);
  let now = tasksOf(head);
  const pair = (nameWas: Name, nameNow: Name, together: boolean): void => {
    for (const [one, other] of matchNames(was, nameWas, now, nameNow, together)) pairs.set(other, one);
    const known = new Set(pairs.values());
    was = was.filter((one) => !known.has(one));
    now = now.filter((other) => !pairs.has(other));
  };
  pair(numberOf, ({ task }) => task.reference && String(task.reference.number), false);
  // A task that had a reference is nothing without it; a new one must not be taken for it.
  was = was.filter(({ task }) => !task.reference);
  now = now.filter(({ task }) => !task.reference);
  for (const name of [byPlace, byTextInFile, byText]) pair(name, name, false);
  pair(bySection, bySection, true);
  return pairs;
}

const byPlace: Name = ({ checklist, task }) => markerKey(checklist.path, task);
const byTextInFile: Name = ({ checklist, task }) => JSON.stringify([checklist.path, task.text]);
const byText: Name = ({ task }) => task.text;
/** Reworded where they stood: only if as many tasks are left of what was there as of what is there. */
const bySection: Name = ({ checklist, task }) => JSON.stringify([checklist.path, task.section]);

function tasksOf(checklists: readonly Checklist[]): TaskOfFile[] {
  return checklists.flatMap((checklist) => checklist.tasks.map((task) => ({ checklist, task })));
}

function matchNames(
  was: readonly TaskOfFile[],
  nameWas: Name,
  now: readonly TaskOfFile[],
  nameNow: Name,
  together: boolean,
): (readonly [TaskOfFile, TaskOfFile])[] {
  const old = groupBy(was, nameWas);
  return [...groupBy(now, nameNow)].flatMap(([name, present]) => {
    const former = old.get(name) ?? [];
    if (together && former.length !== present.length) return [];
    return present.flatMap((other, at) => {
      const one = former[at];
      return one ? [[one, other] as const] : [];
    });
  });
}

function groupBy(tasks: readonly TaskOfFile[], name: Name): ReadonlyMap<string, readonly TaskOfFile[]> {
  const groups = new Map<string, TaskOfFile[]>();
  for (const placed of tasks) {
    const key = name(placed);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(placed);
    else groups.set(key, [placed]);
  }
  return groups;
}
