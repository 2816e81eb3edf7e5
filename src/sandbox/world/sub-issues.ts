import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable } from "./access.js";
import { record } from "./issues.js";
import type { Issue } from "./model.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { emit, touchIssue } from "./world.js";

/** https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues */
const MAX_CHILDREN = 100;
const MAX_LEVELS = 8;

const DUPLICATE_TEXT = "Issue may not contain duplicate sub-issues and Sub issue may only have one parent";

/** Links two issues; a child with another parent is only moved when asked so. */
export function addSubIssue(
  world: World,
  actor: Actor,
  parent: Issue,
  child: Issue,
  replaceParent: boolean,
): void {
  requireAccess(actor, parent.repository, NEEDS.triageIssues);
  requireAccess(actor, child.repository, NEEDS.triageIssues);
  requireWritable(parent.repository);
  if (child.parent === parent || (child.parent !== null && !replaceParent))
    throw subIssueError(DUPLICATE_TEXT);
  if (parent.repository.owner !== child.repository.owner)
    throw subIssueError("Sub-issue must belong to the same repository owner as the parent issue");
  requireRoomUnder(parent, child);
  if (child.parent !== null) unlinkSubIssue(world, actor, child.parent, child);
  linkSubIssue(world, actor, parent, child);
}

export function removeSubIssue(world: World, actor: Actor, parent: Issue, child: Issue): void {
  requireAccess(actor, parent.repository, NEEDS.triageIssues);
  requireWritable(parent.repository);
  if (child.parent !== parent) throw new Refusal("not-found", "The provided sub-issue does not exist");
  unlinkSubIssue(world, actor, parent, child);
}

/** Moves a child before or behind one of its siblings. */
export function reprioritizeSubIssue(
  world: World,
  actor: Actor,
  parent: Issue,
  child: Issue,
  place: { after?: Issue; before?: Issue },
): void {
  requireAccess(actor, parent.repository, NEEDS.triageIssues);
  const sibling = place.after ?? place.before;
  if (child.parent !== parent || sibling?.parent !== parent)
    throw subIssueError("The provided sub-issue does not exist");
  if (place.after !== undefined && place.before !== undefined)
    throw subIssueError("Only one of after_id and before_id can be given");
  const others = parent.subIssues.filter((other) => other !== child);
  others.splice(others.indexOf(sibling) + (place.after === undefined ? 0 : 1), 0, child);
  parent.subIssues = others;
  touchIssue(world, parent);
}

/** Closed children count for the limit too. */
export function requireRoomUnder(parent: Issue, child: Issue | undefined): void {
  if (parent.kind !== "Issue" || child?.kind === "PullRequest")
    throw subIssueError("Pull requests cannot be sub-issues");
  if (parent.subIssues.length >= MAX_CHILDREN)
    throw subIssueError(`Parent cannot have more than ${MAX_CHILDREN} sub-issues`);
  const ancestors = ancestorsOf(parent);
  if (child !== undefined && (child === parent || ancestors.includes(child)))
    throw subIssueError("Sub-issue cannot be a parent of its own parent");
  const levels = ancestors.length + 1 + (child === undefined ? 1 : heightOf(child));
  if (levels > MAX_LEVELS + 1)
    throw subIssueError(`Sub-issues cannot be nested more than ${MAX_LEVELS} levels deep`);
}

function ancestorsOf(issue: Issue): Issue[] {
  return issue.parent === null ? [] : [issue.parent, ...ancestorsOf(issue.parent)];
}

function heightOf(issue: Issue): number {
  return 1 + Math.max(0, ...issue.subIssues.map(heightOf));
}

export function linkSubIssue(world: World, actor: Actor, parent: Issue, child: Issue): void {
  parent.subIssues = [...parent.subIssues, child];
  child.parent = parent;
  record(world, actor, parent, { event: "sub_issue_added", other: child });
  record(world, actor, child, { event: "parent_issue_added", other: parent });
  touchIssue(world, parent);
  touchIssue(world, child);
  emit(world, actor, { type: "sub-issue", action: "added", parent, child });
}

function unlinkSubIssue(world: World, actor: Actor, parent: Issue, child: Issue): void {
  parent.subIssues = parent.subIssues.filter((other) => other !== child);
  child.parent = null;
  record(world, actor, parent, { event: "sub_issue_removed", other: child });
  record(world, actor, child, { event: "parent_issue_removed", other: parent });
  touchIssue(world, parent);
  touchIssue(world, child);
  emit(world, actor, { type: "sub-issue", action: "removed", parent, child });
}

/** A deleted issue leaves its parent, its children and its dependencies without a word. */
export function detachFromFamily(world: World, issue: Issue): void {
  const relatives = [issue.parent, ...issue.subIssues, ...issue.blockedBy, ...issue.blocking].filter(
    (relative) => relative !== null,
  );
  for (const relative of relatives) {
    relative.subIssues = relative.subIssues.filter((other) => other !== issue);
    relative.blockedBy = relative.blockedBy.filter((other) => other !== issue);
    relative.blocking = relative.blocking.filter((other) => other !== issue);
    if (relative.parent === issue) relative.parent = null;
    touchIssue(world, relative);
  }
  issue.parent = null;
}

function subIssueError(message: string): Refusal {
  return new Refusal("unprocessable", "Validation Failed", [
    { resource: "SubIssue", code: "custom", message },
  ]);
}
