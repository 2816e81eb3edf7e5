import type { clients } from "./harness.js";

/** What tests do on a board, for whoever has these clients. */
export interface Board {
  readonly id: string;
  readonly number: number;
}

export interface Field {
  readonly id: string;
  readonly name: string;
  readonly dataType: string;
  readonly options?: readonly Option[];
}

export interface Option {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

export type Graphql = ReturnType<typeof clients>["graphql"];

export async function ownerId(graphql: Graphql, login = "acme"): Promise<string> {
  const { repositoryOwner } = await graphql<{ repositoryOwner: { id: string } }>(
    `
      query ($login: String!) {
        repositoryOwner(login: $login) {
          id
        }
      }
    `,
    { login },
  );
  return repositoryOwner.id;
}

export async function createBoard(graphql: Graphql, title: string, login = "acme"): Promise<Board> {
  const { createProjectV2 } = await graphql<{ createProjectV2: { projectV2: Board } }>(
    `
      mutation ($owner: ID!, $title: String!) {
        createProjectV2(input: { ownerId: $owner, title: $title }) {
          projectV2 {
            id
            number
          }
        }
      }
    `,
    { owner: await ownerId(graphql, login), title },
  );
  return createProjectV2.projectV2;
}

export async function createIssue(graphql: Graphql, title: string): Promise<{ id: string; number: number }> {
  const { repository } = await graphql<{ repository: { id: string } }>(`
    {
      repository(owner: "acme", name: "app") {
        id
      }
    }
  `);
  const { createIssue: made } = await graphql<{ createIssue: { issue: { id: string; number: number } } }>(
    `
      mutation ($repository: ID!, $title: String!) {
        createIssue(input: { repositoryId: $repository, title: $title }) {
          issue {
            id
            number
          }
        }
      }
    `,
    { repository: repository.id, title },
  );
  return made.issue;
}

export async function addItem(graphql: Graphql, board: Board, issue: { id: string }): Promise<string> {
  const { addProjectV2ItemById } = await graphql<{ addProjectV2ItemById: { item: { id: string } } }>(
    `
      mutation ($project: ID!, $content: ID!) {
        addProjectV2ItemById(input: { projectId: $project, contentId: $content }) {
          item {
            id
          }
        }
      }
    `,
    { project: board.id, content: issue.id },
  );
  return addProjectV2ItemById.item.id;
}

const FIELD = `... on ProjectV2FieldCommon { id name dataType } ... on ProjectV2SingleSelectField { options { id name color description } }`;

export async function readFields(graphql: Graphql, board: Board): Promise<Field[]> {
  const { node } = await graphql<{ node: { fields: { nodes: Field[] } } }>(
    `query($id: ID!) { node(id: $id) { ... on ProjectV2 { fields(first: 100) { nodes { ${FIELD} } } } } }`,
    { id: board.id },
  );
  return node.fields.nodes;
}

export async function fieldNamed(graphql: Graphql, board: Board, name: string): Promise<Field> {
  const field = (await readFields(graphql, board)).find((known) => known.name === name);
  if (field === undefined) throw new Error(`the board has no field ${name}`);
  return field;
}

export async function createField(
  graphql: Graphql,
  board: Board,
  name: string,
  dataType: string,
  options?: readonly Omit<Option, "id">[],
): Promise<Field> {
  const { createProjectV2Field } = await graphql<{ createProjectV2Field: { projectV2Field: Field } }>(
    `mutation($project: ID!, $name: String!, $type: ProjectV2CustomFieldType!, $options: [ProjectV2SingleSelectFieldOptionInput!]) {
      createProjectV2Field(input: {projectId: $project, name: $name, dataType: $type, singleSelectOptions: $options}) { projectV2Field { ${FIELD} } }
    }`,
    { project: board.id, name, type: dataType, options },
  );
  return createProjectV2Field.projectV2Field;
}

export async function setOptions(
  graphql: Graphql,
  field: Field,
  options: readonly Partial<Option>[],
): Promise<Field> {
  const { updateProjectV2Field } = await graphql<{ updateProjectV2Field: { projectV2Field: Field } }>(
    `mutation($field: ID!, $options: [ProjectV2SingleSelectFieldOptionInput!]) {
      updateProjectV2Field(input: {fieldId: $field, singleSelectOptions: $options}) { projectV2Field { ${FIELD} } }
    }`,
    { field: field.id, options },
  );
  return updateProjectV2Field.projectV2Field;
}

export async function setValue(
  graphql: Graphql,
  board: Board,
  item: string,
  field: Field,
  value: object,
): Promise<void> {
  await graphql(
    `
      mutation ($project: ID!, $item: ID!, $field: ID!, $value: ProjectV2FieldValue!) {
        updateProjectV2ItemFieldValue(
          input: { projectId: $project, itemId: $item, fieldId: $field, value: $value }
        ) {
          projectV2Item {
            id
          }
        }
      }
    `,
    { project: board.id, item, field: field.id, value },
  );
}

export async function clearValue(graphql: Graphql, board: Board, item: string, field: Field): Promise<void> {
  await graphql(
    `
      mutation ($project: ID!, $item: ID!, $field: ID!) {
        clearProjectV2ItemFieldValue(input: { projectId: $project, itemId: $item, fieldId: $field }) {
          projectV2Item {
            id
          }
        }
      }
    `,
    { project: board.id, item, field: field.id },
  );
}

interface ShownValue {
  readonly field: { readonly name: string };
  readonly name?: string;
  readonly text?: string;
  readonly number?: number;
  readonly date?: string;
}

/** What the item shows, by the names of its columns. */
export async function readValues(
  graphql: Graphql,
  item: string,
): Promise<Record<string, string | number | undefined>> {
  const { node } = await graphql<{ node: { fieldValues: { nodes: ShownValue[] } } }>(
    `
      query ($id: ID!) {
        node(id: $id) {
          ... on ProjectV2Item {
            fieldValues(first: 50) {
              nodes {
                ... on ProjectV2ItemFieldValueCommon {
                  field {
                    ... on ProjectV2FieldCommon {
                      name
                    }
                  }
                }
                ... on ProjectV2ItemFieldTextValue {
                  text
                }
                ... on ProjectV2ItemFieldNumberValue {
                  number
                }
                ... on ProjectV2ItemFieldDateValue {
                  date
                }
                ... on ProjectV2ItemFieldSingleSelectValue {
                  name
                }
              }
            }
          }
        }
      }
    `,
    { id: item },
  );
  const stored = node.fieldValues.nodes.filter((value) => value.field !== undefined);
  return Object.fromEntries(
    stored.map(({ field, name, text, number, date }) => [field.name, name ?? text ?? number ?? date]),
  );
}
