import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Nudge } from "./repository-key.js";

/** The app was installed: every repository of the installation is looked at. */
export function onInstallation({ payload }: EmitterWebhookEvent<"installation.created">): readonly Nudge[] {
  return toNudges(payload.installation.id, payload.repositories ?? []);
}

/** Repositories were added to an installation. */
export function onRepositoriesAdded({
  payload,
}: EmitterWebhookEvent<"installation_repositories.added">): readonly Nudge[] {
  return toNudges(payload.installation.id, payload.repositories_added);
}

function toNudges(
  installationId: number,
  repositories: readonly { readonly full_name?: string }[],
): readonly Nudge[] {
  return repositories.flatMap(({ full_name: fullName = "" }) => {
    const [owner, name] = fullName.split("/");
    return owner && name ? [{ key: { installationId, owner, name }, hint: {} }] : [];
  });
}
