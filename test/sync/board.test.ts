import { describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { PATH, Team } from "../support/board-team.js";
import { ref } from "../support/memory-process.js";
import { WITHOUT_PHASES } from "../support/memory-repository.js";

const CONFIG = "project: { number: 7 }\ndashboard: false\n";
const TEXT = [
  "# Launch",
  "",
  "## Phase 1: Build (60%)",
  "",
  "- [ ] Rotate keys",
  "  - **Owner:** DevOps | **Effort:** 2 weeks | **Priority:** P0",
  "- [ ] Write docs",
  "",
].join("\n");

async function settled(text = TEXT, config = CONFIG): Promise<Team> {
  const team = new Team(text, config);
  await team.sync();
  return team;
}

function rulesOf(outcome: Outcome): string[] {
  return "diagnostics" in outcome ? outcome.diagnostics.map(({ rule }) => rule) : [];
}

describe("a board and a checklist that meet", () => {
  test("the board gets an item for each task, and what the file says of it", async () => {
    const { board } = await settled();

    expect(board.shown(1)).toEqual({
      Status: "Todo",
      Phase: "Phase 1: Build",
      Checklist: PATH,
      Priority: "P0",
      Owner: "DevOps",
      Effort: 10,
      "Effort (text)": "2 weeks",
    });
    expect(board.shown(2)).toEqual({ Status: "Todo", Phase: "Phase 1: Build", Checklist: PATH });
  });

  test("then there is nothing to do, for one request", async () => {
    const team = await settled();

    expect((await team.sync()).result).toBe("unchanged");
    expect(team.repository.asked).toEqual(["readHead"]);
  });

  test("looked at again because of an event, or by a new process, nothing is written", async () => {
    const team = await settled();

    await team.sync(true);
    expect(team.writes()).toEqual([]);
    team.restart();
    await team.sync();
    expect(team.repository.asked).toContain("board.read");
    expect(team.writes()).toEqual([]);
  });

  test("each fills what is empty on the other, and where both say something the board counts", async () => {
    const team = new Team(TEXT.replace("P0", "P0 | **Due:** 2026-02-01"), CONFIG);
    team.board.addColumn("Target", "date");
    team.board.addColumn("Start", "date");
    team.board.addColumn("Priority", "choice", ["High", "Low"]);
    await team.board.addItems(await boardOf(team), [1]);
    team.board.set(1, "Priority", "Low");
    team.board.set(1, "Start", "2026-01-12");

    const outcome = await team.sync();
    await team.sync(true);

    expect(team.text).toContain("**Priority:** P3 | **Due:** 2026-02-01 | **Start:** 2026-01-12");
    expect(team.board.shown(1)).toMatchObject({ Target: "2026-02-01", Start: "2026-01-12", Priority: "Low" });
    expect(rulesOf(outcome)).toEqual([]);
    expect((await team.sync(true)).result).toBe("applied");
    expect(team.writes()).toEqual([]);
  });

  test("a board that is made because the config asks for it is filled at once", async () => {
    const team = new Team(TEXT, "project: { create: Checklists }\n");
    team.board.reading = { state: "absent" };

    await team.sync();

    expect(team.repository.asked).toContain("board.create");
    expect(team.board.shown(1)).toMatchObject({ Status: "Todo", Priority: "P0" });
  });
});

async function boardOf(team: Team) {
  const reading = await team.board.read();
  if (reading.state !== "read") throw new Error("There is no board");
  return reading.board;
}

describe("what somebody changes on the board", () => {
  test("comes into the file by one commit, in the style of its line", async () => {
    const team = await settled();

    team.board.set(1, "Priority", "P2");
    team.board.set(1, "Effort", 5);
    team.board.set(1, "Owner", "Ann");
    const outcome = await team.sync(true);

    expect(team.text).toContain("  - **Owner:** Ann | **Effort:** 1 week | **Priority:** P2\n");
    expect(outcome).toMatchObject({ result: "applied", commit: team.repository.head().oid });
    expect(team.board.shown(1)).toMatchObject({ "Effort (text)": "1 week" });
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });

  test("and is told by an event costs no look at the whole board", async () => {
    const team = await settled();

    team.board.set(1, "Priority", "P2");
    await team.sync(["PVTI_1"]);

    expect(team.text).toContain("**Priority:** P2");
    expect(team.repository.asked).not.toContain("board.read");
  });

  test("stays on the board where the file has no place for it, until the file says something", async () => {
    const team = await settled();

    team.board.set(2, "Priority", "P3");
    await team.sync(true);
    expect(team.writes()).toEqual([]);
    expect(team.board.shown(2)).toMatchObject({ Priority: "P3" });

    team.edit("Write docs ", "Write docs [P1] ");
    await team.sync();
    expect(team.board.shown(2)).toMatchObject({ Priority: "P1" });
    expect(team.text).toContain("Write docs [P1] ");
  });

  test("gets a line of its own where the config allows it", async () => {
    const team = await settled(TEXT, "project: { number: 7, add-metadata: true }\n");
    team.board.addColumn("Target", "date");

    team.board.set(2, "Target", "2026-03-01");
    await team.sync(true);

    expect(team.text).toContain(`- [ ] Write docs ${ref(2)}\n  - **Due:** 2026-03-01\n`);
  });

  test("that changes a title changes the title of the issue as well", async () => {
    const team = await settled("- [ ] Rotate keys [P0]\n");

    team.board.set(1, "Priority", "P1");
    await team.sync(true);
    await team.sync(true);

    expect(team.text).toContain("Rotate keys [P1]");
    expect(team.repository.issues.get(1)?.title).toBe("Rotate keys [P1]");
    expect(team.writes()).toEqual([]);
  });

  test("and what it empties is taken out of the file", async () => {
    const team = await settled();

    team.board.set(1, "Priority", undefined);
    await team.sync(true);

    expect(team.text).toContain("  - **Owner:** DevOps | **Effort:** 2 weeks\n");
  });

  test("in the columns that only repeat the file is put back; what the file says nothing of stays", async () => {
    const team = await settled();
    team.board.addColumn("Weight", "number");

    team.board.set(1, "Phase", "Somewhere");
    team.board.set(1, "Effort (text)", undefined);
    team.board.set(1, "Weight", 3);
    await team.sync(true);

    expect(team.board.shown(1)).toMatchObject({
      Phase: "Phase 1: Build",
      "Effort (text)": "2 weeks",
      Weight: 3,
    });
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });
});

describe("what somebody changes in the file", () => {
  test("comes to the board, and costs a look at those items first", async () => {
    const team = await settled();

    team.edit("P0", "P1");
    await team.sync();

    expect(team.board.shown(1)).toMatchObject({ Priority: "P1" });
    expect(team.repository.asked.filter((each) => each.startsWith("board."))).toEqual([
      "board.readItems",
      "board.setValues",
    ]);
  });

  test("is emptied on the board when it is taken out", async () => {
    const team = await settled();

    team.edit(" | **Priority:** P0", "");
    await team.sync();

    expect(team.board.shown(1)).not.toHaveProperty("Priority");
  });

  test("at the same time as the board: the board counts, and a remark says so", async () => {
    const team = await settled();

    team.board.set(1, "Priority", "P2");
    team.edit("P0", "P1");
    const outcome = await team.sync();

    expect(team.text).toContain("**Priority:** P2");
    expect(team.board.shown(1)).toMatchObject({ Priority: "P2" });
    expect(rulesOf(outcome)).toEqual(["board-conflict"]);
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });
});

describe("the status", () => {
  test("Done closes the issue and ticks the task; back on Todo, both are open again", async () => {
    const team = await settled();

    team.board.set(1, "Status", "Done");
    await team.sync(true);
    expect(team.text).toContain("- [x] Rotate keys");
    expect(team.repository.issues.get(1)?.completion).toBe("done");

    team.board.set(1, "Status", "In Progress");
    await team.sync(true);
    expect(team.text).toContain("- [ ] Rotate keys");
    expect(team.repository.issues.get(1)?.completion).toBe("open");
    expect(team.board.shown(1)).toMatchObject({ Status: "In Progress" });
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });

  test("of people's own, In Progress and Blocked stay while the task is open", async () => {
    const team = await settled();
    team.board.columns = team.board.columns.map((column) =>
      column.name === "Status"
        ? {
            ...column,
            options: [...column.options, { id: "b", name: "🛑 Blocked" }, { id: "q", name: "In QA" }],
          }
        : column,
    );

    team.board.set(1, "Status", "🛑 Blocked");
    team.board.set(2, "Status", "In QA");
    team.edit("P0", "P1");
    await team.sync(true);

    expect(team.board.shown(1)).toMatchObject({ Status: "🛑 Blocked", Priority: "P1" });
    expect(team.board.shown(2)).toMatchObject({ Status: "In QA" });
    expect(team.text).not.toContain("[x]");
  });

  test("follows what is ticked in the file, and what an issue says", async () => {
    const team = await settled();

    team.edit("- [ ] Rotate", "- [x] Rotate");
    team.repository.changeIssue(2, { completion: "dropped" });
    await team.sync();

    expect(team.board.shown(1)).toMatchObject({ Status: "Done" });
    expect(team.board.shown(2)).toMatchObject({ Status: "Cancelled" });
  });

  test("Cancelled drops the task; that GitHub calls everything closed Done is no change of mind", async () => {
    const team = await settled();
    team.repository.changeIssue(2, { completion: "dropped" });
    await team.sync();

    team.board.set(1, "Status", "Cancelled");
    team.board.set(2, "Status", "Done");
    await team.sync(true);

    expect(team.text).toContain("- [ ] ~~Rotate keys~~");
    expect(team.repository.issues.get(2)?.completion).toBe("dropped");
    expect(team.board.shown(2)).toMatchObject({ Status: "Cancelled" });
  });

  test("moved while somebody reopens the issue: the issue counts", async () => {
    const team = await settled();
    team.edit("- [ ] Rotate", "- [x] Rotate");
    await team.sync();

    team.repository.changeIssue(1, { completion: "open" });
    team.board.set(1, "Status", "Cancelled");
    await team.sync(true);

    expect(team.text).toContain("- [ ] Rotate keys");
    expect(team.board.shown(1)).toMatchObject({ Status: "Todo" });
  });
});

describe("a phase with an issue", () => {
  const config = "project: { number: 7 }\nissues: { phases: { issue: true, milestone: false } }\n";
  const start = "checklists: [{ start: 2026-01-05 }]\n";
  const text =
    "# Launch\n\n## Phase 1: Build (Weeks 1-2) (60%)\n\n**Priority:** P1\n\n- [ ] One\n- [ ] Two\n";

  async function settledPhase() {
    const team = await settled(text, start + config);
    const phase = [...team.repository.issues.values()].find(({ title }) => title === "Phase 1: Build");
    if (!phase) throw new Error("The phase has no issue");
    return { team, phase: phase.number };
  }

  test("is on the board with its weight, days and progress", async () => {
    const { team, phase } = await settledPhase();

    expect(team.board.shown(phase)).toEqual({
      Status: "Todo",
      Phase: "Phase 1: Build",
      Checklist: PATH,
      Priority: "P1",
      Weight: 60,
      Start: "2026-01-05",
      Target: "2026-01-18",
      Progress: 0,
    });
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });

  test("says how far it is, and is done with its last task", async () => {
    const { team, phase } = await settledPhase();

    team.edit("- [ ] One", "- [x] One");
    await team.sync();
    expect(team.board.shown(phase)).toMatchObject({ Status: "Todo", Progress: 50 });

    team.edit("- [ ] Two", "- [x] Two");
    await team.sync();
    expect(team.board.shown(phase)).toMatchObject({ Status: "Done", Progress: 100 });
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });

  test("has its weight and progress put back: they are what the file says, and no edit reaches them", async () => {
    const { team, phase } = await settledPhase();

    team.board.set(phase, "Weight", 10);
    team.board.set(phase, "Progress", 80);
    await team.sync(true);

    expect(team.board.shown(phase)).toMatchObject({ Weight: 60, Progress: 0 });
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });

  test("keeps days and priority that people choose, until the file says something new", async () => {
    const { team, phase } = await settledPhase();

    team.board.set(phase, "Target", "2026-02-01");
    team.board.set(phase, "Priority", "P3");
    await team.sync(true);
    expect(team.board.shown(phase)).toMatchObject({ Target: "2026-02-01", Priority: "P3" });
    expect(team.writes()).toEqual([]);

    team.edit("Weeks 1-2", "Weeks 1-3");
    await team.sync();
    expect(team.board.shown(phase)).toMatchObject({ Target: "2026-01-25", Priority: "P3" });
    await team.sync(true);
    expect(team.writes()).toEqual([]);
  });

  test("that somebody moves to Done is closed, and its tasks stay open", async () => {
    const { team, phase } = await settledPhase();

    team.board.set(phase, "Status", "Done");
    await team.sync(true);

    expect(team.repository.issues.get(phase)?.completion).toBe("done");
    expect(team.text).not.toContain("[x]");
    await team.sync(true);
    expect(team.board.shown(phase)).toMatchObject({ Status: "Done" });
    expect(team.writes()).toEqual([]);
  });
});

describe("a board that people have made their own", () => {
  test("renamed, reordered and translated options are what they were", async () => {
    const team = await settled();
    const renamed: Record<string, string> = {
      P0: "🔥 Critical",
      P1: "High",
      Todo: "📥 Backlog",
      Done: "Shipped",
    };
    team.board.columns = team.board.columns
      .map((column) => ({
        ...column,
        options: column.options.map(({ id, name }) => ({ id, name: renamed[name] ?? name })).reverse(),
      }))
      .reverse();

    team.edit("- [ ] Write", "- [x] Write");
    await team.sync(true);

    expect(team.board.shown(1)).toMatchObject({ Status: "📥 Backlog", Priority: "🔥 Critical" });
    expect(team.board.shown(2)).toMatchObject({ Status: "Shipped" });
    expect(team.text).toContain("**Priority:** P0");
  });

  test("a column by another name is found through the config", async () => {
    const team = new Team(TEXT, "project: { number: 7, fields: { priority: Importance } }\n");
    team.board.addColumn("Importance", "choice", ["Must have", "Nice to have"]);

    await team.sync();

    expect(team.board.shown(1)).toMatchObject({ Importance: "Critical" });
    expect(team.board.column("Importance").options.map(({ name }) => name)).toEqual([
      "Must have",
      "Nice to have",
      "Critical",
    ]);
  });

  test("a column that people have renamed is still what it was, for another process as well", async () => {
    const team = await settled();
    team.board.columns = team.board.columns.map((column) =>
      column.name === "Priority" ? { ...column, name: "Importance" } : column,
    );

    team.restart();
    await team.sync();
    expect(team.writes()).toEqual([]);
    team.board.set(1, "Importance", "P2");
    await team.sync(true);

    expect(team.text).toContain("**Priority:** P2");
    expect(team.board.columns.map(({ name }) => name)).not.toContain("Priority");
  });

  test("a column of another kind is left alone and named once", async () => {
    const team = new Team(TEXT, CONFIG);
    team.board.addColumn("Effort", "choice", ["S", "M"]);

    const outcome = await team.sync();

    expect(rulesOf(outcome)).toEqual(["project-field-type"]);
    expect(team.board.shown(1)).toMatchObject({ Priority: "P0", Owner: "DevOps" });
    expect(team.board.shown(1)).not.toHaveProperty("Effort");
  });

  test("an item that somebody took off the board stays off", async () => {
    const team = await settled();

    team.board.items.delete(1);
    team.edit("P0", "P1");
    await team.sync(true);

    expect(team.board.items.has(1)).toBe(false);
  });

  test("a column that loses all of its values is filled again, and empties no file", async () => {
    const tasks = Array.from({ length: 3 }, (_, at) => `- [ ] Task ${at + 1}\n  - **Priority:** P1\n`);
    const team = await settled(tasks.join(""));
    const text = team.text;

    for (const issue of team.board.items.keys()) team.board.set(issue, "Priority", undefined);
    await team.sync(true);

    expect(team.text).toBe(text);
    expect(team.board.shown(3)).toMatchObject({ Priority: "P1" });
  });

  test("a value whose option was deleted is written again, with the option, and the file keeps it", async () => {
    const team = await settled();
    const text = team.text;

    team.board.set(1, "Priority", undefined);
    team.board.columns = team.board.columns.map((column) =>
      column.name === "Priority"
        ? { ...column, options: column.options.filter(({ name }) => name !== "P0") }
        : column,
    );
    await team.sync(true);

    expect(team.text).toBe(text);
    expect(team.board.shown(1)).toMatchObject({ Priority: "P0" });
  });

  test("a column that somebody deleted empties no file, and is filled when it is there again", async () => {
    const team = await settled();
    const text = team.text;

    team.board.columns = team.board.columns.filter(({ name }) => name !== "Priority");
    await team.sync(true);
    expect(team.text).toBe(text);

    team.board.columns.push({
      id: "new",
      name: "Priority",
      type: "choice",
      options: [{ id: "h", name: "P0" }],
    });
    await team.sync(true);
    expect(team.text).toBe(text);
    expect(team.board.shown(1)).toMatchObject({ Priority: "P0" });
  });
});

describe("trouble with the board", () => {
  test.each([["project-not-found"], ["project-of-a-user"], ["project-closed"]])(
    "%s: one remark, and files and issues go on",
    async (rule) => {
      const team = await settled();
      team.board.reading = { state: "unusable", rule, why: "Unexpected board." };

      team.repository.changeIssue(1, { completion: "done" });
      const outcome = await team.sync(true);

      expect(rulesOf(outcome)).toEqual([rule]);
      expect(team.text).toContain("- [x] Rotate keys");
    },
  );

  test("that the config names another board shows at once", async () => {
    const team = await settled();
    team.board.reading = { state: "unusable", rule: "project-not-found", why: "Unexpected board." };

    team.repository.tick();
    team.repository.push({ [CONFIG_PATH]: `project: { number: 99 }\n${WITHOUT_PHASES}` });

    expect(rulesOf(await team.sync())).toEqual(["project-not-found"]);
  });

  test("that the board was deleted shows when the app is about to change it", async () => {
    const team = await settled();
    team.board.reading = { state: "unusable", rule: "project-not-found", why: "Unexpected board." };

    team.edit("P0", "P1");

    expect(rulesOf(await team.sync())).toEqual(["project-not-found"]);
  });

  test("what changed meanwhile comes to the board when it can be reached again", async () => {
    const team = await settled();
    team.board.reading = { state: "unusable", rule: "project-not-found", why: "Unexpected board." };
    team.edit("P0", "P1");
    await team.sync(true);
    team.edit("DevOps", "Ann");
    await team.sync(true);

    team.board.reading = undefined;
    team.restart();
    await team.sync();

    expect(team.board.shown(1)).toMatchObject({ Priority: "P1", Owner: "Ann" });
    expect(team.text).toContain("**Owner:** Ann");
    team.restart();
    await team.sync();
    expect(team.writes()).toEqual([]);
  });

  test("the same refusal of many values is one remark, and what was refused is no change of the board", async () => {
    const team = new Team(TEXT, CONFIG);
    team.board.refusal = (what) => (what === "Owner" || what === "Phase" ? "Not today" : undefined);
    team.board.addColumn("Owner", "text");
    team.board.addColumn("Phase", "text");

    const outcome = await team.sync();
    expect(rulesOf(outcome)).toEqual(["project-refused"]);

    team.board.refusal = () => undefined;
    await team.sync(true);
    expect(team.text).toContain("**Owner:** DevOps");
    expect(team.board.shown(1)).toMatchObject({ Owner: "DevOps", Phase: "Phase 1: Build" });
  });

  test.each(["board.createColumns", "board.addItems", "board.setValues", "commit", "base.write"])(
    "a request %s that fails is made up for by the next sync",
    async (operation) => {
      const team = new Team(TEXT, CONFIG);
      team.repository.interfere = (asked) => {
        if (asked !== operation) return;
        team.repository.interfere = () => undefined;
        throw new RetryError("the connection broke");
      };

      await expect(team.sync()).rejects.toThrow("the connection broke");
      team.restart();
      await team.sync();

      expect(team.board.shown(1)).toMatchObject({ Status: "Todo", Priority: "P0", Owner: "DevOps" });
      expect(team.repository.issues.size).toBe(2);
      team.restart();
      await team.sync();
      expect(team.writes()).toEqual([]);
    },
  );

  test("what the app wrote before it failed is nobody's word when the file changes again", async () => {
    const team = await settled();
    team.edit("P0", "P1");
    team.repository.interfere = (asked) => {
      if (asked !== "base.write") return;
      team.repository.interfere = () => undefined;
      throw new RetryError("the connection broke");
    };
    await expect(team.sync()).rejects.toThrow("the connection broke");

    team.edit("P1", "P2");
    const outcome = await team.sync();

    expect(rulesOf(outcome)).toEqual([]);
    expect(team.text).toContain("**Priority:** P2");
    expect(team.board.shown(1)).toMatchObject({ Priority: "P2" });
  });
});
