import { formatAccount, formatOrganization } from "../rest/format/account.js";
import type { ProjectEvent, ProjectItemEvent, ToldContent } from "../world/events.js";
import { nodeIdIn, nodeIdInProject, projectNodeId } from "../world/node-ids.js";
import type { ProjectItem } from "../world/project-model.js";
import type { World } from "../world/world.js";
import type { Make, Webhook } from "./webhook.js";

/** Boards of users have no webhooks. There is no repository in what is told: a board has issues of many. */
export function projectWebhooks(world: World, event: ProjectEvent, make: Make): Webhook[] {
  const { project, action, changes } = event;
  if (project.owner.kind !== "Organization") return [];
  return [
    make("projects_v2", action, undefined, {
      projects_v2: {
        id: project.id,
        node_id: projectNodeId(project),
        owner: formatAccount(world, project.owner),
        creator: formatAccount(world, project.creator),
        title: project.title,
        description: project.readme,
        public: project.public,
        closed_at: project.closedAt,
        created_at: project.createdAt,
        updated_at: project.updatedAt,
        number: project.number,
        short_description: project.shortDescription,
        deleted_at: action === "deleted" ? project.updatedAt : null,
        deleted_by: null,
      },
      changes,
      organization: formatOrganization(world, project.owner),
    }),
  ];
}

export function projectItemWebhooks(world: World, event: ProjectItemEvent, make: Make): Webhook[] {
  const { item, action } = event;
  const { owner } = item.project;
  if (owner.kind !== "Organization") return [];
  return [
    make("projects_v2_item", action, undefined, {
      projects_v2_item: formatItem(world, item),
      changes: changesOf(event),
      organization: formatOrganization(world, owner),
    }),
  ];
}

function formatItem(world: World, item: ProjectItem): object {
  return {
    id: item.id,
    node_id: nodeIdInProject(item.project, item),
    project_node_id: projectNodeId(item.project),
    content_node_id: nodeIdIn(item.content.repository, item.content),
    content_type: item.content.kind,
    creator: formatAccount(world, item.creator),
    created_at: item.createdAt,
    updated_at: item.updatedAt,
    archived_at: item.archivedAt,
  };
}

function changesOf({ action, item, change }: ProjectItemEvent): object | undefined {
  if (action === "archived" || action === "restored") {
    const [from, to] = action === "archived" ? [null, item.archivedAt] : [item.updatedAt, null];
    return { archived_at: { from, to } };
  }
  if (change === undefined) return undefined;
  return {
    field_value: {
      field_node_id: nodeIdInProject(item.project, change.field),
      field_type: change.field.type.toLowerCase(),
      field_name: change.field.name,
      project_number: item.project.number,
      from: formatContent(change.from),
      to: formatContent(change.to),
    },
  };
}

function formatContent(content: ToldContent | null): unknown {
  if (content === null || typeof content !== "object" || !("startDate" in content)) return content;
  const { startDate, ...iteration } = content;
  return { ...iteration, start_date: startDate };
}
