import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { BoardEvent } from "../sync/syncs.js";

type ItemEvent = EmitterWebhookEvent<
  | "projects_v2_item.archived"
  | "projects_v2_item.created"
  | "projects_v2_item.deleted"
  | "projects_v2_item.edited"
  | "projects_v2_item.restored"
>;

/**
 * Somebody changed an issue on a board. The event says no repository, only the board; and each value that the app
 * itself writes is told back, so what it did (`slug` is its own) is left out here.
 */
export function onProjectItem({ payload }: ItemEvent, slug: string): BoardEvent | undefined {
  const { action, projects_v2_item: item, sender } = payload;
  if (item.content_type !== "Issue" || sender.login === `${slug}[bot]`) return undefined;
  const isNew = action === "created" || action === "restored";
  return { board: item.project_node_id ?? "", item: item.node_id ?? "", isNew };
}
