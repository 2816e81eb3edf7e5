import { associationOf, summarizeDependencies, summarizeSubIssues } from "../../rest/format/issue.js";
import { issuePath, issueUrl, repositoryUrl } from "../../rest/format/links.js";
import { list } from "../../fields.js";
import type { Issue, IssueComment, Label, Milestone, Reaction } from "../../world/model.js";
import { isAllowed, NEEDS, requireAccess } from "../../world/access.js";
import { nodeIdIn } from "../../world/node-ids.js";
import { connection } from "../connection.js";
import { ISSUE_PROJECTS } from "./projects.js";
import { timelineOf } from "./timeline.js";
import type { Fields } from "../resolver.js";

/** What issues and pull requests share. */
export const ISSUE_LIKE: Fields<Issue> = {
  id: (issue) => nodeIdIn(issue.repository, issue),
  databaseId: (issue) => issue.id,
  fullDatabaseId: (issue) => String(issue.id),
  number: (issue) => issue.number,
  title: (issue) => issue.title,
  body: (issue) => issue.body ?? "",
  url: (issue, _, { world }) => issueUrl(world, issue),
  resourcePath: (issue) => issuePath(issue),
  closed: (issue) => issue.state === "closed",
  author: (issue) => issue.author,
  authorAssociation: (issue) => associationOf(issue.author, issue.repository),
  viewerDidAuthor: (issue, _, { actor }) => issue.author === actor.account,
  viewerCanUpdate: (issue, _, { actor }) =>
    issue.author === actor.account || isAllowed(actor, issue.repository, NEEDS.writeIssues),
  createdAt: (issue) => issue.createdAt,
  publishedAt: (issue) => issue.createdAt,
  updatedAt: (issue) => issue.updatedAt,
  closedAt: (issue) => issue.closedAt,
  locked: (issue) => issue.locked,
  activeLockReason: (issue) => issue.lockReason?.toUpperCase().replace(/[- ]/g, "_") ?? null,
  repository: (issue) => issue.repository,
  labels: (issue, args, _, info) => connection(issue.labels, args, info),
  assignees: (issue, args, _, info) => connection(issue.assignees, args, info),
  milestone: (issue) => issue.milestone,
  comments: (issue, args, _, info) => connection(issue.comments, args, info),
  reactions: (issue, args, _, info) => connection(issue.reactions, args, info),
  ...ISSUE_PROJECTS,
};

const ISSUE: Fields<Issue> = {
  ...ISSUE_LIKE,
  state: (issue) => issue.state.toUpperCase(),
  stateReason: (issue, args) => {
    // Without the argument GitHub hides duplicates from clients that do not know them.
    const reason =
      issue.stateReason === "duplicate" && args["enableDuplicate"] !== true
        ? "not_planned"
        : issue.stateReason;
    return reason?.toUpperCase() ?? null;
  },
  issueType: (issue) => issue.type,
  parent: (issue) => issue.parent,
  subIssues: (issue, args, _, info) => connection(issue.subIssues, args, info),
  subIssuesSummary: (issue) => {
    const { total, completed, percent_completed } = summarizeSubIssues(issue);
    return { total, completed, percentCompleted: percent_completed };
  },
  blockedBy: (issue, args, _, info) => connection(issue.blockedBy, args, info),
  blocking: (issue, args, _, info) => connection(issue.blocking, args, info),
  issueDependenciesSummary: (issue) => {
    const summary = summarizeDependencies(issue);
    return {
      blockedBy: summary.blocked_by,
      blocking: summary.blocking,
      totalBlockedBy: summary.total_blocked_by,
      totalBlocking: summary.total_blocking,
    };
  },
  timelineItems: (issue, args, _, info) => {
    const items = timelineOf(issue, args);
    return { ...connection(items, args, info), filteredCount: items.length, updatedAt: issue.updatedAt };
  },
};

