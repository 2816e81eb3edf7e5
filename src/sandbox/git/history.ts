import type { ObjectStore } from "./object-store.js";
import type { Commit } from "./objects.js";
import { entryAt } from "./trees.js";

export interface LoggedCommit {
  readonly oid: string;
  readonly commit: Commit;
}

/** Commits reachable from here, newest first and never a parent before its child, as `git log` lists them. */
export function* walkHistory(store: ObjectStore, from: string): Generator<LoggedCommit> {
  const reachable = reachableFrom(store, from);
  const waitingChildren = new Map<string, number>();
  for (const oid of reachable) {
    for (const parent of store.readCommit(oid).parents)
      waitingChildren.set(parent, (waitingChildren.get(parent) ?? 0) + 1);
  }
  const ready: LoggedCommit[] = [{ oid: from, commit: store.readCommit(from) }];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    yield next;
    for (const parent of next.commit.parents) {
      const left = (waitingChildren.get(parent) ?? 1) - 1;
      waitingChildren.set(parent, left);
      if (left === 0) insertByTime(ready, { oid: parent, commit: store.readCommit(parent) });
    }
  }
}

function insertByTime(ready: LoggedCommit[], entry: LoggedCommit): void {
  const at = ready.findIndex((other) => other.commit.committer.time > entry.commit.committer.time);
  ready.splice(at < 0 ? ready.length : at, 0, entry);
}

export function reachableFrom(store: ObjectStore, from: string): Set<string> {
  const seen = new Set([from]);
  const waiting = [from];
  for (let oid = waiting.pop(); oid !== undefined; oid = waiting.pop()) {
    for (const parent of store.readCommit(oid).parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      waiting.push(parent);
    }
  }
  return seen;
}

export function isAncestor(store: ObjectStore, ancestor: string, descendant: string): boolean {
  return reachableFrom(store, descendant).has(ancestor);
}

/** The newest commit that both sides have; undefined for unrelated histories. */
export function mergeBase(store: ObjectStore, one: string, other: string): string | undefined {
  const known = reachableFrom(store, one);
  for (const { oid } of walkHistory(store, other)) if (known.has(oid)) return oid;
  return undefined;
}

/** The commits of `head` that `base` has not, oldest first. */
export function commitsBetween(store: ObjectStore, base: string | undefined, head: string): LoggedCommit[] {
  const known = base === undefined ? new Set<string>() : reachableFrom(store, base);
  return [...walkHistory(store, head)].filter(({ oid }) => !known.has(oid)).reverse();
}

/** Whether the commit changed what is at the path, compared with every parent. */
export function touchesPath(store: ObjectStore, { commit }: LoggedCommit, path: string): boolean {
  const present = entryAt(store, commit.tree, path)?.oid;
  if (commit.parents.length === 0) return present !== undefined;
  return commit.parents.every(
    (parent) => entryAt(store, store.readCommit(parent).tree, path)?.oid !== present,
  );
}
