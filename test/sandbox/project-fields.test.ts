import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { Board, Field, Graphql } from "./boards.js";
import {
  addItem,
  createBoard,
  createField,
  createIssue,
  fieldNamed,
  readValues,
  setOptions,
  setValue,
} from "./boards.js";
import { installedApp, person, refused, violations } from "./harness.js";

let sandbox: Sandbox;
let app: Graphql;
let writer: Graphql;
let board: Board;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  app = (await installedApp(sandbox)).graphql;
  writer = person(sandbox, "writer").graphql;
  board = await createBoard(app, "Checklists");
});
afterAll(() => sandbox.close());

describe("options", () => {
  test("that come with their ids keep every value, renamed, coloured and moved", async () => {
    const fresh = await createBoard(app, "kept options");
    const item = await addItem(app, fresh, await createIssue(app, "kept"));
    const status = await fieldNamed(app, fresh, "Status");
    const [todo, doing, done] = status.options ?? [];
    await setValue(app, fresh, item, status, { singleSelectOptionId: doing?.id });
    const changed = await setOptions(writer, status, [
      { ...done, name: "Finished" },
      { ...doing, name: "Underway", color: "PINK" },
      { ...todo },
      { name: "Blocked", color: "RED", description: "" },
    ]);
    expect(changed.options?.map(({ name }) => name)).toEqual(["Finished", "Underway", "Todo", "Blocked"]);
    expect(changed.options?.slice(0, 3).map(({ id }) => id)).toEqual([done?.id, doing?.id, todo?.id]);
    expect((await readValues(app, item))["Status"]).toBe("Underway");
  });

  test("that come without their ids are new ones, whatever their names: values are gone", async () => {
    const fresh = await createBoard(app, "lost options");
    const item = await addItem(app, fresh, await createIssue(app, "lost"));
    const status = await fieldNamed(app, fresh, "Status");
    const [todo, doing, done] = status.options ?? [];
    await setValue(app, fresh, item, status, { singleSelectOptionId: doing?.id });
    const withoutId = { name: doing?.name, color: doing?.color, description: doing?.description } as object;
    const changed = await setOptions(app, status, [{ ...todo }, withoutId, { ...done }]);
    expect(changed.options?.[1]).toMatchObject({ name: "In Progress" });
    expect(changed.options?.[1]?.id).not.toBe(doing?.id);
    expect(await readValues(app, item)).toEqual({ Title: "lost" });
    expect(await refused(setValue(app, fresh, item, status, { singleSelectOptionId: doing?.id }))).toEqual([
      "VALIDATION",
      "The single select option Id does not belong to the field",
    ]);
  });

  test("that are none are ignored; an id that is none, and a name twice, are refused", async () => {
    const status = await fieldNamed(app, await createBoard(app, "no options"), "Status");
    expect((await setOptions(app, status, [])).options).toEqual(status.options);
    const option = { color: "RED", description: "" };
    expect(await refused(setOptions(app, status, [{ id: "00000000", name: "x", ...option }]))).toEqual([
      "VALIDATION",
      expect.stringMatching(/Id does not belong/),
    ]);
    expect(
      await refused(
        setOptions(app, status, [
          { name: "x", ...option },
          { name: "X", ...option },
        ]),
      ),
    ).toEqual(["VALIDATION", expect.stringMatching(/unique/)]);
  });
});

describe("limits", () => {
  test("fifty fields with the built-in ones, fifty options, one field of a name", async () => {
    const full = await createBoard(app, "full");
    for (let index = 10; index < 50; index += 1) await createField(app, full, `f${index}`, "TEXT");
    expect(await refused(createField(app, full, "one more", "TEXT"))).toEqual([
      "VALIDATION",
      expect.stringMatching(/50/),
    ]);
    const fresh = await createBoard(app, "names");
    expect(await refused(createField(app, fresh, "status", "TEXT"))).toEqual([
      "UNPROCESSABLE",
      "Name has already been taken",
    ]);
    const options = Array.from({ length: 51 }, (_, index) => ({
      name: `o${index}`,
      color: "GRAY",
      description: "",
    }));
    expect(await refused(createField(app, fresh, "many", "SINGLE_SELECT", options))).toEqual([
      "VALIDATION",
      expect.stringMatching(/50/),
    ]);
  });

  test("built-in fields stay, others go with their values", async () => {
    const fresh = await createBoard(app, "fields");
    const remove = (field: Field) =>
      app(
        `mutation($id: ID!) { deleteProjectV2Field(input: {fieldId: $id}) { projectV2Field { ... on ProjectV2FieldCommon { name } } } }`,
        { id: field.id },
      );
    expect(await refused(remove(await fieldNamed(app, fresh, "Status")))).toEqual([
      "VALIDATION",
      expect.stringMatching(/not/),
    ]);
    const item = await addItem(app, fresh, await createIssue(app, "field goes"));
    const field = await createField(app, fresh, "Owner", "TEXT");
    await setValue(app, fresh, item, field, { text: "DevOps" });
    await remove(field);
    expect(await readValues(app, item)).toEqual({ Title: "field goes" });
    expect(await refused(setValue(app, fresh, item, field, { text: "again" }))).toEqual([
      "NOT_FOUND",
      expect.any(String),
    ]);
  });
});

describe("iterations", () => {
  test("are readable, and a value is one of them", async () => {
    const { createProjectV2Field } = await app<{ createProjectV2Field: { projectV2Field: Field } }>(
      `mutation($p: ID!) { createProjectV2Field(input: {projectId: $p, name: "Sprint", dataType: ITERATION, iterationConfiguration: {startDate: "2020-01-06", duration: 14, iterations: [{title: "S1", startDate: "2020-01-06", duration: 14}, {title: "S2", startDate: "2999-01-07", duration: 14}]}}) { projectV2Field { ... on ProjectV2FieldCommon { id name dataType } } } }`,
      { p: board.id },
    );
    const field = createProjectV2Field.projectV2Field;
    const { node } = await app<{
      node: {
        configuration: { iterations: { id: string; title: string }[]; completedIterations: unknown[] };
      };
    }>(
      `query($id: ID!) { node(id: $id) { ... on ProjectV2IterationField { configuration { duration iterations { id title } completedIterations { title } } } } }`,
      { id: field.id },
    );
    expect(node.configuration).toMatchObject({
      duration: 14,
      iterations: [{ title: "S2" }],
      completedIterations: [{ title: "S1" }],
    });
    const item = await addItem(app, board, await createIssue(app, "sprint"));
    await setValue(app, board, item, field, { iterationId: node.configuration.iterations[0]?.id });
    const shown = await app(
      `query($id: ID!) { node(id: $id) { ... on ProjectV2Item { fieldValueByName(name: "Sprint") { ... on ProjectV2ItemFieldIterationValue { title startDate } } } } }`,
      { id: item },
    );
    expect(shown).toEqual({ node: { fieldValueByName: { title: "S2", startDate: "2999-01-07" } } });
  });
});

test("everything that was asked is in GitHub's schema", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
