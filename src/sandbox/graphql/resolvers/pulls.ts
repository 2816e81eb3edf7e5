import { diffFiles } from "../../git/file-diff.js";
import { commitsBetween, mergeBase } from "../../git/history.js";
import { mergeableState } from "../../rest/format/pull.js";
import { repositoryUrl } from "../../rest/format/links.js";
import { flag, list, record } from "../../fields.js";
import type { Body } from "../../fields.js";
import { hasRole } from "../../world/access.js";
import { checksOf, suitesOf } from "../../world/checks.js";
import { mentionedToClose } from "../../world/closing-words.js";
import { hasConflict } from "../../world/merge-pull.js";
import type { App, CheckRun, Repository, Review } from "../../world/model.js";
import { nodeIdIn } from "../../world/node-ids.js";
import { opinionsOf } from "../../world/pulls.js";
import type { PullIssue } from "../../world/pulls.js";
import { storeOf } from "../../world/world.js";
import { connection } from "../connection.js";
import { commitSource } from "../git-sources.js";
import type { CommitSource, Fields, GraphqlContext, RefSource } from "../resolver.js";
import { ISSUE_LIKE } from "./issues.js";

const PULL: Fields<PullIssue> = {
  ...(ISSUE_LIKE as Fields<PullIssue>),
  state: ({ pull, state }) => (pull.mergedAt !== null ? "MERGED" : state.toUpperCase()),
  isDraft: ({ pull }) => pull.draft,
  merged: ({ pull }) => pull.mergedAt !== null,
  mergedAt: ({ pull }) => pull.mergedAt,
  mergedBy: ({ pull }) => pull.mergedBy,
  mergeCommit: ({ repository, pull }, _, { world }) =>
    pull.mergeCommitOid === null ? null : commitSource(world, repository, pull.mergeCommitOid),
  mergeable: (issue, _, { world }) =>
    issue.state === "closed" ? "UNKNOWN" : hasConflict(world, issue) ? "CONFLICTING" : "MERGEABLE",
  mergeStateStatus: (issue, _, { world }) =>
    mergeableState(issue, issue.state === "open" && !hasConflict(world, issue)).toUpperCase(),
  baseRefName: ({ pull }) => pull.baseRef,
  headRefName: ({ pull }) => pull.headRef,
  baseRefOid: ({ pull }) => pull.baseOid,
  headRefOid: ({ pull }) => pull.headOid,
  baseRef: ({ repository, pull }) => branch(repository, pull.baseRef),
  headRef: ({ repository, pull }) => branch(repository, pull.headRef),
  headRepository: ({ repository }) => repository,
  baseRepository: ({ repository }) => repository,
  headRepositoryOwner: ({ repository }) => repository.owner,
  isCrossRepository: () => false,
  maintainerCanModify: () => false,
  autoMergeRequest: ({ pull }) =>
    pull.autoMerge === null
      ? null
      : { enabledBy: pull.autoMerge.by, mergeMethod: pull.autoMerge.method.toUpperCase() },
  isInMergeQueue: ({ pull }) => pull.queued !== null,
  reviewDecision: (issue) => reviewDecision(issue),
  reviews: ({ pull, ...issue }, args, _, info) => {
    const states = list(args, "states");
    const wanted = pull.reviews.filter((review) => states === undefined || states.includes(review.state));
    return connection(
      wanted.map((review): ReviewSource => ({
        kind: "PullRequestReview",
        repository: issue.repository,
        review,
      })),
      args,
      info,
    );
  },
  latestOpinionatedReviews: (issue, args, _, info) => {
    const { repository } = issue;
    const counts = ({ author }: Review): boolean =>
      flag(args, "writersOnly") !== true || hasRole(author, repository, "write");
    const opinions = opinionsOf(issue).filter(counts);
    return connection(
      opinions.map((review): ReviewSource => ({ kind: "PullRequestReview", repository, review })),
      args,
      info,
    );
  },
  // Only what goes into the default branch closes anything.
  closingIssuesReferences: ({ repository, pull, body }, args, _, info) =>
    connection(
      pull.baseRef === repository.defaultBranch ? mentionedToClose(repository, body ?? "") : [],
      args,
      info,
    ),
  commits: (issue, args, { world }, info) =>
    connection(
      ownCommits(issue, { world }).map((commit) => ({ commit })),
      args,
      info,
    ),
  changedFiles: (issue, _, { world }) => files(issue, { world }).length,
  additions: (issue, _, { world }) => files(issue, { world }).reduce((sum, file) => sum + file.additions, 0),
  deletions: (issue, _, { world }) => files(issue, { world }).reduce((sum, file) => sum + file.deletions, 0),
  files: (issue, args, { world }, info) => connection(files(issue, { world }), args, info),
};

function branch(repository: Repository, name: string): RefSource | null {
  return repository.refs.has(`refs/heads/${name}`)
    ? { kind: "Ref", repository, name: `refs/heads/${name}` }
    : null;
}

