import { accountByEmail, personOf, signed } from "../git/commit-files.js";
import type { Person, TreeEntry } from "../git/objects.js";
import { isOid } from "../git/objects.js";
import { createRef, deleteRef, resolveCommit, updateRef } from "../git/refs.js";
import type { FileChange } from "../git/trees.js";
import { changeTree, listTree } from "../git/trees.js";
import { NEEDS, requireAccess, requireWritable } from "../world/access.js";
import type { Repository } from "../world/model.js";
import { encodeNodeId } from "../world/node-ids.js";
import { Refusal } from "../world/refusal.js";
import { now, storeOf } from "../world/world.js";
import { flag, isBody, list, missing, record, requiredText, text, textList } from "../fields.js";
import { formatGitCommit, formatRef, formatTag, formatTreeEntry } from "./format/git.js";
import { repositoryApiUrl } from "./format/links.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, ok, repositoryOf, route } from "./route.js";

const GIT = "/repos/{owner}/{repo}/git";
const MAX_TREE_ENTRIES = 100_000;

export const GIT_DATA_ROUTES: readonly Route[] = [
  route(`GET ${GIT}/ref/{ref+}`, "git/get-ref", (context) => {
    const repository = readable(context);
    const name = refName(context);
    const oid = repository.refs.get(name);
    if (oid === undefined) throw new Refusal("not-found", "Not Found");
    return ok(formatRef(context.world, repository, name, oid));
  }),
  route(`GET ${GIT}/matching-refs/{ref+}`, "git/list-matching-refs", (context) => {
    const repository = readable(context);
    const prefix = refName(context);
    const found = [...repository.refs].filter(([name]) => name.startsWith(prefix)).sort();
    return ok(found.map(([name, oid]) => formatRef(context.world, repository, name, oid)));
  }),
  route(`POST ${GIT}/refs`, "git/create-ref", (context) => {
    const repository = writable(context);
    const name = requiredText(context.body, "ref");
    const oid = requiredText(context.body, "sha");
    createRef(context.world, actorOf(context), repository, name, oid);
    return created(formatRef(context.world, repository, name, oid));
  }),
  route(`PATCH ${GIT}/refs/{ref+}`, "git/update-ref", (context) => {
    const repository = writable(context);
    const name = refName(context);
    const oid = requiredText(context.body, "sha");
    updateRef(context.world, actorOf(context), repository, {
      name,
      oid,
      force: flag(context.body, "force") ?? false,
    });
    return ok(formatRef(context.world, repository, name, oid));
  }),
  route(`DELETE ${GIT}/refs/{ref+}`, "git/delete-ref", (context) => {
    deleteRef(context.world, actorOf(context), writable(context), refName(context));
    return NO_CONTENT;
  }),
  route(`GET ${GIT}/trees/{tree_sha+}`, "git/get-tree", readTree),
  route(`POST ${GIT}/trees`, "git/create-tree", createTree),
  route(`GET ${GIT}/blobs/{file_sha}`, "git/get-blob", readBlob),
  route(`POST ${GIT}/blobs`, "git/create-blob", (context) => {
    const repository = writable(context);
    const encoding = text(context.body, "encoding") ?? "utf-8";
    const content = requiredText(context.body, "content");
    const sha = storeOf(context.world, repository).writeBlob(
      Buffer.from(content, encoding === "base64" ? "base64" : "utf8"),
    );
    return created({ sha, url: `${repositoryApiUrl(context.world, repository)}/git/blobs/${sha}` });
  }),
  route(`GET ${GIT}/commits/{commit_sha}`, "git/get-commit", (context) =>
    ok(formatGitCommit(context.world, readable(context), context.params["commit_sha"] ?? "")),
  ),
  route(`POST ${GIT}/commits`, "git/create-commit", createCommit),
  route(`POST ${GIT}/tags`, "git/create-tag", createTag),
  route(`GET ${GIT}/tags/{tag_sha}`, "git/get-tag", (context) => {
    const repository = readable(context);
    const oid = context.params["tag_sha"] ?? "";
    return ok(formatTag(context.world, repository, oid, storeOf(context.world, repository).readTag(oid)));
  }),
];

export function readable(context: RestContext): Repository {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readContents);
  return repository;
}

function writable(context: RestContext): Repository {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.writeContents);
  requireWritable(repository);
  return repository;
}

/** `heads/main` and `refs/heads/main` are the same here. */
function refName(context: RestContext): string {
  const name = context.params["ref"] ?? "";
  return name.startsWith("refs/") ? name : `refs/${name}`;
}

function readTree(context: RestContext): RestAnswer {
  const repository = readable(context);
  const store = storeOf(context.world, repository);
  const name = context.params["tree_sha"] ?? "";
  const commit = resolveCommit(context.world, repository, name);
  const oid = commit === undefined ? name : store.readCommit(commit).tree;
  if (!store.has(oid, "tree")) throw new Refusal("not-found", "Not Found");
  const isRecursive = context.query.has("recursive");
  const entries = listTree(store, oid, isRecursive);
  return ok({
    sha: oid,
    url: `${repositoryApiUrl(context.world, repository)}/git/trees/${oid}`,
    tree: entries
      .slice(0, MAX_TREE_ENTRIES)
      .map((entry) => formatTreeEntry(context.world, repository, entry)),
    truncated: entries.length > MAX_TREE_ENTRIES,
  });
}

