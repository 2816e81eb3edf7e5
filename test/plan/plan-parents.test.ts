import { describe, expect, test } from "@jest/globals";
import { matchTasks } from "../../src/core/plan/match-tasks.js";
import { planParents } from "../../src/core/plan/plan-parents.js";
import type { IssueTarget } from "../../src/core/model/plan.js";
import { config, PATH, planInput, ref, selected } from "./plan-examples.js";

/** The parent of every task that has an issue, by title, and the remarks. */
function parentsOf(text: string, yaml = "") {
  const rules = config(yaml);
  const matches = matchTasks(planInput([selected(text, PATH, rules)]));
  const parents = planParents(matches);
  const placed = [...matches.referenced.values(), ...matches.recovered.keys(), ...matches.unissued];
  const byTitle = new Map<string, IssueTarget | undefined>();
  for (const each of placed) byTitle.set(each.task.title, parents.of(each));
  return { byTitle, diagnostics: parents.diagnostics };
}

const nested = (levels: number): string =>
  Array.from({ length: levels }, (_, at) => `${"  ".repeat(at)}- [ ] Level ${at + 1}\n`).join("");
const children = (count: number): string =>
  `- [ ] Parent\n${Array.from({ length: count }, (_, at) => `  - [ ] Child ${at + 1}\n`).join("")}`;

describe("the parent of a task's issue", () => {
  test("is none for a task that is in no other", () => {
    expect(parentsOf("- [ ] Ship\n").byTitle.get("Ship")).toBeUndefined();
  });

  test("is the issue that the task around it references", () => {
    expect(parentsOf(`- [ ] Ship ${ref(12)}\n  - [ ] Test\n`).byTitle.get("Test")).toBe(12);
  });

  test("is the issue that this plan makes for the task around it", () => {
    expect(parentsOf("- [ ] Ship\n  - [ ] Test\n").byTitle.get("Test")).toBe(`${PATH}#0`);
  });

  test("skips list items that are no tasks", () => {
    expect(parentsOf(`- [ ] Ship ${ref(12)}\n  - Notes\n    - [ ] Test\n`).byTitle.get("Test")).toBe(12);
  });

  test("skips a task that has no issue", () => {
    const text = `- [ ] Ship ${ref(12)}\n  - [x] Done long ago\n    - [ ] Test\n`;
    expect(parentsOf(text).byTitle.get("Test")).toBe(12);
  });

  test("pain 55: may be the 100th child and not the 101st, which is remarked on", () => {
    const { byTitle, diagnostics } = parentsOf(children(101));
    expect(byTitle.get("Child 100")).toBe(`${PATH}#0`);
    expect(byTitle.get("Child 101")).toBeUndefined();
    expect(diagnostics.map(({ line, rule }) => ({ line, rule }))).toEqual([
      { line: 102, rule: "sub-issue-limit" },
    ]);
  });

  test("leaves the place of children that have an issue to them: a new one in front of a hundred goes without", () => {
    const old = Array.from({ length: 100 }, (_, at) => `  - [ ] Child ${at + 1} ${ref(at + 2)}\n`).join("");
    const { byTitle, diagnostics } = parentsOf(`- [ ] Parent ${ref(1)}\n  - [ ] Newcomer\n${old}`);
    expect(byTitle.get("Child 100")).toBe(1);
    expect(byTitle.get("Newcomer")).toBeUndefined();
    expect(diagnostics.map(({ line }) => line)).toEqual([2]);
  });

  test("counts children one parent at a time", () => {
    const { diagnostics } = parentsOf(children(100) + children(100).replace("Parent", "Other parent"));
    expect(diagnostics).toEqual([]);
  });

  test("ends at eight levels: the ninth is an ordinary issue, and remarked on", () => {
    const { byTitle, diagnostics } = parentsOf(nested(9));
    expect(byTitle.get("Level 8")).toBe(`${PATH}#6`);
    expect(byTitle.get("Level 9")).toBeUndefined();
    expect(diagnostics.map(({ line, rule }) => ({ line, rule }))).toEqual([
      { line: 9, rule: "sub-issue-limit" },
    ]);
  });

  test("counts only tasks that have an issue as levels", () => {
    const text = nested(9).replace("- [ ] Level 4\n", "- [x] Level 4\n");
    const { byTitle, diagnostics } = parentsOf(text);
    expect(byTitle.get("Level 9")).toBe(`${PATH}#7`);
    expect(diagnostics).toEqual([]);
  });
});
