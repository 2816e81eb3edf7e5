import { accountByEmail } from "../git/commit-files.js";
import type { LoggedCommit } from "../git/history.js";
import { commitsBetween } from "../git/history.js";
import type { Person } from "../git/objects.js";
import { NO_OID } from "../git/objects.js";
import { peel } from "../git/refs.js";
import { diffTrees } from "../git/trees.js";
import { commitNodeId } from "../rest/format/git.js";
import { repositoryUrl } from "../rest/format/links.js";
import { formatRepository } from "../rest/format/repository.js";
import type { Actor } from "../world/access.js";
import type { PushEvent } from "../world/events.js";
import type { Repository } from "../world/model.js";
import type { World } from "../world/world.js";
import { isoSecond, storeOf } from "../world/world.js";

const MAX_COMMITS = 2048;
const MAX_FILES = 3000;

/** What a push webhook says: a renamed file is one removed and one added. */
export function pushPayload(world: World, event: PushEvent, actor: Actor): object {
  const { repository, ref, before, after } = event;
  const isDeleted = after === NO_OID;
  const commits = isDeleted
    ? []
    : pushedCommits(world, event).map((entry) => formatPushCommit(world, repository, entry));
  const html = repositoryUrl(world, repository);
  return {
    ref,
    before,
    after,
    base_ref: null,
    created: before === NO_OID,
    deleted: isDeleted,
    forced: event.forced,
    compare: `${html}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: commits.slice(-MAX_COMMITS),
    head_commit: isDeleted ? null : formatHead(world, repository, after),
    pusher: {
      name: actor.account.login,
      email: `${actor.account.id}+${actor.account.login}@users.noreply.github.com`,
    },
    repository: formatPushRepository(world, repository),
  };
}

function pushedCommits(world: World, { repository, before, after }: PushEvent): LoggedCommit[] {
  const store = storeOf(world, repository);
  const head = peel(world, repository, after);
  if (!store.has(head, "commit")) return [];
  const base = store.has(before, "commit") ? before : knownElsewhere(repository, before, after);
  return commitsBetween(store, base, head);
}

/** A new branch pushes only what the default branch has not. */
function knownElsewhere(repository: Repository, before: string, after: string): string | undefined {
  const head = repository.refs.get(`refs/heads/${repository.defaultBranch}`);
  return before === NO_OID && head !== after ? head : undefined;
}

function formatHead(world: World, repository: Repository, after: string): object | null {
  const store = storeOf(world, repository);
  const oid = peel(world, repository, after);
  return store.has(oid, "commit")
    ? formatPushCommit(world, repository, { oid, commit: store.readCommit(oid) })
    : null;
}

function formatPushCommit(world: World, repository: Repository, { oid, commit }: LoggedCommit): object {
  const store = storeOf(world, repository);
  const [parent] = commit.parents;
  const differences = diffTrees(
    store,
    parent === undefined ? undefined : store.readCommit(parent).tree,
    commit.tree,
  );
  const paths = (isWanted: (difference: (typeof differences)[number]) => boolean): string[] =>
    differences
      .filter(isWanted)
      .map(({ path }) => path)
      .slice(0, MAX_FILES);
  return {
    id: oid,
    node_id: commitNodeId(repository, oid),
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: isoSecond(commit.committer.time),
    url: `${repositoryUrl(world, repository)}/commit/${oid}`,
    author: formatPerson(world, commit.author),
    committer: formatPerson(world, commit.committer),
    added: paths(({ before }) => before === undefined),
    removed: paths(({ after }) => after === undefined),
    modified: paths(({ before, after }) => before !== undefined && after !== undefined),
  };
}

function formatPerson(world: World, person: Person): object {
  const account = accountByEmail(world, person.email);
  return {
    name: person.name,
    email: person.email,
    date: isoSecond(person.time),
    ...(account === undefined ? {} : { username: account.login }),
  };
}

/** In a push the repository's times are numbers, and its owner has a name. */
function formatPushRepository(world: World, repository: Repository): object {
  const formatted = formatRepository(world, repository);
  return {
    ...formatted,
    owner: { ...formatted.owner, name: repository.owner.login, email: null },
    created_at: Date.parse(repository.createdAt) / 1000,
    pushed_at: Date.parse(repository.pushedAt) / 1000,
    stargazers: 0,
    master_branch: repository.defaultBranch,
    organization: repository.owner.login,
  };
}
