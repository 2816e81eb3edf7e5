import { list, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import { issuePath, issueUrl } from "../../rest/format/links.js";
import type { Issue, IssueComment, TimelineEvent, TimelineEventName } from "../../world/model.js";
import { nodeIdIn } from "../../world/node-ids.js";
import { isProjectVisible } from "../../world/project-access.js";
import { AUTOMATION_LOGIN } from "../../world/project-workflows.js";
import type { Fields } from "../resolver.js";

/** A timeline event together with its issue, which GraphQL shows from the event. */
interface TimelineSource {
  readonly kind: string;
  readonly issue: Issue;
  readonly event: TimelineEvent;
}

function timelineType(name: TimelineEventName): string {
  if (name === "renamed") return "RenamedTitleEvent";
  return `${name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}Event`;
}

/** The wanted items, oldest first; comments are items too. */
export function timelineOf(issue: Issue, args: Body): (TimelineSource | IssueComment)[] {
  const types = list(args, "itemTypes");
  const since = text(args, "since");
  const events = issue.timeline.map((event) => ({
    at: event.createdAt,
    id: event.id,
    item: { kind: timelineType(event.event), issue, event } satisfies TimelineSource,
  }));
  const comments = issue.comments.map((comment) => ({
    at: comment.createdAt,
    id: comment.id,
    item: comment,
  }));
  return [...events, ...comments]
    .filter(
      ({ at, item }) =>
        (types === undefined || types.includes(itemType(item.kind))) &&
        (since === undefined || Date.parse(at) >= Date.parse(since)),
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id))
    .map(({ item }) => item);
}

/** `RenamedTitleEvent` is asked for as `RENAMED_TITLE_EVENT`. */
function itemType(kind: string): string {
  return kind.replace(/(?<!^)([A-Z])/g, "_$1").toUpperCase();
}

const EVENT: Fields<TimelineSource> = {
  id: ({ issue, event }) => nodeIdIn(issue.repository, event),
  actor: ({ event }) => event.actor,
  createdAt: ({ event }) => event.createdAt,
  url: ({ issue, event }, _, { world }) => `${issueUrl(world, issue)}#event-${event.id}`,
  resourcePath: ({ issue, event }) => `${issuePath(issue)}#event-${event.id}`,
};

const BOARD_EVENT: Fields<TimelineSource> = {
  ...EVENT,
  project: ({ event }, _, { world, actor }) => {
    const isShown = event.project !== undefined && isProjectVisible(world, actor, event.project);
    return isShown ? event.project : null;
  },
  wasAutomated: ({ event }) => event.actor.login === AUTOMATION_LOGIN,
};

export const TIMELINE_FIELDS: Readonly<Record<string, Fields<TimelineSource>>> = {
  ClosedEvent: {
    ...EVENT,
    stateReason: ({ event }) => event.stateReason?.toUpperCase() ?? null,
    closable: ({ issue }) => issue,
    closer: () => null,
  },
  ReopenedEvent: {
    ...EVENT,
    stateReason: ({ event }) => event.stateReason?.toUpperCase() ?? null,
    closable: ({ issue }) => issue,
  },
  RenamedTitleEvent: {
    ...EVENT,
    previousTitle: ({ event }) => event.rename?.from,
    currentTitle: ({ event }) => event.rename?.to,
    subject: ({ issue }) => issue,
  },
  TransferredEvent: {
    ...EVENT,
    issue: ({ issue }) => issue,
    fromRepository: ({ event }) => event.fromRepository ?? null,
  },
  LockedEvent: { ...EVENT, lockable: ({ issue }) => issue },
  UnlockedEvent: { ...EVENT, lockable: ({ issue }) => issue },
  LabeledEvent: {
    ...EVENT,
    label: ({ issue, event }) => issue.repository.labels.find((label) => label.name === event.label?.name),
    labelable: ({ issue }) => issue,
  },
  UnlabeledEvent: {
    ...EVENT,
    label: ({ issue, event }) => issue.repository.labels.find((label) => label.name === event.label?.name),
    labelable: ({ issue }) => issue,
  },
  AssignedEvent: {
    ...EVENT,
    assignee: ({ event }) => event.assignee ?? null,
    assignable: ({ issue }) => issue,
  },
  UnassignedEvent: {
    ...EVENT,
    assignee: ({ event }) => event.assignee ?? null,
    assignable: ({ issue }) => issue,
  },
  MilestonedEvent: {
    ...EVENT,
    milestoneTitle: ({ event }) => event.milestoneTitle,
    subject: ({ issue }) => issue,
  },
  DemilestonedEvent: {
    ...EVENT,
    milestoneTitle: ({ event }) => event.milestoneTitle,
    subject: ({ issue }) => issue,
  },
  IssueTypeAddedEvent: { ...EVENT, issueType: ({ event }) => event.type ?? null },
  IssueTypeChangedEvent: {
    ...EVENT,
    issueType: ({ event }) => event.type ?? null,
    prevIssueType: ({ event }) => event.previousType ?? null,
  },
  IssueTypeRemovedEvent: { ...EVENT, issueType: ({ event }) => event.previousType ?? null },
  SubIssueAddedEvent: { ...EVENT, subIssue: ({ event }) => event.other ?? null },
  SubIssueRemovedEvent: { ...EVENT, subIssue: ({ event }) => event.other ?? null },
  ParentIssueAddedEvent: { ...EVENT, parent: ({ event }) => event.other ?? null },
  ParentIssueRemovedEvent: { ...EVENT, parent: ({ event }) => event.other ?? null },
  BlockedByAddedEvent: { ...EVENT, blockingIssue: ({ event }) => event.other ?? null },
  BlockedByRemovedEvent: { ...EVENT, blockingIssue: ({ event }) => event.other ?? null },
  BlockingAddedEvent: { ...EVENT, blockedIssue: ({ event }) => event.other ?? null },
  BlockingRemovedEvent: { ...EVENT, blockedIssue: ({ event }) => event.other ?? null },
  AddedToProjectV2Event: BOARD_EVENT,
  RemovedFromProjectV2Event: BOARD_EVENT,
  ProjectV2ItemStatusChangedEvent: {
    ...BOARD_EVENT,
    previousStatus: ({ event }) => event.status?.from,
    status: ({ event }) => event.status?.to,
  },
  MergedEvent: EVENT,
};
