import type { Actor } from "./access.js";
import { isAllowed, NEEDS, requireAccess, requireOwnOr, requireWritable, roleOf } from "./access.js";
import type {
  Account,
  Issue,
  Label,
  LockReason,
  Milestone,
  PullRequest,
  Repository,
  StateReason,
  TimelineEvent,
} from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import { rememberRevision } from "./revisions.js";
import { detachFromFamily, linkSubIssue, requireRoomUnder } from "./sub-issues.js";
import type { World } from "./world.js";
import { changed, emit, nextId, now, touchIssue } from "./world.js";

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly assignees?: readonly Account[] | undefined;
  readonly milestone?: Milestone | null | undefined;
  readonly parent?: Issue | undefined;
  readonly pull?: PullRequest;
}

const MAX_TITLE = 256;
const MAX_BODY = 65_536;
const MAX_LABELS = 100;
const MAX_ASSIGNEES = 10;

/** Opens an issue. Labels, assignees and the milestone of somebody without the triage role are dropped silently, as GitHub does. */
export function createIssue(world: World, actor: Actor, repository: Repository, wanted: NewIssue): Issue {
  requireAccess(actor, repository, wanted.pull === undefined ? NEEDS.openIssues : NEEDS.readPulls);
  requireWritable(repository);
  requireTitle(wanted.title);
  requireBody(wanted.body ?? "");
  if (wanted.parent !== undefined) requireRoomUnder(wanted.parent, undefined);
  const issue = blankIssue(world, actor, repository, wanted);
  repository.issues.set(issue.number, issue);
  touchIssue(world, issue);
  if (issue.pull === null) emit(world, actor, { type: "issue", action: "opened", issue });
  if (isAllowed(actor, repository, NEEDS.triageIssues)) {
    setLabels(world, actor, issue, wanted.labels ?? []);
    setAssignees(world, actor, issue, wanted.assignees ?? []);
    setMilestone(world, actor, issue, wanted.milestone ?? null);
  }
  if (wanted.parent !== undefined) linkSubIssue(world, actor, wanted.parent, issue);
  return issue;
}

function blankIssue(world: World, actor: Actor, repository: Repository, wanted: NewIssue): Issue {
  const createdAt = now(world);
  const number = repository.nextNumber;
  repository.nextNumber += 1;
  return {
    kind: wanted.pull === undefined ? "Issue" : "PullRequest",
    id: nextId(world),
    number,
    repository,
    title: wanted.title,
    body: wanted.body ?? null,
    author: actor.account,
    viaApp: actor.app,
    state: "open",
    stateReason: null,
    duplicateOf: null,
    closedBy: null,
    createdAt,
    updatedAt: createdAt,
    closedAt: null,
    locked: false,
    lockReason: null,
    labels: [],
    assignees: [],
    milestone: null,
    parent: null,
    subIssues: [],
    blockedBy: [],
    blocking: [],
    comments: [],
    timeline: [],
    reactions: [],
    pull: wanted.pull ?? null,
  };
}

export interface IssueEdit {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
}

/** Changes title and body; the world hears only about what became different. */
export function editIssue(world: World, actor: Actor, issue: Issue, edit: IssueEdit): void {
  if (edit.title === undefined && edit.body === undefined) return;
  requireOwnOr(actor, issue, NEEDS.writeIssues);
  requireWritable(issue.repository);
  if (edit.title !== undefined) requireTitle(edit.title);
  if (edit.body !== undefined) requireBody(edit.body ?? "");
  const changes: Record<string, { from: string }> = {};
  if (edit.title !== undefined && edit.title !== issue.title) {
    changes["title"] = { from: issue.title };
    record(world, actor, issue, { event: "renamed", rename: { from: issue.title, to: edit.title } });
    issue.title = edit.title;
  }
  if (edit.body !== undefined && (edit.body ?? "") !== (issue.body ?? "")) {
    changes["body"] = { from: issue.body ?? "" };
    issue.body = edit.body;
  }
  if (Object.keys(changes).length === 0) return;
  touchIssue(world, issue);
  emitIssue(world, actor, issue, "edited", { changes });
}

