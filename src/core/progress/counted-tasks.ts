import type { Checklist, Task } from "../model/checklist.js";

/** A task that counts by itself: no subtask of it does. */
export interface CountedTask {
  /** Position in `Checklist.tasks`. */
  readonly task: number;
  readonly section: number | undefined;
  readonly state: "open" | "done" | "dropped";
}

/**
 * Each piece of work once: tasks without subtasks. A dropped task takes all that is inside of it along, and counts as
 * one dropped task. Requirements, placeholders and derived tasks are no work.
 */
export function listCountedTasks({ tasks, metadata }: Checklist): CountedTask[] {
  const isWork = ({ kind, index }: Task): boolean =>
    kind === "task" && metadata.tasks[index]?.derived === undefined;
  const inDropped = new Set<number>();
  const parents = new Set<number>();
  for (const task of tasks) {
    const { index, parent, completion } = task;
    const isInside = parent !== undefined && inDropped.has(parent);
    if (isInside || completion === "dropped") inDropped.add(index);
    if (completion === "dropped" || isInside || !isWork(task)) continue;
    // What stands between a task and the work inside of it may be no work itself.
    for (let at = parent; at !== undefined && !parents.has(at); at = tasks[at]?.parent) parents.add(at);
  }
  return tasks.flatMap((task) => {
    const { index, parent, completion, sectionIndex } = task;
    const isInside = parent !== undefined && inDropped.has(parent);
    if (!isWork(task) || parents.has(index) || isInside) return [];
    return [{ task: index, section: sectionIndex, state: completion }];
  });
}
