import { hasRole, roleOf } from "../../world/access.js";
import type {
  Account,
  Issue,
  IssueComment,
  Label,
  Milestone,
  Reaction,
  Repository,
} from "../../world/model.js";
import { REACTIONS } from "../../world/model.js";
import { nodeIdIn } from "../../world/node-ids.js";
import type { World } from "../../world/world.js";
import { formatAccount, formatApp } from "./account.js";
import { formatIssueType } from "./issue-type.js";
import { issueApiUrl, issueUrl, repositoryApiUrl, repositoryUrl } from "./links.js";
import type { Schema } from "./schemas.js";

export function formatIssue(world: World, issue: Issue): Schema<"issue"> {
  const api = issueApiUrl(world, issue);
  return {
    url: api,
    repository_url: repositoryApiUrl(world, issue.repository),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: issueUrl(world, issue),
    id: issue.id,
    node_id: nodeIdIn(issue.repository, issue),
    number: issue.number,
    title: issue.title,
    user: formatAccount(world, issue.author),
    labels: issue.labels.map((label) => formatLabel(world, label)),
    state: issue.state,
    locked: issue.locked,
    assignee: firstAssignee(world, issue),
    assignees: issue.assignees.map((account) => formatAccount(world, account)),
    milestone: issue.milestone === null ? null : formatMilestone(world, issue.milestone),
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(issue.author, issue.repository),
    active_lock_reason: issue.lockReason,
    body: issue.body,
    closed_by: issue.closedBy === null ? null : formatAccount(world, issue.closedBy),
    reactions: formatReactionRollup(`${api}/reactions`, issue.reactions),
    timeline_url: `${api}/timeline`,
    performed_via_github_app: issue.viaApp === null ? null : formatApp(world, issue.viaApp),
    state_reason: issue.stateReason,
    ...formatFamily(world, issue),
  };
}

function firstAssignee(world: World, issue: Issue) {
  const [first] = issue.assignees;
  return first === undefined ? null : formatAccount(world, first);
}

/** What only issues have, and what only pull requests have. */
function formatFamily(world: World, issue: Issue): Partial<Schema<"issue">> {
  if (issue.pull !== null) {
    const url = `${repositoryApiUrl(world, issue.repository)}/pulls/${issue.number}`;
    const html = issueUrl(world, issue);
    return {
      draft: issue.pull.draft,
      pull_request: {
        url,
        html_url: html,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        merged_at: issue.pull.mergedAt,
      },
    };
  }
  return {
    type: issue.type === null ? null : formatIssueType(issue.type),
    sub_issues_summary: summarizeSubIssues(issue),
    issue_dependencies_summary: summarizeDependencies(issue),
    ...(issue.parent === null ? {} : { parent_issue_url: issueApiUrl(world, issue.parent) }),
  };
}

export function summarizeSubIssues(issue: Issue): {
  total: number;
  completed: number;
  percent_completed: number;
} {
  const total = issue.subIssues.length;
  const completed = issue.subIssues.filter((child) => child.state === "closed").length;
  return { total, completed, percent_completed: total === 0 ? 0 : Math.floor((completed * 100) / total) };
}

export function summarizeDependencies(issue: Issue) {
  const open = (others: readonly Issue[]): number => others.filter((other) => other.state === "open").length;
  return {
    blocked_by: open(issue.blockedBy),
    blocking: open(issue.blocking),
    total_blocked_by: issue.blockedBy.length,
    total_blocking: issue.blocking.length,
  };
}

export function associationOf(account: Account, repository: Repository): Schema<"author-association"> {
  if (account.kind === "Bot") return "NONE";
  if (account === repository.owner) return "OWNER";
  if (hasRole(account, repository, "write")) return "MEMBER";
  return roleOf(account, repository) === "none" ? "NONE" : "COLLABORATOR";
}

export function formatReactionRollup(url: string, reactions: readonly Reaction[]): Schema<"reaction-rollup"> {
  const counts = Object.fromEntries(
    REACTIONS.map((content) => [
      content,
      reactions.filter((reaction) => reaction.content === content).length,
    ]),
  );
  return { url, total_count: reactions.length, ...(counts as Record<(typeof REACTIONS)[number], number>) };
}

export function formatReaction(world: World, repository: Repository, reaction: Reaction): Schema<"reaction"> {
  return {
    id: reaction.id,
    node_id: nodeIdIn(repository, reaction),
    user: formatAccount(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function formatComment(world: World, comment: IssueComment): Schema<"issue-comment"> {
  const { issue } = comment;
  const api = `${repositoryApiUrl(world, issue.repository)}/issues/comments/${comment.id}`;
  return {
    url: api,
    html_url: `${issueUrl(world, issue)}#issuecomment-${comment.id}`,
    issue_url: issueApiUrl(world, issue),
    id: comment.id,
    node_id: nodeIdIn(issue.repository, comment),
    user: formatAccount(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(comment.author, issue.repository),
    body: comment.body,
    reactions: formatReactionRollup(`${api}/reactions`, comment.reactions),
    performed_via_github_app: comment.viaApp === null ? null : formatApp(world, comment.viaApp),
  };
}

export function formatLabel(world: World, label: Label): Schema<"label"> {
  return {
    id: label.id,
    node_id: nodeIdIn(label.repository, label),
    url: `${repositoryApiUrl(world, label.repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: label.description,
  };
}

export function formatMilestone(world: World, milestone: Milestone): Schema<"milestone"> {
  const { repository, number } = milestone;
  const api = `${repositoryApiUrl(world, repository)}/milestones/${number}`;
  const issues = [...repository.issues.values()].filter((issue) => issue.milestone === milestone);
  return {
    url: api,
    html_url: `${repositoryUrl(world, repository)}/milestone/${number}`,
    labels_url: `${api}/labels`,
    id: milestone.id,
    node_id: nodeIdIn(repository, milestone),
    number,
    title: milestone.title,
    description: milestone.description,
    creator: formatAccount(world, milestone.creator),
    open_issues: issues.filter((issue) => issue.state === "open").length,
    closed_issues: issues.filter((issue) => issue.state === "closed").length,
    state: milestone.state,
    created_at: milestone.createdAt,
    updated_at: milestone.updatedAt,
    due_on: milestone.dueOn,
    closed_at: milestone.closedAt,
  };
}
