import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable } from "./access.js";
import type { Milestone, Repository } from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import { rememberRevision } from "./revisions.js";
import type { World } from "./world.js";
import { emit, nextId, now } from "./world.js";

export interface MilestoneFields {
  readonly title: string;
  readonly description: string | null;
  readonly state: "open" | "closed";
  readonly dueOn: string | null;
}

export function findMilestone(repository: Repository, number: number): Milestone {
  const milestone = repository.milestones.find((other) => other.number === number);
  if (milestone === undefined) throw new Refusal("not-found", "Not Found");
  return milestone;
}

export function createMilestone(
  world: World,
  actor: Actor,
  repository: Repository,
  fields: MilestoneFields,
): Milestone {
  requireAccess(actor, repository, NEEDS.writeIssues);
  requireWritable(repository);
  requireTitle(repository, fields.title, undefined);
  const createdAt = now(world);
  const milestone: Milestone = {
    kind: "Milestone",
    id: nextId(world),
    repository,
    number: repository.nextMilestone,
    ...fields,
    creator: actor.account,
    createdAt,
    updatedAt: createdAt,
    closedAt: fields.state === "closed" ? createdAt : null,
  };
  repository.nextMilestone += 1;
  repository.milestones.push(milestone);
  emit(world, actor, { type: "milestone", action: "created", milestone });
  return milestone;
}

export function updateMilestone(
  world: World,
  actor: Actor,
  milestone: Milestone,
  edit: Partial<MilestoneFields>,
): void {
  requireAccess(actor, milestone.repository, NEEDS.writeIssues);
  requireWritable(milestone.repository);
  if (edit.title !== undefined) requireTitle(milestone.repository, edit.title, milestone);
  const changes: Record<string, { from: string }> = {};
  if (edit.title !== undefined && edit.title !== milestone.title)
    changes["title"] = { from: milestone.title };
  if (edit.description !== undefined && edit.description !== milestone.description)
    changes["description"] = { from: milestone.description ?? "" };
  if (edit.dueOn !== undefined && edit.dueOn !== milestone.dueOn)
    changes["due_on"] = { from: milestone.dueOn ?? "" };
  const isStateNew = edit.state !== undefined && edit.state !== milestone.state;
  Object.assign(milestone, edit, { updatedAt: now(world) });
  if (Object.keys(changes).length > 0)
    emit(world, actor, { type: "milestone", action: "edited", milestone, changes });
  if (!isStateNew) return;
  milestone.closedAt = milestone.state === "closed" ? milestone.updatedAt : null;
  emit(world, actor, {
    type: "milestone",
    action: milestone.state === "closed" ? "closed" : "opened",
    milestone,
  });
}

export function deleteMilestone(world: World, actor: Actor, milestone: Milestone): void {
  const { repository } = milestone;
  requireAccess(actor, repository, NEEDS.writeIssues);
  requireWritable(repository);
  repository.milestones.splice(repository.milestones.indexOf(milestone), 1);
  for (const issue of repository.issues.values()) {
    if (issue.milestone !== milestone) continue;
    issue.milestone = null;
    rememberRevision(issue);
  }
  emit(world, actor, { type: "milestone", action: "deleted", milestone });
}

function requireTitle(repository: Repository, title: string, self: Milestone | undefined): void {
  if (title.trim() === "") throw invalid({ resource: "Milestone", field: "title", code: "missing_field" });
  const holder = repository.milestones.find((other) => other.title === title);
  if (holder !== undefined && holder !== self)
    throw invalid({ resource: "Milestone", field: "title", code: "already_exists" });
}