function ownCommits(
  { repository, pull }: PullIssue,
  { world }: Pick<GraphqlContext, "world">,
): CommitSource[] {
  const store = storeOf(world, repository);
  const common = mergeBase(store, pull.baseOid, pull.headOid);
  return commitsBetween(store, common, pull.headOid).map(({ oid }) => commitSource(world, repository, oid));
}

const CHANGE_TYPES = {
  added: "ADDED",
  removed: "DELETED",
  modified: "MODIFIED",
  renamed: "RENAMED",
} as const;

function files({ repository, pull }: PullIssue, { world }: Pick<GraphqlContext, "world">) {
  const store = storeOf(world, repository);
  const common = mergeBase(store, pull.baseOid, pull.headOid);
  const before = common === undefined ? undefined : store.readCommit(common).tree;
  return diffFiles(store, before, store.readCommit(pull.headOid).tree).map(
    ({ path, additions, deletions, status }) => ({
      path,
      additions,
      deletions,
      changeType: CHANGE_TYPES[status],
    }),
  );
}

function reviewDecision(issue: PullIssue): string | null {
  const { repository, pull } = issue;
  const states = opinionsOf(issue).map(({ state }) => state);
  if (states.includes("CHANGES_REQUESTED")) return "CHANGES_REQUESTED";
  const needed = Math.max(
    0,
    ...repository.rules.filter((rule) => rule.branch === pull.baseRef).map((rule) => rule.requiredApprovals),
  );
  if (needed === 0) return null;
  return states.filter((state) => state === "APPROVED").length >= needed ? "APPROVED" : "REVIEW_REQUIRED";
}

interface ReviewSource {
  readonly kind: "PullRequestReview";
  readonly repository: Repository;
  readonly review: Review;
}

const REVIEW: Fields<ReviewSource> = {
  id: ({ repository, review }) => nodeIdIn(repository, review),
  databaseId: ({ review }) => review.id,
  author: ({ review }) => review.author,
  body: ({ review }) => review.body,
  state: ({ review }) => review.state,
  submittedAt: ({ review }) => review.submittedAt,
  createdAt: ({ review }) => review.submittedAt,
  commit: ({ repository, review }, _, { world }) => commitSource(world, repository, review.commitOid),
};

const CHECK_RUN: Fields<CheckRun> = {
  id: (run) => nodeIdIn(run.repository, run),
  databaseId: (run) => run.id,
  name: (run) => run.name,
  status: (run) => run.status.toUpperCase(),
  conclusion: (run) => run.conclusion?.toUpperCase() ?? null,
  externalId: (run) => run.externalId,
  detailsUrl: (run, _, { world }) =>
    run.detailsUrl ?? `${repositoryUrl(world, run.repository)}/runs/${run.id}`,
  url: (run, _, { world }) => `${repositoryUrl(world, run.repository)}/runs/${run.id}`,
  startedAt: (run) => run.startedAt,
  completedAt: (run) => run.completedAt,
  title: (run) => run.title,
  summary: (run) => run.summary,
  text: (run) => run.text,
  repository: (run) => run.repository,
};

interface SuiteSource {
  readonly kind: "CheckSuite";
  readonly repository: Repository;
  readonly app: App;
  readonly runs: readonly CheckRun[];
}

const CHECK_SUITE: Fields<SuiteSource> = {
  id: ({ repository, runs }) => nodeIdIn(repository, { kind: "CheckSuite", id: runs[0]?.id ?? 0 }),
  databaseId: ({ runs }) => runs[0]?.id ?? null,
  app: ({ app }) => app,
  checkRuns: ({ runs }, args, _, info) => {
    const name = record(args, "filterBy")?.["checkName"];
    return connection(
      runs.filter((run) => name === undefined || run.name === name),
      args,
      info,
    );
  },
};

const APP: Fields<App> = {
  databaseId: ({ id }) => id,
  slug: ({ slug }) => slug,
};

/** The suites of a commit as far as `filterBy` wants them: by the app. */
export function suites({ repository, oid }: CommitSource, args: Body): readonly SuiteSource[] {
  const appId = record(args, "filterBy")?.["appId"];
  return suitesOf(repository, oid)
    .filter(({ app }) => appId === undefined || app.id === appId)
    .map(({ app, runs }): SuiteSource => ({ kind: "CheckSuite", repository, app, runs }));
}

/** All checks and statuses of a commit in one word; null when there are none. */
export function rollUp({ repository, oid }: CommitSource): { state: string } | null {
  const results = [...checksOf(repository, oid).values()];
  if (results.length === 0) return null;
  return {
    state: results.includes("failure") ? "FAILURE" : results.includes("pending") ? "PENDING" : "SUCCESS",
  };
}

export const PULL_FIELDS = {
  PullRequest: PULL,
  PullRequestReview: REVIEW,
  CheckRun: CHECK_RUN,
  CheckSuite: CHECK_SUITE,
  App: APP,
};
