import { describe, expect, test } from "@jest/globals";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import { Team } from "../support/board-team.js";
import { ref } from "../support/memory-process.js";
import { WITHOUT_PHASES } from "../support/memory-repository.js";

const CONFIG = "project: { number: 7 }\ndashboard: false\n";
const TEXT = [
  "# Launch",
  "",
  "## Phase 1: Build",
  "",
  "- [ ] Rotate keys",
  "  - **Owner:** Ann | **Priority:** P0",
  "- [ ] Write docs",
  "  - **Owner:** Bea | **Priority:** P1",
  "",
  "## Phase 2: Run",
  "",
  "- [ ] Watch it",
  "",
].join("\n");
const KEYS = `- [ ] Rotate keys ${ref(1)}\n  - **Owner:** Ann | **Priority:** P0\n`;

async function settled(): Promise<Team> {
  const team = new Team(TEXT, CONFIG);
  await team.sync();
  return team;
}

async function expectNothingLeft(team: Team): Promise<void> {
  await team.sync(true);
  expect(team.writes()).toEqual([]);
  team.restart();
  await team.sync();
  expect(team.writes()).toEqual([]);
}

describe("the item of a line that is removed", () => {
  test("is cancelled, and says of whom and how important it was as before", async () => {
    const team = await settled();
    const before = team.board.shown(1);

    team.edit(KEYS, "");
    await team.sync();

    expect(team.repository.issues.get(1)?.completion).toBe("dropped");
    expect(team.board.shown(1)).toEqual({ ...before, Status: "Cancelled" });
    await expectNothingLeft(team);
  });

  test("is cancelled as well when GitHub's workflow calls it done, now or after the line is forgotten", async () => {
    const team = await settled();
    team.edit(KEYS, "");
    team.repository.interfere = (asked) => {
      if (asked === "board.setValues") team.board.set(1, "Status", "Done");
    };
    await team.sync();
    team.repository.interfere = () => undefined;
    expect(team.board.shown(1)).toMatchObject({ Status: "Cancelled" });

    team.board.set(1, "Status", "Done");
    await team.sync(["PVTI_1"]);

    expect(team.board.shown(1)).toMatchObject({ Status: "Cancelled" });
    await expectNothingLeft(team);
  });

  test("may be moved by people as they like: nothing in the files could follow", async () => {
    const team = await settled();
    team.edit(KEYS, "");
    await team.sync();

    team.board.set(1, "Status", "In Progress");
    await expectNothingLeft(team);

    expect(team.board.shown(1)).toMatchObject({ Status: "In Progress" });
  });

  test("is open again when the line comes back", async () => {
    const team = await settled();
    team.edit(KEYS, "");
    await team.sync();

    team.edit("- [ ] Write docs", `${KEYS}- [ ] Write docs`);
    await team.sync();

    expect(team.board.shown(1)).toMatchObject({ Status: "Todo", Owner: "Ann", Priority: "P0" });
    await expectNothingLeft(team);
  });
});

describe("an item of an issue that is no task", () => {
  test("stays as people have it, closed as not planned or not", async () => {
    const team = await settled();
    const bug = team.repository.addIssue({ title: "A bug", completion: "dropped", own: false });
    await team.board.addItems(await boardOf(team), [bug.number]);
    team.board.set(bug.number, "Status", "Done");

    await expectNothingLeft(team);
  });
});

describe("a line that is moved", () => {
  test("to another phase takes its item along: what people have set there stays", async () => {
    const team = await settled();
    team.board.addColumn("Notes", "text");
    team.board.set(1, "Notes", "ask Ann");
    team.board.set(1, "Status", "In Progress");

    team.edit(KEYS, "");
    team.edit("- [ ] Watch it", `${KEYS}- [ ] Watch it`);
    await team.sync();

    expect(team.board.shown(1)).toMatchObject({
      Status: "In Progress",
      Phase: "Phase 2: Run",
      Priority: "P0",
      Owner: "Ann",
      Notes: "ask Ann",
    });
    await expectNothingLeft(team);
  });

  test.each(["in one push", "out in one push and in with another"])("to another file %s", async (how) => {
    const team = await settled();

    team.edit(KEYS, "");
    if (how !== "in one push") await team.sync();
    team.repository.push({ "checklists/other.md": `## Phase 9: Later\n\n${KEYS}` });
    await team.sync();

    expect(team.board.shown(1)).toEqual({
      Status: "Todo",
      Phase: "Phase 9: Later",
      Checklist: "checklists/other.md",
      Priority: "P0",
      Owner: "Ann",
    });
    await expectNothingLeft(team);
  });
});

