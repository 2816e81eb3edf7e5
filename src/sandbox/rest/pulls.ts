import { diffFiles } from "../git/file-diff.js";
import { commitsBetween, mergeBase } from "../git/history.js";
import { NEEDS, requireAccess } from "../world/access.js";
import { closeIssue, editIssue, reopenIssue } from "../world/issues.js";
import { mergePull, updateBranch } from "../world/merge-pull.js";
import type { Repository } from "../world/model.js";
import type { PullIssue } from "../world/pulls.js";
import { addReview, createPull, dismissReview, findPull } from "../world/pulls.js";
import { NotEmulated, Refusal } from "../world/refusal.js";
import { storeOf } from "../world/world.js";
import { flag, missing, nullableText, oneOf, requiredText, text } from "../fields.js";
import { formatCommit, formatFileDiff } from "./format/git.js";
import { formatPull, formatReview, formatShortPull } from "./format/pull.js";
import { paged } from "./pages.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, numberParam, ok, repositoryOf, route } from "./route.js";

const PULLS = "/repos/{owner}/{repo}/pulls";
const PULL = `${PULLS}/{pull_number}`;

export const PULL_ROUTES: readonly Route[] = [
  route(`GET ${PULLS}`, "pulls/list", listPulls),
  route(`POST ${PULLS}`, "pulls/create", (context) => {
    const issue = createPull(context.world, actorOf(context), readable(context), {
      title: requiredText(context.body, "title"),
      body: nullableText(context.body, "body") ?? null,
      head: requiredText(context.body, "head"),
      base: requiredText(context.body, "base"),
      draft: flag(context.body, "draft") ?? false,
    });
    return created(formatPull(context.world, issue));
  }),
  route(`GET ${PULL}`, "pulls/get", (context) => ok(formatPull(context.world, pullOf(context)))),
  route(`PATCH ${PULL}`, "pulls/update", updatePull),
  route(`GET ${PULL}/commits`, "pulls/list-commits", (context) => {
    const { repository, pull } = pullOf(context);
    const store = storeOf(context.world, repository);
    const commits = commitsBetween(store, mergeBase(store, pull.baseOid, pull.headOid), pull.headOid);
    return paged(context, commits, (entry) => formatCommit(context.world, repository, entry));
  }),
  route(`GET ${PULL}/files`, "pulls/list-files", (context) => {
    const { repository, pull } = pullOf(context);
    const store = storeOf(context.world, repository);
    const common = mergeBase(store, pull.baseOid, pull.headOid);
    const files = diffFiles(
      store,
      common === undefined ? undefined : store.readCommit(common).tree,
      store.readCommit(pull.headOid).tree,
    );
    return paged(context, files, (file) => formatFileDiff(context.world, repository, pull.headOid, file));
  }),
  route(`GET ${PULL}/merge`, "pulls/check-if-merged", (context) => {
    if (pullOf(context).pull.mergedAt === null) throw new Refusal("not-found", "Not Found");
    return NO_CONTENT;
  }),
  route(`PUT ${PULL}/merge`, "pulls/merge", (context) => {
    const sha = mergePull(context.world, actorOf(context), pullOf(context), {
      method: oneOf(context.body, "merge_method", ["merge", "squash", "rebase"] as const) ?? "merge",
      expectedHead: text(context.body, "sha"),
      title: text(context.body, "commit_title"),
      message: text(context.body, "commit_message"),
    });
    return ok({ sha, merged: true, message: "Pull Request successfully merged" });
  }),
  route(`PUT ${PULL}/update-branch`, "pulls/update-branch", (context) => {
    const issue = pullOf(context);
    updateBranch(context.world, actorOf(context), issue, text(context.body, "expected_head_sha"));
    const { url } = formatPull(context.world, issue);
    return { status: 202, body: { message: "Updating pull request branch.", url } };
  }),
  route(`GET ${PULL}/reviews`, "pulls/list-reviews", (context) => {
    const issue = pullOf(context);
    return paged(context, issue.pull.reviews, (review) => formatReview(context.world, issue, review));
  }),
  route(`POST ${PULL}/reviews`, "pulls/create-review", (context) => {
    const issue = pullOf(context);
    const event = oneOf(context.body, "event", ["APPROVE", "REQUEST_CHANGES", "COMMENT"] as const);
    if (event === undefined) throw missing("event");
    const states = {
      APPROVE: "APPROVED",
      REQUEST_CHANGES: "CHANGES_REQUESTED",
      COMMENT: "COMMENTED",
    } as const;
    const review = addReview(
      context.world,
      actorOf(context),
      issue,
      states[event],
      text(context.body, "body") ?? "",
    );
    return ok(formatReview(context.world, issue, review));
  }),
  route(`GET ${PULL}/reviews/{review_id}`, "pulls/get-review", (context) => {
    const issue = pullOf(context);
    const id = numberParam(context, "review_id");
    const review = issue.pull.reviews.find((known) => known.id === id);
    if (review === undefined) throw new Refusal("not-found", "Not Found");
    return ok(formatReview(context.world, issue, review));
  }),
  route(`PUT ${PULL}/reviews/{review_id}/dismissals`, "pulls/dismiss-review", (context) => {
    const issue = pullOf(context);
    requiredText(context.body, "message");
    const review = dismissReview(context.world, actorOf(context), issue, numberParam(context, "review_id"));
    return ok(formatReview(context.world, issue, review));
  }),
];

function readable(context: RestContext): Repository {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readPulls);
  return repository;
}

function pullOf(context: RestContext): PullIssue {
  return findPull(readable(context), numberParam(context, "pull_number"));
}

function listPulls(context: RestContext): RestAnswer {
  const repository = readable(context);
  const { query } = context;
  const state = query.get("state") ?? "open";
  const head = query.get("head");
  const base = query.get("base");
  const found = [...repository.issues.values()]
    .flatMap((issue) => (issue.pull === null ? [] : [findPull(repository, issue.number)]))
    .filter(
      ({ pull, ...issue }) =>
        (state === "all" || issue.state === state) &&
        (head === null || head === `${repository.owner.login}:${pull.headRef}`) &&
        (base === null || base === pull.baseRef),
    );
  return paged(context, query.get("direction") === "asc" ? found : found.reverse(), (issue) =>
    formatShortPull(context.world, issue),
  );
}

function updatePull(context: RestContext): RestAnswer {
  const { world, body } = context;
  const issue = pullOf(context);
  const actor = actorOf(context);
  const base = text(body, "base");
  if (base !== undefined && base !== issue.pull.baseRef)
    throw new NotEmulated("changing the base of a pull request");
  editIssue(world, actor, issue, { title: text(body, "title"), body: nullableText(body, "body") });
  const state = oneOf(body, "state", ["open", "closed"] as const);
  if (state === "closed") closeIssue(world, actor, issue, "completed");
  else if (state === "open") reopenIssue(world, actor, issue);
  return ok(formatPull(world, issue));
}
