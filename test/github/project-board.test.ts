import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Board, BoardColumn, BoardItem } from "../../src/core/model/board.js";
import type { ProjectRules } from "../../src/core/model/config.js";
import { RetryError } from "../../src/errors.js";
import type { GitHubClient } from "../../src/github/client.js";
import { IssueReader } from "../../src/github/issue-reader.js";
import { ProjectBoard } from "../../src/github/project-board.js";
import type { WrittenValues } from "../../src/github/project-board.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { Result } from "../../src/sync/ports.js";
import * as boards from "../sandbox/boards.js";
import { addFaults, person, violations } from "../sandbox/harness.js";
import { until } from "../support/product.js";
import { ADDRESS, sandboxClient } from "./harness.js";

let sandbox: Sandbox;
let client: GitHubClient;
let sent: string[];
let writer: boards.Graphql;
let owner: boards.Graphql;
let project: boards.Board;
let written: WrittenValues;
let port: ProjectBoard;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  ({ client, sent } = await sandboxClient(sandbox));
  writer = person(sandbox, "writer").graphql;
  owner = person(sandbox, "owner").graphql;
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  project = await boards.createBoard(writer, "Plans");
  written = new Map();
  port = freshPort();
  sent.length = 0;
});
afterEach(async () => {
  expect(await violations(sandbox)).toEqual([]);
});

/** As the next sync has one: it knows no issues yet. */
const freshPort = (): ProjectBoard => new ProjectBoard(client, ADDRESS, new IssueReader("tickmark"), written);

async function read(wanted: ProjectRules["board"] = { number: project.number }): Promise<Board> {
  const reading = await freshPort().read(wanted, undefined);
  if (reading.state !== "read") throw new Error(`The board is ${JSON.stringify(reading)}`);
  return reading.board;
}

async function unusable(wanted: ProjectRules["board"]): Promise<string | undefined> {
  const reading = await port.read(wanted, undefined);
  return reading.state === "unusable" ? reading.rule : undefined;
}

function value<T>(result: Result<T> | undefined): T {
  if (!result?.ok) throw new Error(`It was refused: ${JSON.stringify(result)}`);
  return result.value;
}

function columnOf(board: Board, name: string): BoardColumn {
  const column = board.columns.find((each) => each.name === name);
  if (!column) throw new Error(`The board has no column ${name}`);
  return column;
}

async function withItems(count: number) {
  const issues: number[] = [];
  for (let at = 0; at < count; at += 1)
    issues.push((await boards.createIssue(writer, `Task ${at + 1}`)).number);
  const items = (await port.addItems(await read(), issues)).map(value);
  return { issues, items };
}

