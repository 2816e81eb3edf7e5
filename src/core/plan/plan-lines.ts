import type { Edit } from "../model/edit.js";
import type { ObservedIssue } from "../model/issue.js";
import type { Step } from "../model/plan.js";
import { readIssueBody } from "../report/issue-body.js";
import type { BodyLine } from "../report/issue-body.js";
import { deepTasks } from "./body-lines.js";
import { mergeThreeWay } from "./merge-three-way.js";
import type { PlacedTask } from "./plan-input.js";
import { placeOf } from "./step-place.js";

interface MergedLines {
  /** The lines as the issue is to show them. */
  readonly lines: readonly BodyLine[];
  /** Boxes of the file that follow the issue's. */
  readonly steps: readonly Step[];
}

/**
 * The boxes of tasks that are too deep for an issue of their own have two doors as well: the file, and the
 * task list in the body of their ancestor's issue.
 */
export function mergeLines(
  placed: PlacedTask,
  number: number,
  issue: ObservedIssue,
  base: PlacedTask | undefined,
): MergedLines {
  const deep = deepTasks(placed);
  if (deep.length === 0) return { lines: [], steps: [] };
  const inBase = new Map(base ? deepTasks(base).map(({ line }) => [line.key, box(line.checked)]) : []);
  const inIssue = new Map(
    readIssueBody(issue.body)?.lines.map(({ key, checked }) => [key, box(checked)]) ?? [],
  );
  const steps: Step[] = [];
  const lines = deep.map(({ task, line }) => {
    const file = box(line.checked);
    const merge = mergeThreeWay({
      base: inBase.get(line.key),
      file,
      issue: inIssue.get(line.key) ?? file,
      tie: "issue",
    });
    if (merge.to !== "file") return line;
    const checked = merge.value === "x";
    const edit: Edit = { op: checked ? "tick" : "untick", task: task.index };
    const reason = `${checked ? "ticked" : "unticked"} in the body of #${number}`;
    steps.push({ op: "edit-task", place: placeOf({ ...placed, task }), edit, issue: number, reason });
    return { ...line, checked };
  });
  return { lines, steps };
}

function box(checked: boolean): "x" | " " {
  return checked ? "x" : " ";
}
