import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable } from "./access.js";
import type { Issue } from "./model.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { emit, touchIssue } from "./world.js";

const MAX_DEPENDENCIES = 50;

/** `blocked` waits for `blocking`. */
export function addDependency(world: World, actor: Actor, blocked: Issue, blocking: Issue): void {
  requireAccess(actor, blocked.repository, NEEDS.triageIssues);
  requireWritable(blocked.repository);
  if (blocked === blocking) throw dependencyError("An issue cannot be blocked by itself");
  if (blocked.blockedBy.includes(blocking)) throw dependencyError("Target issue has already been taken");
  if (blocked.blockedBy.length >= MAX_DEPENDENCIES || blocking.blocking.length >= MAX_DEPENDENCIES) {
    throw dependencyError(`An issue may have ${MAX_DEPENDENCIES} dependencies of each kind`);
  }
  blocked.blockedBy = [...blocked.blockedBy, blocking];
  blocking.blocking = [...blocking.blocking, blocked];
  touchIssue(world, blocked);
  touchIssue(world, blocking);
  emit(world, actor, { type: "dependency", action: "added", blocked, blocking });
}

export function removeDependency(world: World, actor: Actor, blocked: Issue, blocking: Issue): void {
  requireAccess(actor, blocked.repository, NEEDS.triageIssues);
  requireWritable(blocked.repository);
  if (!blocked.blockedBy.includes(blocking)) throw new Refusal("not-found", "Not Found");
  blocked.blockedBy = blocked.blockedBy.filter((other) => other !== blocking);
  blocking.blocking = blocking.blocking.filter((other) => other !== blocked);
  touchIssue(world, blocked);
  touchIssue(world, blocking);
  emit(world, actor, { type: "dependency", action: "removed", blocked, blocking });
}

function dependencyError(message: string): Refusal {
  return new Refusal("unprocessable", "Validation Failed", [
    { resource: "IssueDependency", code: "custom", message },
  ]);
}
