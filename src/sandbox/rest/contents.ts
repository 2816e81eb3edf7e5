import type { FileWrite } from "../git/commit-files.js";
import { commitFiles, personOf } from "../git/commit-files.js";
import { resolveCommit } from "../git/refs.js";
import type { TreePath } from "../git/trees.js";
import { entryAt, isTree, listTree } from "../git/trees.js";
import { NEEDS, requireAccess } from "../world/access.js";
import type { Repository } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import { storeOf } from "../world/world.js";
import { requiredText, text } from "../fields.js";
import { encodePath, entryType, formatGitCommit } from "./format/git.js";
import { repositoryApiUrl, repositoryUrl } from "./format/links.js";
import { personField, readable, wrapBase64 } from "./git-data.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, ok, repositoryOf, route } from "./route.js";

const CONTENTS = "/repos/{owner}/{repo}/contents";

export const CONTENT_ROUTES: readonly Route[] = [
  route(`GET ${CONTENTS}/{path+}`, "repos/get-content", readContent),
  route(`GET ${CONTENTS}`, "repos/get-content", readContent),
  route(`GET ${CONTENTS}/`, "repos/get-content", readContent),
  route(`PUT ${CONTENTS}/{path+}`, "repos/create-or-update-file-contents", writeContent),
  route(`DELETE ${CONTENTS}/{path+}`, "repos/delete-file", deleteContent),
];

/** GitHub gives larger files in raw form only. */
const MAX_INLINE_BYTES = 1_048_576;

function readContent(context: RestContext): RestAnswer {
  const repository = readable(context);
  const ref = context.query.get("ref") ?? repository.defaultBranch;
  const commit = resolveCommit(context.world, repository, ref);
  if (commit === undefined)
    throw new Refusal(
      "not-found",
      context.query.has("ref") ? `No commit found for the ref ${ref}` : "This repository is empty.",
    );
  const store = storeOf(context.world, repository);
  const entry = entryAt(store, store.readCommit(commit).tree, context.params["path"] ?? "");
  if (entry === undefined) throw new Refusal("not-found", "Not Found");
  if (isTree(entry)) {
    const children = listTree(store, entry.oid, false, entry.path === "" ? "" : `${entry.path}/`);
    return ok(children.map((child) => formatContent(context, repository, ref, child, false)));
  }
  if (context.accept.includes("raw") && entry.mode !== "160000")
    return { status: 200, body: store.readBlob(entry.oid) };
  return ok(formatContent(context, repository, ref, entry, true));
}

function formatContent(
  context: RestContext,
  repository: Repository,
  ref: string,
  entry: TreePath,
  isWhole: boolean,
): object {
  const path = encodePath(entry.path);
  const url = `${repositoryApiUrl(context.world, repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const kind = entryType(entry);
  const html = `${repositoryUrl(context.world, repository)}/${kind === "tree" ? "tree" : "blob"}/${ref}/${path}`;
  const git = `${repositoryApiUrl(context.world, repository)}/git/${kind}s/${entry.oid}`;
  const bytes = kind === "blob" ? storeOf(context.world, repository).readBlob(entry.oid) : undefined;
  const base = {
    name: entry.name,
    path: entry.path,
    sha: entry.oid,
    size: bytes?.length ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url:
      bytes === undefined ? null : `${repositoryUrl(context.world, repository)}/raw/${ref}/${path}`,
    type:
      kind === "tree"
        ? "dir"
        : entry.mode === "120000"
          ? "symlink"
          : kind === "commit"
            ? "submodule"
            : "file",
    _links: { self: url, git, html },
  };
  if (!isWhole) return base;
  if (kind === "commit") return { ...base, submodule_git_url: null };
  if (entry.mode === "120000") return { ...base, target: bytes?.toString("utf8") ?? "" };
  const isInline = bytes !== undefined && bytes.length <= MAX_INLINE_BYTES;
  return {
    ...base,
    ...(isInline ? { content: wrapBase64(bytes), encoding: "base64" } : { content: "", encoding: "none" }),
  };
}

function writeContent(context: RestContext): RestAnswer {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.writeContents);
  const path = context.params["path"] ?? "";
  const content = requiredText(context.body, "content");
  if (!/^[A-Za-z0-9+/=\s]*$/.test(content)) throw new Refusal("unprocessable", "content is not valid Base64");
  const present = presentFile(context, repository, path);
  const sha = text(context.body, "sha");
  if (present !== undefined && sha === undefined)
    throw new Refusal("unprocessable", `Invalid request.\n\n"sha" wasn't supplied.`);
  requireSha(path, sha, present);
  const commit = commitOne(context, repository, { path, bytes: Buffer.from(content, "base64") });
  const ref = branchOf(context, repository);
  const store = storeOf(context.world, repository);
  const entry = entryAt(store, store.readCommit(commit).tree, path);
  if (entry === undefined) throw new Error(`${path} is not where it was written`);
  return {
    status: present === undefined ? 201 : 200,
    body: {
      content: formatContent(context, repository, ref, entry, false),
      commit: formatGitCommit(context.world, repository, commit),
    },
  };
}

function deleteContent(context: RestContext): RestAnswer {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.writeContents);
  const path = context.params["path"] ?? "";
  const present = presentFile(context, repository, path);
  if (present === undefined) throw new Refusal("not-found", "Not Found");
  requireSha(path, requiredText(context.body, "sha"), present);
  const commit = commitOne(context, repository, { path, bytes: null });
  return ok({ content: null, commit: formatGitCommit(context.world, repository, commit) });
}

function branchOf(context: RestContext, repository: Repository): string {
  return text(context.body, "branch") ?? repository.defaultBranch;
}

function presentFile(context: RestContext, repository: Repository, path: string): TreePath | undefined {
  const branch = branchOf(context, repository);
  const head = repository.refs.get(`refs/heads/${branch}`);
  if (head === undefined && repository.refs.size > 0)
    throw new Refusal("not-found", `Branch ${branch} not found`);
  const store = storeOf(context.world, repository);
  return head === undefined ? undefined : entryAt(store, store.readCommit(head).tree, path);
}

/** The compare-and-set of the contents API: 409 when somebody was faster. */
function requireSha(path: string, sha: string | undefined, present: TreePath | undefined): void {
  if (sha !== undefined && sha !== present?.oid)
    throw new Refusal("conflict", `${path} does not match ${sha}`);
}

/** The contents API answers 409 where a rule forbids the commit. */
function commitOne(context: RestContext, repository: Repository, file: FileWrite): string {
  try {
    return commitFile(context, repository, file);
  } catch (error) {
    const isRule =
      error instanceof Refusal && (error.kind === "branch-protection" || error.kind === "rule-violation");
    throw isRule
      ? new Refusal(
          "conflict",
          error.kind === "branch-protection" ? `Could not update file: ${error.message}` : error.message,
        )
      : error;
  }
}

function commitFile(context: RestContext, repository: Repository, file: FileWrite): string {
  const actor = actorOf(context);
  const own = personOf(context.world, actor.account);
  return commitFiles(context.world, actor, repository, {
    branch: branchOf(context, repository),
    message: requiredText(context.body, "message"),
    files: [file],
    author: personField(context, "author", own),
    committer: personField(context, "committer", own),
  });
}
