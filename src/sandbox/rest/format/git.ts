import { accountByEmail, isSignedByGitHub } from "../../git/commit-files.js";
import type { FileDiff } from "../../git/file-diff.js";
import type { LoggedCommit } from "../../git/history.js";
import type { Commit, Person, Tag } from "../../git/objects.js";
import { commitObject } from "../../git/objects.js";
import type { TreePath } from "../../git/trees.js";
import { isTree } from "../../git/trees.js";
import type { Repository } from "../../world/model.js";
import { encodeNodeId } from "../../world/node-ids.js";
import type { World } from "../../world/world.js";
import { isoSecond, storeOf } from "../../world/world.js";
import { formatAccount } from "./account.js";
import { repositoryApiUrl, repositoryUrl } from "./links.js";
import type { Schema } from "./schemas.js";

export function commitNodeId(repository: Repository, oid: string): string {
  return encodeNodeId("C", repository.id, oid);
}

export function formatPersonDate(person: Person): { name: string; email: string; date: string } {
  return { name: person.name, email: person.email, date: isoSecond(person.time) };
}

export function formatVerification(commit: Commit) {
  if (!isSignedByGitHub(commit)) {
    return { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };
  }
  return {
    verified: true,
    reason: "valid",
    signature: commit.signature,
    payload: commitObject({ ...commit, signature: null }).bytes.toString("utf8"),
    verified_at: isoSecond(commit.committer.time),
  };
}

/** A commit of `/commits`, with the accounts behind the names. */
export function formatCommit(
  world: World,
  repository: Repository,
  { oid, commit }: LoggedCommit,
): Schema<"commit"> {
  const api = repositoryApiUrl(world, repository);
  const author = accountByEmail(world, commit.author.email);
  const committer = accountByEmail(world, commit.committer.email);
  return {
    sha: oid,
    node_id: commitNodeId(repository, oid),
    commit: {
      author: formatPersonDate(commit.author),
      committer: formatPersonDate(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${oid}`,
      comment_count: 0,
      verification: formatVerification(commit),
    },
    url: `${api}/commits/${oid}`,
    html_url: `${repositoryUrl(world, repository)}/commit/${oid}`,
    comments_url: `${api}/commits/${oid}/comments`,
    author: author === undefined ? null : formatAccount(world, author),
    committer: committer === undefined ? null : formatAccount(world, committer),
    parents: formatParents(world, repository, commit),
  };
}

function formatParents(world: World, repository: Repository, commit: Commit) {
  return commit.parents.map((sha) => ({
    sha,
    url: `${repositoryApiUrl(world, repository)}/commits/${sha}`,
    html_url: `${repositoryUrl(world, repository)}/commit/${sha}`,
  }));
}

export function formatGitCommit(world: World, repository: Repository, oid: string): Schema<"git-commit"> {
  const commit = storeOf(world, repository).readCommit(oid);
  const api = repositoryApiUrl(world, repository);
  return {
    sha: oid,
    node_id: commitNodeId(repository, oid),
    url: `${api}/git/commits/${oid}`,
    html_url: `${repositoryUrl(world, repository)}/commit/${oid}`,
    author: formatPersonDate(commit.author),
    committer: formatPersonDate(commit.committer),
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: formatParents(world, repository, commit),
    verification: formatVerification(commit),
  };
}

export function formatFileDiff(
  world: World,
  repository: Repository,
  head: string,
  file: FileDiff,
): Schema<"diff-entry"> {
  const path = encodePath(file.path);
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${repositoryUrl(world, repository)}/blob/${head}/${path}`,
    raw_url: `${repositoryUrl(world, repository)}/raw/${head}/${path}`,
    contents_url: `${repositoryApiUrl(world, repository)}/contents/${path}?ref=${head}`,
    ...(file.patch === undefined || file.patch === "" ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

export function formatRef(
  world: World,
  repository: Repository,
  name: string,
  oid: string,
): Schema<"git-ref"> {
  const api = repositoryApiUrl(world, repository);
  const type = storeOf(world, repository).find(oid)?.type ?? "commit";
  return {
    ref: name,
    node_id: encodeNodeId("REF", repository.id, name),
    url: `${api}/git/${name}`,
    object: { type, sha: oid, url: `${api}/git/${type}s/${oid}` },
  };
}

export function formatTag(world: World, repository: Repository, oid: string, tag: Tag): Schema<"git-tag"> {
  const api = repositoryApiUrl(world, repository);
  return {
    node_id: encodeNodeId("TA", repository.id, oid),
    tag: tag.tag,
    sha: oid,
    url: `${api}/git/tags/${oid}`,
    message: tag.message,
    tagger:
      tag.tagger === null
        ? { name: "", email: "", date: "1970-01-01T00:00:00Z" }
        : formatPersonDate(tag.tagger),
    object: { sha: tag.object, type: tag.type, url: `${api}/git/${tag.type}s/${tag.object}` },
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

export function entryType(entry: { readonly mode: string }): "tree" | "commit" | "blob" {
  if (isTree(entry)) return "tree";
  return entry.mode === "160000" ? "commit" : "blob";
}

export function formatTreeEntry(world: World, repository: Repository, entry: TreePath) {
  const type = entryType(entry);
  const base = { path: entry.path, mode: entry.mode.padStart(6, "0"), type, sha: entry.oid };
  if (type === "commit") return base;
  const url = `${repositoryApiUrl(world, repository)}/git/${type}s/${entry.oid}`;
  const size = type === "blob" ? { size: storeOf(world, repository).readBlob(entry.oid).length } : {};
  return { ...base, ...size, url };
}
