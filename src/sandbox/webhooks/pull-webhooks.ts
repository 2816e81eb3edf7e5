import { isAncestor } from "../git/history.js";
import { formatApp } from "../rest/format/account.js";
import { formatCheckRun } from "../rest/format/check-run.js";
import { formatCommit } from "../rest/format/git.js";
import { formatLabel } from "../rest/format/issue.js";
import { repositoryApiUrl } from "../rest/format/links.js";
import { formatPull, formatReview, formatShortPull } from "../rest/format/pull.js";
import { suitesOf } from "../world/checks.js";
import type { PullEvent, ReviewEvent, StatusEvent } from "../world/events.js";
import type { CheckRun } from "../world/model.js";
import type { World } from "../world/world.js";
import { fullName, isoSecond, storeOf } from "../world/world.js";
import { NEWER_EVENTS } from "./issue-webhooks.js";

export function pullPayload(world: World, { issue, before, after, label, changes }: PullEvent): object {
  return {
    number: issue.number,
    pull_request: formatPull(world, issue),
    before,
    after,
    label: label && formatLabel(world, label),
    changes,
  };
}

/** In a webhook the state of a review is in small letters. */
export function reviewPayload(world: World, { issue, review }: ReviewEvent): object {
  const formatted = formatReview(world, issue, review);
  return {
    review: { ...formatted, state: review.state.toLowerCase() },
    pull_request: formatShortPull(world, issue),
  };
}

/** GitHub describes it apart from the one that a check run carries. */
export function tellCheckSuite(world: World, last: CheckRun): object {
  const { repository, headSha } = last;
  const runs = suitesOf(repository, headSha).find(({ app }) => app.id === last.app.id)?.runs ?? [last];
  const { check_suite: suite } = tellCheckRun(world, last);
  const commit = storeOf(world, repository).readCommit(headSha);
  const failed = runs.find(({ conclusion }) => conclusion !== "success" && conclusion !== "neutral");
  const person = ({ name, email }: { name: string; email: string }): object => ({ name, email });
  return {
    ...suite,
    conclusion: failed?.conclusion ?? "success",
    latest_check_runs_count: runs.length,
    check_runs_url: `${suite.url}/check-runs`,
    head_commit: {
      id: headSha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: isoSecond(commit.committer.time),
      author: person(commit.author),
      committer: person(commit.committer),
    },
  };
}

/** GitHub names at most so many branches that have the commit. */
const MOST_BRANCHES = 10;

/** `name` is the repository's. */
export function tellStatus(world: World, { repository, status }: StatusEvent): object {
  const { id, oid, context, state, description, targetUrl, creator, createdAt } = status;
  const store = storeOf(world, repository);
  const branches = [...repository.refs].filter(
    ([ref, head]) => ref.startsWith("refs/heads/") && isAncestor(store, oid, head),
  );
  return {
    id,
    sha: oid,
    name: fullName(repository),
    avatar_url: `${world.baseUrl}/avatars/${creator.id}`,
    target_url: targetUrl,
    context,
    description,
    state,
    commit: formatCommit(world, repository, { oid, commit: store.readCommit(oid) }),
    branches: branches.slice(0, MOST_BRANCHES).map(([ref, sha]) => ({
      name: ref.slice("refs/heads/".length),
      commit: { sha, url: `${repositoryApiUrl(world, repository)}/commits/${sha}` },
      protected: repository.rules.some(({ branch }) => ref === `refs/heads/${branch}`),
    })),
    created_at: createdAt,
    updated_at: createdAt,
  };
}

/** In a webhook the check run carries its whole suite; the sandbox has one suite per commit and app. */
export function tellCheckRun(world: World, run: CheckRun) {
  const formatted = formatCheckRun(world, run);
  const app = formatApp(world, run.app);
  const older = { ...app, events: app.events.filter((name) => !NEWER_EVENTS.includes(name)) };
  const suite = {
    id: run.id,
    node_id: formatted.node_id,
    head_branch: null,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    url: formatted.url,
    before: null,
    after: null,
    pull_requests: [],
    app: older,
    created_at: run.startedAt,
    updated_at: run.completedAt ?? run.startedAt,
  };
  return { ...formatted, app: older, check_suite: suite };
}
