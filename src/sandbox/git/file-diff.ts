import type { ObjectStore } from "./object-store.js";
import { diffLines } from "./line-diff.js";
import type { PathDifference } from "./trees.js";
import { diffTrees } from "./trees.js";

/** A changed file as `compare` and a commit show it. */
export interface FileDiff {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly oid: string;
  readonly additions: number;
  readonly deletions: number;
  /** undefined for binary files. */
  readonly patch: string | undefined;
}

/** Half of the lines must be the same for a rename, git's default. */
const RENAME_SIMILARITY = 0.5;

export function diffFiles(
  store: ObjectStore,
  before: string | undefined,
  after: string | undefined,
): FileDiff[] {
  const differences = diffTrees(store, before, after);
  const renames = findRenames(store, differences);
  const moved = new Set([...renames.values()]);
  return differences
    .filter((difference) => !moved.has(difference))
    .map((difference) => describe(store, difference, renames.get(difference)));
}

/** Exact moves first, then the most similar; only Markdown-sized text files are compared. */
function findRenames(
  store: ObjectStore,
  differences: readonly PathDifference[],
): Map<PathDifference, PathDifference> {
  const removed = new Set(differences.filter((difference) => difference.after === undefined));
  const renames = new Map<PathDifference, PathDifference>();
  for (const added of differences.filter((difference) => difference.before === undefined)) {
    let best: { from: PathDifference; score: number } | undefined;
    for (const from of removed) {
      const score = similarity(store, from.before?.oid, added.after?.oid);
      if (score >= RENAME_SIMILARITY && score > (best?.score ?? 0)) best = { from, score };
    }
    if (best === undefined) continue;
    removed.delete(best.from);
    renames.set(added, best.from);
  }
  return renames;
}

function similarity(store: ObjectStore, before: string | undefined, after: string | undefined): number {
  if (before === after) return 1;
  const old = textOf(store, before).split("\n");
  const fresh = new Set(textOf(store, after).split("\n"));
  return old.filter((line) => fresh.has(line)).length / Math.max(old.length, fresh.size);
}

function describe(
  store: ObjectStore,
  difference: PathDifference,
  renamedFrom: PathDifference | undefined,
): FileDiff {
  const before = renamedFrom?.before ?? difference.before;
  const old = textOf(store, before?.oid);
  const fresh = textOf(store, difference.after?.oid);
  const isBinary = old.includes("\0") || fresh.includes("\0");
  const lines = isBinary ? { patch: undefined, additions: 0, deletions: 0 } : diffLines(old, fresh);
  return {
    path: difference.path,
    previousPath: renamedFrom?.path,
    status: statusOf(difference, renamedFrom),
    oid: difference.after?.oid ?? difference.before?.oid ?? "",
    ...lines,
  };
}

function statusOf(difference: PathDifference, renamedFrom: PathDifference | undefined): FileDiff["status"] {
  if (renamedFrom !== undefined) return "renamed";
  if (difference.before === undefined) return "added";
  return difference.after === undefined ? "removed" : "modified";
}

function textOf(store: ObjectStore, oid: string | undefined): string {
  return oid !== undefined && store.has(oid, "blob") ? store.readBlob(oid).toString("utf8") : "";
}
