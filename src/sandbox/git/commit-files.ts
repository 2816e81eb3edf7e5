import type { Actor } from "../world/access.js";
import { NEEDS, requireAccess, requireWritable } from "../world/access.js";
import type { Account, Repository } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { now, storeOf } from "../world/world.js";
import type { ObjectStore } from "./object-store.js";
import type { Commit, Person } from "./objects.js";
import { refuseDirectPush } from "./protection.js";
import { placeRef } from "./refs.js";
import type { FileChange } from "./trees.js";
import { changeTree, entryAt, isTree } from "./trees.js";

export interface FileWrite {
  readonly path: string;
  /** null removes the file. */
  readonly bytes: Buffer | null;
}

export interface CommitRequest {
  readonly branch: string;
  readonly message: string;
  readonly files: readonly FileWrite[];
  readonly author?: Person | undefined;
  readonly committer?: Person | undefined;
}

/**
 * One commit on a branch, made by GitHub itself: committed by "GitHub" and signed by it, written by the owner of the
 * credential. An empty repository gets its first commit.
 */
export function commitFiles(
  world: World,
  actor: Actor,
  repository: Repository,
  request: CommitRequest,
): string {
  requireAccess(actor, repository, NEEDS.writeContents);
  requireWritable(repository);
  const ref = `refs/heads/${request.branch}`;
  refuseDirectPush(actor, repository, ref);
  const store = storeOf(world, repository);
  const parent = repository.refs.get(ref);
  const tree = parent === undefined ? undefined : store.readCommit(parent).tree;
  const changes = new Map(
    request.files.map((file) => [requirePath(file.path), fileChange(store, tree, parent, file)]),
  );
  const author = request.author ?? personOf(world, actor.account);
  const oid = store.writeCommit(
    signed({
      tree: changeTree(store, tree, changes),
      parents: parent === undefined ? [] : [parent],
      author,
      committer: request.committer ?? webFlow(author),
      signature: null,
      message: request.message,
    }),
  );
  placeRef(world, actor, repository, ref, oid);
  return oid;
}

function fileChange(
  store: ObjectStore,
  tree: string | undefined,
  parent: string | undefined,
  file: FileWrite,
): FileChange {
  const present = tree === undefined ? undefined : entryAt(store, tree, file.path);
  if (file.bytes === null) {
    if (present === undefined || isTree(present)) {
      throw new Refusal(
        "unprocessable",
        `A path was requested for deletion which does not exist as of commit oid \`${parent ?? ""}\``,
      );
    }
    return { oid: null };
  }
  return { oid: store.writeBlob(file.bytes) };
}

function requirePath(path: string): string {
  const segments = path.split("/");
  const isBad =
    path === "" ||
    segments.some(
      (segment) => segment === "" || segment === "." || segment === ".." || segment.toLowerCase() === ".git",
    );
  if (isBad)
    throw new Refusal(
      "unprocessable",
      path.startsWith("/") ? "path cannot start with a slash" : "path contains a malformed path component",
    );
  return path;
}

const NOREPLY = "users.noreply.github.com";

/** How GitHub names an account in a commit. */
export function personOf(world: World, account: Account): Person {
  return {
    name: account.login,
    email: `${account.id}+${account.login}@${NOREPLY}`,
    time: Date.parse(now(world)) / 1000,
    zone: "+0000",
  };
}

function webFlow(author: Person): Person {
  return { name: "GitHub", email: "noreply@github.com", time: author.time, zone: author.zone };
}

const SANDBOX_SIGNATURE =
  "-----BEGIN PGP SIGNATURE-----\n\nsandbox: stands for GitHub's own signature\n-----END PGP SIGNATURE-----\n";

/** The stand-in for GitHub's web-flow signature; it is part of the object, as a real one would be. */
export function signed(commit: Commit): Commit {
  return { ...commit, signature: SANDBOX_SIGNATURE };
}

export function isSignedByGitHub(commit: Commit): boolean {
  return commit.signature?.trimEnd() === SANDBOX_SIGNATURE.trimEnd();
}

/** The account whose noreply (or sandbox) address this is. */
export function accountByEmail(world: World, email: string): Account | undefined {
  const match = /^(?:\d+\+)?([^@]+)@(?:users\.noreply\.github\.com|sandbox\.invalid)$/.exec(email);
  const login = match?.[1];
  return login === undefined ? undefined : world.state.accounts.find((account) => account.login === login);
}
