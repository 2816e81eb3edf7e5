import { diffFiles } from "../git/file-diff.js";
import { commitsBetween, mergeBase } from "../git/history.js";
import type { CheckView, CommentView, CommitFileView, PullView } from "../view.js";
import { hasConflict, mergeObstacles } from "../world/merge-pull.js";
import type { IssueComment, Repository } from "../world/model.js";
import type { PullIssue } from "../world/pulls.js";
import { requirePull } from "../world/pulls.js";
import type { World } from "../world/world.js";
import { storeOf } from "../world/world.js";
import { viewCommit } from "./view-commits.js";

/** The pull requests of a repository; what takes a look at its objects is worked out when it is asked for. */
export function viewPulls(world: World, repository: Repository): PullView[] {
  return [...repository.issues.values()]
    .filter((issue) => issue.pull !== null)
    .map((issue) => viewPull(world, requirePull(issue)));
}

/** A comment, whether of an issue or of a pull request. */
export function viewComment(comment: IssueComment): CommentView {
  const { author, createdAt, updatedAt, body, reactions } = comment;
  return {
    author: author.login,
    isBot: author.kind === "Bot",
    createdAt,
    isEdited: updatedAt !== createdAt,
    body,
    reactions: reactions.map(({ content, user }) => ({ content, author: user.login })),
  };
}

function viewPull(world: World, issue: PullIssue): PullView {
  const { repository, pull } = issue;
  const store = storeOf(world, repository);
  const common = () => mergeBase(store, pull.baseOid, pull.headOid);
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state,
    author: issue.author.login,
    createdAt: issue.createdAt,
    comments: issue.comments.map(viewComment),
    headRef: pull.headRef,
    headOid: pull.headOid,
    baseRef: pull.baseRef,
    isDraft: pull.draft,
    mergedBy: pull.mergedBy?.login ?? null,
    mergesByItself: pull.autoMerge !== null,
    reviews: pull.reviews.map(({ author, state, body, submittedAt, commitOid }) => ({
      ...{ author: author.login, state, body, submittedAt },
      isCurrent: commitOid === pull.headOid,
    })),
    get obstacles() {
      if (issue.state === "closed") return [];
      const conflict = "This branch has conflicts that must be resolved.";
      return [...mergeObstacles(issue), ...(hasConflict(world, issue) ? [conflict] : [])];
    },
    get checks() {
      return viewChecks(repository, pull.headOid);
    },
    get commits() {
      const commits = commitsBetween(store, common(), pull.headOid);
      return commits.map((entry) => viewCommit(world, repository, entry));
    },
    get files(): CommitFileView[] {
      const from = common();
      const before = from === undefined ? undefined : store.readCommit(from).tree;
      return diffFiles(store, before, store.readCommit(pull.headOid).tree);
    },
  };
}

/** The last word of each check and status on a commit, in the order in which they came first. */
function viewChecks(repository: Repository, oid: string): CheckView[] {
  const checks = new Map<string, CheckView>();
  for (const { id, headSha, app, name, conclusion, title, summary, text } of repository.checkRuns) {
    if (headSha !== oid) continue;
    const words = { title: title ?? "", summary: summary ?? "", text: text ?? "" };
    checks.set(`${app.slug} ${name}`, { id, name, author: app.slug, conclusion, ...words });
  }
  for (const { oid: on, creator, context, state, description } of repository.statuses) {
    if (on !== oid) continue;
    const words = { title: description ?? "", summary: "", text: "" };
    const conclusion = state === "pending" ? null : state;
    checks.set(`status ${context}`, { id: null, name: context, author: creator.login, conclusion, ...words });
  }
  return [...checks.values()];
}
