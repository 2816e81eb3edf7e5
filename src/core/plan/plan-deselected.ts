import type { Step } from "../model/plan.js";
import { isLetGo, letGoOfIssue } from "../report/issue-body.js";
import { findReferences } from "./find-references.js";
import type { Matches } from "./match-tasks.js";
import { headLink } from "./plan-leftovers.js";
import type { Leftovers } from "./plan-leftovers.js";
import type { PlanInput } from "./plan-input.js";
import { placeOf } from "./step-place.js";

/**
 * Open issues whose file the config no longer selects stay as they are, and are told so once: the next base has
 * the present config, and where that was not reached, their body tells.
 */
export function planDeselected({ base, referenced, recovered }: Matches, input: PlanInput): Leftovers {
  const kept = new Set([...referenced.keys(), ...base.keys()]);
  for (const issue of recovered.values()) kept.add(issue.number);
  const gone = findReferences(input.base?.deselected ?? [], input.repository).referenced;
  const steps: Step[] = [];
  const unread: number[] = [];
  for (const [number, placed] of gone) {
    if (kept.has(number) || input.missing.has(number)) continue;
    const issue = input.issues.get(number);
    if (!issue) unread.push(number);
    else if (issue.completion === "open" && !isLetGo(issue.body)) {
      const body = letGoOfIssue(issue.body);
      steps.push({
        op: "let-go",
        issue: number,
        place: placeOf(placed),
        body: body === issue.body ? undefined : body,
        comment: [
          `The config no longer selects \`${placed.checklist.path}\`, as of ${headLink(input)}.`,
          "This issue stays as it is. When the config selects the file again, it is kept in step with its task again.",
        ].join("\n"),
        reason: "the config no longer selects its file",
      });
    }
  }
  return { steps, unread };
}
