import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Place } from "../signoff/signoff-desk.js";
import type { Push } from "../signoff/read-pull.js";
import { toKey } from "./repository-key.js";

type PullRequestEvent = EmitterWebhookEvent<
  | "pull_request.opened"
  | "pull_request.reopened"
  | "pull_request.synchronize"
  | "pull_request.edited"
  | "pull_request.labeled"
  | "pull_request.unlabeled"
  | "pull_request.closed"
>;

/** A pull request to look at, and the new commits that came to it. */
export interface PullNudge {
  readonly place: Place;
  readonly push: Push | undefined;
}

/** A pull request changed in a way that may matter to its sign-offs. One that is closed unmerged does not. */
export function onPullRequest({ payload }: PullRequestEvent): readonly PullNudge[] {
  const { action, pull_request: pull } = payload;
  if (action === "closed" && !pull.merged) return [];
  const push =
    action === "synchronize"
      ? { before: payload.before, after: payload.after, at: pull.updated_at }
      : undefined;
  return toKey(payload).map(({ key }) => ({ place: { repository: key, number: pull.number }, push }));
}

type ReviewEvent = EmitterWebhookEvent<"pull_request_review.submitted" | "pull_request_review.dismissed">;

/** Somebody reviewed: that may be the evidence that a requirement asks for. What the review says is no command. */
export function onReview({ payload }: ReviewEvent): readonly PullNudge[] {
  const { number } = payload.pull_request;
  return toKey(payload).map(({ key }) => ({ place: { repository: key, number }, push: undefined }));
}
