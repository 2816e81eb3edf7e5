import { commitsBetween } from "../git/history.js";
import { storeOf } from "./world.js";
import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable } from "./access.js";
import { createIssue } from "./issues.js";
import type { Issue, PullRequest, Repository, Review } from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { emit, nextId, now, touchIssue } from "./world.js";
import { tryAutoMerge } from "./merge-pull.js";

export type PullIssue = Issue & { readonly pull: PullRequest };

export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
}

/** Opens a pull request between two branches of one repository; forks are not emulated. */
export function createPull(world: World, actor: Actor, repository: Repository, wanted: NewPull): PullIssue {
  requireAccess(actor, repository, { role: "read", permission: ["pull_requests", "write"] });
  requireWritable(repository);
  const head = wanted.head.replace(`${repository.owner.login}:`, "");
  const headOid = repository.refs.get(`refs/heads/${head}`);
  const baseOid = repository.refs.get(`refs/heads/${wanted.base}`);
  if (headOid === undefined) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  if (baseOid === undefined) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  requireNews(world, repository, { ...wanted, head, headOid, baseOid });
  const pull: PullRequest = {
    baseRef: wanted.base,
    baseOid,
    headRef: head,
    headOid,
    draft: wanted.draft,
    mergedAt: null,
    mergedBy: null,
    mergeCommitOid: null,
    autoMerge: null,
    queued: null,
    reviews: [],
  };
  const issue = requirePull(
    createIssue(world, actor, repository, { title: wanted.title, body: wanted.body, pull }),
  );
  repository.refs.set(`refs/pull/${issue.number}/head`, headOid);
  emit(world, actor, { type: "pull", action: "opened", issue });
  return issue;
}

function requireNews(
  world: World,
  repository: Repository,
  wanted: { head: string; base: string; headOid: string; baseOid: string },
): void {
  const refuse = (message: string): Refusal =>
    new Refusal("unprocessable", "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
  const isOpen = [...repository.issues.values()].some(
    ({ pull, state }) => state === "open" && pull?.headRef === wanted.head && pull.baseRef === wanted.base,
  );
  if (isOpen) throw refuse(`A pull request already exists for ${repository.owner.login}:${wanted.head}.`);
  const news = commitsBetween(storeOf(world, repository), wanted.baseOid, wanted.headOid);
  if (news.length === 0) throw refuse(`No commits between ${wanted.base} and ${wanted.head}`);
}

export function findPull(repository: Repository, number: number): PullIssue {
  const issue = repository.issues.get(number);
  if (issue === undefined) throw new Refusal("not-found", "Not Found");
  return requirePull(issue);
}

export function requirePull(issue: Issue): PullIssue {
  if (!isPull(issue)) throw new Refusal("not-found", "Not Found");
  return issue;
}

function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== null;
}

/** Nobody approves what they wrote themselves. */
export function addReview(
  world: World,
  actor: Actor,
  issue: PullIssue,
  state: Review["state"],
  body: string,
): Review {
  requireAccess(actor, issue.repository, { role: "read", permission: ["pull_requests", "write"] });
  if (issue.author === actor.account && state !== "COMMENTED") {
    throw new Refusal("unprocessable", "Unprocessable Entity", [
      `Can not ${state === "APPROVED" ? "approve" : "request changes on"} your own pull request`,
    ]);
  }
  const review: Review = {
    kind: "PullRequestReview",
    id: nextId(world),
    author: actor.account,
    body,
    state,
    commitOid: issue.pull.headOid,
    submittedAt: now(world),
  };
  issue.pull.reviews = [...issue.pull.reviews, review];
  touchIssue(world, issue);
  emit(world, actor, { type: "review", action: "submitted", issue, review });
  tryAutoMerge(world, issue);
  return review;
}

/** Takes the word of a review away; who wrote it may review again. */
export function dismissReview(world: World, actor: Actor, issue: PullIssue, id: number): Review {
  requireAccess(actor, issue.repository, NEEDS.writePulls);
  const review = issue.pull.reviews.find((known) => known.id === id);
  if (review === undefined) throw new Refusal("not-found", "Not Found");
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED")
    throw new Refusal("unprocessable", "Unprocessable Entity", [
      `Can not dismiss a ${review.state.toLowerCase()} pull request review`,
    ]);
  const dismissed: Review = { ...review, state: "DISMISSED" };
  issue.pull.reviews = issue.pull.reviews.map((known) => (known === review ? dismissed : known));
  touchIssue(world, issue);
  emit(world, actor, { type: "review", action: "dismissed", issue, review: dismissed });
  return dismissed;
}

/** The last approval or refusal of each reviewer; GitHub calls that opinionated. A dismissed one is none. */
export function opinionsOf({ pull }: PullIssue): Review[] {
  const last = new Map(
    pull.reviews.filter(({ state }) => state !== "COMMENTED").map((review) => [review.author, review]),
  );
  return [...last.values()];
}

export function setDraft(world: World, actor: Actor, issue: PullIssue, draft: boolean): void {
  requireAccess(actor, issue.repository, NEEDS.writePulls);
  if (issue.pull.draft === draft) return;
  issue.pull.draft = draft;
  touchIssue(world, issue);
  if (!draft) emit(world, actor, { type: "pull", action: "ready_for_review", issue });
}
