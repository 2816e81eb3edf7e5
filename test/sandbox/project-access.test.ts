import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { Board, Graphql } from "./boards.js";
import {
  addItem,
  createBoard,
  createField,
  createIssue,
  fieldNamed,
  readFields,
  setValue,
} from "./boards.js";
import { installedApp, person, refused } from "./harness.js";

let sandbox: Sandbox;
let app: Graphql;
let board: Board;
let item: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  app = (await installedApp(sandbox)).graphql;
  board = await createBoard(person(sandbox, "owner").graphql, "Checklists");
  item = await addItem(app, board, await createIssue(app, "visible"));
});
afterAll(() => sandbox.close());

const byNumber = (graphql: Graphql, login = "acme", number = board.number) =>
  graphql(
    `
      query ($login: String!, $n: Int!) {
        repositoryOwner(login: $login) {
          ... on ProjectV2Owner {
            projectV2(number: $n) {
              title
            }
          }
        }
      }
    `,
    { login, n: number },
  );

const count = async (graphql: Graphql, login: string): Promise<number> => {
  const { repositoryOwner } = await graphql<{ repositoryOwner: { projectsV2: { totalCount: number } } }>(
    `
      query ($login: String!) {
        repositoryOwner(login: $login) {
          ... on ProjectV2Owner {
            projectsV2(first: 1) {
              totalCount
            }
          }
        }
      }
    `,
    { login },
  );
  return repositoryOwner.projectsV2.totalCount;
};

describe("an app", () => {
  test("with write sets values; with read it reads; without it finds nothing and may do nothing", async () => {
    const token = async (permissions: object) => (await installedApp(sandbox, { permissions })).graphql;
    const reading = await token({ issues: "write", organization_projects: "read" });
    const without = await token({ issues: "write" });
    const status = await fieldNamed(app, board, "Status");
    const todo = { singleSelectOptionId: status.options?.[0]?.id };
    await setValue(app, board, item, status, todo);
    expect(await count(reading, "acme")).toBe(1);
    const forbidden = ["FORBIDDEN", "Resource not accessible by integration"];
    expect(await refused(setValue(reading, board, item, status, todo))).toEqual(forbidden);
    expect(await refused(createBoard(reading, "no"))).toEqual(forbidden);

    expect(await count(without, "acme")).toBe(0);
    expect(await refused(byNumber(without))).toEqual([
      "NOT_FOUND",
      `Could not resolve to a ProjectV2 with the number ${board.number}.`,
    ]);
    expect(await refused(readFields(without, board))).toEqual(["NOT_FOUND", expect.any(String)]);
    expect(await refused(setValue(without, board, item, status, todo))).toEqual(forbidden);
    expect(await refused(createBoard(without, "no"))).toEqual(forbidden);
    expect(await refused(createField(without, board, "no", "TEXT"))).toEqual(forbidden);
  });

  test("cannot delete a board", async () => {
    expect(
      await refused(
        app(`mutation($id: ID!) { deleteProjectV2(input: {projectId: $id}) { clientMutationId } }`, {
          id: board.id,
        }),
      ),
    ).toEqual(["FORBIDDEN", "Resource not accessible by integration"]);
  });

  test("never reaches the board of a user, and is told so only when it writes", async () => {
    const writer = person(sandbox, "writer").graphql;
    const own = await createBoard(writer, "mine", "writer");
    expect(await count(writer, "writer")).toBe(1);
    expect(await byNumber(writer, "writer", own.number)).toEqual({
      repositoryOwner: { projectV2: { title: "mine" } },
    });
    expect(await count(app, "writer")).toBe(0);
    expect(await refused(byNumber(app, "writer", own.number))).toEqual(["NOT_FOUND", expect.any(String)]);
    const issue = await createIssue(app, "not there");
    expect(await refused(addItem(app, own, issue))).toEqual([
      "FORBIDDEN",
      "Resource not accessible by integration",
    ]);
    expect(await refused(createBoard(app, "no", "writer"))).toEqual(["FORBIDDEN", expect.any(String)]);
    await addItem(writer, own, issue);
    const { node } = await app<{ node: unknown }>(
      `query($id: ID!) { node(id: $id) { ... on Issue { projectItems(first: 5) { totalCount } } } }`,
      { id: issue.id },
    );
    expect(node).toEqual({ projectItems: { totalCount: 0 } });
  });
});

describe("people", () => {
  test("of the organisation write, a stranger does not find the board", async () => {
    const status = await fieldNamed(app, board, "Status");
    await setValue(person(sandbox, "reader").graphql, board, item, status, {
      singleSelectOptionId: status.options?.[1]?.id,
    });
    const outsider = person(sandbox, "outsider").graphql;
    expect(await refused(byNumber(outsider))).toEqual(["NOT_FOUND", expect.any(String)]);
    expect(await refused(addItem(outsider, board, { id: "I_none" }))).toEqual([
      "NOT_FOUND",
      expect.any(String),
    ]);
    expect(await count(outsider, "acme")).toBe(0);
  });

  test("see a public board, but not what is on it from a private repository", async () => {
    await person(sandbox, "owner").graphql(
      `mutation($id: ID!) { updateProjectV2(input: {projectId: $id, public: true}) { projectV2 { public } } }`,
      { id: board.id },
    );
    const outsider = person(sandbox, "outsider").graphql;
    const { node } = await outsider<{ node: { items: { nodes: unknown[] } } }>(
      `query($id: ID!) { node(id: $id) { ... on ProjectV2 { items(first: 1) { nodes { type content { __typename } fieldValueByName(name: "Title") { __typename } } } } } }`,
      { id: board.id },
    );
    expect(node.items.nodes).toEqual([{ type: "REDACTED", content: null, fieldValueByName: null }]);
    const status = await fieldNamed(outsider, board, "Status");
    expect(
      await refused(
        setValue(outsider, board, item, status, { singleSelectOptionId: status.options?.[0]?.id }),
      ),
    ).toEqual([
      "FORBIDDEN",
      "outsider does not have the correct permissions to execute `UpdateProjectV2ItemFieldValue`",
    ]);
  });
});
