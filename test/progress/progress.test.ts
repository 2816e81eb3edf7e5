import { describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { describeStatus } from "../../src/core/progress/describe-status.js";
import { measureProgress, percentOf } from "../../src/core/progress/measure-progress.js";
import { readReference } from "../markdown/shared-files.js";

function parse(source: string): ReturnType<typeof parseChecklist>["checklist"] {
  return parseChecklist("list.md", new TextEncoder().encode(source)).checklist;
}

/** `done/total percent`, of the whole and then of each section. */
function progress(source: string): string[] {
  const measured = measureProgress(parse(source));
  return [measured, ...measured.sections].map(
    (one) => `${one.done}/${one.total} ${percentOf(one) ?? "–"}${one.dropped > 0 ? ` -${one.dropped}` : ""}`,
  );
}

describe("the progress of tasks", () => {
  test.each([
    ["nothing", "", "0/0 –"],
    ["tasks", "- [x] a\n- [ ] b\n- [ ] c\n", "1/3 33"],
    ["subtasks instead of their task", "- [ ] a\n  - [x] b\n  - [ ] c\n- [x] d\n", "2/3 66"],
    ["open subtasks of a ticked task", "- [x] a\n  - [ ] b\n", "0/1 0"],
    ["only the innermost of three", "- [ ] a\n  - [ ] b\n    - [x] c\n", "1/1 100"],
    ["dropped tasks", "- [x] a\n- [ ] ~~b~~\n", "1/1 100 -1"],
    ["what is inside of a dropped task", "- [x] a\n- [ ] ~~b~~\n  - [ ] c\n  - [ ] d\n", "1/1 100 -1"],
    ["a task whose subtasks were all dropped", "- [ ] a\n  - [ ] ~~b~~\n", "0/1 0 -1"],
    ["placeholders", "- [x] a\n- [ ] None currently\n- [ ] [Add your own]\n", "1/1 100"],
    ["a task that has only placeholders", "- [ ] a\n  - [ ] [Add your own]\n", "0/1 0"],
  ])("counts %s", (_, source, expected) => {
    expect(progress(source)).toEqual([expected]);
  });

  test("does not count requirements and derived tasks", () => {
    const source = "## Work\n- [x] a\n## Done\n- [ ] Work: 100%\n## Sign-off\n- [ ] Review\n";

    expect(progress(source)).toEqual(["1/1 100", "1/1 100", "0/0 –", "0/0 –"]);
  });

  test("is never 100 while something is left", () => {
    const lines = Array.from({ length: 300 }, (_, at) => `- [${at === 0 ? " " : "x"}] ${at}\n`);

    expect(progress(lines.join(""))).toEqual(["299/300 99"]);
  });
});

describe("the progress of weighted phases", () => {
  const phases = (...headings: [string, number, number][]): string =>
    headings
      .map(
        ([title, done, total]) =>
          `## ${title}\n${"- [x] a\n".repeat(done)}${"- [ ] b\n".repeat(total - done)}`,
      )
      .join("\n");

  test("is the sum of weight × progress", () => {
    expect(progress(phases(["Phase 3 (40%)", 1, 3], ["Phase 4 (60%)", 1, 1]))[0]).toBe("2/4 73");
    expect(progress(phases(["Phase 1 (90%)", 0, 1], ["Phase 2 (10%)", 9, 9]))[0]).toBe("9/10 10");
  });

  test("gives phases without a weight equal parts of the rest", () => {
    const source = phases(["Phase 1 (50%)", 1, 1], ["Phase 2", 1, 1], ["Phase 3", 0, 1]);

    expect(progress(source)[0]).toBe("2/3 75");
  });

  test("leaves out phases in which nothing counts", () => {
    expect(progress(phases(["Phase 1 (50%)", 1, 2], ["Phase 2 (50%)", 0, 0]))[0]).toBe("1/2 50");
  });

  test("does not move with tasks outside of the phases", () => {
    expect(
      progress(`${phases(["Phase 1 (50%)", 1, 1], ["Phase 2 (50%)", 0, 1])}\n## Other\n- [x] c\n`)[0],
    ).toBe("2/3 50");
  });

  test("is plain where the sum is not what the weights promise: they count in proportion", () => {
    expect(progress(phases(["Phase 1 (30%)", 1, 1], ["Phase 2 (30%)", 0, 1]))[0]).toBe("1/2 50");
  });

  test("goes up through the sections around", () => {
    const source =
      "# Plan\n## Phases\n### Phase 1 (80%)\n- [x] a\n### Phase 2 (20%)\n- [ ] b\n## Other\n- [ ] c\n";

    expect(progress(source)).toEqual(["1/3 80", "1/3 80", "1/2 80", "1/1 100", "0/1 0", "0/1 0"]);
  });

  test("is 100 when everything is done, whatever the fractions", () => {
    expect(
      progress(phases(["Phase 1 (33.3%)", 3, 3], ["Phase 2 (33.3%)", 7, 7], ["Phase 3 (33.4%)", 1, 1]))[0],
    ).toBe("11/11 100");
  });
});

describe("the status of a checklist", () => {
  const SOURCE = `# Plan
Date Started: 2026-01-05
## Phase 1: A (Weeks 1-2)
- [x] a
- [ ] T001 b @octocat due: 2026-01-10
## Phase 2: B (Weeks 3-4)
**Priority: HIGH**

**Dependencies:**
- Phase 1

- [ ] T002 c, depends on T001
  - Owner: DevOps
`;

  test("names what is overdue and what waits", () => {
    const status = describeStatus(parse(SOURCE), { today: "2026-01-19", start: "2020-01-01" });

    expect(status.start).toBe("2026-01-05");
    expect(status.phases).toMatchObject([
      { key: "phase-1", overdue: true, blockedBy: [], owners: ["@octocat"] },
      { key: "phase-2", overdue: false, blockedBy: ["phase-1"], priority: "P1", owners: ["DevOps"] },
    ]);
    expect(status.attention).toMatchObject([
      { task: { line: 5 }, overdue: true, blockedBy: [] },
      { task: { line: 12 }, overdue: false, blockedBy: ["T001"] },
    ]);
  });

  test("is not late on the last day, and not when everything is done", () => {
    const on = (source: string, today: string): boolean[] =>
      describeStatus(parse(source), { today, start: undefined }).phases.map(({ overdue }) => overdue);

    expect(on(SOURCE, "2026-01-18")).toEqual([false, false]);
    expect(on(SOURCE.replaceAll("[ ]", "[x]"), "2027-01-01")).toEqual([false, false]);
  });

  test("is free when what it waits for is done", () => {
    const done = SOURCE.replace("[ ] T001", "[x] T001");
    const { phases, attention } = describeStatus(parse(done), { today: "2026-01-01", start: undefined });

    expect(phases.map(({ blockedBy }) => blockedBy)).toEqual([[], []]);
    expect(attention).toEqual([]);
  });
});

describe("the reference documents", () => {
  const counts = new Map(
    readReference().map(({ name, source }) => {
      const { done, total } = measureProgress(parseChecklist(name, source).checklist);
      return [name, `${done}/${total}`];
    }),
  );

  (counts.size === 0 ? test.skip : test)("count each piece of work once", () => {
    expect(Object.fromEntries(counts)).toEqual({
      "data-products.md": "0/114",
      "implementation-roadmap.md": "0/64",
      "infrastructure-plan.md": "0/401",
      "module-modernization.md": "0/87",
      "production-readiness.md": "16/16",
    });
  });
});
