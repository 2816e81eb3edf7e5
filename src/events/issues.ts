import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Completion } from "../core/model/checklist.js";
import { toKey } from "./repository-key.js";
import type { Nudge } from "./repository-key.js";

type IssueEvent = EmitterWebhookEvent<
  | "issues.assigned"
  | "issues.closed"
  | "issues.deleted"
  | "issues.edited"
  | "issues.reopened"
  | "issues.transferred"
  | "issues.unassigned"
>;

/**
 * Somebody changed an issue. What else people give it (a milestone, a type, labels) is theirs, and nothing follows. One that was opened by hand is nothing to the app, whatever its body says, until a
 * task references it.
 */
export function onIssue({ payload }: IssueEvent): readonly Nudge[] {
  const { action, issue } = payload;
  if (action === "deleted" || action === "transferred") return toKey(payload, { suspect: issue.number });
  const { number, title, body, state, state_reason: reason } = issue;
  const completion = state === "closed" ? closedAs(reason) : "open";
  const assignees = issue.assignees.flatMap((person) => person?.login ?? []);
  return toKey(payload, { issue: { number, title, body: body ?? "", completion, assignees } });
}

function closedAs(reason: string | null | undefined): Completion {
  return reason === "not_planned" || reason === "duplicate" ? "dropped" : "done";
}
