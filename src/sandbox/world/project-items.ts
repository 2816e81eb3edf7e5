import type { Actor } from "./access.js";
import { NEEDS, requireAccess } from "./access.js";
import { record } from "./issues.js";
import type { Account, Issue } from "./model.js";
import { requireProjectRole } from "./project-access.js";
import type { Project, ProjectItem } from "./project-model.js";
import { touchProject } from "./projects.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { emit, nextId, now } from "./world.js";

const MAX_ITEMS = 50_000;

export function itemOf(issue: Issue, project: Project): ProjectItem | undefined {
  return issue.projectItems.find((item) => item.project === project);
}

/** Adding what is there already answers what is there, archived or not. */
export function addItem(world: World, actor: Actor, project: Project, issue: Issue): ProjectItem {
  requireProjectRole(world, actor, project, "write", "AddProjectV2ItemById");
  requireAccess(actor, issue.repository, issue.pull === null ? NEEDS.readIssues : NEEDS.readPulls);
  return putItem(world, actor, project, issue);
}

/** As `addItem`, without asking who it is: the board does it by itself too. */
export function putItem(world: World, actor: Actor, project: Project, issue: Issue): ProjectItem {
  const known = itemOf(issue, project);
  if (known !== undefined) return known;
  if (project.items.size >= MAX_ITEMS)
    throw new Refusal("validation", `A project may have ${MAX_ITEMS} items at most`);
  const item = newItem(world, project, issue, actor.account);
  project.items.set(item.id, item);
  issue.projectItems = [...issue.projectItems, item];
  touchProject(world, project);
  record(world, actor, issue, { event: "added_to_project_v2", project });
  emit(world, actor, { type: "project-item", action: "created", item });
  return item;
}

function newItem(world: World, project: Project, content: Issue, creator: Account): ProjectItem {
  const createdAt = now(world);
  return {
    kind: "ProjectV2Item",
    id: nextId(world),
    project,
    content,
    creator,
    createdAt,
    addedAt: Date.now(),
    updatedAt: createdAt,
    archivedAt: null,
    values: new Map(),
  };
}

export function deleteItem(world: World, actor: Actor, project: Project, item: ProjectItem): void {
  requireProjectRole(world, actor, project, "write", "DeleteProjectV2Item");
  requireItemOf(project, item);
  removeItem(world, actor, item);
}

/** An issue that is deleted leaves its boards. */
export function leaveBoards(world: World, actor: Actor, issue: Issue): void {
  for (const item of issue.projectItems) removeItem(world, actor, item);
}

function removeItem(world: World, actor: Actor, item: ProjectItem): void {
  const { project, content } = item;
  project.items.delete(item.id);
  content.projectItems = content.projectItems.filter((other) => other !== item);
  touchProject(world, project);
  record(world, actor, content, { event: "removed_from_project_v2", project });
  emit(world, actor, { type: "project-item", action: "deleted", item });
}

export function setArchived(
  world: World,
  actor: Actor,
  project: Project,
  item: ProjectItem,
  isArchived: boolean,
): void {
  const mutation = isArchived ? "ArchiveProjectV2Item" : "UnarchiveProjectV2Item";
  requireProjectRole(world, actor, project, "write", mutation);
  requireItemOf(project, item);
  if (isArchived === (item.archivedAt !== null)) return;
  item.archivedAt = isArchived ? now(world) : null;
  touchItem(world, item);
  emit(world, actor, { type: "project-item", action: isArchived ? "archived" : "restored", item });
}

/** Moves an item behind another one; without one, to the top. */
export function moveItem(
  world: World,
  actor: Actor,
  project: Project,
  item: ProjectItem,
  after: ProjectItem | undefined,
): void {
  requireProjectRole(world, actor, project, "write", "UpdateProjectV2ItemPosition");
  requireItemOf(project, item);
  if (after !== undefined) requireItemOf(project, after);
  const others = [...project.items.values()].filter((other) => other !== item);
  others.splice(after === undefined ? 0 : others.indexOf(after) + 1, 0, item);
  project.items.clear();
  for (const each of others) project.items.set(each.id, each);
  touchItem(world, item);
}

export function touchItem(world: World, item: ProjectItem): void {
  item.updatedAt = now(world);
  touchProject(world, item.project);
}

export function requireItemOf(project: Project, item: ProjectItem): void {
  if (item.project !== project) throw new Refusal("validation", "The item does not exist in the project");
}
