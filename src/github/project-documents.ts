/** The columns of a board, with all that has to be sent back when options are added. */
export const COLUMN_FIELDS = `
  ... on ProjectV2FieldCommon { id name dataType }
  ... on ProjectV2SingleSelectField { options { id name color description } }`;

/** A board can have 50 fields: https://docs.github.com/en/issues/planning-and-tracking-with-projects/understanding-fields */
const PROJECT_FIELDS = `id title url closed fields(first: 100) { nodes { ${COLUMN_FIELDS} } }`;

const VALUE_OF = "field { ... on ProjectV2FieldCommon { id } }";

/** Values that the app may write; what a column shows of the issue itself is not asked for. */
export const ITEM_FIELDS = `
  id createdAt isArchived
  content { ... on Issue { id number stateReason(enableDuplicate: true) author { __typename login } repository { nameWithOwner } } }
  fieldValues(first: 50) {
    nodes {
      ... on ProjectV2ItemFieldTextValue { text ${VALUE_OF} }
      ... on ProjectV2ItemFieldNumberValue { number ${VALUE_OF} }
      ... on ProjectV2ItemFieldDateValue { date ${VALUE_OF} }
      ... on ProjectV2ItemFieldSingleSelectValue { optionId ${VALUE_OF} }
    }
  }`;

const ITEMS = `items(first: 100, after: $after) { nodes { ${ITEM_FIELDS} } pageInfo { hasNextPage endCursor } }`;

/** A board by its number, together with the first page of its items. `login` may be a person's, who has other boards. */
export const BY_NUMBER_DOCUMENT = `
  query ReadBoard($login: String!, $number: Int!, $after: String) {
    repositoryOwner(login: $login) {
      __typename
      ... on Organization { projectV2(number: $number) { ${PROJECT_FIELDS} ${ITEMS} } }
    }
  }`;

export const BY_ID_DOCUMENT = `
  query ReadBoardById($id: ID!, $after: String) {
    node(id: $id) { ... on ProjectV2 { ${PROJECT_FIELDS} ${ITEMS} } }
  }`;

const TITLES = "nodes { id number title closed }";

/** Boards whose title has these words; and, because a search may lag behind, the newest of all. */
export const BY_TITLE_DOCUMENT = `
  query FindBoard($login: String!, $words: String!) {
    repositoryOwner(login: $login) {
      __typename
      id
      ... on Organization {
        named: projectsV2(first: 100, query: $words) { ${TITLES} }
        newest: projectsV2(first: 50, orderBy: { field: CREATED_AT, direction: DESC }) { ${TITLES} }
      }
    }
  }`;

/** Items by their ids, and whether their board is there at all: an item of a board that is gone is gone as well. */
export const ITEMS_DOCUMENT = `
  query ReadBoardItems($board: ID!, $ids: [ID!]!) {
    board: node(id: $board) { ... on ProjectV2 { closed } }
    nodes(ids: $ids) { ... on ProjectV2Item { ${ITEM_FIELDS} } }
  }`;

/** A column as it is now. */
export const COLUMN_DOCUMENT = `query ReadBoardField($id: ID!) { node(id: $id) { ${COLUMN_FIELDS} } }`;

/** Node ids of issues by their numbers. */
export function issueIdsDocument(numbers: readonly number[]): string {
  const parts = numbers.map((number) => `n${number}: issue(number: ${number}) { id }`);
  return `query ReadIssueIds($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${parts.join("\n")} } }`;
}

export const CREATE_PROJECT = {
  alias: "project",
  mutation: "createProjectV2",
  inputType: "CreateProjectV2Input",
  answer: "projectV2 { id }",
} as const;
