import type { Actor } from "./access.js";
import { NEEDS, requireAccess } from "./access.js";
import type { Account, Repository } from "./model.js";
import { requireProjectCreation, requireProjectRole } from "./project-access.js";
import { builtInFields } from "./project-fields.js";
import type { Project, WorkflowName } from "./project-model.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { changed, emit, nextId, now } from "./world.js";

/**
 * What a new board does by itself. GitHub's documentation names the first two; that new boards also close issues and
 * add sub-issues is what people see.
 * https://docs.github.com/en/issues/planning-and-tracking-with-projects/automating-your-project/using-the-built-in-automations
 */
const WORKFLOWS: readonly (readonly [name: WorkflowName, enabled: boolean])[] = [
  ["Item closed", true],
  ["Pull request merged", true],
  ["Auto-close issue", true],
  ["Auto-add sub-issues to project", true],
  ["Item added to project", false],
  ["Item reopened", false],
];

export function createProject(
  world: World,
  actor: Actor,
  owner: Account,
  wanted: { readonly title: string; readonly repository?: Repository | undefined },
): Project {
  requireProjectCreation(world, actor, owner);
  if (wanted.repository !== undefined) requireLink(actor, owner, wanted.repository);
  const title = requireTitle(wanted.title);
  const createdAt = now(world);
  const number = (world.state.projectNumbers.get(owner) ?? 0) + 1;
  world.state.projectNumbers.set(owner, number);
  const project: Project = {
    kind: "ProjectV2",
    id: nextId(world),
    number,
    owner,
    creator: actor.account,
    title,
    shortDescription: null,
    readme: null,
    public: false,
    createdAt,
    updatedAt: createdAt,
    closedAt: null,
    fields: [],
    items: new Map(),
    repositories: wanted.repository === undefined ? [] : [wanted.repository],
    workflows: WORKFLOWS.map(([name, enabled], index) => ({
      kind: "ProjectV2Workflow",
      id: nextId(world),
      number: index + 1,
      name,
      enabled,
      createdAt,
    })),
  };
  project.fields.push(...builtInFields(world, project));
  world.state.projects.set(project.id, project);
  emit(world, actor, { type: "project", action: "created", project });
  return project;
}

export interface ProjectEdit {
  readonly title?: string | undefined;
  readonly shortDescription?: string | undefined;
  readonly readme?: string | undefined;
  readonly public?: boolean | undefined;
  readonly closed?: boolean | undefined;
}

const WEBHOOK_NAMES = {
  title: "title",
  shortDescription: "short_description",
  readme: "description",
  public: "public",
} as const;

/** Who writes renames and describes; closing and the visibility are for administrators. */
export function updateProject(world: World, actor: Actor, project: Project, edit: ProjectEdit): void {
  const isSetting = edit.public !== undefined || edit.closed !== undefined;
  requireProjectRole(world, actor, project, isSetting ? "admin" : "write", "UpdateProjectV2");
  const wanted = {
    ...edit,
    ...(edit.title === undefined ? {} : { title: requireTitle(edit.title) }),
  };
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  for (const name of ["title", "shortDescription", "readme", "public"] as const) {
    const value = wanted[name];
    if (value === undefined || value === project[name]) continue;
    changes[WEBHOOK_NAMES[name]] = { from: project[name], to: value };
    Object.assign(project, { [name]: value });
  }
  touchProject(world, project);
  if (Object.keys(changes).length > 0)
    emit(world, actor, { type: "project", action: "edited", project, changes });
  if (edit.closed === undefined || edit.closed === (project.closedAt !== null)) return;
  project.closedAt = edit.closed ? now(world) : null;
  emit(world, actor, { type: "project", action: edit.closed ? "closed" : "reopened", project });
}

/** The issues stay; they are only no longer on this board. */
export function deleteProject(world: World, actor: Actor, project: Project): void {
  requireProjectRole(world, actor, project, "admin", "DeleteProjectV2");
  world.state.projects.delete(project.id);
  for (const { content } of project.items.values())
    content.projectItems = content.projectItems.filter((item) => item.project !== project);
  emit(world, actor, { type: "project", action: "deleted", project });
}

export function linkRepository(world: World, actor: Actor, project: Project, repository: Repository): void {
  requireProjectRole(world, actor, project, "write", "LinkProjectV2ToRepository");
  requireLink(actor, project.owner, repository);
  if (!project.repositories.includes(repository)) project.repositories.push(repository);
  changed(world);
}

export function unlinkRepository(world: World, actor: Actor, project: Project, repository: Repository): void {
  requireProjectRole(world, actor, project, "write", "UnlinkProjectV2FromRepository");
  const index = project.repositories.indexOf(repository);
  if (index >= 0) project.repositories.splice(index, 1);
  changed(world);
}

/** Where people find it. */
export function projectPath({ owner, number }: Project): string {
  return `/${owner.kind === "Organization" ? "orgs" : "users"}/${owner.login}/projects/${number}`;
}

export function touchProject(world: World, project: Project): void {
  project.updatedAt = now(world);
  changed(world);
}

function requireLink(actor: Actor, owner: Account, repository: Repository): void {
  requireAccess(actor, repository, NEEDS.writeContents);
  if (repository.owner !== owner)
    throw new Refusal("validation", "Only projects owned by the same owner as the repository can be linked.");
}

function requireTitle(title: string): string {
  if (title.trim() === "") throw new Refusal("unprocessable", "Title can't be blank");
  return title;
}
