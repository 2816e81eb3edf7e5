import { PULL_BRANCH } from "./github-user.js";
import type { SeenPullRequest } from "./github-user.js";
import type { Repository } from "./repository.js";
import type { BranchCommand } from "./script.js";

const METHODS = ["merge", "squash", "rebase"] as const;

/** What people do to the branch, and to the pull request in which the app's edits wait for it. */
export async function changeBranch(repository: Repository, { act, to }: BranchCommand): Promise<string> {
  if (repository.branch === "takes commits") return "nobody does anything to the branch";
  repository.acts += 1;
  if (act === "protect" || act === "free") return changeRule(repository, act === "protect");
  const pull = await repository.user.pullRequest();
  if (!pull) return `${act}: there is no pull request`;
  return act === "merge" ? merge(repository, pull, to) : changePull(repository, pull, act, to);
}

async function changeRule(repository: Repository, wantsPulls: boolean): Promise<string> {
  if (repository.branch === "is spared by config") {
    await repository.configure({ mode: wantsPulls ? "pull-request" : "auto" });
    await repository.observe();
    return wantsPulls ? "the config wants pull requests" : "the config wants commits";
  }
  await repository.user.protect(wantsPulls);
  return wantsPulls ? "the branch wants pull requests" : "the branch takes commits";
}

async function merge(
  repository: Repository,
  { number, madeOn }: SeenPullRequest,
  to: number,
): Promise<string> {
  await repository.observe();
  if (!repository.isInHistory(madeOn)) return `merge #${number}: not what a forced push took away`;
  const method = METHODS[to % METHODS.length] ?? "merge";
  const path = `/pulls/${number}/merge`;
  await repository.user.inRepository("PUT", path, { merge_method: method }, "owner");
  return `merge the pull request #${number} (${method})`;
}

async function changePull(
  { user }: Repository,
  { number }: SeenPullRequest,
  act: Exclude<BranchCommand["act"], "protect" | "free" | "merge">,
  to: number,
): Promise<string> {
  const path = `/pulls/${number}`;
  switch (act) {
    case "decline":
    case "reopen":
      await user.inRepository("PATCH", path, { state: act === "reopen" ? "open" : "closed" });
      break;
    case "bring up to date":
      await user.inRepository("PUT", `${path}/update-branch`, {});
      break;
    case "commit to its branch":
      await user.inRepository("PUT", `/contents/notes-${to}.md`, {
        message: "docs: a note",
        content: Buffer.from("A note.\n").toString("base64"),
        branch: PULL_BRANCH,
      });
      break;
    case "delete its branch":
      await user.inRepository("DELETE", `/git/refs/heads/${PULL_BRANCH}`);
      break;
  }
  return `${act}: the pull request #${number}`;
}
