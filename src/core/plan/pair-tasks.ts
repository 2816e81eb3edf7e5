import type { Checklist, Task } from "../model/checklist.js";
import { markerKey } from "./task-key.js";

/** A task of one of several files. */
export interface TaskOfFile {
  readonly checklist: Checklist;
  readonly task: Task;
}

/** What a task was, and what it is now. */
type Pair = readonly [TaskOfFile, TaskOfFile];

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
  const keep = (found: readonly Pair[]): void => {
    for (const [one, other] of found) pairs.set(other, one);
    const known = new Set(pairs.values());
    was = was.filter((one) => !known.has(one));
    now = now.filter((other) => !pairs.has(other));
  };
  const ownNumber: Name = ({ task }) => task.reference && String(task.reference.number);
  keep(matchNames(was, numberOf, now, ownNumber));
  // A task that had a reference is nothing without it; a new one must not be taken for it.
  was = was.filter(({ task }) => !task.reference);
  now = now.filter(({ task }) => !task.reference);
  for (const name of [byPlace, byTextInFile, byText]) keep(matchNames(was, name, now, name));
  keep(matchWords(was, now));
  keep(matchSections(was, now));
  return pairs;
}

const byPlace: Name = ({ checklist, task }) => markerKey(checklist.path, task);
const byTextInFile: Name = ({ checklist, task }) => JSON.stringify([checklist.path, task.text]);
const byText: Name = ({ task }) => task.text;
const bySection: Name = ({ checklist, task }) => JSON.stringify([checklist.path, task.section]);

function tasksOf(checklists: readonly Checklist[]): TaskOfFile[] {
  return checklists.flatMap((checklist) => checklist.tasks.map((task) => ({ checklist, task })));
}

/** By name, in the order in which they stand. */
function matchNames(
  was: readonly TaskOfFile[],
  nameWas: Name,
  now: readonly TaskOfFile[],
  nameNow: Name,
): Pair[] {
  const old = groupBy(was, nameWas);
  return [...groupBy(now, nameNow)].flatMap(([name, present]) => inOrder(old.get(name) ?? [], present));
}

function inOrder(former: readonly TaskOfFile[], present: readonly TaskOfFile[]): Pair[] {
  return present.flatMap((other, at) => {
    const one = former[at];
    return one ? [[one, other] as const] : [];
  });
}

/** Reworded within the file: most of the words are still there. */
function matchWords(was: readonly TaskOfFile[], now: readonly TaskOfFile[]): Pair[] {
  const free = new Set(was);
  return now.flatMap((other): Pair[] => {
    let best: TaskOfFile | undefined;
    let most = LEAST_IN_COMMON;
    for (const one of free) {
      const share = one.checklist.path === other.checklist.path ? inCommon(one.task, other.task) : 0;
      if (share < most || (best && share === most)) continue;
      best = one;
      most = share;
    }
    if (!best) return [];
    free.delete(best);
    return [[best, other]];
  });
}

const LEAST_IN_COMMON = 0.5;

/** The share of all words of two texts that both have. */
function inCommon(one: Task, other: Task): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.max(1, a.size + b.size - shared);
}

function wordsOf({ text }: Task): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}

/** Written anew where they stood: only if as many tasks are left of what was there as of what is there. */
function matchSections(was: readonly TaskOfFile[], now: readonly TaskOfFile[]): Pair[] {
  const old = groupBy(was, bySection);
  return [...groupBy(now, bySection)].flatMap(([section, present]) => {
    const former = old.get(section) ?? [];
    return former.length === present.length ? inOrder(former, present) : [];
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