function createTree(context: RestContext): RestAnswer {
  const repository = writable(context);
  const store = storeOf(context.world, repository);
  const base = text(context.body, "base_tree");
  const baseTree =
    base === undefined ? undefined : store.has(base, "commit") ? store.readCommit(base).tree : base;
  if (baseTree !== undefined && !store.has(baseTree, "tree"))
    throw new Refusal("unprocessable", "base_tree is not a tree oid");
  const changes = new Map<string, FileChange>();
  for (const entry of list(context.body, "tree") ?? []) {
    if (!isBody(entry)) throw missing("tree");
    changes.set(requiredText(entry, "path"), treeChange(context, repository, entry));
  }
  const sha = changeTree(store, baseTree, changes);
  return created({
    sha,
    url: `${repositoryApiUrl(context.world, repository)}/git/trees/${sha}`,
    tree: listTree(store, sha, false).map((entry) => formatTreeEntry(context.world, repository, entry)),
    truncated: false,
  });
}

function treeChange(
  context: RestContext,
  repository: Repository,
  entry: Readonly<Record<string, unknown>>,
): FileChange {
  const store = storeOf(context.world, repository);
  const mode: TreeEntry["mode"] = (text(entry, "mode") ?? "100644").replace(/^0/, "");
  if (entry["sha"] === null) return { oid: null };
  const content = text(entry, "content");
  if (content !== undefined) return { oid: store.writeBlob(Buffer.from(content)), mode };
  const oid = requiredText(entry, "sha");
  if (mode !== "160000" && !store.has(oid))
    throw new Refusal("unprocessable", `tree.sha ${oid} is not a valid blob`);
  return { oid, mode };
}

function readBlob(context: RestContext): RestAnswer {
  const repository = readable(context);
  const sha = context.params["file_sha"] ?? "";
  const bytes = storeOf(context.world, repository).readBlob(sha);
  if (context.accept.includes("raw")) return { status: 200, body: bytes };
  return ok({
    sha,
    node_id: encodeNodeId("B", repository.id, sha),
    size: bytes.length,
    url: `${repositoryApiUrl(context.world, repository)}/git/blobs/${sha}`,
    content: wrapBase64(bytes),
    encoding: "base64",
  });
}

/** GitHub breaks base64 into lines of 60 characters. */
export function wrapBase64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/.{60}/g, "$&\n") + (bytes.length === 0 ? "" : "\n");
}

function createCommit(context: RestContext): RestAnswer {
  const repository = writable(context);
  const actor = actorOf(context);
  const store = storeOf(context.world, repository);
  const tree = requiredText(context.body, "tree");
  if (!store.has(tree, "tree")) throw new Refusal("unprocessable", "Tree SHA does not exist");
  const parents = textList(context.body, "parents") ?? [];
  for (const parent of parents) {
    if (!store.has(parent, "commit"))
      throw new Refusal("unprocessable", "Parent SHA does not exist or is not a commit object");
  }
  const own = personOf(context.world, actor.account);
  const author = personField(context, "author", own) ?? own;
  const committer = personField(context, "committer", own) ?? author;
  const commit = {
    tree,
    parents,
    author,
    committer,
    signature: text(context.body, "signature") ?? null,
    message: requiredText(context.body, "message"),
  };
  // Bots' commits are signed by GitHub when they leave the names alone:
  // https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification#signature-verification-for-bots
  const isBotOwn =
    actor.kind === "installation" && author === own && committer === own && commit.signature === null;
  const sha = store.writeCommit(isBotOwn ? signed(commit) : commit);
  return created(formatGitCommit(context.world, repository, sha));
}

/** A name, an email and a time out of the body; what is not said is the asker's own. */
export function personField(context: RestContext, name: string, own: Person): Person | undefined {
  const given = record(context.body, name);
  if (given === undefined) return undefined;
  const date = text(given, "date");
  const time =
    date === undefined ? Date.parse(now(context.world)) / 1000 : Math.floor(Date.parse(date) / 1000);
  if (Number.isNaN(time))
    throw new Refusal("unprocessable", `Invalid request.\n\n"${name}.date" is not a date.`);
  const email = text(given, "email") ?? own.email;
  return {
    name: text(given, "name") ?? accountByEmail(context.world, email)?.login ?? own.name,
    email,
    time,
    zone: "+0000",
  };
}

function createTag(context: RestContext): RestAnswer {
  const repository = writable(context);
  const store = storeOf(context.world, repository);
  const object = requiredText(context.body, "object");
  const type = requiredText(context.body, "type");
  const found = isOid(object) ? store.find(object) : undefined;
  if (found?.type !== type) throw new Refusal("unprocessable", "Object does not exist or has another type");
  const own = personOf(context.world, actorOf(context).account);
  const tag = {
    object,
    type: found.type,
    tag: requiredText(context.body, "tag"),
    tagger: personField(context, "tagger", own) ?? own,
    message: requiredText(context.body, "message"),
  };
  return created(formatTag(context.world, repository, store.writeTag(tag), tag));
}
