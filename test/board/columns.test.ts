import { describe, expect, test } from "@jest/globals";
import { firstOptions, optionName, readValue, toRaw } from "../../src/core/board/board-values.js";
import { mapColumns } from "../../src/core/board/columns.js";
import { completionOf, optionForStatus, parseStatus } from "../../src/core/board/status.js";
import type { BoardBase, BoardColumn, BoardItem } from "../../src/core/model/board.js";
import type { ProjectRules } from "../../src/core/model/config.js";

const RULES: ProjectRules = { board: { number: 7 }, fields: {}, addMetadata: false };

const column = (
  name: string,
  type: BoardColumn["type"] = "text",
  options: readonly string[] = [],
): BoardColumn => ({
  id: name,
  name,
  type,
  options: options.map((each) => ({ id: `id of ${each}`, name: each })),
});

const mapped = (
  columns: readonly BoardColumn[],
  fields: ProjectRules["fields"] = {},
  former: BoardBase["columns"] = {},
) =>
  mapColumns(
    { columns, url: "https://github.com/orgs/acme/projects/7" },
    { rules: { ...RULES, fields }, file: "config.yml", former },
  );

const itemWith = (values: Record<string, string | number>): BoardItem => ({
  id: "PVTI_1",
  createdAt: "2026-01-01T00:00:00Z",
  values: new Map(Object.entries(values)),
  own: new Set(),
  isDropped: false,
});

describe("the columns of a board", () => {
  test("are found by their names, whatever the capitals", () => {
    const { known } = mapped([column("OWNER"), column("Due date", "date"), column("Notes")]);

    expect([...known].map(([field, { name }]) => [field, name])).toEqual([
      ["owner", "OWNER"],
      ["target", "Due date"],
    ]);
  });

  test("have the name that the config gives them, and no other", () => {
    const { known } = mapped([column("Priority"), column("Importance")], { priority: "importance" });

    expect(known.get("priority")?.name).toBe("Importance");
  });

  test("are what they were when people have renamed them, unless another one has the name or the config names one", () => {
    const renamed = [column("When"), column("Importance", "choice", ["P0"])];
    const former = { priority: "Importance", owner: "When" };

    expect(mapped(renamed, {}, former).known.get("priority")?.name).toBe("Importance");
    expect(mapped([...renamed, column("Priority")], {}, former).known.get("priority")?.name).toBe("Priority");
    expect(mapped(renamed, { priority: "Urgency" }, former).known.has("priority")).toBe(false);
    const swapped = [{ ...column("Target", "date"), id: "Start" }];
    expect([...mapped(swapped, {}, { start: "Start", target: "gone" }).known.keys()]).toEqual(["target"]);
  });

  test("of a type that holds no such values are named with a way out", () => {
    const { known, unfit, diagnostics } = mapped([
      column("Effort", "choice", ["S"]),
      column("Start", "text"),
    ]);

    expect([known.size, [...unfit]]).toEqual([0, ["effort", "start"]]);
    expect(diagnostics.map(({ rule, file, message }) => [rule, file, message])).toEqual([
      [
        "project-field-type",
        "config.yml",
        "Unexpected type of the field Effort on https://github.com/orgs/acme/projects/7, expected a number, rename that field, or name another one as `project.fields.effort`",
      ],
      [
        "project-field-type",
        "config.yml",
        "Unexpected type of the field Start on https://github.com/orgs/acme/projects/7, expected a date, rename that field, or name another one as `project.fields.start`",
      ],
    ]);
  });
});

describe("a status", () => {
  test.each([
    ["Todo", "todo"],
    ["📋 Backlog", "todo"],
    ["TO DO", "todo"],
    ["👀 In review", "doing"],
    ["In Progress", "doing"],
    ["🛑 Blocked", "blocked"],
    ["✅ Done", "done"],
    ["Closed", "done"],
    ["Canceled", "cancelled"],
    ["Won’t do", "cancelled"],
    ["In QA", undefined],
    ["Almost done", undefined],
  ])("%s is %s", (name, status) => {
    expect(parseStatus(name)).toBe(status);
  });

  test("says whether a task is open, and one of people's own says nothing", () => {
    expect([completionOf("blocked"), completionOf("cancelled"), completionOf(undefined)]).toEqual([
      "open",
      "dropped",
      undefined,
    ]);
  });

  test("is written by the option that says it most plainly", () => {
    const status = column("Status", "choice", ["Backlog", "Ready", "📥 To do", "Shipped", "Done"]);

    expect(optionForStatus(status, "todo")?.name).toBe("📥 To do");
    expect(optionForStatus(status, "done")?.name).toBe("Done");
    expect(optionForStatus(status, "cancelled")).toBeUndefined();
  });
});

describe("a value", () => {
  test("is the same in an option of whatever name", () => {
    const priority = column("Priority", "choice", ["🔥 Critical", "High", "Someday"]);
    const { known, ...rest } = mapped([priority]);
    const read = (option: string) =>
      readValue("priority", itemWith({ Priority: `id of ${option}` }), { known, ...rest });

    expect([read("🔥 Critical"), read("High"), read("Someday"), read("gone")]).toEqual([
      "P0",
      "P1",
      "Someday",
      undefined,
    ]);
    expect(toRaw("priority", "P1", priority)).toBe("id of High");
    expect(toRaw("priority", "P3", priority)).toBeUndefined();
    expect(optionName("priority", "P3", priority)).toBe("Low");
    expect(optionName("priority", "P3", column("Priority", "choice", ["P0"]))).toBe("P3");
  });

  test("of owners is the same however they are written", () => {
    const columns = mapped([column("Owner")]);

    expect(readValue("owner", itemWith({ Owner: "DevOps + @octocat" }), columns)).toBe("DevOps, @octocat");
    expect(readValue("owner", itemWith({ Owner: " " }), columns)).toBeUndefined();
  });

  test("begins with options only where they are known", () => {
    expect([firstOptions("priority"), firstOptions("phase")]).toEqual([["P0", "P1", "P2", "P3"], []]);
  });
});
