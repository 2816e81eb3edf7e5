import type { ObjectStore } from "./object-store.js";
import type { TreeEntry } from "./objects.js";

/** A file, folder, link or submodule somewhere in a tree. */
export interface TreePath extends TreeEntry {
  readonly path: string;
}

export interface FileChange {
  /** null: the path is removed. */
  readonly oid: string | null;
  readonly mode?: string;
}

export function isTree(entry: { readonly mode: string }): boolean {
  return entry.mode === "40000";
}

/** What is at a path; undefined when there is nothing. The empty path is the tree itself. */
export function entryAt(store: ObjectStore, tree: string, path: string): TreePath | undefined {
  const segments = path.split("/").filter((segment) => segment !== "");
  let entry: TreePath = { mode: "40000", name: "", oid: tree, path: "" };
  for (const [index, segment] of segments.entries()) {
    if (!isTree(entry)) return undefined;
    const found = store.readTree(entry.oid).find((child) => child.name === segment);
    if (found === undefined) return undefined;
    entry = { ...found, path: segments.slice(0, index + 1).join("/") };
  }
  return entry;
}

/** Everything below a tree, parents before children, in git's order. */
export function listTree(store: ObjectStore, tree: string, isRecursive: boolean, prefix = ""): TreePath[] {
  return store.readTree(tree).flatMap((entry) => {
    const path = prefix + entry.name;
    const below = isRecursive && isTree(entry) ? listTree(store, entry.oid, true, `${path}/`) : [];
    return [{ ...entry, path }, ...below];
  });
}

/** A new tree with these changes; a folder that becomes empty disappears, as git has no empty folders. */
export function changeTree(
  store: ObjectStore,
  tree: string | undefined,
  changes: ReadonlyMap<string, FileChange>,
): string {
  const entries = new Map(
    (tree === undefined ? [] : store.readTree(tree)).map((entry) => [entry.name, entry]),
  );
  const below = new Map<string, Map<string, FileChange>>();
  for (const [path, change] of changes) {
    const cut = path.indexOf("/");
    if (cut >= 0) {
      const folder = path.slice(0, cut);
      below.set(
        folder,
        (below.get(folder) ?? new Map<string, FileChange>()).set(path.slice(cut + 1), change),
      );
    } else if (change.oid === null) entries.delete(path);
    else
      entries.set(path, {
        name: path,
        oid: change.oid,
        mode: change.mode ?? entries.get(path)?.mode ?? "100644",
      });
  }
  for (const [name, nested] of below) {
    const present = entries.get(name);
    const oid = changeTree(store, present !== undefined && isTree(present) ? present.oid : undefined, nested);
    if (store.readTree(oid).length === 0) entries.delete(name);
    else entries.set(name, { name, mode: "40000", oid });
  }
  return store.writeTree([...entries.values()]);
}

export interface PathDifference {
  readonly path: string;
  readonly before: TreeEntry | undefined;
  readonly after: TreeEntry | undefined;
}

/** The files (not folders) that differ between two trees, by path; equal subtrees are not opened. */
export function diffTrees(
  store: ObjectStore,
  before: string | undefined,
  after: string | undefined,
  prefix = "",
): PathDifference[] {
  if (before === after) return [];
  const old = new Map(
    (before === undefined ? [] : store.readTree(before)).map((entry) => [entry.name, entry]),
  );
  const fresh = new Map(
    (after === undefined ? [] : store.readTree(after)).map((entry) => [entry.name, entry]),
  );
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return names.flatMap((name) => diffEntries(store, old.get(name), fresh.get(name), prefix + name));
}

function diffEntries(
  store: ObjectStore,
  before: TreeEntry | undefined,
  after: TreeEntry | undefined,
  path: string,
): PathDifference[] {
  if (before?.oid === after?.oid && before?.mode === after?.mode) return [];
  const oldTree = before !== undefined && isTree(before) ? before.oid : undefined;
  const newTree = after !== undefined && isTree(after) ? after.oid : undefined;
  const nested =
    oldTree === undefined && newTree === undefined ? [] : diffTrees(store, oldTree, newTree, `${path}/`);
  const oldFile = oldTree === undefined ? before : undefined;
  const newFile = newTree === undefined ? after : undefined;
  return oldFile === undefined && newFile === undefined
    ? nested
    : [{ path, before: oldFile, after: newFile }, ...nested];
}