describe("a board that is read", () => {
  test("has its columns and, page by page, the issues of this repository", async () => {
    const { issues } = await withItems(103);
    sent.length = 0;

    const board = await read();

    expect(board.title).toBe("Plans");
    expect(columnOf(board, "Status")).toMatchObject({
      type: "choice",
      options: [{ name: "Todo" }, { name: "In Progress" }, { name: "Done" }],
    });
    expect(columnOf(board, "Assignees").type).toBe("other");
    // The list of a board lags a little behind what was just added.
    expect(issues.filter((issue) => !board.items.has(issue)).length).toBeLessThan(103);
    expect(sent).toHaveLength(2);
  });

  test("that another repository shares has only one's own issues", async () => {
    const { issues, items } = await withItems(1);
    await person(sandbox, "owner").rest.repos.createInOrg({ org: "acme", name: "shared" });
    const made = await owner<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "shared") { id } }`,
    );
    const { createIssue } = await owner<{ createIssue: { issue: { id: string } } }>(
      `mutation($id: ID!) { createIssue(input: {repositoryId: $id, title: "Theirs"}) { issue { id } } }`,
      { id: made.repository.id },
    );
    const theirs = await boards.addItem(owner, project, createIssue.issue);
    const address = { owner: "acme", name: "shared" };
    const numbers = async (from: ProjectBoard): Promise<readonly (readonly [number, string])[]> => {
      const reading = await from.read({ number: project.number }, undefined);
      return reading.state === "read" ? [...reading.board.items].map(([issue, { id }]) => [issue, id]) : [];
    };
    const shared = (): ProjectBoard =>
      new ProjectBoard(client, address, new IssueReader("tickmark"), written);
    await until(async () => (await numbers(shared())).length > 0, "the list lags behind what was added");

    expect(await numbers(shared())).toEqual([[1, theirs]]);
    expect(await numbers(freshPort())).toEqual([[issues[0], items[0]?.id]]);
  });

  test("is found by its address, and by the title that it was made with", async () => {
    const url = `https://github.com/orgs/acme/projects/${project.number}`;
    expect((await read({ url })).id).toBe(project.id);

    const titled = await boards.createBoard(writer, "By its title");
    expect((await read({ create: "By its title" })).id).toBe(titled.id);
    expect(await port.read({ create: "Nothing is called that" }, undefined)).toMatchObject({
      state: "absent",
    });
  });

  test("that was renamed is the one that was used before", async () => {
    const titled = await boards.createBoard(writer, "Old name");
    await owner(
      `mutation($id: ID!) { updateProjectV2(input: {projectId: $id, title: "New name"}) { clientMutationId } }`,
      { id: titled.id },
    );

    const reading = await port.read({ create: "Old name" }, titled.id);

    expect(reading.state === "read" && reading.board.id).toBe(titled.id);
  });

  test("shows what people have set, and which values are the app's own", async () => {
    const { issues, items } = await withItems(1);
    const [issue = 0] = issues;
    const [item] = items;
    const board = await read();
    const status = columnOf(board, "Status");
    const [todo, , done] = status.options;
    await port.setValues(board, [{ item: item?.id ?? "", column: status, value: todo?.id }]);

    const after = value((await port.addItems(board, [issue]))[0]);
    expect(after.values.get(status.id)).toBe(todo?.id);
    expect([...after.own]).toEqual([status.id]);

    await boards.setValue(writer, project, after.id, await boards.fieldNamed(writer, project, "Status"), {
      singleSelectOptionId: done?.id,
    });
    const moved = value((await port.addItems(board, [issue]))[0]);
    expect([moved.values.get(status.id), moved.own.size]).toEqual([done?.id, 0]);
  });
});

