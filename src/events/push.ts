import type { EmitterWebhookEvent } from "@octokit/webhooks";
import { toKey } from "./repository-key.js";
import type { Nudge } from "./repository-key.js";

/** GitHub lists at most so many commits of a push: https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
const MOST_COMMITS = 2_048;

/** A push to the default branch that may have changed a checklist or the config. */
export function onPush({ payload }: EmitterWebhookEvent<"push">): readonly Nudge[] {
  const { repository, ref, after, deleted } = payload;
  if (deleted || ref !== `refs/heads/${repository.default_branch}` || !mayMatter(payload)) return [];
  return toKey(payload, { head: after });
}

type PushPayload = EmitterWebhookEvent<"push">["payload"];

/** Unsure is a reason to look: a forced push says what it added, not what it took away. */
function mayMatter({ commits, forced, created }: PushPayload): boolean {
  if (forced || created || commits.length === 0 || commits.length >= MOST_COMMITS) return true;
  return commits.some(({ added, modified, removed }) => {
    if (!added || !modified || !removed) return true;
    return [...added, ...modified, ...removed].some((path) =>
      /\.(md|markdown)$|^\.github\/tickmark\.yml$/i.test(path),
    );
  });
}
