import type { EmitterWebhookEvent } from "@octokit/webhooks";
import { toKey } from "./repository-key.js";
import type { Nudge } from "./repository-key.js";

type RepositoryEvent = EmitterWebhookEvent<
  "repository.edited" | "repository.renamed" | "repository.transferred" | "repository.unarchived"
>;

/** The repository has another name, owner or default branch, or takes changes again. */
export function onRepository({ payload }: RepositoryEvent): readonly Nudge[] {
  return toKey(payload);
}
