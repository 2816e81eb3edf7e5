import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { completionOf, parseStatus } from "../../src/core/board/status.js";
import { parsePriority } from "../../src/core/metadata/parse-priority.js";
import { RetryError } from "../../src/errors.js";
import { Team } from "../support/board-team.js";

const TASKS = [1, 2, 3];
const TEXT = TASKS.map(
  (number) => `- [ ] Task ${number}\n  - **Owner:** Ann | **Effort:** 2 days | **Priority:** P1\n`,
).join("");
const CONFIG = "project: { number: 7 }\ndashboard: false\n";

type Act =
  | { readonly act: "board"; readonly task: number; readonly column: string; readonly value: string | number }
  | { readonly act: "field"; readonly task: number; readonly from: RegExp; readonly to: string }
  | { readonly act: "box" | "close" | "reopen" | "archive" | "restore"; readonly task: number }
  /** The request that comes after so many others is not carried out; or it is, and its answer is lost. */
  | { readonly act: "fail" | "lose"; readonly after: number }
  | { readonly act: "restart" | "sync" | "look" };

const task = fc.constantFrom(...TASKS);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant("board" as const),
    task,
    column: fc.constant("Priority"),
    value: fc.constantFrom("P0", "P1", "P2"),
  }),
  fc.record({
    act: fc.constant("board" as const),
    task,
    column: fc.constant("Owner"),
    value: fc.constantFrom("Ann", "Bea"),
  }),
  fc.record({
    act: fc.constant("board" as const),
    task,
    column: fc.constant("Effort"),
    value: fc.constantFrom(1, 2, 5),
  }),
  fc.record({
    act: fc.constant("board" as const),
    task,
    column: fc.constant("Status"),
    value: fc.constantFrom("Todo", "In Progress", "Done"),
  }),
  fc.record({
    act: fc.constant("field" as const),
    task,
    from: fc.constant(/P\d/),
    to: fc.constantFrom("P0", "P1", "P2", "P3"),
  }),
  fc.record({
    act: fc.constant("field" as const),
    task,
    from: fc.constant(/(?<=Owner:\*\* )[A-Z][a-z]+/),
    to: fc.constantFrom("Ann", "Cleo"),
  }),
  fc.record({ act: fc.constantFrom("box" as const, "close" as const, "reopen" as const), task }),
  fc.record({ act: fc.constantFrom("archive" as const, "restore" as const), task }),
  fc.record({
    act: fc.constantFrom("fail" as const, "lose" as const),
    after: fc.integer({ min: 0, max: 10 }),
  }),
  fc.record({ act: fc.constantFrom("restart" as const, "sync" as const, "look" as const) }),
);

async function play(team: Team, step: Act): Promise<void> {
  switch (step.act) {
    case "board":
      if (!team.board.items.has(step.task)) return;
      return team.board.set(step.task, step.column, step.value);
    case "archive":
      if (!team.board.items.has(step.task)) return;
      return team.board.move(step.task, team.board.items, team.board.archive);
    case "restore":
      if (!team.board.archive.has(step.task)) return;
      return team.board.move(step.task, team.board.archive, team.board.items);
    case "field":
      return change(team, step.task, (lines) => lines.replace(step.from, step.to));
    case "box":
      return change(team, step.task, (lines) =>
        lines.includes("[ ]") ? lines.replace("[ ]", "[x]") : lines.replace("[x]", "[ ]"),
      );
    case "close":
      return void team.repository.changeIssue(step.task, { completion: "done" });
    case "reopen":
      return void team.repository.changeIssue(step.task, { completion: "open" });
    case "fail":
      return void (team.repository.interfere = breakAfter(step.after));
    case "lose":
      return void (team.repository.afterwards = breakAfter(step.after));
    case "restart":
      return team.restart();
    case "sync":
    case "look":
      // A failure is what the queue is there for: it comes back.
      await team.sync(step.act === "look").catch((error: unknown) => {
        if (!(error instanceof RetryError)) throw error;
      });
  }
}

/** Somebody pushes a change of the two lines of a task. */
function change(team: Team, number: number, how: (lines: string) => string): void {
  const lines = team.text.split("\n");
  const at = lines.findIndex((line) => line.includes(`Task ${number} `));
  const before = lines.slice(at, at + 2).join("\n");
  const after = how(before);
  if (after !== before) team.edit(before, after);
}

function breakAfter(requests: number): () => void {
  let left = requests;
  return () => {
    left -= 1;
    if (left === -1) throw new RetryError("the connection broke");
  };
}

function expectAgreement(team: Team): void {
  const { checklist } = parseChecklist("launch.md", new TextEncoder().encode(team.text));
  expect(checklist.tasks.map(({ reference }) => reference?.number)).toEqual(TASKS);
  for (const { index, reference, completion } of checklist.tasks) {
    const number = reference?.number ?? 0;
    const shown = team.board.shown(number);
    const { priority, owners, effort } = checklist.metadata.tasks[index] ?? {};
    expect(team.repository.issues.get(number)?.completion).toBe(completion);
    if (team.board.archive.has(number)) continue;
    expect(completionOf(parseStatus(String(shown["Status"])))).toBe(completion);
    expect(parsePriority(String(shown["Priority"]))).toBe(priority?.value);
    expect(shown["Owner"]).toBe(owners?.value.names[0]);
    expect(shown["Effort"]).toBe(effort?.value.days);
  }
}

test("whatever people do on both sides, and wherever the app fails, in the end both say the same", async () => {
  const seed = Number(process.env["FAST_CHECK_SEED"] ?? Date.now() % 1_000_000);
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      const team = new Team(TEXT, CONFIG);
      await team.sync();
      for (const step of acts) await play(team, step);
      team.repository.interfere = () => undefined;
      team.repository.afterwards = () => undefined;
      await team.sync(true);
      expectAgreement(team);
      team.restart();
      await team.sync(true);
      expect(team.writes()).toEqual([]);
    }),
    { numRuns: 60, seed },
  );
}, 60_000);
