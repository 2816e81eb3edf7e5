import { expect, test } from "@jest/globals";
import { describeEach, readReference } from "../markdown/shared-files.js";
import { PATH, Team } from "../support/board-team.js";

const CONFIG = [
  "project: { number: 7 }",
  "checklists: [{ start: 2026-01-05 }]",
  "limits: { create: 500 }",
  "dashboard: false",
  "",
].join("\n");

/** `data-products.md` as somebody reads it: who, how many days, how important, in which phase, from when to when. */
const BOLD_TASKS: readonly (readonly [string, number, string, number, string, string])[] = [
  ["DevOps", 10, "P0", 1, "2026-01-05", "2026-01-18"],
  ["Backend", 5, "P0", 1, "2026-01-05", "2026-01-18"],
  ["Backend", 3, "P0", 1, "2026-01-05", "2026-01-18"],
  ["Backend, QA", 15, "P0", 1, "2026-01-19", "2026-02-08"],
  ["DevOps", 15, "P0", 1, "2026-01-19", "2026-02-08"],
  ["Security, Backend", 5, "P0", 1, "2026-01-26", "2026-02-15"],
  ["DevOps", 5, "P1", 1, "2026-01-26", "2026-02-15"],
  ["QA, Backend", 10, "P1", 1, "2026-02-09", "2026-03-01"],
  ["DevOps", 10, "P1", 2, "2026-02-23", "2026-03-08"],
  ["Data Engineer", 15, "P1", 2, "2026-03-02", "2026-03-22"],
  ["DevOps, Backend", 10, "P1", 2, "2026-03-09", "2026-03-22"],
  ["QA, Backend", 10, "P1", 2, "2026-03-23", "2026-04-05"],
  ["Backend", 15, "P1", 3, "2026-03-23", "2026-04-12"],
  ["Product, Marketing", 5, "P1", 3, "2026-03-23", "2026-04-12"],
  ["Backend", 10, "P1", 3, "2026-04-06", "2026-04-26"],
  ["Backend", 10, "P1", 3, "2026-04-06", "2026-04-26"],
  ["Backend", 20, "P2", 3, "2026-04-20", "2026-05-17"],
  ["Backend", 20, "P2", 3, "2026-05-04", "2026-05-31"],
  ["Backend", 15, "P2", 3, "2026-05-18", "2026-06-07"],
  ["Frontend, Backend", 15, "P2", 4, "2026-07-05", "2026-08-04"],
  ["Backend, Integration Specialist", 20, "P2", 4, "2026-07-05", "2026-09-04"],
  ["Backend", 20, "P2", 4, "2026-08-05", "2026-10-04"],
  ["DevOps", 40, "P3", 4, "2026-09-05", "2026-12-04"],
  ["DevOps", 20, "P3", 4, "2026-11-05", "2027-01-04"],
];

const PHASES = [
  "Production Readiness",
  "Observability & Monitoring",
  "Data Products Launch",
  "Ecosystem & Scale",
];

describeEach(readReference().filter(({ name }) => name === "data-products.md"))("$name", ({ source }) => {
  test("has what its metadata lines say on the items of the bold tasks, and nothing moves afterwards", async () => {
    const team = new Team(new TextDecoder().decode(source), CONFIG);
    await team.sync();
    await team.sync(true);
    expect(team.writes()).toEqual([]);

    const shown = [...team.board.items.keys()].map((issue) => team.board.shown(issue));
    const bold = shown.filter((values) => values["Effort"] !== undefined);
    expect(
      bold.map(({ Phase, ...values }) => ({ ...values, Phase: String(Phase).replace(/^\W+/, "") })),
    ).toEqual(
      BOLD_TASKS.map(([owner, days, priority, phase, start, target]) => ({
        Status: "Todo",
        Phase: `Phase ${phase}: ${PHASES[phase - 1]}`,
        Checklist: PATH,
        Priority: priority,
        Owner: owner,
        Effort: days,
        "Effort (text)": days === 3 ? "3 days" : days === 5 ? "1 week" : `${days / 5} weeks`,
        Start: start,
        Target: target,
      })),
    );
    expect(shown).toHaveLength(138);
  });
});
