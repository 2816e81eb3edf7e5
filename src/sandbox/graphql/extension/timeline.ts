/** What the timeline of an issue tells since the package was made. */
export const TIMELINE = /* GraphQL */ `
  type IssueTypeAddedEvent implements Node {
    actor: Actor
    createdAt: DateTime!
    id: ID!
    issueType: IssueType
  }

  type IssueTypeChangedEvent implements Node {
    actor: Actor
    createdAt: DateTime!
    id: ID!
    issueType: IssueType
    prevIssueType: IssueType
  }

  type IssueTypeRemovedEvent implements Node {
    actor: Actor
    createdAt: DateTime!
    id: ID!
    issueType: IssueType
  }

  type BlockedByAddedEvent implements Node {
    actor: Actor
    blockingIssue: Issue
    createdAt: DateTime!
    id: ID!
  }

  type BlockedByRemovedEvent implements Node {
    actor: Actor
    blockingIssue: Issue
    createdAt: DateTime!
    id: ID!
  }

  type BlockingAddedEvent implements Node {
    actor: Actor
    blockedIssue: Issue
    createdAt: DateTime!
    id: ID!
  }

  type BlockingRemovedEvent implements Node {
    actor: Actor
    blockedIssue: Issue
    createdAt: DateTime!
    id: ID!
  }

  type AddedToProjectV2Event implements Node {
    actor: Actor
    createdAt: DateTime!
    id: ID!
    project: ProjectV2
    wasAutomated: Boolean!
  }

  type RemovedFromProjectV2Event implements Node {
    actor: Actor
    createdAt: DateTime!
    id: ID!
    project: ProjectV2
    wasAutomated: Boolean!
  }

  type ProjectV2ItemStatusChangedEvent implements Node {
    actor: Actor
    createdAt: DateTime!
    id: ID!
    previousStatus: String!
    project: ProjectV2
    status: String!
    wasAutomated: Boolean!
  }

  extend union IssueTimelineItems =
    | AddedToProjectV2Event
    | ProjectV2ItemStatusChangedEvent
    | RemovedFromProjectV2Event
    | BlockedByAddedEvent
    | BlockedByRemovedEvent
    | BlockingAddedEvent
    | BlockingRemovedEvent
    | IssueTypeAddedEvent
    | IssueTypeChangedEvent
    | IssueTypeRemovedEvent

  extend enum IssueTimelineItemsItemType {
    ADDED_TO_PROJECT_V2_EVENT
    PROJECT_V2_ITEM_STATUS_CHANGED_EVENT
    REMOVED_FROM_PROJECT_V2_EVENT
    BLOCKED_BY_ADDED_EVENT
    BLOCKED_BY_REMOVED_EVENT
    BLOCKING_ADDED_EVENT
    BLOCKING_REMOVED_EVENT
    ISSUE_TYPE_ADDED_EVENT
    ISSUE_TYPE_CHANGED_EVENT
    ISSUE_TYPE_REMOVED_EVENT
  }
`;
