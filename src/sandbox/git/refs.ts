import type { Actor } from "../world/access.js";
import { NEEDS, requireAccess, requireWritable } from "../world/access.js";
import type { Repository } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { changed, emit, now, storeOf } from "../world/world.js";
import { closeMentioned } from "../world/closing-words.js";
import { commitsBetween, isAncestor } from "./history.js";
import { NO_OID } from "./objects.js";
import { refuseDirectPush } from "./protection.js";
import { refreshPulls } from "../world/pull-heads.js";

export interface RefMove {
  readonly name: string;
  readonly oid: string;
  readonly force: boolean;
}

/**
 * Creates `refs/…`; branches and tags are told to the world, refs of other kinds are silent, as on GitHub. As in any
 * git, `a` and `a/b` cannot both be there.
 */
export function createRef(
  world: World,
  actor: Actor,
  repository: Repository,
  name: string,
  oid: string,
): void {
  requireRefWrite(actor, repository, name);
  if (!isValidRefName(name))
    throw new Refusal(
      "unprocessable",
      "Reference name must start with 'refs/' and contain at least one more slash.",
    );
  if (repository.refs.has(name)) throw new Refusal("unprocessable", "Reference already exists");
  requireObject(world, repository, name, oid);
  const isInTheWay = (other: string): boolean => name.startsWith(`${other}/`) || other.startsWith(`${name}/`);
  if ([...repository.refs.keys()].some(isInTheWay))
    throw new Refusal("unprocessable", "Reference update failed");
  placeRef(world, actor, repository, name, oid);
}

/** Moves a ref. A branch only goes forward unless forced. */
export function updateRef(
  world: World,
  actor: Actor,
  repository: Repository,
  { name, oid, force }: RefMove,
): void {
  requireRefWrite(actor, repository, name);
  const before = repository.refs.get(name);
  if (before === undefined) throw new Refusal("unprocessable", "Reference does not exist");
  requireObject(world, repository, name, oid);
  refuseDirectPush(actor, repository, name);
  if (!force && !isForward(world, repository, before, oid))
    throw new Refusal("unprocessable", "Update is not a fast forward");
  placeRef(world, actor, repository, name, oid);
}

export function deleteRef(world: World, actor: Actor, repository: Repository, name: string): void {
  requireRefWrite(actor, repository, name);
  if (!repository.refs.has(name)) throw new Refusal("unprocessable", "Reference does not exist");
  if (name === `refs/heads/${repository.defaultBranch}`)
    throw new Refusal("unprocessable", "Cannot delete the default branch");
  refuseDirectPush(actor, repository, name);
  placeRef(world, actor, repository, name, NO_OID);
}

/** The one place where a ref changes; everything that pushes ends here. */
export function placeRef(
  world: World,
  actor: Actor,
  repository: Repository,
  name: string,
  oid: string,
): void {
  const before = repository.refs.get(name) ?? NO_OID;
  if (before === oid) return;
  const forced = before !== NO_OID && oid !== NO_OID && !isForward(world, repository, before, oid);
  if (oid === NO_OID) repository.refs.delete(name);
  else repository.refs.set(name, oid);
  changed(world);
  if (!name.startsWith("refs/heads/") && !name.startsWith("refs/tags/")) return;
  repository.pushedAt = now(world);
  emit(world, actor, { type: "push", repository, ref: name, before, after: oid, forced });
  refreshPulls(world, actor, repository, name);
  if (name === `refs/heads/${repository.defaultBranch}` && oid !== NO_OID)
    closePushed(world, actor, repository, before, oid);
}

/** Closing words in the messages that are new on the default branch. */
function closePushed(
  world: World,
  actor: Actor,
  repository: Repository,
  before: string,
  after: string,
): void {
  const store = storeOf(world, repository);
  const base = store.has(before, "commit") ? before : undefined;
  for (const { commit } of commitsBetween(store, base, after))
    closeMentioned(world, actor, repository, commit.message);
}

function isForward(world: World, repository: Repository, before: string, after: string): boolean {
  const store = storeOf(world, repository);
  if (!store.has(before, "commit") || !store.has(after, "commit")) return false;
  return isAncestor(store, before, after);
}

function requireRefWrite(actor: Actor, repository: Repository, name: string): void {
  requireAccess(actor, repository, NEEDS.writeContents);
  requireWritable(repository);
  if (name.startsWith("refs/pull/")) throw new Refusal("unprocessable", "refs/pull/* is read-only");
}

function requireObject(world: World, repository: Repository, name: string, oid: string): void {
  const store = storeOf(world, repository);
  if (!store.has(oid)) throw new Refusal("unprocessable", "Object does not exist");
  if (name.startsWith("refs/heads/") && !store.has(oid, "commit"))
    throw new Refusal("unprocessable", "Object is not a commit");
}

/** The part of `git check-ref-format` that matters here. */
export function isValidRefName(name: string): boolean {
  return /^refs\/[^/]+\/.+$/.test(name) && !/(\.\.|[\s~^:?*[\\]|\/\/|\/$|\.lock$|@\{|\/\.|\.$)/.test(name);
}

/** The commit that a name stands for: a branch, a tag, a whole ref, or an id (also a short one). */
export function resolveCommit(world: World, repository: Repository, name: string): string | undefined {
  const store = storeOf(world, repository);
  const oid =
    repository.refs.get(`refs/heads/${name}`) ??
    repository.refs.get(`refs/tags/${name}`) ??
    repository.refs.get(name) ??
    repository.refs.get(`refs/${name}`) ??
    store.findByPrefix(name);
  if (oid === undefined) return undefined;
  const peeled = peel(world, repository, oid);
  return store.has(peeled, "commit") ? peeled : undefined;
}

/** What an annotated tag points to in the end. */
export function peel(world: World, repository: Repository, oid: string): string {
  const store = storeOf(world, repository);
  return store.has(oid, "tag") ? peel(world, repository, store.readTag(oid).object) : oid;
}

export function headOid(repository: Repository): string | undefined {
  return repository.refs.get(`refs/heads/${repository.defaultBranch}`);
}
