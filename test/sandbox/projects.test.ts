import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { Board, Field, Graphql } from "./boards.js";
import {
  addItem,
  clearValue,
  createBoard,
  createField,
  createIssue,
  fieldNamed,
  readFields,
  readValues,
  setValue,
} from "./boards.js";
import { addFaults, installedApp, person, problems, refused, violations } from "./harness.js";

let sandbox: Sandbox;
let app: Graphql;
let writer: Graphql;
let owner: Graphql;
let board: Board;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  app = (await installedApp(sandbox)).graphql;
  writer = person(sandbox, "writer").graphql;
  owner = person(sandbox, "owner").graphql;
  board = await createBoard(app, "Checklists");
});
afterAll(() => sandbox.close());

describe("a board", () => {
  test("is new: private, open, with the built-in columns and three statuses", async () => {
    const { organization } = await app<{ organization: unknown }>(
      `query($n: Int!) { organization(login: "acme") { projectV2(number: $n) { id title public closed owner { __typename } creator { login } items(first: 1) { totalCount } } } }`,
      { n: board.number },
    );
    expect(organization).toEqual({
      projectV2: {
        id: board.id,
        title: "Checklists",
        public: false,
        closed: false,
        owner: { __typename: "Organization" },
        creator: { login: "tickmark" },
        items: { totalCount: 0 },
      },
    });
    expect(board.id).toMatch(/^PVT_kwDO/);
    const fields = await readFields(app, board);
    expect(fields.map(({ name }) => name)).toEqual([
      "Title",
      "Assignees",
      "Status",
      "Labels",
      "Linked pull requests",
      "Milestone",
      "Repository",
      "Reviewers",
      "Parent issue",
      "Sub-issues progress",
    ]);
    expect(fields[2]?.options?.map(({ name }) => name)).toEqual(["Todo", "In Progress", "Done"]);
  });

  test("counts its number on, and a deleted one leaves its number unused", async () => {
    const [one, two] = [await createBoard(owner, "one"), await createBoard(owner, "two")];
    expect(two.number).toBe(one.number + 1);
    await owner(`mutation($id: ID!) { deleteProjectV2(input: {projectId: $id}) { clientMutationId } }`, {
      id: two.id,
    });
    expect((await createBoard(owner, "three")).number).toBe(two.number + 1);
    expect(
      await refused(
        app(`query($n: Int!) { organization(login: "acme") { projectV2(number: $n) { id } } }`, {
          n: two.number,
        }),
      ),
    ).toEqual(["NOT_FOUND", `Could not resolve to a ProjectV2 with the number ${two.number}.`]);
  });

  test("is found by words of its title and by being open; only administrators close it", async () => {
    const closed = await createBoard(owner, "Quarterly plan");
    const close = (graphql: Graphql) =>
      graphql(
        `
          mutation ($id: ID!) {
            updateProjectV2(input: { projectId: $id, closed: true }) {
              projectV2 {
                closed
              }
            }
          }
        `,
        { id: closed.id },
      );
    expect(await refused(close(writer))).toEqual([
      "FORBIDDEN",
      "writer does not have the correct permissions to execute `UpdateProjectV2`",
    ]);
    expect(await close(owner)).toEqual({ updateProjectV2: { projectV2: { closed: true } } });
    const found = async (query: string) => {
      const { organization } = await app<{ organization: { projectsV2: { nodes: { title: string }[] } } }>(
        `query($q: String!) { organization(login: "acme") { projectsV2(first: 10, query: $q) { nodes { title } } } }`,
        { q: query },
      );
      return organization.projectsV2.nodes.map(({ title }) => title);
    };
    expect(await found("plan")).toEqual(["Quarterly plan"]);
    expect(await found("is:open plan")).toEqual([]);
    expect(await found("is:open checklists")).toEqual(["Checklists"]);
  });

  test("is linked to repositories of its owner", async () => {
    const { repository } = await app<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "app") { id } }`,
    );
    await app(
      `mutation($p: ID!, $r: ID!) { linkProjectV2ToRepository(input: {projectId: $p, repositoryId: $r}) { repository { id } } }`,
      { p: board.id, r: repository.id },
    );
    const linked = await app(
      `{ repository(owner: "acme", name: "app") { projectsV2(first: 10) { nodes { number } } } }`,
    );
    expect(linked).toEqual({ repository: { projectsV2: { nodes: [{ number: board.number }] } } });
    const own = await createBoard(writer, "mine", "writer");
    expect(
      await refused(
        writer(
          `mutation($p: ID!, $r: ID!) { linkProjectV2ToRepository(input: {projectId: $p, repositoryId: $r}) { repository { id } } }`,
          { p: own.id, r: repository.id },
        ),
      ),
    ).toEqual(["VALIDATION", "Only projects owned by the same owner as the repository can be linked."]);
  });
});

describe("an issue on a board", () => {
  test("is there once, however often it is added", async () => {
    const issue = await createIssue(app, "once");
    const item = await addItem(app, board, issue);
    expect(await addItem(writer, board, issue)).toBe(item);
    const { node } = await app<{ node: unknown }>(
      `query($id: ID!) { node(id: $id) { ... on Issue { projectItems(first: 5) { nodes { id type isArchived project { number } content { ... on Issue { number } } } } } } }`,
      { id: issue.id },
    );
    expect(node).toEqual({
      projectItems: {
        nodes: [
          {
            id: item,
            type: "ISSUE",
            isArchived: false,
            project: { number: board.number },
            content: { number: issue.number },
          },
        ],
      },
    });
  });

  test("comes with the issue when it is created so", async () => {
    const { repository } = await app<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "app") { id } }`,
    );
    const { createIssue: made } = await app<{ createIssue: unknown }>(
      `mutation($r: ID!, $p: ID!) { createIssue(input: {repositoryId: $r, title: "on board", projectV2Ids: [$p]}) { issue { projectItems(first: 1) { nodes { project { id } } } } } }`,
      { r: repository.id, p: board.id },
    );
    expect(made).toEqual({ issue: { projectItems: { nodes: [{ project: { id: board.id } }] } } });
  });

  test("leaves when it is taken off, deleted, or its board is", async () => {
    const other = await createBoard(owner, "short life");
    const issue = await createIssue(app, "leaving");
    const item = await addItem(app, other, issue);
    await app(
      `mutation($p: ID!, $i: ID!) { deleteProjectV2Item(input: {projectId: $p, itemId: $i}) { deletedItemId } }`,
      { p: other.id, i: item },
    );
    const again = await addItem(app, other, issue);
    expect(again).not.toBe(item);
    await owner(`mutation($id: ID!) { deleteProjectV2(input: {projectId: $id}) { clientMutationId } }`, {
      id: other.id,
    });
    const { node } = await app<{ node: unknown }>(
      `query($id: ID!) { node(id: $id) { ... on Issue { projectItems(first: 5) { totalCount } } } }`,
      { id: issue.id },
    );
    expect(node).toEqual({ projectItems: { totalCount: 0 } });
    const last = await addItem(app, board, issue);
    await owner(`mutation($id: ID!) { deleteIssue(input: {issueId: $id}) { clientMutationId } }`, {
      id: issue.id,
    });
    expect(await refused(readValues(app, last))).toEqual([
      "NOT_FOUND",
      `Could not resolve to a node with the global id of '${last}'.`,
    ]);
  });

  test("that is archived is in no list and takes no values until it is back", async () => {
    const issue = await createIssue(app, "archived");
    const item = await addItem(app, board, issue);
    const status = await fieldNamed(app, board, "Status");
    const archive = (mutation: string) =>
      app(
        `mutation($p: ID!, $i: ID!) { ${mutation}(input: {projectId: $p, itemId: $i}) { item { isArchived } } }`,
        { p: board.id, i: item },
      );
    expect(await archive("archiveProjectV2Item")).toEqual({
      archiveProjectV2Item: { item: { isArchived: true } },
    });
    const todo = { singleSelectOptionId: status.options?.[0]?.id };
    expect(await refused(setValue(app, board, item, status, todo))).toEqual([
      "VALIDATION",
      "The item is archived and cannot be updated",
    ]);
    const counts = async () => {
      const { node, issueNode } = await app<{
        node: { items: { nodes: { id: string }[] } };
        issueNode: { all: { totalCount: number }; live: { totalCount: number } };
      }>(
        `query($b: ID!, $i: ID!) { node(id: $b) { ... on ProjectV2 { items(first: 100) { nodes { id } } } } issueNode: node(id: $i) { ... on Issue { all: projectItems(first: 1) { totalCount } live: projectItems(first: 1, includeArchived: false) { totalCount } } } }`,
        { b: board.id, i: issue.id },
      );
      const isListed = node.items.nodes.some(({ id }) => id === item);
      return [isListed, issueNode.all.totalCount, issueNode.live.totalCount];
    };
    expect(await counts()).toEqual([false, 1, 0]);
    await archive("unarchiveProjectV2Item");
    expect(await counts()).toEqual([true, 1, 1]);
    await setValue(app, board, item, status, todo);
    expect((await readValues(app, item))["Status"]).toBe("Todo");
  });
});

