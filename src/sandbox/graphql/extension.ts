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
  }
`;
