import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
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
  readValues,
  setOptions,
  setValue,
} from "./boards.js";
import { installedApp, person, problems, startReceiver, untilIdle, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let app: Graphql;
let writer: ReturnType<typeof person>;
let board: Board;
let status: Field;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  receiver = await startReceiver();
  sandbox.connectApp(receiver.address);
  app = (await installedApp(sandbox)).graphql;
  writer = person(sandbox, "writer");
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});

async function startBoard(): Promise<void> {
  board = await createBoard(app, "Checklists");
  status = await fieldNamed(app, board, "Status");
}

const option = (name: string) => ({
  singleSelectOptionId: status.options?.find((known) => known.name === name)?.id,
});

/** The webhooks that the run makes, in the order of their names. */
async function told(run: () => Promise<unknown>) {
  await untilIdle(sandbox);
  receiver.received.length = 0;
  await run();
  await untilIdle(sandbox);
  return { names: receiver.names().sort(), bodies: receiver.received.map(({ body }) => body) };
}

async function control(path: string, body: object): Promise<number> {
  const { status: answer } = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return answer;
}

const switchWorkflow = (name: string, enabled: boolean) =>
  control("workflows", { owner: "acme", project: board.number, name, enabled });

const readIssue = async (number: number) =>
  (await writer.rest.rest.issues.get({ ...REPOSITORY, issue_number: number })).data;

describe("what the app is told of a board", () => {
  beforeEach(startBoard);

  test("an item that comes, goes to the archive, comes back and leaves; there is no repository in it", async () => {
    const issue = await createIssue(app, "told");
    let item = "";
    const change = (mutation: string) =>
      writer.graphql(
        `mutation($p: ID!, $i: ID!) { ${mutation}(input: {projectId: $p, itemId: $i}) { clientMutationId } }`,
        { p: board.id, i: item },
      );
    const { names, bodies } = await told(async () => {
      item = await addItem(writer.graphql, board, issue);
      await addItem(writer.graphql, board, issue);
    });
    expect(names).toEqual(["projects_v2_item.created"]);
    expect(bodies[0]).toMatchObject({
      projects_v2_item: {
        node_id: item,
        project_node_id: board.id,
        content_node_id: issue.id,
        content_type: "Issue",
        archived_at: null,
      },
      organization: { login: "acme" },
      installation: { id: sandbox.credentials.installationId },
      sender: { login: "writer" },
    });
    expect(bodies[0]).not.toHaveProperty("repository");
    expect((await told(() => change("archiveProjectV2Item"))).names).toEqual(["projects_v2_item.archived"]);
    expect((await told(() => change("unarchiveProjectV2Item"))).names).toEqual(["projects_v2_item.restored"]);
    expect((await told(() => change("deleteProjectV2Item"))).names).toEqual(["projects_v2_item.deleted"]);
  });

  test("a value that changes, with both values; the same value again is nothing", async () => {
    const item = await addItem(app, board, await createIssue(app, "edited"));
    const effort = await createField(app, board, "Effort", "NUMBER");
    const set = (name: string) => told(() => setValue(writer.graphql, board, item, status, option(name)));
    const { names, bodies } = await set("In Progress");
    expect(names).toEqual(["projects_v2_item.edited"]);
    expect(bodies[0]?.["changes"]).toEqual({
      field_value: {
        field_node_id: status.id,
        field_type: "single_select",
        field_name: "Status",
        project_number: board.number,
        from: null,
        to: expect.objectContaining({ name: "In Progress", color: "YELLOW" }),
      },
    });
    expect((await set("In Progress")).names).toEqual([]);
    expect((await set("Todo")).bodies[0]?.["changes"]).toMatchObject({
      field_value: { from: { name: "In Progress" }, to: { name: "Todo" } },
    });
    const numbered = await told(() => setValue(app, board, item, effort, { number: 3 }));
    expect(numbered.bodies[0]).toMatchObject({
      changes: { field_value: { field_type: "number", from: null, to: 3 } },
      sender: { login: "tickmark[bot]" },
    });
    const cleared = await told(() => clearValue(app, board, item, effort));
    expect(cleared.bodies[0]).toMatchObject({ changes: { field_value: { from: 3, to: null } } });
  });

  test("values that go with their options are told by nothing", async () => {
    const item = await addItem(app, board, await createIssue(app, "silent"));
    await setValue(app, board, item, status, option("Todo"));
    const anew = (status.options ?? []).map(({ name, color, description }) => ({ name, color, description }));
    expect((await told(() => setOptions(writer.graphql, status, anew))).names).toEqual([]);
    expect(await readValues(app, item)).toEqual({ Title: "silent" });
  });

  test("the board itself; a board of a user is told of by nothing", async () => {
    const owner = person(sandbox, "owner").graphql;
    const update = (more: string) =>
      owner(`mutation($id: ID!) { updateProjectV2(input: {projectId: $id, ${more}}) { clientMutationId } }`, {
        id: board.id,
      });
    const renamed = await told(() => update(`title: "Plan"`));
    expect(renamed.names).toEqual(["projects_v2.edited"]);
    expect(renamed.bodies[0]).toMatchObject({
      projects_v2: { node_id: board.id, number: board.number, title: "Plan" },
      changes: { title: { from: "Checklists", to: "Plan" } },
    });
    expect((await told(() => update("closed: true"))).names).toEqual(["projects_v2.closed"]);
    expect((await told(() => update("closed: false"))).names).toEqual(["projects_v2.reopened"]);
    const gone = await told(() =>
      owner(`mutation($id: ID!) { deleteProjectV2(input: {projectId: $id}) { clientMutationId } }`, {
        id: board.id,
      }),
    );
    expect(gone.names).toEqual(["projects_v2.deleted"]);
    const issue = await createIssue(app, "on a board of a user");
    expect(
      (
        await told(async () => {
          const own = await createBoard(writer.graphql, "mine", "writer");
          await addItem(writer.graphql, own, issue);
        })
      ).names,
    ).toEqual([]);
  });
});

