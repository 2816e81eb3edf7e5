import type { Actor } from "../world/access.js";
import { NEEDS, requireAccess, requireWritable } from "../world/access.js";
import type { Repository } from "../world/model.js";
import { NotEmulated, Refusal } from "../world/refusal.js";
import { editRepository } from "../world/repositories.js";
import type { World } from "../world/world.js";
import { touchIssue } from "../world/world.js";
import { NO_OID } from "./objects.js";
import { isValidRefName, placeRef } from "./refs.js";

/**
 * Gives a branch another name. Its rules follow, open pull requests into it, and the default branch if it was that.
 *
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-branches-in-your-repository/renaming-a-branch
 */
export function renameBranch(
  world: World,
  actor: Actor,
  repository: Repository,
  { from, to }: { readonly from: string; readonly to: string },
): void {
  const isDefault = repository.defaultBranch === from;
  requireAccess(actor, repository, isDefault ? NEEDS.administer : NEEDS.writeContents);
  requireWritable(repository);
  const oid = repository.refs.get(`refs/heads/${from}`);
  if (oid === undefined) throw new Refusal("not-found", "Branch not found");
  const name = `refs/heads/${to}`;
  if (!isValidRefName(name) || repository.refs.has(name))
    throw new Refusal("unprocessable", `The branch name "${to}" is not valid or taken`);
  const open = [...repository.issues.values()].filter(({ state }) => state === "open");
  if (open.some(({ pull }) => pull?.headRef === from))
    throw new NotEmulated("another name for the branch of an open pull request");
  placeRef(world, actor, repository, name, oid);
  if (isDefault) editRepository(world, actor, repository, { defaultBranch: to });
  placeRef(world, actor, repository, `refs/heads/${from}`, NO_OID);
  const rules = repository.rules.map((rule) => (rule.branch === from ? { ...rule, branch: to } : rule));
  repository.rules.splice(0, repository.rules.length, ...rules);
  for (const issue of open) {
    if (issue.pull?.baseRef !== from) continue;
    issue.pull.baseRef = to;
    touchIssue(world, issue);
  }
}
