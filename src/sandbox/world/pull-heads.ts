import type { Actor } from "./access.js";
import type { Repository } from "./model.js";
import type { World } from "./world.js";
import { emit, touchIssue } from "./world.js";

/** An open pull request follows its branch, and says so (`synchronize`). */
export function refreshPulls(world: World, actor: Actor, repository: Repository, ref: string): void {
  for (const issue of repository.issues.values()) {
    const { pull } = issue;
    if (pull === null || issue.state === "closed" || ref !== `refs/heads/${pull.headRef}`) continue;
    const after = repository.refs.get(ref);
    const before = pull.headOid;
    if (after === undefined || after === before) continue;
    pull.headOid = after;
    // What the base has by now is no part of the pull request, even if its branch was rebased onto it.
    pull.baseOid = repository.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseOid;
    repository.refs.set(`refs/pull/${issue.number}/head`, after);
    touchIssue(world, issue);
    emit(world, actor, { type: "pull", action: "synchronize", issue: { ...issue, pull }, before, after });
  }
}
