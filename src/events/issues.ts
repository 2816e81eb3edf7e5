import type { EmitterWebhookEvent } from "@octokit/webhooks";
import { toKey } from "./repository-key.js";
import type { Nudge } from "./repository-key.js";

type IssueEvent = EmitterWebhookEvent<
  "issues.closed" | "issues.reopened" | "issues.edited" | "issues.deleted" | "issues.transferred"
>;

/**
 * A person changed an issue. What the app does itself comes back as an event too; it knows that already. An
 * issue that was opened by hand is nothing to the app, whatever its body says, until a task references it.
 */
export function onIssue({ payload }: IssueEvent, ownLogin: string): readonly Nudge[] {
  if (payload.sender?.login === ownLogin) return [];
  const gone = payload.action === "deleted" || payload.action === "transferred";
  return toKey(payload, gone ? { suspect: payload.issue.number } : {});
}