/** Closes, or changes the reason of what is closed already (GitHub allows that, and sends no event for it). */
export function closeIssue(
  world: World,
  actor: Actor,
  issue: Issue,
  reason: Exclude<StateReason, "reopened">,
  duplicateOf: Issue | null = null,
): void {
  requireOwnOr(actor, issue, NEEDS.triageIssues);
  requireWritable(issue.repository);
  const isSame = issue.state === "closed" && issue.stateReason === reason;
  if (isSame) return;
  const wasOpen = issue.state === "open";
  issue.state = "closed";
  issue.stateReason = issue.pull === null ? reason : null;
  issue.duplicateOf = duplicateOf;
  issue.closedAt = now(world);
  issue.closedBy = actor.account;
  record(world, actor, issue, { event: "closed", stateReason: issue.stateReason });
  touchIssue(world, issue);
  if (wasOpen) emitIssue(world, actor, issue, "closed");
}

export function reopenIssue(world: World, actor: Actor, issue: Issue): void {
  requireOwnOr(actor, issue, NEEDS.triageIssues);
  requireWritable(issue.repository);
  if (issue.state === "open") return;
  if (issue.pull !== null && issue.pull.mergedAt !== null)
    throw new Refusal("unprocessable", "Cannot reopen a merged pull request");
  issue.state = "open";
  issue.stateReason = issue.pull === null ? "reopened" : null;
  issue.duplicateOf = null;
  issue.closedAt = null;
  issue.closedBy = null;
  record(world, actor, issue, { event: "reopened", stateReason: issue.stateReason });
  touchIssue(world, issue);
  emitIssue(world, actor, issue, "reopened");
}

/** Only administrators delete; an app cannot (it has no such permission). */
export function deleteIssue(world: World, actor: Actor, issue: Issue): void {
  requireAccess(actor, issue.repository, NEEDS.administer);
  detachFromFamily(world, issue);
  issue.repository.issues.delete(issue.number);
  issue.repository.deletedNumbers.add(issue.number);
  rememberRevision(issue, true);
  changed(world);
  emit(world, actor, { type: "issue", action: "deleted", issue });
}

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

/** Writes into the timeline that people see on the issue's page. */
export function record(
  world: World,
  actor: Actor,
  issue: Issue,
  event: Omit<TimelineEvent, "kind" | "id" | "actor" | "createdAt">,
): void {
  issue.timeline = [
    ...issue.timeline,
    { kind: "TimelineEvent", id: nextId(world), actor: actor.account, createdAt: now(world), ...event },
  ];
}

type EmittedAction =
  | "edited"
  | "closed"
  | "reopened"
  | "labeled"
  | "unlabeled"
  | "assigned"
  | "unassigned"
  | "milestoned"
  | "demilestoned"
  | "locked"
  | "unlocked";

interface EmittedDetails {
  readonly changes?: Record<string, { from: string }>;
  readonly label?: Label;
  readonly assignee?: Account;
  readonly milestone?: Milestone;
}

const PULL_ACTIONS = ["edited", "closed", "reopened", "labeled", "unlabeled"] as const;

/** The same change of a pull request is another webhook. */
function emitIssue(
  world: World,
  actor: Actor,
  issue: Issue,
  action: EmittedAction,
  details: EmittedDetails = {},
): void {
  if (issue.pull === null) return emit(world, actor, { type: "issue", action, issue, ...details });
  const pullAction = PULL_ACTIONS.find((known) => known === action);
  if (pullAction !== undefined)
    emit(world, actor, {
      type: "pull",
      action: pullAction,
      issue: { ...issue, pull: issue.pull },
      ...details,
    });
}

function requireTitle(title: string): void {
  if (title.trim() === "") throw invalid({ resource: "Issue", field: "title", code: "missing_field" });
  if ([...title].length > MAX_TITLE) {
    throw invalid({
      resource: "Issue",
      field: "title",
      code: "custom",
      message: `title is too long (maximum is ${MAX_TITLE} characters)`,
    });
  }
}

export function requireBody(body: string, resource = "Issue"): void {
  if (body.length > MAX_BODY && [...body].length > MAX_BODY) {
    throw invalid({
      resource,
      field: "body",
      code: "custom",
      message: `body is too long (maximum is ${MAX_BODY} characters)`,
    });
  }
}
