import { requiredText } from "../fields.js";
import { accountByEmail } from "../git/commit-files.js";
import type { FileDiff } from "../git/file-diff.js";
import { diffFiles } from "../git/file-diff.js";
import type { LoggedCommit } from "../git/history.js";
import { commitsBetween, mergeBase, touchesPath, walkHistory } from "../git/history.js";
import { resolveCommit } from "../git/refs.js";
import { renameBranch } from "../git/rename-branch.js";
import type { Repository } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { storeOf } from "../world/world.js";
import { formatCommit, formatFileDiff } from "./format/git.js";
import { repositoryApiUrl, repositoryUrl } from "./format/links.js";
import { readable } from "./git-data.js";
import { paged } from "./pages.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, ok, repositoryOf, route } from "./route.js";

const REPOSITORY = "/repos/{owner}/{repo}";
const MAX_COMPARED_COMMITS = 250;
const MAX_COMPARED_FILES = 300;

export const COMMIT_ROUTES: readonly Route[] = [
  route(`GET ${REPOSITORY}/commits`, "repos/list-commits", listCommits),
  route(`GET ${REPOSITORY}/commits/{ref+}`, "repos/get-commit", readCommit),
  route(`GET ${REPOSITORY}/compare/{basehead+}`, "repos/compare-commits-with-basehead", compare),
  route(`GET ${REPOSITORY}/branches`, "repos/list-branches", (context) => {
    const repository = readable(context);
    return paged(context, branchNames(repository), (name) =>
      formatShortBranch(context.world, repository, name),
    );
  }),
  route(`GET ${REPOSITORY}/branches/{branch+}`, "repos/get-branch", (context) =>
    ok(formatBranch(context, context.params["branch"] ?? "")),
  ),
  route(`POST ${REPOSITORY}/branches/{branch+}/rename`, "repos/rename-branch", (context) => {
    const to = requiredText(context.body, "new_name");
    const from = context.params["branch"] ?? "";
    renameBranch(context.world, actorOf(context), repositoryOf(context), { from, to });
    return created(formatBranch(context, to));
  }),
];

function listCommits(context: RestContext): RestAnswer {
  const repository = readable(context);
  const { query, world } = context;
  const from = query.get("sha") ?? repository.defaultBranch;
  const head = resolveCommit(world, repository, from);
  if (head === undefined) {
    if (repository.refs.size === 0) throw new Refusal("conflict", "Git Repository is empty.");
    throw new Refusal("not-found", "Not Found");
  }
  const store = storeOf(world, repository);
  const path = query.get("path");
  const author = query.get("author");
  const time = (name: string): number | undefined =>
    query.has(name) ? Date.parse(query.get(name) ?? "") / 1000 : undefined;
  const [since, until] = [time("since"), time("until")];
  const found = [...walkHistory(store, head)].filter(
    (entry) =>
      (path === null || path === "" || touchesPath(store, entry, path)) &&
      (author === null || isBy(world, entry, author)) &&
      (since === undefined || entry.commit.committer.time >= since) &&
      (until === undefined || entry.commit.committer.time <= until),
  );
  return paged(context, found, (entry) => formatCommit(world, repository, entry));
}

function isBy(world: World, entry: LoggedCommit, author: string): boolean {
  const { email } = entry.commit.author;
  return email === author || accountByEmail(world, email)?.login === author;
}

