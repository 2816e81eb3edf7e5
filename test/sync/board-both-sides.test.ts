import { describe, expect, test } from "@jest/globals";
import { Team } from "../support/board-team.js";
import { ref } from "../support/memory-process.js";

const CONFIG = "project: { number: 7 }\ndashboard: false\n";

/** A value as the file and as the board say it; `-` is none. */
type Side = "-" | "a" | "b" | "c";

interface Kind {
  readonly column: string;
  readonly label: string;
  /** Another field of the line, so that it is there whatever becomes of the one in question. */
  readonly beside: string;
  readonly words: readonly [a: string, b: string, c: string];
  readonly values: readonly [a: string | number, b: string | number, c: string | number];
}

const KINDS: readonly Kind[] = [
  {
    column: "Priority",
    label: "Priority",
    beside: "**Owner:** Zoe",
    words: ["P0", "P1", "P2"],
    values: ["P0", "P1", "P2"],
  },
  {
    column: "Owner",
    label: "Owner",
    beside: "**Priority:** P3",
    words: ["Ann", "Bea, @cleo", "Dan"],
    values: ["Ann", "Bea, @cleo", "Dan"],
  },
  {
    column: "Effort",
    label: "Effort",
    beside: "**Owner:** Zoe",
    words: ["2 days", "3 days", "1 day"],
    values: [2, 3, 1],
  },
  {
    column: "Start",
    label: "Start",
    beside: "**Owner:** Zoe",
    words: ["2026-01-01", "2026-02-28", "2026-12-31"],
    values: ["2026-01-01", "2026-02-28", "2026-12-31"],
  },
  {
    column: "Target",
    label: "Due",
    beside: "**Owner:** Zoe",
    words: ["2026-01-01", "2026-03-29", "2026-12-31"],
    values: ["2026-01-01", "2026-03-29", "2026-12-31"],
  },
];

const pick = <T>(side: Side, of: readonly [T, T, T]): T | undefined => of["abc".indexOf(side)];

const line = ({ beside, label, words }: Kind, side: Side): string => {
  const said = pick(side, words);
  return `  - ${beside}${said === undefined ? "" : ` | **${label}:** ${said}`}`;
};

describe.each(KINDS)("$column, of which the file and the board last said", (kind) => {
  const { column, values } = kind;

  test.each<[Side, Side, Side, Side, "conflict" | ""]>([
    // both then, the file now, the board now: both afterwards
    ["a", "a", "a", "a", ""],
    ["a", "b", "a", "b", ""],
    ["a", "a", "b", "b", ""],
    ["a", "b", "b", "b", ""],
    ["a", "b", "c", "c", "conflict"],
    ["a", "-", "a", "-", ""],
    ["a", "a", "-", "-", ""],
    ["a", "-", "-", "-", ""],
    ["a", "-", "c", "c", "conflict"],
    ["a", "b", "-", "b", "conflict"],
    ["-", "b", "-", "b", ""],
    ["-", "-", "b", "b", ""],
    ["-", "b", "c", "c", "conflict"],
  ])("%s, with %s in the file and %s on the board: both say %s", async (then, file, board, after, remark) => {
    const team = new Team(`- [ ] Rotate keys\n${line(kind, then)}\n`, CONFIG);
    team.board.addColumn("Start", "date");
    team.board.addColumn("Target", "date");
    team.board.addColumn("Priority", "choice", ["P0", "P1", "P2", "P3"]);
    team.board.addColumn("Owner", "text");
    team.board.addColumn("Effort", "number");
    team.repository.attributes.assignable.add("cleo");
    await team.sync();
    expect(team.board.shown(1)[column]).toBe(pick(then, values));

    if (file !== then) team.edit(line(kind, then), line(kind, file));
    team.board.set(1, column, pick(board, values));
    const outcome = await team.sync(true);

    expect(team.text).toBe(`- [ ] Rotate keys ${ref(1)}\n${line(kind, after)}\n`);
    expect(team.board.shown(1)[column]).toBe(pick(after, values));
    const rules = "diagnostics" in outcome ? outcome.diagnostics.map(({ rule }) => rule) : [];
    expect(rules).toEqual(remark === "" ? [] : ["board-conflict"]);
    await expectNothingLeft(team);
  });
});

