import type { Checklist, Completion, Task } from "../model/checklist.js";
import type { Step } from "../model/plan.js";

/** A checklist as it will be once the boxes follow the issues: by then its phases are as far as that. */
export function settleChecklist(checklist: Checklist, steps: readonly Step[]): Checklist {
  const marks = new Map<number, Pick<Task, "checked" | "struck">>();
  for (const step of steps) {
    if (step.op !== "edit-task" || step.place.file !== checklist.path) continue;
    const { op, task: index } = step.edit;
    const task = marks.get(index) ?? checklist.tasks[index];
    if (!task) continue;
    if (op === "tick" || op === "untick") marks.set(index, { ...task, checked: op === "tick" });
    if (op === "strike" || op === "unstrike") marks.set(index, { ...task, struck: op === "strike" });
  }
  if (marks.size === 0) return checklist;
  const tasks = checklist.tasks.map((task) => {
    const { checked, struck } = marks.get(task.index) ?? task;
    return { ...task, checked, struck, completion: completionOf(checked, struck) };
  });
  return { ...checklist, tasks };
}

function completionOf(checked: boolean, struck: boolean): Completion {
  if (checked) return "done";
  return struck ? "dropped" : "open";
}