function readCommit(context: RestContext): RestAnswer {
  const repository = readable(context);
  const ref = context.params["ref"] ?? "";
  const oid = resolveCommit(context.world, repository, ref);
  if (oid === undefined) throw new Refusal("unprocessable", `No commit found for SHA: ${ref}`);
  if (context.accept.includes("application/vnd.github.sha") || context.accept.includes("vnd.github.v3.sha"))
    return { status: 200, body: Buffer.from(oid) };
  const store = storeOf(context.world, repository);
  const commit = store.readCommit(oid);
  const [parent] = commit.parents;
  const files = diffFiles(
    store,
    parent === undefined ? undefined : store.readCommit(parent).tree,
    commit.tree,
  );
  const total = (field: "additions" | "deletions"): number =>
    files.reduce((sum, file) => sum + file[field], 0);
  const [additions, deletions] = [total("additions"), total("deletions")];
  return ok({
    ...formatCommit(context.world, repository, { oid, commit }),
    stats: { total: additions + deletions, additions, deletions },
    files: formatFiles(context.world, repository, oid, files),
  });
}

function formatFiles(
  world: World,
  repository: Repository,
  head: string,
  files: readonly FileDiff[],
): unknown[] {
  return files.slice(0, MAX_COMPARED_FILES).map((file) => formatFileDiff(world, repository, head, file));
}

function compare(context: RestContext): RestAnswer {
  const repository = readable(context);
  const { world } = context;
  const [baseName, headName] = (context.params["basehead"] ?? "").split("...");
  const base = resolveCommit(world, repository, baseName ?? "");
  const head = resolveCommit(world, repository, headName ?? "");
  if (base === undefined || head === undefined) throw new Refusal("not-found", "Not Found");
  const store = storeOf(world, repository);
  const common = mergeBase(store, base, head);
  if (common === undefined)
    throw new Refusal("not-found", `No common ancestor between ${baseName ?? ""} and ${headName ?? ""}.`);
  const ahead = commitsBetween(store, base, head);
  const behind = commitsBetween(store, head, base).length;
  const format = (oid: string): unknown =>
    formatCommit(world, repository, { oid, commit: store.readCommit(oid) });
  const html = `${repositoryUrl(world, repository)}/compare/${context.params["basehead"] ?? ""}`;
  const files = diffFiles(store, store.readCommit(common).tree, store.readCommit(head).tree);
  return ok({
    url: `${repositoryApiUrl(world, repository)}/compare/${context.params["basehead"] ?? ""}`,
    html_url: html,
    permalink_url: `${repositoryUrl(world, repository)}/compare/${base}...${head}`,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: format(base),
    merge_base_commit: format(common),
    status: compareStatus(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.slice(-MAX_COMPARED_COMMITS).map((entry) => formatCommit(world, repository, entry)),
    files: formatFiles(world, repository, head, files),
  });
}

function compareStatus(ahead: number, behind: number): string {
  if (ahead === 0) return behind === 0 ? "identical" : "behind";
  return behind === 0 ? "ahead" : "diverged";
}

function branchNames(repository: Repository): string[] {
  return [...repository.refs.keys()]
    .filter((name) => name.startsWith("refs/heads/"))
    .map((name) => name.slice("refs/heads/".length))
    .sort();
}

function formatShortBranch(world: World, repository: Repository, name: string): Record<string, unknown> {
  const sha = repository.refs.get(`refs/heads/${name}`) ?? "";
  const isProtected = repository.rules.some((rule) => rule.branch === name);
  return {
    name,
    commit: { sha, url: `${repositoryApiUrl(world, repository)}/commits/${sha}` },
    protected: isProtected,
  };
}

function formatBranch(context: RestContext, name: string): Record<string, unknown> {
  const repository = readable(context);
  const oid = repository.refs.get(`refs/heads/${name}`);
  if (oid === undefined) throw new Refusal("not-found", "Branch not found");
  const api = `${repositoryApiUrl(context.world, repository)}/branches/${name}`;
  const commit = storeOf(context.world, repository).readCommit(oid);
  return {
    ...formatShortBranch(context.world, repository, name),
    commit: formatCommit(context.world, repository, { oid, commit }),
    _links: { self: api, html: `${repositoryUrl(context.world, repository)}/tree/${name}` },
    protection: {
      enabled: repository.rules.some((rule) => rule.branch === name),
      required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
    },
    protection_url: `${api}/protection`,
  };
}
