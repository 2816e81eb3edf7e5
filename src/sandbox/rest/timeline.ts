import type { Issue, IssueType, TimelineEvent } from "../world/model.js";
import { nodeIdIn } from "../world/node-ids.js";
import type { World } from "../world/world.js";
import { formatAccount, formatApp } from "./format/account.js";
import { formatComment } from "./format/issue.js";
import { formatIssueType } from "./format/issue-type.js";
import { formatRepository } from "./format/repository.js";
import { repositoryApiUrl } from "./format/links.js";
import { issueOf } from "./issues.js";
import { paged } from "./pages.js";
import type { Route } from "./route.js";
import { route } from "./route.js";

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

export const TIMELINE_ROUTES: readonly Route[] = [
  route(`GET ${ISSUE}/events`, "issues/list-events", (context) => {
    const issue = issueOf(context);
    return paged(context, issue.timeline, (event) => formatEvent(context.world, issue, event));
  }),
  route(`GET ${ISSUE}/timeline`, "issues/list-events-for-timeline", (context) => {
    const issue = issueOf(context);
    const comments = issue.comments.map((comment) => ({
      at: comment.createdAt,
      id: comment.id,
      answer: {
        ...formatComment(context.world, comment),
        event: "commented",
        actor: formatAccount(context.world, comment.author),
      },
    }));
    const events = issue.timeline.map((event) => ({
      at: event.createdAt,
      id: event.id,
      answer: formatEvent(context.world, issue, event),
    }));
    const all = [...comments, ...events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id));
    return paged(context, all, (entry) => entry.answer);
  }),
];

function formatEvent(world: World, issue: Issue, event: TimelineEvent): unknown {
  return {
    id: event.id,
    node_id: nodeIdIn(issue.repository, event),
    url: `${repositoryApiUrl(world, issue.repository)}/issues/events/${event.id}`,
    actor: formatAccount(world, event.actor),
    event: event.event,
    commit_id: event.commitOid ?? null,
    commit_url: null,
    created_at: event.createdAt,
    performed_via_github_app: event.actor === world.state.app.bot ? formatApp(world, world.state.app) : null,
    ...formatDetails(world, event),
  };
}

function formatDetails(world: World, event: TimelineEvent): Record<string, unknown> {
  switch (event.event) {
    case "closed":
    case "reopened":
      return { state_reason: event.stateReason ?? null };
    case "renamed":
      return { rename: event.rename };
    case "labeled":
    case "unlabeled":
      return { label: event.label };
    case "assigned":
    case "unassigned":
      return event.assignee === undefined
        ? {}
        : { assignee: formatAccount(world, event.assignee), assigner: formatAccount(world, event.actor) };
    case "milestoned":
    case "demilestoned":
      return { milestone: { title: event.milestoneTitle } };
    case "issue_type_added":
    case "issue_type_changed":
    case "issue_type_removed":
      return formatTypes(event);
    case "locked":
    case "unlocked":
      return { lock_reason: null };
    case "transferred":
    case "added_to_project_v2":
    case "removed_from_project_v2":
    case "project_v2_item_status_changed":
    case "merged":
      return {};
    case "sub_issue_added":
    case "sub_issue_removed":
      return { sub_issue: formatReference(world, event) };
    case "parent_issue_added":
    case "parent_issue_removed":
      return { parent_issue: formatReference(world, event) };
    case "blocked_by_added":
    case "blocked_by_removed":
      return { blocked_by: formatReference(world, event) };
    case "blocking_added":
    case "blocking_removed":
      return { blocking: formatReference(world, event) };
  }
}

function formatTypes({ type, previousType }: TimelineEvent): Record<string, unknown> {
  const short = (known: IssueType) => ({ id: known.id, name: known.name, color: known.color });
  return {
    ...(type === undefined || type === null ? {} : { issue_type: short(type) }),
    ...(previousType === undefined || previousType === null ? {} : { prev_issue_type: short(previousType) }),
  };
}

/** The issue at the other end, in short. */
function formatReference(world: World, { other }: TimelineEvent): object | null {
  if (other === undefined) return null;
  return {
    number: other.number,
    title: other.title,
    state: other.state,
    state_reason: other.stateReason,
    repository: formatRepository(world, other.repository),
    issue_type: other.type === null ? null : formatIssueType(other.type),
  };
}
