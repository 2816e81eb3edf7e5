/**
 * What GitHub's GraphQL API has and the published package `@octokit/graphql-schema` 15 has not (it lags behind):
 * issue dependencies, issue types, the fields of createIssue that came with them, and the ids of a board's options.
 * Names and types are the ones of https://docs.github.com/en/graphql/reference; fields that the sandbox does not
 * emulate still fail loudly.
 */
export const SCHEMA_EXTENSION = /* GraphQL */ `
  extend input CreateIssueInput {
    issueTypeId: ID
    projectV2Ids: [ID!]
  }

  extend input UpdateIssueInput {
    issueTypeId: ID
  }

  extend input ProjectV2SingleSelectFieldOptionInput {
    id: String
  }

  extend input IssueFilters {
    type: String
  }

  enum IssueTypeColor {
    BLUE
    GRAY
    GREEN
    ORANGE
    PINK
    PURPLE
    RED
    YELLOW
  }

  enum IssueTypeOrderField {
    CREATED_AT
    NAME
  }

  input IssueTypeOrder {
    direction: OrderDirection!
    field: IssueTypeOrderField!
  }

  type IssueType implements Node {
    color: IssueTypeColor!
    description: String
    id: ID!
    isEnabled: Boolean!
    issues(
      after: String
      before: String
      filterBy: IssueFilters
      first: Int
      labels: [String!]
      last: Int
      orderBy: IssueOrder
      repositoryId: ID!
      states: [IssueState!]
    ): IssueConnection!
    name: String!
  }

  type IssueTypeConnection {
    edges: [IssueTypeEdge]
    nodes: [IssueType]
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type IssueTypeEdge {
    cursor: String!
    node: IssueType
  }

  extend type Organization {
    issueTypes(
      after: String
      before: String
      first: Int
      last: Int
      orderBy: IssueTypeOrder
    ): IssueTypeConnection
  }

  extend type Repository {
    issueType(name: String!): IssueType
    issueTypes(
      after: String
      before: String
      first: Int
      last: Int
      orderBy: IssueTypeOrder
    ): IssueTypeConnection
  }

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

  input CreateIssueTypeInput {
    clientMutationId: String
    color: IssueTypeColor
    description: String
    isEnabled: Boolean!
    name: String!
    ownerId: ID!
  }

  type CreateIssueTypePayload {
    clientMutationId: String
    issueType: IssueType
  }

  input UpdateIssueTypeInput {
    clientMutationId: String
    color: IssueTypeColor
    description: String
    isEnabled: Boolean
    issueTypeId: ID!
    name: String
  }

  type UpdateIssueTypePayload {
    clientMutationId: String
    issueType: IssueType
  }

  input DeleteIssueTypeInput {
    clientMutationId: String
    issueTypeId: ID!
  }

  type DeleteIssueTypePayload {
    clientMutationId: String
    deletedIssueTypeId: ID
  }

  input UpdateIssueIssueTypeInput {
    clientMutationId: String
    issueId: ID!
    issueTypeId: ID
  }

  type UpdateIssueIssueTypePayload {
    clientMutationId: String
    issue: Issue
  }

  type IssueDependenciesSummary {
    blockedBy: Int!
    blocking: Int!
    totalBlockedBy: Int!
    totalBlocking: Int!
  }

  enum IssueDependencyOrderField {
    CREATED_AT
    DEPENDENCY_ADDED_AT
  }

  input IssueDependencyOrder {
    direction: OrderDirection!
    field: IssueDependencyOrderField!
  }

  extend type Issue {
    blockedBy(
      after: String
      before: String
      first: Int
      last: Int
      orderBy: IssueDependencyOrder
    ): IssueConnection!
    blocking(
      after: String
      before: String
      first: Int
      last: Int
      orderBy: IssueDependencyOrder
    ): IssueConnection!
    issueDependenciesSummary: IssueDependenciesSummary!
    issueType: IssueType
  }

  input AddBlockedByInput {
    blockingIssueId: ID!
    clientMutationId: String
    issueId: ID!
  }

  type AddBlockedByPayload {
    blockingIssue: Issue
    clientMutationId: String
    issue: Issue
  }

  input RemoveBlockedByInput {
    blockingIssueId: ID!
    clientMutationId: String
    issueId: ID!
  }

  type RemoveBlockedByPayload {
    blockingIssue: Issue
    clientMutationId: String
    issue: Issue
  }

  extend type Mutation {
    addBlockedBy(input: AddBlockedByInput!): AddBlockedByPayload
    removeBlockedBy(input: RemoveBlockedByInput!): RemoveBlockedByPayload
    createIssueType(input: CreateIssueTypeInput!): CreateIssueTypePayload
    deleteIssueType(input: DeleteIssueTypeInput!): DeleteIssueTypePayload
    updateIssueIssueType(input: UpdateIssueIssueTypeInput!): UpdateIssueIssueTypePayload
    updateIssueType(input: UpdateIssueTypeInput!): UpdateIssueTypePayload
  }
`;
