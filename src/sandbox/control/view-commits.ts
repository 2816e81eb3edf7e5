import { accountByEmail } from "../git/commit-files.js";
import { diffFiles } from "../git/file-diff.js";
import type { LoggedCommit } from "../git/history.js";
import { walkHistory } from "../git/history.js";
import { headOid } from "../git/refs.js";
import type { CommitView } from "../view.js";
import type { Repository } from "../world/model.js";
import type { World } from "../world/world.js";
import { isoSecond, storeOf } from "../world/world.js";

const SHOWN_COMMITS = 100;

/** The newest commits of the default branch. */
export function viewCommits(world: World, repository: Repository): CommitView[] {
  const head = headOid(repository);
  if (head === undefined) return [];
  const shown: CommitView[] = [];
  for (const entry of walkHistory(storeOf(world, repository), head)) {
    if (shown.length >= SHOWN_COMMITS) break;
    shown.push(viewCommit(world, repository, entry));
  }
  return shown;
}

/** A commit; what it changed is worked out when it is asked for. */
export function viewCommit(world: World, repository: Repository, { oid, commit }: LoggedCommit): CommitView {
  const store = storeOf(world, repository);
  return {
    oid,
    message: commit.message,
    author: commit.author.name,
    isBot: accountByEmail(world, commit.author.email)?.kind === "Bot",
    date: isoSecond(commit.committer.time),
    get files() {
      const [parent] = commit.parents;
      return diffFiles(store, parent === undefined ? undefined : store.readCommit(parent).tree, commit.tree);
    },
  };
}
