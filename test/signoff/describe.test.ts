import { describe, expect, test } from "@jest/globals";
import { parseConfig } from "../../src/core/config/parse-config.js";
import type { LedgerEntry } from "../../src/core/model/signoff.js";
import { describeSignoffs } from "../../src/core/signoff/describe-signoffs.js";
import type { Prospect } from "../../src/core/signoff/describe-signoffs.js";
import { listRequirements } from "../../src/core/signoff/list-requirements.js";
import { BILLING, entry, parse, written } from "./examples.js";

function phases(text: string, prospect?: Prospect) {
  const config = parseConfig("tickmark.yml", "");
  if (!config.ok) throw new Error("no config");
  const checklist = parse(text);
  return describeSignoffs(checklist, listRequirements(checklist, config.config), prospect);
}

const KEYS = ["code-review", "security-assessment", "team-lead-sign-off"];
const DONE = BILLING.replace("- [ ] Routes", "- [x] Routes").replace("- [ ] Docs", "- [x] Docs");

const signed = (phase: string, over: Partial<LedgerEntry> = {}): LedgerEntry[] =>
  KEYS.map((requirement) => entry({ phase, requirement, ...over }));

describe("how far the sign-off of a phase has come", () => {
  test("nothing asked: no phases", () => {
    expect(phases("# Plan\n## Phase 1\n- [ ] a\n")).toEqual([]);
  });

  test("nothing signed: all is missing, with the tasks that are open", () => {
    expect(phases(BILLING)).toMatchObject([
      {
        phase: "phase-1",
        title: "Phase 1: Setup (50%)",
        openTasks: [{ title: "Routes", line: 5, issue: 2 }],
        unsigned: [],
        finished: false,
        requirements: KEYS.map((key) => ({ requirement: { key }, state: "missing", entries: [] })),
      },
      { phase: "phase-2", openTasks: [{ title: "Docs" }], unsigned: ["phase-1"], finished: false },
    ]);
  });

  test("all signed and all done: finished, and the next phase waits no longer", () => {
    expect(phases(written(DONE, signed("phase-1")))).toMatchObject([
      { phase: "phase-1", finished: true },
      { phase: "phase-2", finished: false, unsigned: [] },
    ]);
  });

  test("a task that the pull request closes counts as done", () => {
    expect(phases(BILLING, { closes: ({ number }) => number === 2 })[0]?.openTasks).toEqual([]);
  });

  test("what is signed on the pull request counts with what is in the file", () => {
    const text = written(DONE, signed("phase-1").slice(1));
    const stale = { ...entry(), stale: true };

    expect(phases(text, { entries: [entry()] })[0]?.finished).toBe(true);
    expect(phases(text, { entries: [stale] })[0]).toMatchObject({
      finished: false,
      requirements: [{ state: "stale" }, { state: "signed" }, { state: "signed" }],
    });
  });

  test.each([
    ["a signature", [entry()], "signed"],
    ["a waiver", [entry({ kind: "waiver", reason: "later" })], "waived"],
    ["evidence", [entry({ kind: "evidence", evidence: "green-checks" })], "evidence"],
    ["a stale signature", [entry({ stale: true })], "stale"],
    ["a withdrawal", [entry({ kind: "cancel" })], "missing"],
    [
      "a withdrawal and somebody else's signature",
      [entry({ kind: "cancel" }), entry({ by: "bob" })],
      "signed",
    ],
    ["a stale signature and a fresh one", [entry({ stale: true }), entry({ by: "bob" })], "signed"],
  ])("with %s a requirement is so", (_, entries, state) => {
    expect(phases(written(DONE, entries))[0]?.requirements[0]?.state).toBe(state);
  });

  test("with a task reopened a signed phase is not finished", () => {
    const reopened = written(DONE, signed("phase-1")).replace("- [x] Routes", "- [ ] Routes");

    expect(phases(reopened)).toMatchObject([
      { finished: false, openTasks: [{ title: "Routes" }] },
      { unsigned: ["phase-1"] },
    ]);
  });

  test("what the file says of dependencies goes before the order of numbers", () => {
    const text = `# P
## Phase 1: A
- [x] a
## Phase 2: B
- [x] b
## Phase 3: C
**Dependencies:** Completion of Phase 1
- [x] c
## Sign-off
- [ ] QA
`;

    expect(phases(text).map(({ unsigned }) => unsigned)).toEqual([[], [], ["phase-1"]]);
  });
});
