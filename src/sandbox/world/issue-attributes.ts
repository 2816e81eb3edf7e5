import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable, roleOf } from "./access.js";
import { emitIssue, record } from "./issues.js";
import type { Account, Issue, Label, LockReason, Milestone, Repository } from "./model.js";
import { invalid } from "./refusal.js";
import type { World } from "./world.js";
import { touchIssue } from "./world.js";

const MAX_LABELS = 100;
const MAX_ASSIGNEES = 10;

/** The labels become these; callers have checked that the actor may triage. */
export function setLabels(world: World, actor: Actor, issue: Issue, labels: readonly Label[]): void {
  const wanted = [...new Set(labels)];
  if (wanted.length > MAX_LABELS)
    throw invalid({
      resource: "Issue",
      field: "labels",
      code: "custom",
      message: `may only have ${MAX_LABELS} labels`,
    });
  const added = wanted.filter((label) => !issue.labels.includes(label));
  const removed = issue.labels.filter((label) => !wanted.includes(label));
  if (added.length + removed.length === 0) return;
  requireWritable(issue.repository);
  issue.labels = wanted;
  for (const label of removed)
    record(world, actor, issue, { event: "unlabeled", label: { name: label.name, color: label.color } });
  for (const label of added)
    record(world, actor, issue, { event: "labeled", label: { name: label.name, color: label.color } });
  touchIssue(world, issue);
  for (const label of removed) emitIssue(world, actor, issue, "unlabeled", { label });
  for (const label of added) emitIssue(world, actor, issue, "labeled", { label });
}

/** People who cannot be assigned are ignored silently. */
export function setAssignees(world: World, actor: Actor, issue: Issue, accounts: readonly Account[]): void {
  const wanted = [...new Set(accounts)]
    .filter((account) => isAssignable(account, issue.repository))
    .slice(0, MAX_ASSIGNEES);
  const added = wanted.filter((account) => !issue.assignees.includes(account));
  const removed = issue.assignees.filter((account) => !wanted.includes(account));
  if (added.length + removed.length === 0) return;
  requireWritable(issue.repository);
  issue.assignees = wanted;
  for (const assignee of removed) record(world, actor, issue, { event: "unassigned", assignee });
  for (const assignee of added) record(world, actor, issue, { event: "assigned", assignee });
  touchIssue(world, issue);
  for (const assignee of removed) emitIssue(world, actor, issue, "unassigned", { assignee });
  for (const assignee of added) emitIssue(world, actor, issue, "assigned", { assignee });
}

export function isAssignable(account: Account, repository: Repository): boolean {
  return (
    account.kind === "User" && repository.collaborators.has(account) && roleOf(account, repository) !== "none"
  );
}

export function setMilestone(world: World, actor: Actor, issue: Issue, milestone: Milestone | null): void {
  const before = issue.milestone;
  if (before === milestone) return;
  requireWritable(issue.repository);
  issue.milestone = milestone;
  if (before !== null) record(world, actor, issue, { event: "demilestoned", milestoneTitle: before.title });
  if (milestone !== null)
    record(world, actor, issue, { event: "milestoned", milestoneTitle: milestone.title });
  touchIssue(world, issue);
  if (before !== null) emitIssue(world, actor, issue, "demilestoned", { milestone: before });
  if (milestone !== null) emitIssue(world, actor, issue, "milestoned", { milestone });
}

export function setLock(
  world: World,
  actor: Actor,
  issue: Issue,
  isLocked: boolean,
  reason: LockReason | null,
): void {
  requireAccess(actor, issue.repository, NEEDS.writeIssues);
  if (issue.locked === isLocked) return;
  issue.locked = isLocked;
  issue.lockReason = isLocked ? reason : null;
  record(world, actor, issue, { event: isLocked ? "locked" : "unlocked" });
  touchIssue(world, issue);
  emitIssue(world, actor, issue, isLocked ? "locked" : "unlocked");
}
