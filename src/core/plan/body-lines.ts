import type { Task } from "../model/checklist.js";
import type { BodyLine } from "../report/issue-body.js";
import { deservesIssue, isMirrored, taskLevel } from "./is-mirrored.js";
import type { PlacedTask, SelectedChecklist } from "./plan-input.js";
import { shortHash } from "./task-key.js";

/** A task that is deeper than `depth`, as a line of the issue of its ancestor. */
export interface DeepTask {
  readonly task: Task;
  readonly line: BodyLine;
}

/**
 * The tasks that appear as lines in this task's issue: its descendants that are too deep for an issue of
 * their own, in document order. The key of a line survives ticking and moving, not rewording.
 */
export function deepTasks({ checklist, rules, task }: PlacedTask): readonly DeepTask[] {
  if (rules.depth === "all") return [];
  const seen = new Map<string, number>();
  const lines: DeepTask[] = [];
  for (const candidate of checklist.tasks) {
    if (issueOwner(candidate, { checklist, rules }) !== task.index) continue;
    const occurrence = seen.get(candidate.text) ?? 0;
    seen.set(candidate.text, occurrence + 1);
    lines.push({
      task: candidate,
      line: {
        key: shortHash([candidate.text, String(occurrence)]).slice(0, 8),
        text: candidate.title,
        checked: candidate.checked,
        struck: candidate.struck,
        depth: taskLevel(candidate, checklist) - taskLevel(task, checklist) - 1,
      },
    });
  }
  return lines;
}

/** Index of the task in whose issue this one is a line; undefined when it is no line of any. */
function issueOwner(task: Task, { checklist, rules }: SelectedChecklist): number | undefined {
  if (task.kind !== "task" || task.untracked || task.reference || rules.depth === "all") return undefined;
  if (taskLevel(task, checklist) <= rules.depth) return undefined;
  let at = task.parent;
  while (at !== undefined) {
    const ancestor = checklist.tasks[at];
    if (!ancestor) return undefined;
    if (isMirrored(ancestor, rules, checklist)) return ancestor.index;
    if (deservesIssue(ancestor, rules, checklist)) return undefined;
    at = ancestor.parent;
  }
  return undefined;
}
