import type { Completion } from "../core/model/checklist.js";
import { EVENTS_READ } from "../core/model/issue.js";
import type { AttributeEvent, IssueEvent, ObservedIssue } from "../core/model/issue.js";

interface Actor {
  readonly __typename: string;
  readonly login: string;
}

interface Parent {
  readonly number: number;
  readonly repository: { readonly nameWithOwner: string };
}

interface Event<Name extends string> {
  readonly __typename: Name;
  readonly id: string;
  readonly createdAt: string;
  readonly actor: Actor | null;
}

type TimelineNode =
  | (Event<"ClosedEvent"> & { readonly stateReason: string | null })
  | Event<"ReopenedEvent">
  | (Event<"RenamedTitleEvent"> & { readonly previousTitle: string; readonly currentTitle: string })
  | (Event<"ParentIssueAddedEvent"> & { readonly parent: Parent | null })
  | Event<"ParentIssueRemovedEvent">
  | (Event<"TransferredEvent"> & { readonly fromRepository: { readonly nameWithOwner: string } | null })
  | Event<"ConvertedToDiscussionEvent">;

type AttributeNode =
  | (Event<"MilestonedEvent"> & { readonly milestoneTitle: string })
  | Event<"DemilestonedEvent">
  | Event<"IssueTypeAddedEvent" | "IssueTypeChangedEvent" | "IssueTypeRemovedEvent">
  | (Event<"AssignedEvent" | "UnassignedEvent"> & { readonly assignee: { readonly login?: string } | null });

/** An issue as the fragment below answers it. */
export interface IssueNode {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "OPEN" | "CLOSED";
  readonly stateReason: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly author: Actor | null;
  readonly parent: (Parent & { readonly id: string }) | null;
  readonly repository: { readonly nameWithOwner: string };
  readonly milestone: { readonly number: number } | null;
  readonly issueType: { readonly name: string } | null;
  readonly assignees: { readonly nodes: readonly ({ readonly login: string } | null)[] };
  readonly attributeItems: { readonly nodes: readonly (AttributeNode | null)[] };
  readonly timelineItems: { readonly nodes: readonly (TimelineNode | null)[] };
}

/** `enableDuplicate`: without it a duplicate looks like a completed issue. */
export const ISSUE_FIELDS = `
  id number title body state stateReason(enableDuplicate: true) createdAt updatedAt
  author { __typename login }
  parent { id number repository { nameWithOwner } }
  repository { nameWithOwner }
  milestone { number }
  issueType { name }
  assignees(first: 20) { nodes { login } }
  attributeItems: timelineItems(last: 20, itemTypes: [MILESTONED_EVENT, DEMILESTONED_EVENT, ASSIGNED_EVENT, UNASSIGNED_EVENT, ISSUE_TYPE_ADDED_EVENT, ISSUE_TYPE_CHANGED_EVENT, ISSUE_TYPE_REMOVED_EVENT]) {
    nodes {
      __typename
      ... on MilestonedEvent { id createdAt milestoneTitle actor { __typename login } }
      ... on DemilestonedEvent { id createdAt actor { __typename login } }
      ... on AssignedEvent { id createdAt actor { __typename login } assignee { ... on User { login } } }
      ... on UnassignedEvent { id createdAt actor { __typename login } assignee { ... on User { login } } }
      ... on IssueTypeAddedEvent { id createdAt actor { __typename login } }
      ... on IssueTypeChangedEvent { id createdAt actor { __typename login } }
      ... on IssueTypeRemovedEvent { id createdAt actor { __typename login } }
    }
  }
  timelineItems(last: ${EVENTS_READ}, itemTypes: [CLOSED_EVENT, REOPENED_EVENT, RENAMED_TITLE_EVENT, PARENT_ISSUE_ADDED_EVENT, PARENT_ISSUE_REMOVED_EVENT, TRANSFERRED_EVENT, CONVERTED_TO_DISCUSSION_EVENT]) {
    nodes {
      __typename
      ... on ClosedEvent { id createdAt stateReason actor { __typename login } }
      ... on ReopenedEvent { id createdAt actor { __typename login } }
      ... on RenamedTitleEvent { id createdAt previousTitle currentTitle actor { __typename login } }
      ... on ParentIssueAddedEvent { id createdAt actor { __typename login } parent { number repository { nameWithOwner } } }
      ... on ParentIssueRemovedEvent { id createdAt actor { __typename login } }
      ... on TransferredEvent { id createdAt actor { __typename login } fromRepository { nameWithOwner } }
      ... on ConvertedToDiscussionEvent { id createdAt actor { __typename login } }
    }
  }`;

