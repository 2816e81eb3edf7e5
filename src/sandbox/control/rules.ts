import type { Body } from "../fields.js";
import { flag, integer, oneOf, requiredText, textList } from "../fields.js";
import { mergeQueued } from "../world/merge-pull.js";
import type { Repository } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { changed, lookUpRepository, nextId } from "../world/world.js";

/**
 * Protects a branch, or takes its protection away (when nothing is required). GitHub's own ways to write rules are
 * large; tests and demonstrations need to say only what must be kept.
 */
export function setRule(world: World, given: Body): void {
  const repository = repositoryIn(world, given);
  const branch = requiredText(given, "branch");
  const rule = {
    kind: "BranchRule" as const,
    id: nextId(world),
    branch,
    style: oneOf(given, "style", ["protection", "ruleset"] as const) ?? "ruleset",
    requiresPullRequest: flag(given, "requiresPullRequest") ?? false,
    requiredChecks: textList(given, "requiredChecks") ?? [],
    requiredApprovals: integer(given, "requiredApprovals") ?? 0,
    mergeQueue: flag(given, "mergeQueue") ?? false,
  };
  const others = repository.rules.filter((known) => known.branch !== branch);
  const isNeeded =
    rule.requiresPullRequest ||
    rule.requiredChecks.length > 0 ||
    rule.requiredApprovals > 0 ||
    rule.mergeQueue;
  repository.rules.splice(0, repository.rules.length, ...others, ...(isNeeded ? [rule] : []));
  changed(world);
}

/** Merges what waits in the merge queue, as GitHub does once its checks have passed. */
export function mergeQueue(world: World, given: Body): void {
  mergeQueued(world, repositoryIn(world, given));
}

function repositoryIn(world: World, given: Body): Repository {
  const [owner = "", name = ""] = requiredText(given, "repository").split("/");
  const repository = lookUpRepository(world, owner, name);
  if (repository === undefined) throw new Refusal("not-found", `no repository ${owner}/${name}`);
  return repository;
}
