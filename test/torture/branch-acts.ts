import type { Repository } from "./repository.js";
import type { BranchCommand } from "./script.js";

const METHODS = ["merge", "squash", "rebase"] as const;

/** What people do to the branch, and to the pull request in which the app's edits wait for it. */
export async function changeBranch(repository: Repository, { act, to }: BranchCommand): Promise<string> {
  const { user } = repository;
  if (repository.branch === "takes commits") return "nobody does anything to the branch";
  repository.acts += 1;
  if (act === "protect" || act === "free") {
    await user.protect(act === "protect");
    return act === "protect" ? "the branch wants pull requests" : "the branch takes commits";
  }
  const pull = await user.pullRequest();
  if (!pull) return `${act}: there is no pull request`;
  const path = `/pulls/${pull.number}`;
  const name = `${act} the pull request #${pull.number}`;
  if (act !== "merge") {
    await user.inRepository("PATCH", path, { state: act === "reopen" ? "open" : "closed" });
    return name;
  }
  await repository.observe();
  if (!repository.isInHistory(pull.madeOn)) return `${name}: not what a forced push took away`;
  const method = METHODS[to % METHODS.length] ?? "merge";
  await user.inRepository("PUT", `${path}/merge`, { merge_method: method }, "owner");
  return `${name} (${method})`;
}