describe("values", () => {
  let item: string;
  let fields: Record<"text" | "number" | "date" | "select", Field>;

  beforeAll(async () => {
    item = await addItem(app, board, await createIssue(app, "with values"));
    fields = {
      text: await createField(app, board, "Owner", "TEXT"),
      number: await createField(app, board, "Effort", "NUMBER"),
      date: await createField(app, board, "Start", "DATE"),
      select: await createField(app, board, "Priority", "SINGLE_SELECT", [
        { name: "P0", color: "RED", description: "now" },
        { name: "P1", color: "GRAY", description: "" },
      ]),
    };
  });

  test("are none but the title in the beginning; each is set and cleared by itself", async () => {
    expect(await readValues(app, item)).toEqual({ Title: "with values" });
    await setValue(app, board, item, fields.text, { text: "DevOps" });
    await setValue(app, board, item, fields.number, { number: 2.5 });
    await setValue(writer, board, item, fields.date, { date: "2026-02-28" });
    await setValue(app, board, item, fields.select, {
      singleSelectOptionId: fields.select.options?.[1]?.id,
    });
    expect(await readValues(app, item)).toEqual({
      Title: "with values",
      Owner: "DevOps",
      Effort: 2.5,
      Start: "2026-02-28",
      Priority: "P1",
    });
    await clearValue(writer, board, item, fields.number);
    await clearValue(app, board, item, fields.number);
    expect(await readValues(app, item)).not.toHaveProperty("Effort");
  });

  test("of the issue are shown, and set on the issue only", async () => {
    const assignees = await fieldNamed(app, board, "Assignees");
    expect(await refused(setValue(app, board, item, assignees, { text: "writer" }))).toEqual([
      "VALIDATION",
      "The field of type assignees is currently not supported",
    ]);
    const issue = await createIssue(app, "assigned");
    const assigned = await addItem(app, board, issue);
    await person(sandbox, "writer").rest.rest.issues.addAssignees({
      owner: "acme",
      repo: "app",
      issue_number: issue.number,
      assignees: ["lead"],
    });
    const users = async () => {
      const { node } = await app<{ node: { fieldValueByName: unknown } }>(
        `query($id: ID!) { node(id: $id) { ... on ProjectV2Item { fieldValueByName(name: "Assignees") { ... on ProjectV2ItemFieldUserValue { users(first: 5) { nodes { login } } } } } } }`,
        { id: assigned },
      );
      return node.fieldValueByName;
    };
    expect(await users()).toEqual({ users: { nodes: [{ login: "lead" }] } });
    await clearValue(app, board, assigned, assignees);
    expect(await users()).toBeNull();
  });

  test("must fit their field, their board, and be one", async () => {
    const set = (field: Field, value: object) => refused(setValue(app, board, item, field, value));
    expect(await set(fields.select, { text: "P1" })).toEqual([
      "VALIDATION",
      "Did not receive a single select option Id to update a field of type single_select",
    ]);
    const status = await fieldNamed(app, board, "Status");
    expect(await set(fields.select, { singleSelectOptionId: status.options?.[0]?.id })).toEqual([
      "VALIDATION",
      "The single select option Id does not belong to the field",
    ]);
    expect(await set(fields.number, { text: "2" })).toEqual(["VALIDATION", expect.stringMatching(/number/)]);
    expect(await set(fields.number, { number: 1 / 3 })).toEqual([
      "VALIDATION",
      "Number values cannot exceed 8 decimal places",
    ]);
    expect(await set(fields.date, { date: "2026-02-30" })).toEqual([
      "VALIDATION",
      expect.stringMatching(/valid date/),
    ]);
    expect(await set(fields.text, { text: "a", number: 1 })).toEqual([
      "VALIDATION",
      expect.stringMatching(/one value/),
    ]);
    expect(await set(fields.text, {})).toEqual(["VALIDATION", expect.stringMatching(/one value/)]);
    const other = await createBoard(app, "other");
    expect(await refused(setValue(app, other, item, fields.text, { text: "a" }))).toEqual([
      "VALIDATION",
      "The item does not exist in the project",
    ]);
    const foreign = await fieldNamed(app, other, "Status");
    expect(await set(foreign, { singleSelectOptionId: foreign.options?.[0]?.id })).toEqual([
      "VALIDATION",
      "The field does not exist in the project",
    ]);
  });
});

