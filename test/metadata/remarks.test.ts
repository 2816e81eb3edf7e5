import { describe, expect, test } from "@jest/globals";
import { read } from "./read.js";

function remarks(source: string): string[] {
  return read(source).diagnostics.map(({ line, column, rule }) => `${line}:${column} ${rule}`);
}

function phases(...headings: string[]): string {
  return headings.map((heading) => `## ${heading}\n\n- [ ] Do ${heading.slice(0, 7)}\n\n`).join("");
}

describe("a value that cannot be understood is remarked on, where it stands", () => {
  test.each([
    ["- [ ] a\n  - **Priority:** soonish\n", "2:19 unknown-priority"],
    ["- [ ] a\n  - Effort: who knows\n", "2:13 unclear-effort"],
    ["- [ ] a\n  - Owner: Ann | Due: 05/06/2026\n", "2:23 ambiguous-date"],
    ["- [ ] a (Due: 02/15)\n", "1:15 ambiguous-date"],
    ["- [ ] a due: 2026-02-30\n", "1:14 not-a-date"],
    ["- [ ] a\n  - Due: when it is done\n", "2:10 not-a-date"],
    ["- [ ] Größe 🚀 due: 2026-02-30\n", "1:21 not-a-date"],
    ["## A\n\n**Priority:** soonish\n\n- [ ] a\n", "3:15 unknown-priority"],
    ["## Weeks 5-3\n\n- [ ] a\n", "1:1 backward-schedule"],
    ["- [ ] T001 a\n- [ ] T002 b (depends on T009)\n", "2:26 unknown-dependency"],
    ["## Phase 1: A\n\n**Dependencies:**\n- Phase 9\n\n- [ ] a\n", "4:3 unknown-dependency"],
    ["- [ ] T001 a, depends on T002\n- [ ] T002 b, depends on T001\n", "1:1 dependency-cycle"],
  ])("%j", (source, expected) => {
    expect(remarks(source)).toEqual([expected]);
  });

  test("once, although two signs find it", () => {
    expect(remarks("- [ ] a (Owner: Ann, Due: 02/15)\n")).toHaveLength(1);
  });

  test("and counts as not said", () => {
    const { metadata } = read("- [ ] a\n  - Due: 05/06/2026\n").checklist;

    expect(metadata.tasks[0]?.due).toBeUndefined();
  });

  test("with a way out", () => {
    expect(read("- [ ] a (Due: 02/15)\n").diagnostics[0]?.message).toBe(
      "Unexpected date `02/15`, expected one that is the same day everywhere (it has no year), write it as `YYYY-MM-DD`",
    );
  });
});

describe("names of other files and plain words are no mistake", () => {
  test.each([
    "- [ ] a (depends on T009)\n",
    "- [ ] T001 a, depends on CORE-12\n",
    "- [ ] a, depends on Phase 9\n",
    "- [ ] a\n  - Effort: M\n",
    "- [ ] a\n  - Start: the server\n",
  ])("%j", (source) => {
    expect(remarks(source)).toEqual([]);
  });
});

describe("the weights of the phases", () => {
  test.each([
    ["Phase 1 (50%)", "Phase 2 (50%)"],
    ["Phase 1 (33%)", "Phase 2 (33%)", "Phase 3 (33%)"],
    ["Phase 1 (30%)", "Phase 2 (30%)", "Phase 3"],
    ["Phase 1 (25%)"],
    ["Backend (80%)", "Frontend (90%)"],
  ])("may add up, leave something to others, or be none: %j", (...headings) => {
    expect(remarks(phases(...headings))).toEqual([]);
  });

  test.each([
    ["Phase 1 (50%)", "Phase 2 (30%)"],
    ["Phase 1 (80%)", "Phase 2 (30%)"],
    ["Phase 1 (80%)", "Phase 2 (30%)", "Phase 3"],
  ])("add up to something else: %j", (...headings) => {
    expect(remarks(phases(...headings))).toEqual(["1:1 weight-sum"]);
  });
});

describe("two phases with one key", () => {
  test("are remarked on when both have tasks", () => {
    expect(remarks(phases("Phase 1: A", "Phase 1: B"))).toEqual(["5:1 duplicate-phase"]);
    expect(remarks(`## Phase 1: A\n\n${phases("Phase 1: B")}`)).toEqual([]);
  });
});

describe("a circle of phases", () => {
  test("is named once, along its way", () => {
    const source = `${phases("Phase 1: A", "Phase 2: B", "Phase 3: C")}
**Dependencies:**
- Phase 1 depends on Phase 3
- Phase 2 depends on Phase 1
- Phase 3 depends on Phase 2
`;
    const { diagnostics } = read(source);

    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain("`phase-1 → phase-3 → phase-2 → phase-1`");
  });

  test("may have one member, and any number of tasks may be a chain", () => {
    expect(remarks("- [ ] T001 a, depends on T001\n")).toEqual(["1:1 dependency-cycle"]);
    const chain = Array.from({ length: 3000 }, (_, at) => `- [ ] T${at + 1} a, depends on T${at + 2}\n`);

    expect(remarks(`${chain.join("")}- [ ] T3001 a\n`)).toEqual([]);
  });
});
