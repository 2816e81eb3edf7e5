import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Nudge } from "./repository-key.js";

type InstallationEvent = EmitterWebhookEvent<
  "installation.created" | "installation.unsuspend" | "installation.new_permissions_accepted"
>;

/** The app was installed, or may do more than before: every repository of the installation is looked at. */
export function onInstallation({ payload }: InstallationEvent): readonly Nudge[] {
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
