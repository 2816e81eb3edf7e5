import type { Completion } from "../core/model/checklist.js";
import type { IssueEvent, ObservedIssue } from "../core/model/issue.js";

interface Actor {
  readonly __typename: string;
  readonly login: string;
}

type TimelineNode =
  | {
      readonly __typename: "ClosedEvent";
      readonly id: string;
      readonly createdAt: string;
      readonly actor: Actor | null;
      readonly stateReason: string | null;
    }
  | {
      readonly __typename: "ReopenedEvent";
      readonly id: string;
      readonly createdAt: string;
      readonly actor: Actor | null;
    }
  | {
      readonly __typename: "RenamedTitleEvent";
      readonly id: string;
      readonly createdAt: string;
      readonly actor: Actor | null;
      readonly previousTitle: string;
      readonly currentTitle: string;
    };

/** An issue as the fragment below answers it. */
export interface IssueNode {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "OPEN" | "CLOSED";
  readonly stateReason: string | null;
  readonly updatedAt: string;
  readonly author: Actor | null;
  readonly parent: {
    readonly id: string;
    readonly number: number;
    readonly repository: { readonly nameWithOwner: string };
  } | null;
  readonly repository: { readonly nameWithOwner: string };
  readonly timelineItems: { readonly nodes: readonly (TimelineNode | null)[] };
}

/** `enableDuplicate`: without it a duplicate looks like a completed issue. */
export const ISSUE_FIELDS = `
  id number title body state stateReason(enableDuplicate: true) updatedAt
  author { __typename login }
  parent { id number repository { nameWithOwner } }
  repository { nameWithOwner }
  timelineItems(last: 10, itemTypes: [CLOSED_EVENT, REOPENED_EVENT, RENAMED_TITLE_EVENT]) {
    nodes {
      __typename
      ... on ClosedEvent { id createdAt stateReason actor { __typename login } }
      ... on ReopenedEvent { id createdAt actor { __typename login } }
      ... on RenamedTitleEvent { id createdAt previousTitle currentTitle actor { __typename login } }
    }
  }`;

/** GitHub's issue in our words. `slug` is the app's own, which authors as `slug` (GraphQL) or `slug[bot]` (REST). */
export function toObservedIssue(node: IssueNode, slug: string): ObservedIssue {
  const inRepository = node.parent?.repository.nameWithOwner === node.repository.nameWithOwner;
  return {
    number: node.number,
    title: node.title,
    body: node.body,
    completion: node.state === "OPEN" ? "open" : closedAs(node.stateReason),
    own: isApp(node.author, slug),
    parent: inRepository ? node.parent?.number : undefined,
    updatedAt: node.updatedAt,
    events: node.timelineItems.nodes.flatMap((event) => (event ? [toEvent(event, slug)] : [])),
  };
}

function toEvent(node: TimelineNode, slug: string): IssueEvent {
  const event = { id: node.id, at: node.createdAt, own: isApp(node.actor, slug) };
  switch (node.__typename) {
    case "ClosedEvent":
      return { ...event, change: { what: "state", completion: closedAs(node.stateReason) } };
    case "ReopenedEvent":
      return { ...event, change: { what: "state", completion: "open" } };
    case "RenamedTitleEvent":
      return { ...event, change: { what: "title", title: node.currentTitle, previous: node.previousTitle } };
  }
}

function closedAs(stateReason: string | null): Completion {
  return stateReason === "NOT_PLANNED" || stateReason === "DUPLICATE" ? "dropped" : "done";
}

function isApp(actor: Actor | null, slug: string): boolean {
  return actor?.__typename === "Bot" && (actor.login === slug || actor.login === `${slug}[bot]`);
}
