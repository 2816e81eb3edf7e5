import { userActor } from "../auth/credential.js";
import { personOf, signed } from "../git/commit-files.js";
import type { LoggedCommit } from "../git/history.js";
import { commitsBetween, mergeBase } from "../git/history.js";
import { mergeTrees } from "../git/merge.js";
import { THROUGH_QUEUE } from "../git/protection.js";
import { placeRef } from "../git/refs.js";
import type { Actor } from "./access.js";
import { hasRole, NEEDS, requireAccess, requireWritable } from "./access.js";
import { checksOf } from "./checks.js";
import { closeMentioned } from "./closing-words.js";
import { record } from "./issues.js";
import type { Account, BranchRule, MergeMethod, Repository } from "./model.js";
import { opinionsOf, requirePull } from "./pulls.js";
import type { PullIssue } from "./pulls.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { emit, fullName, now, storeOf, touchIssue } from "./world.js";

export interface MergeRequest {
  readonly method: MergeMethod;
  readonly expectedHead?: string | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  /** The merge queue does it. */
  readonly isQueue?: boolean;
}

/** Merges as GitHub does: by a merge commit, one squashed commit, or the commits replayed. */
export function mergePull(world: World, actor: Actor, issue: PullIssue, request: MergeRequest): string {
  const { repository, pull } = issue;
  requireAccess(actor, repository, NEEDS.writeContents);
  requireWritable(repository);
  if (request.expectedHead !== undefined && request.expectedHead !== pull.headOid) {
    throw new Refusal("conflict", "Head branch was modified. Review and try the merge again.");
  }
  if (hasQueue(issue) && !request.isQueue) throw new Refusal("not-allowed", THROUGH_QUEUE);
  const obstacles = mergeObstacles(issue);
  if (obstacles.length > 0) throw new Refusal("not-allowed", obstacles.join("\n"));
  const oid = buildMerge(world, actor, issue, request);
  if (oid === undefined) throw new Refusal("not-allowed", "Pull Request is not mergeable");
  pull.mergedAt = now(world);
  pull.mergedBy = actor.account;
  pull.mergeCommitOid = oid;
  pull.autoMerge = null;
  pull.queued = null;
  issue.state = "closed";
  issue.closedAt = pull.mergedAt;
  issue.closedBy = actor.account;
  record(world, actor, issue, { event: "merged", commitOid: oid });
  record(world, actor, issue, { event: "closed" });
  touchIssue(world, issue);
  emit(world, actor, { type: "pull", action: "closed", issue });
  placeRef(world, actor, repository, `refs/heads/${pull.baseRef}`, oid);
  if (pull.baseRef === repository.defaultBranch) closeMentioned(world, actor, repository, issue.body ?? "");
  return oid;
}

/** Merges the base branch into the pull request's own, as the button "Update branch" does. */
export function updateBranch(world: World, actor: Actor, issue: PullIssue, expectedHead?: string): void {
  const { repository, pull } = issue;
  requireAccess(actor, repository, NEEDS.writeContents);
  requireWritable(repository);
  if (expectedHead !== undefined && expectedHead !== pull.headOid)
    throw new Refusal("unprocessable", "expected head sha didn’t match current head ref.");
  const base = repository.refs.get(`refs/heads/${pull.baseRef}`);
  const tree = mergedTree(world, issue);
  const store = storeOf(world, repository);
  if (base === undefined || tree === undefined)
    throw new Refusal("unprocessable", "merge conflict between base and head");
  if (mergeBase(store, base, pull.headOid) === base)
    throw new Refusal("unprocessable", "There are no new commits on the base branch.");
  const author = personOf(world, actor.account);
  const oid = store.writeCommit(
    signed({
      tree,
      parents: [pull.headOid, base],
      author,
      committer: { ...author, name: "GitHub", email: "noreply@github.com" },
      signature: null,
      message: `Merge branch '${pull.baseRef}' into ${pull.headRef}`,
    }),
  );
  placeRef(world, actor, repository, `refs/heads/${pull.headRef}`, oid);
}

/** Why it cannot be merged now; empty when it can (but for conflicts). */
export function mergeObstacles(issue: PullIssue): string[] {
  const { repository, pull } = issue;
  if (issue.state === "closed") return ["Pull Request is not mergeable"];
  if (pull.draft) return ["Pull Request is still a draft"];
  return repository.rules
    .filter((rule) => rule.branch === pull.baseRef)
    .flatMap((rule) => ruleObstacles(issue, rule));
}

function ruleObstacles(issue: PullIssue, rule: BranchRule): string[] {
  const checks = checksOf(issue.repository, issue.pull.headOid);
  const missing = rule.requiredChecks.filter((name) => checks.get(name) !== "success");
  const approvals = new Set(
    opinionsOf(issue)
      .filter((review) => review.state === "APPROVED" && hasRole(review.author, issue.repository, "write"))
      .map((review) => review.author),
  );
  const needed = rule.requiredApprovals;
  return [
    ...missing.map((name) => `Required status check "${name}" is expected.`),
    ...(approvals.size < needed
      ? [`At least ${needed} approving review is required by reviewers with write access.`]
      : []),
  ];
}

