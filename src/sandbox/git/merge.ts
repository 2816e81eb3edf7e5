import type { ObjectStore } from "./object-store.js";
import { editScript, splitLines } from "./line-diff.js";
import type { FileChange } from "./trees.js";
import { changeTree, diffTrees, entryAt } from "./trees.js";

/** The tree with both sides' changes since `base`, or undefined when they collide, as `git merge` would see it. */
export function mergeTrees(
  store: ObjectStore,
  base: string,
  ours: string,
  theirs: string,
): string | undefined {
  const changes = new Map<string, FileChange>();
  for (const { path, before, after } of diffTrees(store, base, theirs)) {
    const present = entryAt(store, ours, path);
    if (present?.oid === after?.oid) continue;
    if (present?.oid === before?.oid) {
      changes.set(path, after === undefined ? { oid: null } : { oid: after.oid, mode: after.mode });
      continue;
    }
    if (before === undefined || after === undefined || present === undefined) return undefined;
    const merged = mergeBlobs(store, before.oid, present.oid, after.oid);
    if (merged === undefined) return undefined;
    changes.set(path, { oid: merged });
  }
  return changeTree(store, ours, changes);
}

function mergeBlobs(store: ObjectStore, base: string, ours: string, theirs: string): string | undefined {
  const text = (oid: string): string => store.readBlob(oid).toString("latin1");
  const merged = mergeTexts(text(base), text(ours), text(theirs));
  return merged === undefined ? undefined : store.writeBlob(Buffer.from(merged, "latin1"));
}

interface Change {
  /** The replaced lines of the base: from, up to but not including to. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** A three-way merge by lines. Changes that touch or meet each other collide, unless they are the same. */
export function mergeTexts(base: string, ours: string, theirs: string): string | undefined {
  const lines = splitLines(base);
  const [left, right] = [changesOf(lines, ours), changesOf(lines, theirs)];
  const isSame = (a: Change, b: Change): boolean =>
    a.from === b.from && a.to === b.to && JSON.stringify(a.lines) === JSON.stringify(b.lines);
  const fresh = right.filter((change) => !left.some((other) => isSame(change, other)));
  if (fresh.some((change) => left.some((other) => change.from <= other.to && other.from <= change.to)))
    return undefined;
  const all = [...left, ...fresh].sort((a, b) => b.from - a.from);
  const merged = [...lines];
  for (const change of all) merged.splice(change.from, change.to - change.from, ...change.lines);
  return joinLines(merged);
}

function changesOf(base: readonly string[], text: string): Change[] {
  const changes: { from: number; to: number; lines: string[] }[] = [];
  let at = 0;
  let isOpen = false;
  for (const { mark, line } of editScript(base, splitLines(text))) {
    if (mark === " ") {
      at += 1;
      isOpen = false;
      continue;
    }
    if (!isOpen) changes.push({ from: at, to: at, lines: [] });
    isOpen = true;
    const change = changes.at(-1);
    if (change === undefined) continue;
    if (mark === "+") change.lines.push(line);
    else change.to = at += 1;
  }
  return changes;
}

/** The other way of `splitLines`, which marks a missing last newline. */
function joinLines(lines: readonly string[]): string {
  const text = lines.map((line) => `${line}\n`).join("");
  return text.replace(/\n\\ No newline at end of file\n/g, "");
}
