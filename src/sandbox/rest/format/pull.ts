import { commitsBetween } from "../../git/history.js";
import { diffFiles } from "../../git/file-diff.js";
import { mergeBase } from "../../git/history.js";
import { hasConflict, mergeObstacles } from "../../world/merge-pull.js";
import type { Repository, Review } from "../../world/model.js";
import { nodeIdIn } from "../../world/node-ids.js";
import type { PullIssue } from "../../world/pulls.js";
import type { World } from "../../world/world.js";
import { storeOf } from "../../world/world.js";
import { formatAccount } from "./account.js";
import { associationOf, formatLabel, formatMilestone } from "./issue.js";
import { issueApiUrl, issueUrl, repositoryApiUrl } from "./links.js";
import { formatRepository } from "./repository.js";
import type { Schema } from "./schemas.js";

/** What lists carry. */
export function formatShortPull(world: World, issue: PullIssue) {
  const { repository, pull } = issue;
  const api = `${repositoryApiUrl(world, repository)}/pulls/${issue.number}`;
  const html = issueUrl(world, issue);
  const assignees = issue.assignees.map((account) => formatAccount(world, account));
  return {
    ...formatPullLinks(
      api,
      html,
      issueApiUrl(world, issue),
      pull.headOid,
      repositoryApiUrl(world, repository),
    ),
    id: issue.id,
    node_id: nodeIdIn(repository, issue),
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: formatAccount(world, issue.author),
    body: issue.body,
    labels: issue.labels.map((label) => ({
      ...formatLabel(world, label),
      description: label.description ?? "",
    })),
    milestone: issue.milestone === null ? null : formatMilestone(world, issue.milestone),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitOid,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: [],
    requested_teams: [],
    head: formatSide(world, repository, pull.headRef, pull.headOid),
    base: formatSide(world, repository, pull.baseRef, pull.baseOid),
    author_association: associationOf(issue.author, repository),
    auto_merge: formatAutoMerge(world, issue),
    draft: pull.draft,
    active_lock_reason: issue.lockReason,
  } satisfies Partial<Schema<"pull-request-simple">>;
}

function formatAutoMerge(world: World, { pull, title }: PullIssue) {
  if (pull.autoMerge === null) return null;
  return {
    enabled_by: formatAccount(world, pull.autoMerge.by),
    merge_method: pull.autoMerge.method,
    commit_title: title,
    commit_message: "",
  };
}

function formatPullLinks(
  api: string,
  html: string,
  issueApi: string,
  headOid: string,
  repositoryApi: string,
) {
  const links = {
    url: api,
    html_url: html,
    issue_url: issueApi,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${repositoryApi}/pulls/comments{/number}`,
    comments_url: `${issueApi}/comments`,
    statuses_url: `${repositoryApi}/statuses/${headOid}`,
  };
  const _links = {
    self: { href: links.url },
    html: { href: links.html_url },
    issue: { href: links.issue_url },
    comments: { href: links.comments_url },
    review_comments: { href: links.review_comments_url },
    review_comment: { href: links.review_comment_url },
    commits: { href: links.commits_url },
    statuses: { href: links.statuses_url },
  };
  return { ...links, diff_url: `${html}.diff`, patch_url: `${html}.patch`, _links };
}

function formatSide(world: World, repository: Repository, ref: string, sha: string) {
  const owner = formatAccount(world, repository.owner);
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: owner,
    repo: formatRepository(world, repository),
  };
}

export function formatPull(world: World, issue: PullIssue): Schema<"pull-request"> {
  const { repository, pull } = issue;
  const store = storeOf(world, repository);
  const common = mergeBase(store, pull.baseOid, pull.headOid);
  const commits = commitsBetween(store, common, pull.headOid);
  const files = diffFiles(
    store,
    common === undefined ? undefined : store.readCommit(common).tree,
    store.readCommit(pull.headOid).tree,
  );
  const isOpen = issue.state === "open";
  const isMergeable = isOpen && !hasConflict(world, issue);
  return {
    ...formatShortPull(world, issue),
    merged: pull.mergedAt !== null,
    mergeable: isOpen ? isMergeable : null,
    rebaseable: isOpen ? isMergeable : null,
    mergeable_state: mergeableState(issue, isMergeable),
    merged_by: pull.mergedBy === null ? null : formatAccount(world, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

export function mergeableState(
  issue: PullIssue,
  isMergeable: boolean,
): "unknown" | "dirty" | "draft" | "blocked" | "clean" {
  if (issue.state === "closed") return "unknown";
  if (issue.pull.draft) return "draft";
  if (!isMergeable) return "dirty";
  return mergeObstacles(issue).length > 0 ? "blocked" : "clean";
}

export function formatReview(world: World, issue: PullIssue, review: Review): Schema<"pull-request-review"> {
  const pull = `${repositoryApiUrl(world, issue.repository)}/pulls/${issue.number}`;
  const html = `${issueUrl(world, issue)}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeIdIn(issue.repository, review),
    user: formatAccount(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.commitOid,
    author_association: associationOf(review.author, issue.repository),
  };
}