describe("a file that the config no longer selects", () => {
  test("leaves its items as they are; selected again, both meet as for the first time", async () => {
    const team = await settled();
    const before = [...team.board.items].map(([issue]) => team.board.shown(issue));
    const config = (rest: string): void => {
      team.repository.tick();
      team.repository.push({ [CONFIG_PATH]: `${CONFIG}${WITHOUT_PHASES}${rest}` });
    };

    config(`checklists: [{ paths: ["plans/*.md"] }]\n`);
    await team.sync();
    expect([...team.board.items].map(([issue]) => team.board.shown(issue))).toEqual(before);

    team.edit("**Owner:** Bea", "**Owner:** Cleo");
    await team.sync();
    config("");
    team.restart();
    const outcome = await team.sync();

    expect(team.text).toContain("**Owner:** Bea");
    expect("diagnostics" in outcome && outcome.diagnostics.map(({ rule }) => rule)).toEqual([
      "board-conflict",
    ]);
    expect([...team.board.items].map(([issue]) => team.board.shown(issue))).toEqual(before);
    await expectNothingLeft(team);
  });
});

describe("an item that somebody takes off the board", () => {
  test("stays off, for another process and under another config as well", async () => {
    const team = await settled();

    team.board.items.delete(1);
    team.edit("P0", "P1");
    await team.sync(true);
    team.restart();
    await team.sync();
    team.repository.push({ [CONFIG_PATH]: `${CONFIG}${WITHOUT_PHASES}limits: { create: 7 }\n` });
    await team.sync();

    expect(team.board.items.has(1)).toBe(false);
    await expectNothingLeft(team);
  });

  test("and puts back later says what the file says by then", async () => {
    const team = await settled();
    team.board.items.delete(1);
    team.edit("P0", "P2");
    await team.sync(true);

    team.repository.tick();
    await team.board.addItems(await boardOf(team), [1]);
    await team.sync(true);

    expect(team.board.shown(1)).toMatchObject({ Status: "Todo", Priority: "P2", Owner: "Ann" });
    await expectNothingLeft(team);
  });
});

describe("an item in the board's archive", () => {
  async function archived(): Promise<Team> {
    const team = await settled();
    team.board.addColumn("Start", "date");
    team.board.set(3, "Priority", "P3");
    team.board.set(1, "Status", "In Progress");
    await team.sync(true);
    for (const issue of [1, 3]) team.board.move(issue, team.board.items, team.board.archive);
    await team.sync(["PVTI_1", "PVTI_3"]);
    return team;
  }

  test("stays there, whatever the file says, and under another config", async () => {
    const team = await archived();

    team.edit("P0", "P1");
    await team.sync();
    team.repository.push({ [CONFIG_PATH]: `${CONFIG}${WITHOUT_PHASES}limits: { create: 7 }\n` });
    await team.sync();

    expect(team.board.items.has(1)).toBe(false);
    await expectNothingLeft(team);
  });

  test.each([["the same process"], ["another process"]])(
    "says something old when it comes back, and changes nothing in the file: %s",
    async (who) => {
      const team = await archived();
      team.edit("P0", "P1");
      team.edit("- [ ] Rotate", "- [x] Rotate");
      await team.sync();
      const { text } = team;

      if (who === "another process") team.restart();
      for (const issue of [1, 3]) team.board.move(issue, team.board.archive, team.board.items);
      await team.sync(true);

      expect(team.text).toBe(text);
      expect(team.repository.issues.get(1)?.completion).toBe("done");
      expect(team.board.shown(1)).toMatchObject({ Status: "Done", Priority: "P1" });
      expect(team.board.shown(3)).toMatchObject({ Priority: "P3" });
      await expectNothingLeft(team);
    },
  );

  test("is followed like any other once it is back", async () => {
    const team = await archived();
    team.board.move(1, team.board.archive, team.board.items);
    await team.sync(true);

    team.board.set(1, "Priority", "P2");
    await team.sync(["PVTI_1"]);

    expect(team.text).toContain("**Owner:** Ann | **Priority:** P2");
    await expectNothingLeft(team);
  });
});

async function boardOf(team: Team) {
  const reading = await team.board.read();
  if (reading.state !== "read") throw new Error("There is no board");
  return reading.board;
}
