/** What issues wait for. */
export const DEPENDENCIES = /* GraphQL */ `
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
  }

  extend type Mutation {
    addBlockedBy(input: AddBlockedByInput!): AddBlockedByPayload
    removeBlockedBy(input: RemoveBlockedByInput!): RemoveBlockedByPayload
  }
`;
