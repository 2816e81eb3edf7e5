import type { Actor } from "./access.js";
import { hasRole, isAllowed, NEEDS, requireAccess, requireWritable } from "./access.js";
import { requireBody } from "./issues.js";
import type { Issue, IssueComment, Reaction, ReactionContent, Repository } from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { changed, emit, nextId, now, touchIssue } from "./world.js";

export function createComment(world: World, actor: Actor, issue: Issue, body: string): IssueComment {
  const { repository } = issue;
  requireAccess(
    actor,
    repository,
    issue.pull === null ? NEEDS.openIssues : { role: "read", permission: ["pull_requests", "write"] },
  );
  requireWritable(repository);
  requireText(body);
  // Apps are told so too, whatever their permissions: they are no collaborators.
  if (issue.locked && !(actor.kind === "user" && hasRole(actor.account, repository, "write")))
    throw new Refusal("forbidden", "Unable to create comment because issue is locked.");
  const createdAt = now(world);
  const comment: IssueComment = {
    kind: "IssueComment",
    id: nextId(world),
    issue,
    body,
    author: actor.account,
    viaApp: actor.app,
    createdAt,
    updatedAt: createdAt,
    reactions: [],
  };
  issue.comments = [...issue.comments, comment];
  touchIssue(world, issue);
  emit(world, actor, { type: "comment", action: "created", comment });
  return comment;
}

export function editComment(world: World, actor: Actor, comment: IssueComment, body: string): void {
  requireOwnComment(actor, comment);
  requireText(body);
  if (body === comment.body) return;
  const changes = { body: { from: comment.body } };
  comment.body = body;
  comment.updatedAt = now(world);
  touchIssue(world, comment.issue);
  emit(world, actor, { type: "comment", action: "edited", comment, changes });
}

export function deleteComment(world: World, actor: Actor, comment: IssueComment): void {
  requireOwnComment(actor, comment);
  comment.issue.comments = comment.issue.comments.filter((other) => other !== comment);
  touchIssue(world, comment.issue);
  emit(world, actor, { type: "comment", action: "deleted", comment });
}

export function findComment(repository: Repository, id: number): IssueComment {
  for (const issue of repository.issues.values()) {
    const comment = issue.comments.find((other) => other.id === id);
    if (comment !== undefined) return comment;
  }
  throw new Refusal("not-found", "Not Found");
}

/** Adds a reaction; the same one twice stays one, and says so. */
export function addReaction(
  world: World,
  actor: Actor,
  subject: Issue | IssueComment,
  content: ReactionContent,
): { reaction: Reaction; isNew: boolean } {
  const issue = subject.kind === "IssueComment" ? subject.issue : subject;
  requireAccess(actor, issue.repository, NEEDS.openIssues);
  const present = subject.reactions.find(
    (reaction) => reaction.user === actor.account && reaction.content === content,
  );
  if (present !== undefined) return { reaction: present, isNew: false };
  const reaction: Reaction = {
    kind: "Reaction",
    id: nextId(world),
    user: actor.account,
    content,
    createdAt: now(world),
  };
  subject.reactions = [...subject.reactions, reaction];
  changed(world);
  return { reaction, isNew: true };
}

export function removeReaction(world: World, actor: Actor, subject: Issue | IssueComment, id: number): void {
  const reaction = subject.reactions.find((other) => other.id === id);
  if (reaction === undefined) throw new Refusal("not-found", "Not Found");
  if (reaction.user !== actor.account)
    throw new Refusal("forbidden", "You can only delete your own reactions.");
  subject.reactions = subject.reactions.filter((other) => other !== reaction);
  changed(world);
}

function requireOwnComment(actor: Actor, comment: IssueComment): void {
  const { repository } = comment.issue;
  requireAccess(actor, repository, NEEDS.openIssues);
  requireWritable(repository);
  const isAllowedToEdit = comment.author === actor.account || isAllowed(actor, repository, NEEDS.writeIssues);
  if (!isAllowedToEdit) throw new Refusal("forbidden", "Must have admin rights to Repository.");
}

function requireText(body: string): void {
  if (body.trim() === "") throw invalid({ resource: "IssueComment", field: "body", code: "missing_field" });
  requireBody(body, "IssueComment");
}
