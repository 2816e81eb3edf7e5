import type { BoardColumnView, BoardItemView, BoardView } from "../view.js";
import { nodeIdInProject, projectNodeId } from "../world/node-ids.js";
import type { Project, ProjectField, ProjectItem, ProjectValue } from "../world/project-model.js";
import { statusField } from "../world/project-fields.js";
import { projectPath } from "../world/projects.js";
import type { World } from "../world/world.js";
import { fullName } from "../world/world.js";

/** The boards as the page shows them, those of users too. */
export function viewBoards(world: World): BoardView[] {
  return [...world.state.projects.values()].map(viewBoard);
}

function viewBoard(project: Project): BoardView {
  const status = statusField(project);
  return {
    id: projectNodeId(project),
    title: project.title,
    owner: project.owner.login,
    number: project.number,
    path: projectPath(project),
    isClosed: project.closedAt !== null,
    itemCount: project.items.size,
    statusFieldId: status === undefined ? "" : nodeIdInProject(project, status),
    workflows: project.workflows.map(({ name, enabled }) => ({ name, enabled })),
    get columns() {
      return viewColumns(project, status);
    },
  };
}

/** What has no status stands in front, if there is any. */
function viewColumns(project: Project, status: ProjectField | undefined): BoardColumnView[] {
  const items = [...project.items.values()].filter((item) => item.archivedAt === null);
  const optionOf = (item: ProjectItem) =>
    status === undefined ? undefined : item.values.get(status)?.content;
  const named = (status?.options ?? []).map(({ id, name, color }) => ({
    ...{ id, name, color },
    items: items.filter((item) => optionOf(item) === id).map(viewItem),
  }));
  const others = items.filter((item) => optionOf(item) === undefined).map(viewItem);
  const front = { id: "", name: "No status", color: "GRAY" as const, items: others };
  return others.length > 0 ? [front, ...named] : named;
}

function viewItem(item: ProjectItem): BoardItemView {
  const { content, project } = item;
  return {
    id: nodeIdInProject(project, item),
    title: content.title,
    number: content.number,
    nameWithOwner: fullName(content.repository),
    state: content.state,
    stateReason: content.stateReason,
    assignees: content.assignees.map((account) => account.login),
    milestone: content.milestone?.title ?? null,
    values: project.fields.flatMap((field) => {
      const value = item.values.get(field);
      return value === undefined || (field.isBuiltIn && field.type === "SINGLE_SELECT")
        ? []
        : [{ field: field.name, text: textOf(field, value) }];
    }),
  };
}

function textOf({ options, iterations }: ProjectField, { content }: ProjectValue): string {
  const named = options.find(({ id }) => id === content)?.name;
  return named ?? iterations.find(({ id }) => id === content)?.title ?? String(content);
}
