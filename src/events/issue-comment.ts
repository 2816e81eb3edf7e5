import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { CommandComment } from "../commands/ports.js";
import { toKey } from "./repository-key.js";

/**
 * A person wrote a comment on an issue or a pull request. Bots are not listened to, and neither is an App that
 * writes in the name of a person: two that answer each other never stop.
 */
export function onIssueComment({
  payload,
}: EmitterWebhookEvent<"issue_comment.created">): CommandComment | undefined {
  const { comment, issue } = payload;
  const [nudge] = toKey(payload);
  if (!nudge || comment.user?.type !== "User" || comment.performed_via_github_app) return undefined;
  const { id, body, created_at: createdAt } = comment;
  return { repository: nudge.key, id, issue: issue.number, author: comment.user.login, body, createdAt };
}