/** Whether the trees can be merged at all. */
export function hasConflict(world: World, issue: PullIssue): boolean {
  return mergedTree(world, issue) === undefined;
}

function mergedTree(world: World, { repository, pull }: PullIssue): string | undefined {
  const store = storeOf(world, repository);
  const base = repository.refs.get(`refs/heads/${pull.baseRef}`);
  const common = base === undefined ? undefined : mergeBase(store, base, pull.headOid);
  if (base === undefined || common === undefined) return undefined;
  const tree = (oid: string): string => store.readCommit(oid).tree;
  return mergeTrees(store, tree(common), tree(base), tree(pull.headOid));
}

function buildMerge(world: World, actor: Actor, issue: PullIssue, request: MergeRequest): string | undefined {
  const { repository, pull, number, title } = issue;
  const store = storeOf(world, repository);
  const base = repository.refs.get(`refs/heads/${pull.baseRef}`);
  const tree = mergedTree(world, issue);
  if (base === undefined || tree === undefined) return undefined;
  if (request.method === "rebase") return replay(world, actor, issue, base);
  const isSquash = request.method === "squash";
  const headline =
    request.title ??
    (isSquash
      ? `${title} (#${number})`
      : `Merge pull request #${number} from ${fullName(repository).split("/")[0] ?? ""}/${pull.headRef}`);
  const text = request.message ?? (isSquash ? "" : title);
  const author = personOf(world, isSquash ? issue.author : actor.account);
  const committer = { ...author, name: "GitHub", email: "noreply@github.com" };
  const message = text === "" ? headline : `${headline}\n\n${text}`;
  return store.writeCommit(
    signed({
      tree,
      parents: isSquash ? [base] : [base, pull.headOid],
      author,
      committer,
      signature: null,
      message,
    }),
  );
}

/** Each commit again on top of the base, under its author's name. */
function replay(
  world: World,
  actor: Actor,
  { repository, pull }: PullIssue,
  base: string,
): string | undefined {
  const store = storeOf(world, repository);
  let top = base;
  for (const { commit } of commitsBetween(store, base, pull.headOid) as readonly LoggedCommit[]) {
    const [parent] = commit.parents;
    if (parent === undefined || commit.parents.length > 1) continue;
    const tree = mergeTrees(store, store.readCommit(parent).tree, store.readCommit(top).tree, commit.tree);
    if (tree === undefined) return undefined;
    top = store.writeCommit({
      tree,
      parents: [top],
      author: commit.author,
      committer: personOf(world, actor.account),
      signature: null,
      message: commit.message,
    });
  }
  return top;
}

/** A pull request that waits for its checks and reviews merges by itself when the last one comes, or is queued. */
export function tryAutoMerge(world: World, issue: PullIssue): void {
  const { autoMerge } = issue.pull;
  if (autoMerge === null || mergeObstacles(issue).length > 0 || hasConflict(world, issue)) return;
  const actor = actorFor(world, autoMerge.by);
  if (hasQueue(issue)) enqueue(world, actor, issue, autoMerge.method);
  else mergePull(world, actor, issue, { method: autoMerge.method });
}

function actorFor(world: World, account: Account): Actor {
  const { app, installation } = world.state;
  if (account !== app.bot) return userActor(account);
  const grant = { installation, permissions: installation.permissions, repositoryIds: undefined };
  return { kind: "installation", account: app.bot, app, grant };
}

function hasQueue({ repository, pull }: PullIssue): boolean {
  return repository.rules.some((rule) => rule.branch === pull.baseRef && rule.mergeQueue);
}

/** https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/merging-a-pull-request-with-a-merge-queue */
function enqueue(world: World, actor: Actor, issue: PullIssue, method: MergeMethod): void {
  issue.pull.autoMerge = null;
  issue.pull.queued = { by: actor.account, method };
  touchIssue(world, issue);
  emit(world, actor, { type: "pull", action: "enqueued", issue });
}

/** The checks of what waits in the merge queue have passed. */
export function mergeQueued(world: World, repository: Repository): void {
  for (const issue of repository.issues.values()) {
    const queued = issue.pull?.queued ?? null;
    if (queued === null) continue;
    mergePull(world, actorFor(world, queued.by), requirePull(issue), {
      method: queued.method,
      isQueue: true,
    });
  }
}

/** https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/automatically-merging-a-pull-request */
export function enableAutoMerge(world: World, actor: Actor, issue: PullIssue, method: MergeMethod): void {
  requireAccess(actor, issue.repository, NEEDS.writePulls);
  if (!issue.repository.allowAutoMerge)
    throw new Refusal("unprocessable", "Auto merge is not allowed for this repository");
  const isReady = mergeObstacles(issue).length === 0;
  if (isReady && hasQueue(issue)) return enqueue(world, actor, issue, method);
  if (isReady) throw new Refusal("unprocessable", "Pull request Pull request is in clean status");
  issue.pull.autoMerge = { by: actor.account, method };
  touchIssue(world, issue);
}