describe("the status", () => {
  test.each<[string, string, string, string, string]>([
    // the box then, the box now, the status now: the task and the status afterwards
    ["[ ]", "[x]", "Todo", "[x] Rotate keys", "Done"],
    ["[ ]", "[x]", "In Progress", "[x] Rotate keys", "Done"],
    ["[ ]", "[x]", "🛑 BLOCKED", "[x] Rotate keys", "Done"],
    ["[ ]", "[x]", "In QA", "[x] Rotate keys", "Done"],
    ["[ ]", "[x]", "Done", "[x] Rotate keys", "Done"],
    ["[ ]", "[x]", "✅ shipped", "[x] Rotate keys", "✅ shipped"],
    ["[ ]", "[x]", "Won't do", "[ ] ~~Rotate keys~~", "Won't do"],
    ["[ ]", "[ ]", "Done", "[x] Rotate keys", "Done"],
    ["[ ]", "[ ]", "✅ shipped", "[x] Rotate keys", "✅ shipped"],
    ["[ ]", "[ ]", "Won't do", "[ ] ~~Rotate keys~~", "Won't do"],
    ["[ ]", "[ ]", "In Progress", "[ ] Rotate keys", "In Progress"],
    ["[ ]", "[ ]", "🛑 BLOCKED", "[ ] Rotate keys", "🛑 BLOCKED"],
    ["[ ]", "[ ]", "In review", "[ ] Rotate keys", "In review"],
    ["[ ]", "[ ]", "In QA", "[ ] Rotate keys", "In QA"],
    ["[ ]", "[ ]", "", "[ ] Rotate keys", "Todo"],
    ["[x]", "[ ]", "Done", "[ ] Rotate keys", "Todo"],
    ["[x]", "[x]", "Todo", "[ ] Rotate keys", "Todo"],
    ["[x]", "[x]", "In review", "[ ] Rotate keys", "In review"],
    ["[x]", "[x]", "In QA", "[x] Rotate keys", "In QA"],
    ["[x]", "[x]", "", "[x] Rotate keys", "Done"],
    ["[x]", "[ ]", "Won't do", "[ ] ~~Rotate keys~~", "Won't do"],
  ])("%s then, %s and %j now: %s and %s", async (then, file, status, task, shown) => {
    const team = new Team("- [ ] Rotate keys\n", CONFIG);
    await team.sync();
    if (then === "[x]") {
      team.edit("[ ]", "[x]");
      await team.sync();
    }
    team.board.columns = team.board.columns.map((column) =>
      column.name === "Status" ? { ...column, options: [...column.options, ...OWN] } : column,
    );
    await team.sync(true);

    if (file !== then) team.edit(then, file);
    team.board.set(1, "Status", status === "" ? undefined : status);
    await team.sync(true);

    expect(team.text).toContain(`- ${task} ${ref(1)}\n`);
    expect(team.board.shown(1)["Status"]).toBe(shown);
    await expectNothingLeft(team);
  });
});

/** Options that people have added. */
const OWN = ["🛑 BLOCKED", "In review", "In QA", "✅ shipped", "Won't do"].map((name) => ({
  id: name,
  name,
}));

describe("an option that the file has no words for", () => {
  async function someday(): Promise<Team> {
    const team = new Team("- [ ] Rotate keys\n  - **Priority:** P0\n", CONFIG);
    team.board.addColumn("Priority", "choice", ["🔥 p0", "high", "Someday"]);
    await team.sync();
    expect(team.board.shown(1)).toMatchObject({ Priority: "🔥 p0" });
    team.board.set(1, "Priority", "Someday");
    await team.sync(true);
    return team;
  }

  test("stays on the board, and the file as it is", async () => {
    const team = await someday();

    expect(team.text).toContain("**Priority:** P0");
    expect(team.board.shown(1)).toMatchObject({ Priority: "Someday" });
    await expectNothingLeft(team);
  });

  test("until the file says something new, in the option of whatever spelling", async () => {
    const team = await someday();

    team.edit("P0", "P1");
    await team.sync();

    expect(team.text).toContain("**Priority:** P1");
    expect(team.board.shown(1)).toMatchObject({ Priority: "high" });
    expect(team.board.column("Priority").options).toHaveLength(3);
    await expectNothingLeft(team);
  });
});

describe("an effort", () => {
  test("that is no whole number of days is the same on both sides", async () => {
    const team = new Team("- [ ] Rotate keys\n  - **Owner:** Zoe | **Effort:** 10 minutes\n", CONFIG);
    await team.sync();
    expect(team.board.shown(1)).toMatchObject({ Effort: 0.021 });
    await expectNothingLeft(team);

    team.board.set(1, "Effort", 1 / 3);
    await team.sync(true);

    expect(team.text).toContain("**Effort:** 159.84 minutes");
    await expectNothingLeft(team);
  });
});

async function expectNothingLeft(team: Team): Promise<void> {
  await team.sync(true);
  expect(team.writes()).toEqual([]);
  team.restart();
  await team.sync();
  expect(team.writes()).toEqual([]);
}
