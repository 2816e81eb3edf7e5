import type { ObservedIssue } from "../model/issue.js";
import type { Step } from "../model/plan.js";
import { readIssueBody } from "../report/issue-body.js";
import type { Matches } from "./match-tasks.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { placeOf } from "./step-place.js";

/** What issues without a line need, and which of them must be read to know. */
export interface Leftovers {
  readonly steps: readonly Step[];
  readonly unread: readonly number[];
}

/** Issues whose lines are gone are closed as not planned. Lines that come back find them again. */
export function planLeftovers(matches: Matches, input: PlanInput): Leftovers {
  const { base, referenced, recovered, unpaired, strays } = matches;
  const kept = new Set([...referenced.keys(), ...[...recovered.values()].map((issue) => issue.number)]);
  const steps = strays.map((issue) => closeStray(issue, input));
  const unread: number[] = [];
  for (const [number, placed] of base) {
    if (kept.has(number) || input.missing.has(number)) continue;
    const issue = input.issues.get(number);
    if (!issue) {
      // A closed one needs nothing, unless its line is back without the reference.
      const isBack = unpaired.some(({ task }) => task.text === placed.task.text);
      if (placed.task.completion === "open" || isBack) unread.push(number);
    } else if (issue.completion === "open") steps.push(closeRemoved(number, placed, input));
  }
  return { steps, unread };
}

function closeRemoved(number: number, placed: PlacedTask, input: PlanInput): Step {
  const { checklist, task } = placed;
  return {
    op: "set-completion",
    issue: number,
    place: placeOf(placed),
    completion: "dropped",
    comment: [
      `The line of this task is no longer in \`${checklist.path}\` (it was line ${task.line}), as of ${headLink(input)}.`,
      "If the line comes back with its reference, this issue is reopened.",
    ].join("\n"),
    reason: "its line was removed",
  };
}

function closeStray({ number, title, body }: ObservedIssue, input: PlanInput): Step {
  const file = readIssueBody(body)?.marker?.file ?? "";
  return {
    op: "set-completion",
    issue: number,
    place: { file, line: 1, title },
    completion: "dropped",
    comment: `The line of this task in \`${file}\` was changed before this issue's number got there, as of ${headLink(input)}. A task that is still there has another issue.`,
    reason: "its line was changed before it was referenced",
  };
}

/** The commit that was read, for people. */
export function headLink({ repository, headOid }: PlanInput): string {
  return `[${headOid.slice(0, 7)}](${repository.url}/commit/${headOid})`;
}
