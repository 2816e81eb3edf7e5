import { formatAccount } from "../rest/format/account.js";
import { formatComment, formatIssue, formatLabel, formatMilestone } from "../rest/format/issue.js";
import { formatIssueType } from "../rest/format/issue-type.js";
import { formatRepository } from "../rest/format/repository.js";
import type { CommentEvent, DependencyEvent, IssueEvent, SubIssueEvent } from "../world/events.js";
import type { Issue } from "../world/model.js";
import type { World } from "../world/world.js";
import type { Make, Webhook } from "./webhook.js";

/** GitHub's description of webhooks has not heard of the newer events that an app may listen to. */
export const NEWER_EVENTS: readonly string[] = [
  "sub_issues",
  "issue_dependencies",
  "projects_v2",
  "projects_v2_item",
];

function olderEvents<T extends { performed_via_github_app?: { events: string[] } | null }>(formatted: T): T {
  const app = formatted.performed_via_github_app;
  if (app === undefined || app === null) return formatted;
  return {
    ...formatted,
    performed_via_github_app: { ...app, events: app.events.filter((name) => !NEWER_EVENTS.includes(name)) },
  };
}

function tellIssue(world: World, issue: Issue): object {
  return olderEvents(formatIssue(world, issue));
}

/** Only actions that GitHub has as `issues` webhooks. */
export function isToldAbout(event: IssueEvent): boolean {
  return ![
    "renamed",
    "merged",
    "issue_type_added",
    "issue_type_changed",
    "issue_type_removed",
    "added_to_project_v2",
    "removed_from_project_v2",
    "project_v2_item_status_changed",
    "blocked_by_added",
    "blocked_by_removed",
    "blocking_added",
    "blocking_removed",
    "sub_issue_added",
    "sub_issue_removed",
    "parent_issue_added",
    "parent_issue_removed",
  ].includes(event.action);
}

export function issuePayload(world: World, event: IssueEvent): object {
  const { issue, changes, label, assignee, milestone, issueType, oldIssue, newIssue } = event;
  const moved = newIssue ?? oldIssue;
  const prefix = newIssue === undefined ? "old" : "new";
  const move = moved && {
    [`${prefix}_issue`]: tellIssue(world, moved),
    [`${prefix}_repository`]: formatRepository(world, moved.repository),
  };
  return {
    issue: tellIssue(world, issue),
    changes: changes ?? move,
    label: label && formatLabel(world, label),
    assignee: assignee && formatAccount(world, assignee),
    milestone: milestone && formatMilestone(world, milestone),
    type: issueType && formatIssueType(issueType),
  };
}

export function commentPayload(world: World, { comment, changes }: CommentEvent): object {
  return {
    issue: tellIssue(world, comment.issue),
    comment: olderEvents(formatComment(world, comment)),
    changes,
  };
}

/** One delivery for each side of the link. */
export function linkWebhooks(world: World, event: SubIssueEvent, make: Make): Webhook[] {
  const { parent, child, action } = event;
  const common = {
    parent_issue_id: parent.id,
    parent_issue: tellIssue(world, parent),
    sub_issue_id: child.id,
    sub_issue: tellIssue(world, child),
  };
  return [
    make("sub_issues", `parent_issue_${action}`, child.repository, {
      ...common,
      parent_issue_repo: formatRepository(world, parent.repository),
    }),
    make("sub_issues", `sub_issue_${action}`, parent.repository, {
      ...common,
      sub_issue_repo: formatRepository(world, child.repository),
    }),
  ];
}

export function dependencyWebhooks(world: World, event: DependencyEvent, make: Make): Webhook[] {
  const { blocked, blocking, action } = event;
  const common = {
    blocked_issue_id: blocked.id,
    blocked_issue: tellIssue(world, blocked),
    blocking_issue_id: blocking.id,
    blocking_issue: tellIssue(world, blocking),
  };
  return [
    make("issue_dependencies", `blocked_by_${action}`, blocked.repository, {
      ...common,
      blocking_issue_repo: formatRepository(world, blocking.repository),
    }),
    make("issue_dependencies", `blocking_${action}`, blocking.repository, {
      ...common,
      blocked_issue_repo: formatRepository(world, blocked.repository),
    }),
  ];
}