describe("a board that cannot be used", () => {
  test("does not exist", async () => {
    expect(await unusable({ number: 999 })).toBe("project-not-found");
  });

  test("belongs to a person", async () => {
    expect(await unusable({ url: "https://github.com/users/writer/projects/1" })).toBe("project-of-a-user");
  });

  test("is closed", async () => {
    await owner(
      `mutation($id: ID!) { updateProjectV2(input: {projectId: $id, closed: true}) { clientMutationId } }`,
      { id: project.id },
    );
    expect(await unusable({ number: project.number })).toBe("project-closed");
  });

  test("pain 56: is none of the app's business: it lacks the permission", async () => {
    const board = await read();
    await grant(sandbox, null);
    try {
      expect(await unusable({ number: project.number })).toBe("project-not-found");
      const [result] = await port.createColumns(board, [{ name: "Owner", type: "text", options: [] }]);
      expect(result).toEqual({ ok: false, refusal: "Resource not accessible by integration" });
    } finally {
      await grant(sandbox, "write");
      ({ client, sent } = await sandboxClient(sandbox));
    }
  });

  test("may only be read: each part of a write is refused", async () => {
    const { items } = await withItems(1);
    await grant(sandbox, "read");
    try {
      ({ client, sent } = await sandboxClient(sandbox));
      const board = await read();
      const column = columnOf(board, "Status");
      const write = { item: items[0]?.id ?? "", column, value: column.options[0]?.id };

      expect([
        ...(await freshPort().createColumns(board, [{ name: "Owner", type: "text", options: [] }])),
        ...(await freshPort().setValues(board, [write])),
      ]).toEqual([
        { ok: false, refusal: "Resource not accessible by integration" },
        { ok: false, refusal: "Resource not accessible by integration" },
      ]);
    } finally {
      await grant(sandbox, "write");
      ({ client, sent } = await sandboxClient(sandbox));
    }
  });

  test("is full: GitHub's own words say so", async () => {
    const board = await read();
    const fields = Array.from({ length: 51 - board.columns.length }, (_, at) => ({
      name: `Field ${at + 1}`,
      type: "text" as const,
      options: [],
    }));

    const results = await port.createColumns(board, fields);

    expect(results.map(({ ok }) => ok)).toEqual(fields.map((_, at) => at < fields.length - 1));
    expect(results.at(-1)).toMatchObject({ refusal: expect.stringMatching(/50/) });
  });

  test("has lost a field since it was read: the refusal names it, and the other values are written", async () => {
    const { items } = await withItems(1);
    const item = items[0]?.id ?? "";
    await boards.createField(writer, project, "Owner", "TEXT");
    const board = await read();
    const [lost, status] = [columnOf(board, "Owner"), columnOf(board, "Status")];
    await owner(`mutation($id: ID!) { deleteProjectV2Field(input: {fieldId: $id}) { clientMutationId } }`, {
      id: lost.id,
    });

    const results = await port.setValues(board, [
      { item, column: lost, value: "DevOps" },
      { item, column: status, value: status.options[2]?.id },
    ]);

    expect(results).toEqual([
      { ok: false, refusal: `Could not resolve to a node with the global id of '${lost.id}'.` },
      { ok: true, value: undefined },
    ]);
    expect(await boards.readValues(writer, item)).toMatchObject({ Status: "Done" });
  });

  test("was deleted in the middle: each part is refused, and nothing is thrown", async () => {
    const { items } = await withItems(2);
    const board = await read();
    await owner(`mutation($id: ID!) { deleteProjectV2(input: {projectId: $id}) { clientMutationId } }`, {
      id: project.id,
    });

    const column = columnOf(board, "Status");
    const writes = items.map(({ id }) => ({ item: id, column, value: column.options[0]?.id }));
    const results = await port.setValues(board, writes);

    expect(results.map(({ ok }) => ok)).toEqual([false, false]);
    expect(results.map((result) => !result.ok && /Could not resolve/.test(result.refusal))).toEqual([
      true,
      true,
    ]);
  });
});

async function grant({ url }: Sandbox, level: "read" | "write" | null): Promise<void> {
  await fetch(`${url}/_sandbox/permissions`, {
    method: "POST",
    body: JSON.stringify({ organization_projects: level }),
    headers: { "content-type": "application/json" },
  });
}

