import { describe, expect, test } from "@jest/globals";
import { withAbsoluteLinks } from "../../src/core/report/absolute-links.js";
import { readIssueBody } from "../../src/core/report/issue-body.js";
import { formatPhaseBody } from "../../src/core/report/phase-body.js";
import type { PhaseBodyInput } from "../../src/core/report/phase-body.js";

const FILE_URL = "https://github.com/acme/app/blob/main/checklists/launch.md#phase-1-build";

const body = (rest: Partial<PhaseBodyInput> = {}): string =>
  formatPhaseBody({
    file: "checklists/launch.md",
    key: "phase-1",
    fileUrl: FILE_URL,
    section: ["Launch", "Phase 1: Build"],
    weight: undefined,
    start: undefined,
    target: undefined,
    owners: [],
    priority: undefined,
    signoff: [],
    prose: [],
    ...rest,
  });

describe("the body of a phase's issue", () => {
  test("says where the phase stands, and nothing that the file does not say", () => {
    expect(body().split("\n").slice(1, -2)).toEqual([
      `This issue mirrors a phase of [checklists/launch.md](${FILE_URL}) › Launch › Phase 1: Build. Its tasks are the sub-issues.`,
      "",
    ]);
  });

  test("can be told apart from a task's by its marker", () => {
    const read = readIssueBody(body());

    expect(read?.phase).toEqual({ file: "checklists/launch.md", key: "phase-1" });
    expect(read?.marker).toBeUndefined();
  });

  test("names one day where only one is known", () => {
    expect(body({ target: "2026-02-01", priority: "P1" })).toContain(
      "**Due:** 2026-02-01 · **Priority:** P1",
    );
    expect(body({ start: "2026-02-01" })).toContain("**Start:** 2026-02-01");
  });

  test("pain 64: mentions nobody, closes nothing and cannot be ended from inside", () => {
    const prose = ["Fixes #12, ask @octocat <!-- tickmark:end -->"];
    const text = body({ prose, owners: ["@acme/ops", "QA"] });

    expect(text).not.toMatch(/@(?:octocat|acme)|#12/);
    expect(text.match(/<!-- tickmark:end -->/g)).toHaveLength(1);
  });

  test("has whole blocks of prose, as many as there is room for", () => {
    const fence = `\`\`\`\n${"x".repeat(5_000)}\n\`\`\``;
    const text = body({ prose: ["first", fence, fence, "last"] });

    expect(text).toContain("first");
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text).not.toContain("last");
    expect(text).toContain("\n…\n");
  });
});

describe("links in a file, seen from an issue", () => {
  test.each([
    ["[plan](plan.md)", "[plan](https://github.com/acme/app/blob/main/checklists/plan.md)"],
    ["[plan.md](plan.md)", "[plan.md](https://github.com/acme/app/blob/main/checklists/plan.md)"],
    [
      '[up](../README.md#use "read it")',
      '[up](https://github.com/acme/app/blob/main/README.md#use "read it")',
    ],
    ["[below](#phase-2)", "[below](https://github.com/acme/app/blob/main/checklists/launch.md#phase-2)"],
    [
      "[![shot](a.png)](b.md)",
      "[![shot](https://github.com/acme/app/blob/main/checklists/a.png)](https://github.com/acme/app/blob/main/checklists/b.md)",
    ],
    ["[r]\n\n[r]: r.md", "[r]\n\n[r]: https://github.com/acme/app/blob/main/checklists/r.md"],
  ])("%j is %j", (markdown, expected) => {
    expect(withAbsoluteLinks(markdown, FILE_URL)).toBe(expected);
  });

  test.each([
    "[site](https://example.com/plan.md)",
    "[mail](mailto:ann@example.com)",
    "[root](/docs/plan.md)",
    "`[code](plan.md)`",
    "[x] no link, a[0] neither",
  ])("%j means the same everywhere", (markdown) => {
    expect(withAbsoluteLinks(markdown, FILE_URL)).toBe(markdown);
  });
});
