import type { Checklist, Task } from "../model/checklist.js";
import type { ChecklistRules } from "../model/config.js";

/** Whether a task has, or is to get, an issue of its own. */
export function isMirrored(task: Task, rules: ChecklistRules, checklist: Checklist): boolean {
  if (task.reference && task.kind !== "requirement" && !task.untracked) return true;
  return deservesIssue(task, rules, checklist);
}

/**
 * Whether a task without an issue is to get one. Requirements and placeholders never do; a task deeper than
 * the config's `depth` is a line in its ancestor's issue; what was complete before it had an issue is only
 * counted, unless the config says `completed: mirror`.
 */
export function deservesIssue(task: Task, rules: ChecklistRules, checklist: Checklist): boolean {
  if (task.kind !== "task" || task.untracked) return false;
  if (rules.depth !== "all" && taskLevel(task, checklist) > rules.depth) return false;
  return task.completion === "open" || (task.completion === "done" && rules.completed === "mirror");
}

/** 1 for a task that is in no other task, 2 for its subtasks, and so on. */
export function taskLevel(task: Task, checklist: Checklist): number {
  let level = 1;
  for (let at = task.parent; at !== undefined; at = checklist.tasks[at]?.parent) level += 1;
  return level;
}