test("what is read of a board counts as nodes, the values of its items too", async () => {
  const read = (values: number) =>
    app<{ rateLimit: unknown }>(
      `query($id: ID!) { rateLimit { cost nodeCount } node(id: $id) { ... on ProjectV2 { items(first: 100) { nodes { fieldValues(first: ${values}) { nodes { ... on ProjectV2ItemFieldUserValue { users(first: 100) { totalCount } } } } } } } } }`,
      { id: board.id },
    );
  expect((await read(20)).rateLimit).toEqual({ cost: 21, nodeCount: 202_100 });
  const { errors } = await problems(read(50));
  expect(errors[0]).toMatchObject({
    type: "MAX_NODE_LIMIT_EXCEEDED",
    message: "This query requests up to 505,100 possible nodes which exceeds the maximum limit of 500,000.",
  });
  await fetch(`${sandbox.url}/_sandbox/violations`, { method: "DELETE" });
});

test("the list of a board lags behind what was just added, the issue's own does not", async () => {
  const lagging = await createBoard(app, "lagging");
  const issue = await createIssue(app, "just added");
  await addItem(app, lagging, issue);
  await addFaults(sandbox, { kind: "stale-list", ms: 60_000 });
  const read = async () => {
    const { project, issue: own } = await app<Record<string, { items: { totalCount: number } }>>(
      `query($p: ID!, $i: ID!) { project: node(id: $p) { ... on ProjectV2 { items(first: 1) { totalCount } } } issue: node(id: $i) { ... on Issue { items: projectItems(first: 1) { totalCount } } } }`,
      { p: lagging.id, i: issue.id },
    );
    return [project?.items.totalCount, own?.items.totalCount];
  };
  expect(await read()).toEqual([0, 1]);
  expect(await read()).toEqual([1, 1]);
});

test("everything that was asked is in GitHub's schema", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
