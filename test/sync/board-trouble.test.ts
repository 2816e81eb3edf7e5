import { describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { Team } from "../support/board-team.js";
import { WITHOUT_PHASES } from "../support/memory-repository.js";

const CONFIG = "project: { number: 7 }\ndashboard: false\n";
const TEXT = [
  "- [ ] Rotate keys",
  "  - **Owner:** Ann | **Effort:** 2 weeks | **Priority:** P0",
  "- [ ] Write docs",
  "  - **Owner:** Bea | **Effort:** 1 week | **Priority:** P1",
  "",
].join("\n");

function remarksOf(outcome: Outcome): (readonly [string, string])[] {
  return "diagnostics" in outcome ? outcome.diagnostics.map(({ rule, message }) => [rule, message]) : [];
}

async function settled(): Promise<Team> {
  const team = new Team(TEXT, CONFIG);
  await team.sync();
  return team;
}

const gone = (id: string): string => `Could not resolve to a node with the global id of '${id}'.`;

describe("a board that the app may only read", () => {
  test("is one remark with a way out, and files and issues go on", async () => {
    const team = new Team(TEXT, CONFIG);
    team.board.refusal = () => "Resource not accessible by integration";

    const outcome = await team.sync();

    expect(remarksOf(outcome)).toEqual([
      [
        "project-no-permission",
        "Unexpected refusal to add the field Checklist and 6 more: Resource not accessible by integration. Expected a board that takes it, let an owner of the organization grant the app to write projects",
      ],
    ]);
    team.repository.changeIssue(1, { completion: "done" });
    await team.sync();
    expect(team.text).toContain("- [x] Rotate keys");
  });
});

describe("a field that somebody deletes", () => {
  const delete_ = (team: Team, name: string): void => {
    team.board.columns = team.board.columns.filter((column) => column.name !== name);
  };

  test("is not made again, empties no file, and is one remark, for another process as well", async () => {
    const team = await settled();
    const { text } = team;

    delete_(team, "Priority");
    for (const isRestarted of [false, true]) {
      if (isRestarted) team.restart();
      const outcome = await team.sync(!isRestarted);
      expect(remarksOf(outcome)).toEqual([
        [
          "project-field-deleted",
          "Unexpected https://github.com/orgs/acme/projects/7 without the field Priority, which was there before: it is not made again, make one of that name if it is missed, or name another one as `project.fields.priority`",
        ],
      ]);
      expect(team.writes()).toEqual([]);
    }

    team.edit("**Owner:** Ann", "**Owner:** Cleo");
    await team.sync();
    expect(team.board.shown(1)).toMatchObject({ Owner: "Cleo" });
    expect(team.text).toBe(text.replace("Ann", "Cleo"));
  });

  test("is filled when people make one of that name", async () => {
    const team = await settled();
    const { text } = team;
    delete_(team, "Priority");
    await team.sync(true);

    team.board.columns.push({ id: "new", name: "Priority", type: "text", options: [] });
    const outcome = await team.sync(true);

    expect(remarksOf(outcome)).toEqual([]);
    expect(team.board.shown(1)).toMatchObject({ Priority: "P0" });
    expect(team.text).toBe(text);
  });

  test("between reading and writing is one remark, and the board is read anew", async () => {
    const team = await settled();
    team.board.refusal = (what) => (what === "Priority" ? gone("PVTF_Priority") : undefined);

    team.edit("P0", "P2");
    team.edit("**Owner:** Ann", "**Owner:** Cleo");
    const outcome = await team.sync();
    expect(remarksOf(outcome).map(([rule]) => rule)).toEqual(["project-field-deleted"]);
    expect(team.board.shown(1)).toMatchObject({ Owner: "Cleo" });

    delete_(team, "Priority");
    const next = await team.sync(true);
    expect(team.repository.asked).toContain("board.read");
    expect(remarksOf(next).map(([rule]) => rule)).toEqual(["project-field-deleted"]);
    expect(team.text).toContain("P2");
  });
});

test.each([
  ["takes off", gone("PVTI_1")],
  ["archives", "The item is archived and cannot be updated"],
])(
  "an item that somebody %s between reading and writing is no refusal: it is looked again",
  async (_, why) => {
    const team = await settled();
    team.board.refusal = (what) => (what === "Priority" ? why : undefined);

    team.edit("P0", "P2");
    await expect(team.sync()).rejects.toBeInstanceOf(RetryError);
    team.board.refusal = () => undefined;
    team.board.items.delete(1);
    const outcome = await team.sync();

    expect(remarksOf(outcome)).toEqual([]);
    expect(team.board.items.has(1)).toBe(false);
    expect(team.text).toContain("P2");
  },
);

describe("a board that is full", () => {
  test("of options: one remark, and all other values are there", async () => {
    const team = new Team(TEXT, CONFIG);
    const options = Array.from({ length: 49 }, (_, at) => `Option ${at + 1}`);
    team.board.addColumn("Priority", "choice", options);

    const outcome = await team.sync();

    expect(remarksOf(outcome)).toEqual([
      [
        "project-options",
        "Unexpected refusal to add options to Priority: a field has at most 50 options. Expected a board that takes it, delete options that nobody needs, or make the field a text",
      ],
    ]);
    expect(team.board.shown(1)).toMatchObject({ Owner: "Ann", Effort: 10 });
    expect(team.board.shown(1)).not.toHaveProperty("Priority");
    expect(team.board.column("Priority").options).toHaveLength(49);

    team.board.columns = team.board.columns.map((column) =>
      column.name === "Priority" ? { ...column, options: column.options.slice(0, 9) } : column,
    );
    expect(remarksOf(await team.sync(true))).toEqual([]);
    expect(team.board.shown(2)).toMatchObject({ Priority: "P1" });
  });

  test("of fields: one remark, and those that were there are filled", async () => {
    const team = new Team(TEXT, CONFIG);
    team.board.addColumn("Owner", "text");
    while (team.board.columns.length < 50) team.board.addColumn(`Field ${team.board.columns.length}`, "text");
    team.board.refusal = (what) =>
      ["Priority", "Effort", "Effort (text)", "Checklist"].includes(what)
        ? "Project cannot have more than 50 fields"
        : undefined;

    const outcome = await team.sync();

    expect(remarksOf(outcome)).toEqual([
      [
        "project-field-limit",
        "Unexpected refusal to add the field Checklist and 3 more: Project cannot have more than 50 fields. Expected a board that takes it, delete a field that nobody needs",
      ],
    ]);
    expect(team.board.shown(1)).toEqual({ Status: "Todo", Owner: "Ann" });
  });
});

test("a field that another process has made meanwhile is found by the next look, which reads the board anew", async () => {
  const team = new Team(TEXT, CONFIG);
  team.board.refusal = (what) => (what === "Owner" ? "Name has already been taken" : undefined);
  const outcome = await team.sync();
  expect(remarksOf(outcome).map(([rule]) => rule)).toEqual(["project-refused"]);

  team.board.refusal = () => undefined;
  team.board.addColumn("Owner", "text");
  team.edit("P0", "P2");
  expect(remarksOf(await team.sync())).toEqual([]);

  expect(team.board.shown(1)).toMatchObject({ Owner: "Ann", Priority: "P2" });
  expect(team.board.shown(2)).toMatchObject({ Owner: "Bea" });
});

test("two checklists whose phases have one name are told apart by their file", async () => {
  const team = new Team("## Phase 1: Build\n\n- [ ] Rotate keys\n", CONFIG);
  team.repository.push({ "checklists/other.md": "## Phase 1: Build\n\n- [ ] Write docs\n" });

  const outcome = await team.sync();

  expect(remarksOf(outcome)).toEqual([]);
  expect([1, 2].map((issue) => team.board.shown(issue))).toEqual([
    { Status: "Todo", Phase: "Phase 1: Build", Checklist: "checklists/launch.md" },
    { Status: "Todo", Phase: "Phase 1: Build", Checklist: "checklists/other.md" },
  ]);
});

describe("a board that is to be made", () => {
  async function toBeMade(): Promise<Team> {
    const team = new Team("- [ ] Rotate keys\n", CONFIG);
    await team.sync();
    team.board.reading = { state: "absent" };
    team.repository.push({ [CONFIG_PATH]: `project: { create: Plans }\n${WITHOUT_PHASES}` });
    return team;
  }

  test("is made by one process at a time", async () => {
    const team = await toBeMade();

    await team.sync();

    const { asked } = team.repository;
    const order = ["lease.acquire", "board.create", "lease.release"].map((each) => asked.indexOf(each));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  test("and whose answer is lost is found by the next sync", async () => {
    const team = await toBeMade();
    team.repository.afterwards = (operation) => {
      if (operation !== "board.create") return;
      team.repository.afterwards = () => undefined;
      throw new RetryError("the answer was lost");
    };

    await expect(team.sync()).rejects.toThrow("the answer was lost");
    team.restart();
    await team.sync();

    expect(team.repository.asked).not.toContain("board.create");
    expect(team.board.shown(1)).toMatchObject({ Status: "Todo" });
  });
});
