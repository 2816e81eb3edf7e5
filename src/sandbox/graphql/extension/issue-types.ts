/** The types of an organisation and of its issues. */
export const ISSUE_TYPES = /* GraphQL */ `
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

  extend input CreateIssueInput {
    issueTypeId: ID
  }

  extend input UpdateIssueInput {
    issueTypeId: ID
  }

  extend input IssueFilters {
    type: String
  }

  extend type Issue {
    issueType: IssueType
  }

  extend type Mutation {
    createIssueType(input: CreateIssueTypeInput!): CreateIssueTypePayload
    deleteIssueType(input: DeleteIssueTypeInput!): DeleteIssueTypePayload
    updateIssueIssueType(input: UpdateIssueIssueTypeInput!): UpdateIssueIssueTypePayload
    updateIssueType(input: UpdateIssueTypeInput!): UpdateIssueTypePayload
  }
`;
