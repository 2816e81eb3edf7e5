import type { Actor } from "./access.js";
import { isAllowed, NEEDS, requireAccess, requireOwnOr, requireWritable } from "./access.js";
import type {
  Account,
  Issue,
  IssueType,
  Label,
  Milestone,
  PullRequest,
  Repository,
  StateReason,
  TimelineEvent,
} from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import { leaveBoards } from "./project-items.js";
import { rememberRevision } from "./revisions.js";
import { setIssueType } from "./issue-types.js";
import { setAssignees, setLabels, setMilestone } from "./issue-attributes.js";
import { detachFromFamily, linkSubIssue, requireRoomUnder } from "./sub-issues.js";
import type { World } from "./world.js";
import { changed, emit, nextId, now, touchIssue } from "./world.js";

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly assignees?: readonly Account[] | undefined;
  readonly milestone?: Milestone | null | undefined;
  readonly type?: IssueType | null | undefined;
  readonly parent?: Issue | undefined;
  readonly pull?: PullRequest;
}

const MAX_TITLE = 256;
const MAX_BODY = 65_536;

/** Opens an issue. What somebody without the triage role says of labels, assignees, milestone and type is dropped silently. */
export function createIssue(world: World, actor: Actor, repository: Repository, wanted: NewIssue): Issue {
  requireAccess(actor, repository, wanted.pull === undefined ? NEEDS.openIssues : NEEDS.readPulls);
  requireWritable(repository);
  if (wanted.pull === undefined) requireIssues(repository);
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
    setIssueType(world, actor, issue, wanted.type ?? null);
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
    type: null,
    parent: null,
    subIssues: [],
    blockedBy: [],
    blocking: [],
    comments: [],
    timeline: [],
    reactions: [],
    projectItems: [],
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
  markClosed(world, actor, issue, reason, duplicateOf);
}

/** As `closeIssue`, without asking who it is: boards close issues by themselves too. */
export function markClosed(
  world: World,
  actor: Actor,
  issue: Issue,
  reason: Exclude<StateReason, "reopened">,
  duplicateOf: Issue | null = null,
): void {
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
  leaveBoards(world, actor, issue);
  issue.repository.issues.delete(issue.number);
  issue.repository.deletedNumbers.add(issue.number);
  rememberRevision(issue, true);
  changed(world);
  emit(world, actor, { type: "issue", action: "deleted", issue });
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
  | "typed"
  | "untyped"
  | "locked"
  | "unlocked";

interface EmittedDetails {
  readonly changes?: Record<string, { from: string }>;
  readonly label?: Label;
  readonly assignee?: Account;
  readonly milestone?: Milestone;
  readonly issueType?: IssueType;
}

const PULL_ACTIONS = ["edited", "closed", "reopened", "labeled", "unlabeled"] as const;

/** The same change of a pull request is another webhook. */
export function emitIssue(
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

/** They are gone as long as the repository's settings switch them off. */
export function requireIssues(repository: Repository): void {
  if (!repository.hasIssues) throw new Refusal("gone", "Issues are disabled for this repo");
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
