import { commitFiles } from "../git/commit-files.js";
import type { Actor } from "./access.js";
import { NEEDS, requireAccess } from "./access.js";
import type { Account, Repository, Role } from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { emit, fullName, lookUpRepository, nextId, now } from "./world.js";

export interface NewRepository {
  readonly name: string;
  readonly private: boolean;
  readonly description: string | null;
  /** With a first commit (a README), as `auto_init` asks for. */
  readonly autoInit: boolean;
}

/** Only administrators of the organisation (here: who administers `acme/app`) create repositories. */
export function createRepository(
  world: World,
  actor: Actor,
  owner: Account,
  wanted: NewRepository,
  roles: ReadonlyMap<Account, Role>,
): Repository {
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(wanted.name))
    throw invalid({ resource: "Repository", field: "name", code: "invalid" });
  if (lookUpRepository(world, owner.login, wanted.name)?.name.toLowerCase() === wanted.name.toLowerCase()) {
    throw new Refusal("unprocessable", "Repository creation failed.", [
      {
        resource: "Repository",
        field: "name",
        code: "custom",
        message: "name already exists on this account",
      },
    ]);
  }
  const repository = blankRepository(world, owner, wanted, roles);
  world.state.repositories.set(repository.id, repository);
  world.state.formerNames.delete(fullName(repository).toLowerCase());
  addDefaultLabels(world, repository);
  emit(world, actor, { type: "repository", action: "created", repository });
  if (wanted.autoInit) {
    const bytes = Buffer.from(`# ${wanted.name}\n`);
    commitFiles(world, actor, repository, {
      branch: "main",
      message: "Initial commit",
      files: [{ path: "README.md", bytes }],
    });
  }
  return repository;
}

function blankRepository(
  world: World,
  owner: Account,
  wanted: NewRepository,
  roles: ReadonlyMap<Account, Role>,
): Repository {
  const createdAt = now(world);
  return {
    kind: "Repository",
    id: nextId(world),
    owner,
    name: wanted.name,
    private: wanted.private,
    description: wanted.description,
    defaultBranch: "main",
    archived: false,
    createdAt,
    updatedAt: createdAt,
    pushedAt: createdAt,
    nextNumber: 1,
    issues: new Map(),
    deletedNumbers: new Set(),
    transferred: new Map(),
    hasIssues: true,
    labels: [],
    milestones: [],
    nextMilestone: 1,
    collaborators: new Map(roles),
    refs: new Map(),
    rules: [],
    checkRuns: [],
    statuses: [],
    allowAutoMerge: false,
  };
}

/** The labels that every new repository on GitHub has. */
const DEFAULT_LABELS: readonly (readonly [name: string, color: string, description: string])[] = [
  ["bug", "d73a4a", "Something isn't working"],
  ["documentation", "0075ca", "Improvements or additions to documentation"],
  ["duplicate", "cfd3d7", "This issue or pull request already exists"],
  ["enhancement", "a2eeef", "New feature or request"],
  ["good first issue", "7057ff", "Good for newcomers"],
  ["help wanted", "008672", "Extra attention is needed"],
  ["invalid", "e4e669", "This doesn't seem right"],
  ["question", "d876e3", "Further information is requested"],
  ["wontfix", "ffffff", "This will not be worked on"],
];

function addDefaultLabels(world: World, repository: Repository): void {
  for (const [name, color, description] of DEFAULT_LABELS) {
    repository.labels.push({
      kind: "Label",
      id: nextId(world),
      repository,
      name,
      color,
      description,
      isDefault: true,
      createdAt: repository.createdAt,
    });
  }
}

export interface RepositoryEdit {
  readonly name?: string;
  readonly description?: string | null;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly defaultBranch?: string;
  readonly allowAutoMerge?: boolean;
  readonly hasIssues?: boolean;
}

export function editRepository(
  world: World,
  actor: Actor,
  repository: Repository,
  edit: RepositoryEdit,
): void {
  requireAccess(actor, repository, NEEDS.administer);
  if (edit.archived !== undefined && edit.archived !== repository.archived)
    setArchived(world, actor, repository, edit.archived);
  if (edit.name !== undefined && edit.name !== repository.name) rename(world, actor, repository, edit.name);
  if (edit.defaultBranch !== undefined && edit.defaultBranch !== repository.defaultBranch)
    setDefaultBranch(world, actor, repository, edit.defaultBranch);
  if (edit.description !== undefined) repository.description = edit.description;
  if (edit.private !== undefined) repository.private = edit.private;
  if (edit.hasIssues !== undefined) repository.hasIssues = edit.hasIssues;
  if (edit.allowAutoMerge !== undefined) repository.allowAutoMerge = edit.allowAutoMerge;
  repository.updatedAt = now(world);
}

function setArchived(world: World, actor: Actor, repository: Repository, archived: boolean): void {
  repository.archived = archived;
  emit(world, actor, { type: "repository", action: archived ? "archived" : "unarchived", repository });
}

function rename(world: World, actor: Actor, repository: Repository, name: string): void {
  const holder = lookUpRepository(world, repository.owner.login, name);
  const isTaken =
    holder !== undefined && holder !== repository && holder.name.toLowerCase() === name.toLowerCase();
  if (isTaken)
    throw invalid({
      resource: "Repository",
      field: "name",
      code: "custom",
      message: "name already exists on this account",
    });
  const from = repository.name;
  world.state.formerNames.set(fullName(repository).toLowerCase(), repository);
  repository.name = name;
  emit(world, actor, {
    type: "repository",
    action: "renamed",
    repository,
    changes: { repository: { name: { from } } },
  });
}

function setDefaultBranch(world: World, actor: Actor, repository: Repository, branch: string): void {
  if (!repository.refs.has(`refs/heads/${branch}`)) {
    throw invalid({
      resource: "Repository",
      field: "default_branch",
      code: "invalid",
      message: `The branch ${branch} was not found. Please push that ref first or create it via the Git Data API.`,
    });
  }
  const from = repository.defaultBranch;
  repository.defaultBranch = branch;
  emit(world, actor, {
    type: "repository",
    action: "edited",
    repository,
    changes: { default_branch: { from } },
  });
}

export function deleteRepository(world: World, actor: Actor, repository: Repository): void {
  requireAccess(actor, repository, NEEDS.administer);
  world.state.repositories.delete(repository.id);
  for (const [name, other] of world.state.formerNames)
    if (other === repository) world.state.formerNames.delete(name);
  emit(world, actor, { type: "repository", action: "deleted", repository });
}
