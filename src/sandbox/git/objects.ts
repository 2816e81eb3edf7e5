import { createHash } from "node:crypto";

/** Git's own object format: the ids are the ones that `git` computes for the same content. */
export type GitObjectType = "blob" | "tree" | "commit" | "tag";

export interface GitObject {
  readonly type: GitObjectType;
  readonly bytes: Buffer;
}

export interface TreeEntry {
  /** As git writes it: `100644`, `100755`, `40000`, `120000`, `160000`. */
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly zone: string;
}

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly signature: string | null;
  readonly message: string;
}

export interface Tag {
  readonly object: string;
  readonly type: GitObjectType;
  readonly tag: string;
  readonly tagger: Person | null;
  readonly message: string;
}

export const NO_OID = "0".repeat(40);

export function hashObject(object: GitObject): string {
  return createHash("sha1")
    .update(`${object.type} ${object.bytes.length}\0`)
    .update(object.bytes)
    .digest("hex");
}

export function isOid(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

export function blobObject(bytes: Buffer): GitObject {
  return { type: "blob", bytes };
}

export function treeObject(entries: readonly TreeEntry[]): GitObject {
  const sorted = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const chunks = sorted.flatMap((entry) => [
    Buffer.from(`${entry.mode} ${entry.name}\0`),
    Buffer.from(entry.oid, "hex"),
  ]);
  return { type: "tree", bytes: Buffer.concat(chunks) };
}

/** Git sorts a directory as if its name ended in a slash. */
function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.mode === "40000" ? `${entry.name}/` : entry.name);
}

export function parseTree(bytes: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    entries.push({
      mode: bytes.toString("latin1", at, space),
      name: bytes.toString("utf8", space + 1, end),
      oid: bytes.toString("hex", end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}

export function commitObject(commit: Commit): GitObject {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatPerson(commit.author)}`,
    `committer ${formatPerson(commit.committer)}`,
  ];
  if (commit.signature !== null) lines.push(`gpgsig ${commit.signature.split("\n").join("\n ")}`);
  return { type: "commit", bytes: Buffer.from(`${lines.join("\n")}\n\n${commit.message}`) };
}

export function parseCommit(bytes: Buffer): Commit {
  const { headers, message } = parseHeaders(bytes.toString("utf8"));
  const first = (name: string): string | undefined => headers.find(([key]) => key === name)?.[1];
  return {
    tree: first("tree") ?? NO_OID,
    parents: headers.filter(([key]) => key === "parent").map(([, value]) => value),
    author: parsePerson(first("author") ?? ""),
    committer: parsePerson(first("committer") ?? ""),
    signature: first("gpgsig") ?? null,
    message,
  };
}

export function tagObject(tag: Tag): GitObject {
  const lines = [`object ${tag.object}`, `type ${tag.type}`, `tag ${tag.tag}`];
  if (tag.tagger !== null) lines.push(`tagger ${formatPerson(tag.tagger)}`);
  return { type: "tag", bytes: Buffer.from(`${lines.join("\n")}\n\n${tag.message}`) };
}

export function parseTag(bytes: Buffer): Tag {
  const { headers, message } = parseHeaders(bytes.toString("utf8"));
  const fields = new Map(headers);
  const tagger = fields.get("tagger");
  return {
    object: fields.get("object") ?? NO_OID,
    type: (fields.get("type") ?? "commit") as GitObjectType,
    tag: fields.get("tag") ?? "",
    tagger: tagger === undefined ? null : parsePerson(tagger),
    message,
  };
}

function parseHeaders(text: string): { headers: [string, string][]; message: string } {
  const cut = text.indexOf("\n\n");
  const headers: [string, string][] = [];
  for (const line of text.slice(0, cut).split("\n")) {
    const last = headers.at(-1);
    if (line.startsWith(" ") && last !== undefined) last[1] += `\n${line.slice(1)}`;
    else headers.push([line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
  }
  return { headers, message: text.slice(cut + 2) };
}

export function formatPerson(person: Person): string {
  return `${person.name} <${person.email}> ${person.time} ${person.zone}`;
}

function parsePerson(text: string): Person {
  const match = /^(.*) <(.*)> (\d+) ([+-]\d{4})$/.exec(text);
  return {
    name: match?.[1] ?? "",
    email: match?.[2] ?? "",
    time: Number(match?.[3] ?? 0),
    zone: match?.[4] ?? "+0000",
  };
}