/** GitHub's issue in our words. `slug` is the app's own, which authors as `slug` (GraphQL) or `slug[bot]` (REST). */
export function toObservedIssue(node: IssueNode, slug: string): ObservedIssue {
  const { nameWithOwner } = node.repository;
  return {
    number: node.number,
    title: node.title,
    body: node.body,
    completion: node.state === "OPEN" ? "open" : closedAs(node.stateReason),
    own: isApp(node.author, slug),
    parent: numberIn(nameWithOwner, node.parent),
    milestone: node.milestone?.number,
    type: node.issueType?.name,
    assignees: node.assignees.nodes.flatMap((person) => person?.login ?? []),
    updatedAt: node.updatedAt,
    events: node.timelineItems.nodes.flatMap((event) => (event ? [toEvent(event, nameWithOwner, slug)] : [])),
    attributeEvents: node.attributeItems.nodes.flatMap((event) =>
      event ? toAttributeEvent(event, slug) : [],
    ),
  };
}

/** A parent may be in another repository: there its number means nothing to us. */
function numberIn(repository: string, parent: Parent | null): number | undefined {
  return parent?.repository.nameWithOwner === repository ? parent.number : undefined;
}

function toEvent(node: TimelineNode, repository: string, slug: string): IssueEvent {
  const event = { id: node.id, at: node.createdAt, own: isApp(node.actor, slug) };
  switch (node.__typename) {
    case "ClosedEvent":
      return { ...event, change: { what: "state", completion: closedAs(node.stateReason) } };
    case "ReopenedEvent":
      return { ...event, change: { what: "state", completion: "open" } };
    case "RenamedTitleEvent":
      return { ...event, change: { what: "title", title: node.currentTitle, previous: node.previousTitle } };
    case "ParentIssueAddedEvent":
      return { ...event, change: { what: "parent", parent: numberIn(repository, node.parent) } };
    case "ParentIssueRemovedEvent":
      return { ...event, change: { what: "parent", parent: undefined } };
    case "TransferredEvent":
      return { ...event, change: { what: "arrival", from: node.fromRepository?.nameWithOwner ?? "" } };
    case "ConvertedToDiscussionEvent":
      return { ...event, change: { what: "discussion" } };
  }
}

function toAttributeEvent(node: AttributeNode, slug: string): AttributeEvent[] {
  const event = { id: node.id, at: node.createdAt, own: isApp(node.actor, slug) };
  switch (node.__typename) {
    case "MilestonedEvent":
      return [{ ...event, change: { what: "milestone", title: node.milestoneTitle } }];
    case "DemilestonedEvent":
      return [{ ...event, change: { what: "milestone", title: undefined } }];
    case "IssueTypeAddedEvent":
    case "IssueTypeChangedEvent":
    case "IssueTypeRemovedEvent":
      return [{ ...event, change: { what: "type" } }];
    case "AssignedEvent":
    case "UnassignedEvent": {
      const login = node.assignee?.login;
      const isAssigned = node.__typename === "AssignedEvent";
      return login === undefined ? [] : [{ ...event, change: { what: "assignee", login, isAssigned } }];
    }
  }
}

function closedAs(stateReason: string | null): Completion {
  return stateReason === "NOT_PLANNED" || stateReason === "DUPLICATE" ? "dropped" : "done";
}

export function isApp(actor: Actor | null, slug: string): boolean {
  return actor?.__typename === "Bot" && (actor.login === slug || actor.login === `${slug}[bot]`);
}
