import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable } from "./access.js";
import { record } from "./issues.js";
import { createLabel } from "./labels.js";
import type { Issue, Repository } from "./model.js";
import { Refusal } from "./refusal.js";
import { rememberRevision } from "./revisions.js";
import type { World } from "./world.js";
import { emit, nextId, touchIssue } from "./world.js";

/**
 * Moves an issue into another repository of the same owner: it gets a new number and id there, the old number
 * redirects. Labels come along where the other repository has them (or when they may be created).
 */
export function transferIssue(
  world: World,
  actor: Actor,
  issue: Issue,
  target: Repository,
  createLabelsIfMissing: boolean,
): Issue {
  requireAccess(actor, issue.repository, NEEDS.writeIssues);
  requireAccess(actor, target, NEEDS.writeIssues);
  requireWritable(issue.repository);
  requireWritable(target);
  if (target === issue.repository) throw new Refusal("unprocessable", "Issue is already in this repository");
  if (target.owner !== issue.repository.owner)
    throw new Refusal("unprocessable", "Repositories must have the same owner");
  const moved: Issue = {
    ...issue,
    id: nextId(world),
    number: target.nextNumber,
    repository: target,
    milestone: null,
  };
  target.nextNumber += 1;
  moved.labels = issue.labels.flatMap((label) => {
    const present = target.labels.find((other) => other.name.toLowerCase() === label.name.toLowerCase());
    if (present !== undefined) return [present];
    return createLabelsIfMissing ? [createLabel(world, actor, target, label)] : [];
  });
  moved.comments = issue.comments.map((comment) => ({ ...comment, issue: moved }));
  target.issues.set(moved.number, moved);
  issue.repository.issues.delete(issue.number);
  issue.repository.transferred.set(issue.number, moved);
  moveFamily(issue, moved);
  rememberRevision(issue, true);
  record(world, actor, moved, { event: "transferred", fromRepository: issue.repository });
  touchIssue(world, moved);
  emit(world, actor, { type: "issue", action: "transferred", issue, newIssue: moved });
  emit(world, actor, { type: "issue", action: "opened", issue: moved, oldIssue: issue });
  return moved;
}

function moveFamily(issue: Issue, moved: Issue): void {
  const swap = (other: Issue): Issue => (other === issue ? moved : other);
  if (issue.parent !== null) issue.parent.subIssues = issue.parent.subIssues.map(swap);
  for (const child of issue.subIssues) child.parent = moved;
  for (const other of issue.blockedBy) other.blocking = other.blocking.map(swap);
  for (const other of issue.blocking) other.blockedBy = other.blockedBy.map(swap);
  for (const item of moved.projectItems) item.content = moved;
}
