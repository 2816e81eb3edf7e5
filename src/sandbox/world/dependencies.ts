import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable } from "./access.js";
import { record } from "./issues.js";
import type { Issue } from "./model.js";
import { Refusal } from "./refusal.js";
import { rememberRevision } from "./revisions.js";
import type { World } from "./world.js";
import { emit } from "./world.js";

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
  remember(world, actor, blocked, blocking, "added");
  emit(world, actor, { type: "dependency", action: "added", blocked, blocking });
}

export function removeDependency(world: World, actor: Actor, blocked: Issue, blocking: Issue): void {
  requireAccess(actor, blocked.repository, NEEDS.triageIssues);
  requireWritable(blocked.repository);
  if (!blocked.blockedBy.includes(blocking)) throw new Refusal("not-found", "Not Found");
  blocked.blockedBy = blocked.blockedBy.filter((other) => other !== blocking);
  blocking.blocking = blocking.blocking.filter((other) => other !== blocked);
  remember(world, actor, blocked, blocking, "removed");
  emit(world, actor, { type: "dependency", action: "removed", blocked, blocking });
}

/** Both timelines tell of it, but the time of neither issue moves: who asks for what changed does not see it. */
function remember(
  world: World,
  actor: Actor,
  blocked: Issue,
  blocking: Issue,
  change: "added" | "removed",
): void {
  record(world, actor, blocked, { event: `blocked_by_${change}`, other: blocking });
  record(world, actor, blocking, { event: `blocking_${change}`, other: blocked });
  rememberRevision(blocked);
  rememberRevision(blocking);
}

function dependencyError(message: string): Refusal {
  return new Refusal("unprocessable", "Validation Failed", [
    { resource: "IssueDependency", code: "custom", message },
  ]);
}