const COMMENT: Fields<IssueComment> = {
  id: (comment) => nodeIdIn(comment.issue.repository, comment),
  databaseId: (comment) => comment.id,
  fullDatabaseId: (comment) => String(comment.id),
  body: (comment) => comment.body,
  author: (comment) => comment.author,
  authorAssociation: (comment) => associationOf(comment.author, comment.issue.repository),
  viewerDidAuthor: (comment, _, { actor }) => comment.author === actor.account,
  createdAt: (comment) => comment.createdAt,
  publishedAt: (comment) => comment.createdAt,
  updatedAt: (comment) => comment.updatedAt,
  url: (comment, _, { world }) => `${issueUrl(world, comment.issue)}#issuecomment-${comment.id}`,
  issue: (comment) => comment.issue,
  pullRequest: (comment) => (comment.issue.pull === null ? null : comment.issue),
  repository: (comment) => comment.issue.repository,
  reactions: (comment, args, _, info) => connection(comment.reactions, args, info),
};

const LABEL: Fields<Label> = {
  id: (label) => nodeIdIn(label.repository, label),
  name: (label) => label.name,
  color: (label) => label.color,
  description: (label) => label.description,
  isDefault: (label) => label.isDefault,
  createdAt: (label) => label.createdAt,
  repository: (label) => label.repository,
  url: (label, _, { world }) =>
    `${repositoryUrl(world, label.repository)}/labels/${encodeURIComponent(label.name)}`,
  issues: (label, args, _, info) =>
    connection(
      [...label.repository.issues.values()].filter(
        (issue) => issue.pull === null && issue.labels.includes(label),
      ),
      args,
      info,
    ),
};

const MILESTONE: Fields<Milestone> = {
  id: (milestone) => nodeIdIn(milestone.repository, milestone),
  number: (milestone) => milestone.number,
  title: (milestone) => milestone.title,
  description: (milestone) => milestone.description,
  state: (milestone) => milestone.state.toUpperCase(),
  closed: (milestone) => milestone.state === "closed",
  dueOn: (milestone) => milestone.dueOn,
  createdAt: (milestone) => milestone.createdAt,
  updatedAt: (milestone) => milestone.updatedAt,
  closedAt: (milestone) => milestone.closedAt,
  creator: (milestone) => milestone.creator,
  repository: (milestone) => milestone.repository,
  url: (milestone, _, { world }) =>
    `${repositoryUrl(world, milestone.repository)}/milestone/${milestone.number}`,
  issues: (milestone, args, { actor }, info) => {
    requireAccess(actor, milestone.repository, NEEDS.readIssues);
    const states = list(args, "states");
    return connection(
      [...milestone.repository.issues.values()].filter(
        (issue) =>
          issue.pull === null &&
          issue.milestone === milestone &&
          (states === undefined || states.includes(issue.state.toUpperCase())),
      ),
      args,
      info,
    );
  },
  progressPercentage: (milestone) => {
    const issues = [...milestone.repository.issues.values()].filter((issue) => issue.milestone === milestone);
    return issues.length === 0
      ? 0
      : (issues.filter((issue) => issue.state === "closed").length * 100) / issues.length;
  },
};

const REACTION: Fields<Reaction> = {
  databaseId: (reaction) => reaction.id,
  content: (reaction) => REACTION_NAMES[reaction.content],
  user: (reaction) => (reaction.user.kind === "User" ? reaction.user : null),
  createdAt: (reaction) => reaction.createdAt,
};

export const REACTION_NAMES: Readonly<Record<Reaction["content"], string>> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  confused: "CONFUSED",
  heart: "HEART",
  hooray: "HOORAY",
  rocket: "ROCKET",
  eyes: "EYES",
};

export const ISSUE_FIELDS = {
  Issue: ISSUE,
  IssueComment: COMMENT,
  Label: LABEL,
  Milestone: MILESTONE,
  Reaction: REACTION,
};
