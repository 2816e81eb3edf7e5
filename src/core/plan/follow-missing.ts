import type { Diagnostic } from "../model/diagnostic.js";
import type { MissingIssue } from "../model/issue.js";
import type { Step } from "../model/plan.js";
import { newReference } from "./new-reference.js";
import { isDiscussion } from "./match-tasks.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { placeOf } from "./step-place.js";

interface Following {
  readonly steps: Step[];
  readonly diagnostics: Diagnostic[];
  readonly known: boolean;
}

/** What became of an issue that a line references; undefined for one that is there, or that was not asked for. */
export function findMissing(
  number: number,
  { issues, missing }: Pick<PlanInput, "issues" | "missing">,
): MissingIssue | undefined {
  const issue = issues.get(number);
  return issue && isDiscussion(issue) ? { kind: "discussion" } : missing.get(number);
}

/** A reference to something that is no issue of this repository (any more). */
export function followMissing(
  missing: MissingIssue,
  placed: PlacedTask,
  number: number,
  { steps, diagnostics, known }: Following,
): void {
  const place = placeOf(placed);
  const task = placed.task.index;
  if (missing.kind === "moved") {
    const reference = newReference(missing.number, missing.url, missing.repository, "link");
    steps.push({
      op: "edit-task",
      place,
      issue: number,
      edit: { op: "set-reference", task, reference },
      reason: `#${number} was transferred`,
    });
  } else if (
    missing.kind === "deleted" ||
    missing.kind === "discussion" ||
    (missing.kind === "never" && known)
  ) {
    const reason = `#${number} ${missing.kind === "discussion" ? "became a discussion" : "was deleted"}`;
    steps.push({ op: "edit-task", place, issue: number, edit: { op: "set-untracked", task }, reason });
  } else {
    const what =
      missing.kind === "pull-request"
        ? `#${number}, which is a pull request`
        : `#${number}, which does not exist`;
    const message = `Unexpected reference to ${what}, expected an issue; correct the number, or remove the reference to get a new issue.`;
    diagnostics.push({
      file: place.file,
      line: place.line,
      column: 1,
      rule: "dead-reference",
      severity: "warning",
      message,
    });
  }
}
