import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../world/refusal.js";
import type { Commit, GitObject, GitObjectType, Tag, TreeEntry } from "./objects.js";
import {
  blobObject,
  commitObject,
  hashObject,
  parseCommit,
  parseTag,
  parseTree,
  tagObject,
  treeObject,
} from "./objects.js";

/**
 * The objects of one repository, by their ids. With a folder, each object is a file that appears whole or not at all
 * (written beside its place, then renamed).
 */
export class ObjectStore {
  readonly #objects = new Map<string, GitObject>();
  readonly #commits = new Map<string, Commit>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #folder: string | undefined;

  constructor(folder?: string) {
    this.#folder = folder;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const [oid, type] = name.split(".");
      if (oid !== undefined && isType(type))
        this.#objects.set(oid, { type, bytes: readFileSync(join(folder, name)) });
    }
  }

  write(object: GitObject): string {
    const oid = hashObject(object);
    if (this.#objects.has(oid)) return oid;
    this.#objects.set(oid, object);
    this.#keep(oid, object);
    return oid;
  }

  writeBlob(bytes: Buffer): string {
    return this.write(blobObject(bytes));
  }

  writeTree(entries: readonly TreeEntry[]): string {
    return this.write(treeObject(entries));
  }

  writeCommit(commit: Commit): string {
    return this.write(commitObject(commit));
  }

  writeTag(tag: Tag): string {
    return this.write(tagObject(tag));
  }

  find(oid: string): GitObject | undefined {
    return this.#objects.get(oid);
  }

  /** A unique object whose id starts so, as git accepts short ids of at least four digits. */
  findByPrefix(prefix: string): string | undefined {
    if (!/^[0-9a-f]{4,40}$/.test(prefix)) return undefined;
    if (this.#objects.has(prefix)) return prefix;
    const found = [...this.#objects.keys()].filter((oid) => oid.startsWith(prefix));
    return found.length === 1 ? found[0] : undefined;
  }

  has(oid: string, type?: GitObjectType): boolean {
    const object = this.#objects.get(oid);
    return object !== undefined && (type === undefined || object.type === type);
  }

  readBlob(oid: string): Buffer {
    return this.#read(oid, "blob");
  }

  readTree(oid: string): readonly TreeEntry[] {
    const known = this.#trees.get(oid);
    if (known !== undefined) return known;
    const entries = parseTree(this.#read(oid, "tree"));
    this.#trees.set(oid, entries);
    return entries;
  }

  readCommit(oid: string): Commit {
    const known = this.#commits.get(oid);
    if (known !== undefined) return known;
    const commit = parseCommit(this.#read(oid, "commit"));
    this.#commits.set(oid, commit);
    return commit;
  }

  readTag(oid: string): Tag {
    return parseTag(this.#read(oid, "tag"));
  }

  #read(oid: string, type: GitObjectType): Buffer {
    const object = this.#objects.get(oid);
    if (object?.type !== type) throw new Refusal("not-found", "Not Found");
    return object.bytes;
  }

  #keep(oid: string, object: GitObject): void {
    if (this.#folder === undefined) return;
    const path = join(this.#folder, `${oid}.${object.type}`);
    if (existsSync(path)) return;
    writeFileSync(`${path}.new`, object.bytes);
    renameSync(`${path}.new`, path);
  }
}

function isType(text: string | undefined): text is GitObjectType {
  return text === "blob" || text === "tree" || text === "commit" || text === "tag";
}