describe("what is written", () => {
  test("pain 58: columns of every kind, and values in them", async () => {
    const { items } = await withItems(1);
    const item = items[0]?.id ?? "";
    const board = await read();
    const columns = (
      await port.createColumns(board, [
        { name: "Priority", type: "choice", options: ["P0", "P1"] },
        { name: "Owner", type: "text", options: [] },
        { name: "Effort", type: "number", options: [] },
        { name: "Target", type: "date", options: [] },
      ])
    ).map(value);
    const values = [columns[0]?.options[1]?.id ?? "", "DevOps", 2.5, "2026-03-01"];
    const writes = columns.map((column, at) => ({ item, column, value: values[at] }));

    await port.setValues(board, writes);
    expect(await boards.readValues(writer, item)).toMatchObject({
      Priority: "P1",
      Owner: "DevOps",
      Effort: 2.5,
      Target: "2026-03-01",
    });

    await port.setValues(
      board,
      writes.map((write) => ({ ...write, value: undefined })),
    );
    expect(Object.keys(await boards.readValues(writer, item))).toEqual(["Title"]);
  });

  test("pain 57: a new option costs nobody a value, and the others keep their colours", async () => {
    const { items } = await withItems(1);
    const item = items[0]?.id ?? "";
    const field = await boards.createField(writer, project, "Priority", "SINGLE_SELECT", [
      { name: "Soon", color: "RED", description: "as fast as we can" },
      { name: "Later", color: "BLUE", description: "" },
    ]);
    await boards.setValue(writer, project, item, field, { singleSelectOptionId: field.options?.[0]?.id });
    const reading = await port.read({ number: project.number }, undefined);
    if (reading.state !== "read") throw new Error("The board is not there");

    const column = value(await freshPort().addOptions(columnOf(reading.board, "Priority"), ["P0"]));

    expect(column.options.map(({ name }) => name)).toEqual(["Soon", "Later", "P0"]);
    expect(await boards.readValues(writer, item)).toMatchObject({ Priority: "Soon" });
    expect((await boards.fieldNamed(writer, project, "Priority")).options).toMatchObject([
      { name: "Soon", color: "RED", description: "as fast as we can" },
      { name: "Later", color: "BLUE" },
      { name: "P0" },
    ]);
  });

  test("is answered part by part: one that is refused keeps none of the others from being done", async () => {
    const { items } = await withItems(2);
    const board = await read();
    const status = columnOf(board, "Status");

    const results = await port.setValues(board, [
      { item: items[0]?.id ?? "", column: status, value: "00000000" },
      { item: items[1]?.id ?? "", column: status, value: status.options[2]?.id },
    ]);

    expect(results.map(({ ok }) => ok)).toEqual([false, true]);
    expect(await boards.readValues(writer, items[1]?.id ?? "")).toMatchObject({ Status: "Done" });
  });

  test("an issue that is on the board already is answered as it is there", async () => {
    const { issues, items } = await withItems(1);

    const again = await port.addItems(await read(), issues);

    expect(again.map((result) => value<BoardItem>(result).id)).toEqual(items.map(({ id }) => id));
  });

  test("an issue in the archive is a refusal: somebody has put it there", async () => {
    const { issues, items } = await withItems(1);
    await writer(
      `mutation($project: ID!, $item: ID!) { archiveProjectV2Item(input: {projectId: $project, itemId: $item}) { clientMutationId } }`,
      { project: project.id, item: items[0]?.id },
    );

    expect(await port.addItems(await read(), issues)).toEqual([
      { ok: false, refusal: "it is in the board's archive" },
    ]);
  });

  test("a board is made once, and found by its title when the answer was lost", async () => {
    const { repository } = await owner<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "app") { id } }`,
    );
    await addFaults(sandbox, { kind: "drop", match: { operation: "createProjectV2" } });

    await expect(port.create("Made by the app", repository.id)).rejects.toBeInstanceOf(RetryError);
    const made = value(await freshPort().create("Made by the app", repository.id));

    expect((await read({ create: "Made by the app" })).id).toBe(made.id);
    const { organization } = await owner<{ organization: { projectsV2: { totalCount: number } } }>(
      `{ organization(login: "acme") { projectsV2(first: 1, query: "Made by the app") { totalCount } } }`,
    );
    expect(organization.projectsV2.totalCount).toBe(1);
  });

  test("a board that is made is linked to the repository", async () => {
    const { repository } = await owner<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "app") { id } }`,
    );

    value(await port.create("Beside the code", repository.id));

    const linked = await owner<{ repository: { projectsV2: { nodes: { title: string }[] } } }>(
      `{ repository(owner: "acme", name: "app") { projectsV2(first: 10) { nodes { title } } } }`,
    );
    expect(linked.repository.projectsV2.nodes).toContainEqual({ title: "Beside the code" });
  });

  test("a passing fault is no refusal: it is tried again", async () => {
    const { items } = await withItems(1);
    const board = await read();
    const status = columnOf(board, "Status");
    await addFaults(sandbox, {
      kind: "status",
      status: 502,
      match: { operation: "updateProjectV2ItemFieldValue" },
    });

    await expect(
      port.setValues(board, [{ item: items[0]?.id ?? "", column: status, value: status.options[0]?.id }]),
    ).rejects.toBeInstanceOf(RetryError);
  });
});