describe("what a board does by itself", () => {
  beforeEach(startBoard);

  test("an issue that closes is Done, whatever the reason; one that reopens stays so", async () => {
    const issue = await createIssue(app, "closing");
    const item = await addItem(app, board, issue);
    const target = { ...REPOSITORY, issue_number: issue.number };
    const { names, bodies } = await told(() =>
      writer.rest.rest.issues.update({ ...target, state: "closed", state_reason: "not_planned" }),
    );
    expect(names).toEqual(["issues.closed", "projects_v2_item.edited"]);
    expect(bodies.find((body) => body["projects_v2_item"] !== undefined)).toMatchObject({
      sender: { login: "github-project-automation[bot]", type: "Bot" },
      changes: { field_value: { to: { name: "Done" } } },
    });
    await writer.rest.rest.issues.update({ ...target, state: "open" });
    expect((await readValues(app, item))["Status"]).toBe("Done");
    await switchWorkflow("Item reopened", true);
    await writer.rest.rest.issues.update({ ...target, state: "closed" });
    await writer.rest.rest.issues.update({ ...target, state: "open" });
    expect((await readValues(app, item))["Status"]).toBe("Todo");
  });

  test("an item that is moved to Done closes its issue, by a bot that is not the app; back again opens nothing", async () => {
    const issue = await createIssue(app, "done");
    const item = await addItem(app, board, issue);
    const { names } = await told(() => setValue(writer.graphql, board, item, status, option("Done")));
    expect(names).toEqual(["issues.closed", "projects_v2_item.edited"]);
    expect(await readIssue(issue.number)).toMatchObject({
      state: "closed",
      state_reason: "completed",
      closed_by: { login: "github-project-automation[bot]" },
    });
    await setValue(writer.graphql, board, item, status, option("Todo"));
    expect((await readIssue(issue.number)).state).toBe("closed");
  });

  test("is in the timeline of the issue, and whether it was the board itself", async () => {
    const issue = await createIssue(app, "with a history");
    const item = await addItem(writer.graphql, board, issue);
    await setValue(writer.graphql, board, item, status, option("Todo"));
    await writer.rest.rest.issues.update({ ...REPOSITORY, issue_number: issue.number, state: "closed" });
    await writer.graphql(
      `mutation($p: ID!, $i: ID!) { deleteProjectV2Item(input: {projectId: $p, itemId: $i}) { clientMutationId } }`,
      { p: board.id, i: item },
    );
    const changed = `actor { login } wasAutomated project { id }`;
    const { node } = await app<{ node: { timelineItems: unknown } }>(
      `query($id: ID!) { node(id: $id) { ... on Issue { timelineItems(first: 10, itemTypes: [ADDED_TO_PROJECT_V2_EVENT, PROJECT_V2_ITEM_STATUS_CHANGED_EVENT, REMOVED_FROM_PROJECT_V2_EVENT]) { nodes { __typename ... on AddedToProjectV2Event { ${changed} } ... on ProjectV2ItemStatusChangedEvent { previousStatus status ${changed} } } } } } }`,
      { id: issue.id },
    );
    const byWriter = { actor: { login: "writer" }, wasAutomated: false, project: { id: board.id } };
    expect(node.timelineItems).toEqual({
      nodes: [
        { __typename: "AddedToProjectV2Event", ...byWriter },
        {
          __typename: "ProjectV2ItemStatusChangedEvent",
          ...byWriter,
          previousStatus: "",
          status: "Todo",
        },
        {
          __typename: "ProjectV2ItemStatusChangedEvent",
          ...byWriter,
          ...{ actor: { login: "github-project-automation" }, wasAutomated: true },
          previousStatus: "Todo",
          status: "Done",
        },
        { __typename: "RemovedFromProjectV2Event" },
      ],
    });
    const { data } = await writer.rest.rest.issues.listEventsForTimeline({
      ...REPOSITORY,
      issue_number: issue.number,
    });
    expect(data.map(({ event }) => event)).toEqual([
      "added_to_project_v2",
      "project_v2_item_status_changed",
      "closed",
      "project_v2_item_status_changed",
      "removed_from_project_v2",
    ]);
  });

  test("nothing that is switched off", async () => {
    expect(await switchWorkflow("Auto-close issue", false)).toBe(204);
    expect(await switchWorkflow("Item closed", false)).toBe(204);
    expect(await switchWorkflow("Nonsense", true)).toBe(404);
    const issue = await createIssue(app, "left alone");
    const item = await addItem(app, board, issue);
    await setValue(app, board, item, status, option("Done"));
    expect((await readIssue(issue.number)).state).toBe("open");
    await setValue(app, board, item, status, option("Todo"));
    await writer.rest.rest.issues.update({ ...REPOSITORY, issue_number: issue.number, state: "closed" });
    expect((await readValues(app, item))["Status"]).toBe("Todo");
    const { node } = await app<{ node: unknown }>(
      `query($id: ID!) { node(id: $id) { ... on ProjectV2 { workflows(first: 10) { nodes { name enabled } } } } }`,
      { id: board.id },
    );
    expect(node).toEqual({
      workflows: {
        nodes: [
          { name: "Auto-add sub-issues to project", enabled: true },
          { name: "Auto-close issue", enabled: false },
          { name: "Item added to project", enabled: false },
          { name: "Item closed", enabled: false },
          { name: "Item reopened", enabled: false },
          { name: "Pull request merged", enabled: true },
        ],
      },
    });
  });

  test("a renamed Done works on, a replaced one does nothing", async () => {
    const close = async (title: string): Promise<string | number | undefined> => {
      const issue = await createIssue(app, title);
      const item = await addItem(app, board, issue);
      await writer.rest.rest.issues.update({ ...REPOSITORY, issue_number: issue.number, state: "closed" });
      return (await readValues(app, item))["Status"];
    };
    const options = status.options ?? [];
    await setOptions(
      app,
      status,
      options.map((each) => (each.name === "Done" ? { ...each, name: "Finished" } : each)),
    );
    expect(await close("renamed")).toBe("Finished");
    await setOptions(
      app,
      status,
      options.map(({ name, color, description }) => ({ name, color, description })),
    );
    expect(await close("replaced")).toBeUndefined();
  });

  test("sub-issues follow their parent onto the board, those that come later too", async () => {
    const [parent, early, late] = [
      await createIssue(app, "parent"),
      await createIssue(app, "early"),
      await createIssue(app, "late"),
    ];
    const link = (child: { id: string }) =>
      app(
        `mutation($p: ID!, $c: ID!) { addSubIssue(input: {issueId: $p, subIssueId: $c}) { clientMutationId } }`,
        {
          p: parent.id,
          c: child.id,
        },
      );
    await link(early);
    await addItem(app, board, parent);
    await link(late);
    const { node } = await app<{ node: unknown }>(
      `query($id: ID!) { node(id: $id) { ... on ProjectV2 { items(first: 10) { nodes { content { ... on Issue { title } } creator { login } } } } } }`,
      { id: board.id },
    );
    expect(node).toEqual({
      items: {
        nodes: [
          { content: { title: "parent" }, creator: { login: "tickmark" } },
          { content: { title: "early" }, creator: { login: "github-project-automation" } },
          { content: { title: "late" }, creator: { login: "github-project-automation" } },
        ],
      },
    });
  });
});

test("a permission that is taken away is gone from the token that the app has", async () => {
  expect(await control("permissions", { organization_projects: "admin" })).toBe(422);
  const lost = await told(() => control("permissions", { organization_projects: null }));
  expect(lost.names).toEqual([]);
  expect((await problems(createBoard(app, "no"))).errors[0]).toMatchObject({
    type: "FORBIDDEN",
    message: "Resource not accessible by integration",
  });
  const { names, bodies } = await told(() => control("permissions", { organization_projects: "write" }));
  expect(names).toEqual(["installation.new_permissions_accepted"]);
  expect(bodies[0]).toMatchObject({ installation: { permissions: { organization_projects: "write" } } });
  expect((await problems(createBoard(app, "not yet"))).errors[0]).toMatchObject({ type: "FORBIDDEN" });
  await createBoard((await installedApp(sandbox)).graphql, "with a new token");
});

test("nothing strayed from GitHub's description", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
