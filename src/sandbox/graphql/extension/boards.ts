/** Boards: an issue that comes onto them when it is created, and options that keep their ids. */
export const BOARDS = /* GraphQL */ `
  extend input CreateIssueInput {
    projectV2Ids: [ID!]
  }

  extend input ProjectV2SingleSelectFieldOptionInput {
    id: String
  }
`;
