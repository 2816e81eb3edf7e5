import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { RepositoryKey } from "../sync/syncs.js";
import type { PullNudge } from "./pull-request.js";
import { toKey } from "./repository-key.js";

/** A commit whose checks are news. */
export interface Checked {
  readonly repository: RepositoryKey;
  /** Commit id. */
  readonly head: string;
  /** Slug of the App whose checks they are; undefined: somebody asks for ours again. */
  readonly by: string | undefined;
}

type SuiteEvent = EmitterWebhookEvent<"check_suite.completed" | "check_suite.rerequested">;

/**
 * All checks of an App on a commit are over, which may be the evidence that a requirement asks for; or somebody asks for
 * all of ours again.
 */
export function onCheckSuite({ payload }: SuiteEvent): readonly Checked[] {
  const { head_sha: head, app } = payload.check_suite;
  const by = payload.action === "completed" ? app.slug : undefined;
  return toKey(payload).map(({ key }) => ({ repository: key, head, by }));
}

/**
 * Somebody said how a commit is doing, in the way that is older than checks. Which pull requests have that commit the
 * event does not say.
 *
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#status
 */
export function onStatus({ payload }: EmitterWebhookEvent<"status">): readonly Checked[] {
  return toKey(payload).map(({ key }) => ({ repository: key, head: payload.sha, by: undefined }));
}

/** Somebody asks for one of our check runs again: GitHub tells only the App that made it. */
export function onCheckRerequested({
  payload,
}: EmitterWebhookEvent<"check_run.rerequested">): readonly PullNudge[] {
  const number = /^pull (\d+)$/.exec(payload.check_run.external_id)?.[1];
  if (number === undefined) return [];
  return toKey(payload).map(({ key }) => ({
    place: { repository: key, number: Number(number) },
    push: undefined,
  }));
}
