import { describe, expect, test } from "@jest/globals";
import { read, readTask } from "./read.js";

const DEVOPS = { owners: "DevOps", effort: 10, priority: "P0" };

describe("a line of fields inside of a task", () => {
  test.each([
    ["bold, with bars", "- **Owner:** DevOps | **Effort:** 2 weeks | **Priority:** P0"],
    ["in another order", "- **Priority:** P0 | **Owner:** DevOps | **Effort:** 2 weeks"],
    ["with the colon behind the bold", "- **Owner**: DevOps | **Effort**: 2 weeks | **Priority**: P0"],
    ["with commas", "- Owner: DevOps, Effort: 2 weeks, Priority: P0"],
    ["with dashes", "- Owner: DevOps - Effort: 2 weeks - Priority: P0"],
    ["on lines of their own", "- Owner: DevOps\n  - Effort: 2 weeks\n  - Priority: P0"],
    ["right below the text", "Owner: DevOps | Effort: 2 weeks | Priority: P0"],
    ["with a bold that never ends", "- **Owner: DevOps | **Effort: 2 weeks** | **Priority: P0"],
    ["with emoji", "- 👤 **Owner:** DevOps | ⏱️ **Effort:** 2 weeks | 🔥 **Priority:** P0"],
  ])("is about the task when it is %s", (_, line) => {
    const { checklist, diagnostics } = read(`- [ ] Ship it\n  ${line}\n`);

    expect(readTask(`- [ ] Ship it\n  ${line}\n`)).toEqual(DEVOPS);
    expect(checklist.tasks).toHaveLength(1);
    expect(diagnostics).toEqual([]);
  });

  test("belongs to the innermost task, also behind its subtasks", () => {
    const source = "- [ ] One\n  - [ ] Two\n    - Owner: Ann\n  - [ ] Three\n  - **Owner:** Bob\n";
    const { metadata } = read(source).checklist;

    expect(metadata.tasks.map((task) => task?.owners?.text)).toEqual(["Bob", "Ann", undefined]);
  });

  test("has its places in bytes, also behind letters of several bytes", () => {
    const source = "- [ ] Größe 🚀\n  - **Owner:** Jörg | **Due:** 2026-02-01  \n";
    const bytes = new TextEncoder().encode(source);
    const task = read(source).checklist.metadata.tasks[0];
    const slice = (range = { start: 0, end: 0 }): string =>
      new TextDecoder().decode(bytes.slice(range.start, range.end));

    expect(slice(task?.owners?.range)).toBe("Jörg");
    expect(slice(task?.due?.range)).toBe("2026-02-01");
    expect(slice(task?.fields)).toBe("**Owner:** Jörg | **Due:** 2026-02-01");
    expect(task?.due?.line).toBe(2);
  });

  test.each(["TBD", "[Name]", "____", "N/A", "-"])("says nothing while it is a form: %s", (value) => {
    expect(readTask(`- [ ] Ship it\n  - Owner: ${value} | Due: [YYYY-MM-DD] | Effort: TBD\n`)).toEqual({});
  });

  test("is a note when it begins with other words", () => {
    expect(readTask("- [ ] Ship it\n  - The owner: nobody knows, priority: none of ours\n")).toEqual({});
    expect(readTask("- [ ] Ship it\n  - `Owner: DevOps`\n")).toEqual({});
  });
});

describe("signs in a task's text", () => {
  test.each([
    ["Rotate keys @octocat", { owners: "@octocat" }],
    ["Rotate keys (by @octocat)", { owners: "@octocat" }],
    ["Rotate keys - @TheOne @guruz", { owners: "@TheOne, @guruz" }],
    ["Rotate keys ([@octocat](https://github.com/octocat))", { owners: "@octocat" }],
    ["Rotate keys (Owner: Ann, Due: 2026-02-01)", { owners: "Ann", due: "2026-02-01" }],
    ["Rotate keys (Responsible: Project Manager)", { owners: "Project Manager" }],
    ["Rotate keys - Owner: Ann - Due: 2026-02-01", { owners: "Ann", due: "2026-02-01" }],
    ["Rotate keys (2h)", { effort: 0.25 }],
    ["Rotate keys (30 min)", { effort: 0.063 }],
    ["Rotate keys (3 points)", { effort: "3 points" }],
    ["Rotate keys (3 points) - Sprint 3", { effort: "3 points" }],
    ["Rotate keys ~4h", { effort: 0.5 }],
    ["Rotate keys ~4h (ai:3h test:1h)", { effort: 0.5 }],
    ["[P0] Rotate keys", { priority: "P0" }],
    ["Rotate keys (P2)", { priority: "P2" }],
    ["Rotate keys ⏫", { priority: "P1" }],
    ["Rotate keys 🔺", { priority: "P0" }],
    ["Rotate keys 🔼 📅 2026-02-01", { priority: "P2", due: "2026-02-01" }],
    ["Rotate keys 🔽", { priority: "P3" }],
    ["Rotate keys #priority:high", { priority: "P1" }],
    ["Rotate keys [priority:: low] [due:: 2026-02-01]", { priority: "P3", due: "2026-02-01" }],
    ["Rotate keys due: 2026-02-01", { due: "2026-02-01" }],
    ["Rotate keys due:2026-02-01 @octocat", { due: "2026-02-01", owners: "@octocat" }],
    ["Rotate keys, due: June 2, 2026", { due: "2026-06-02" }],
    ["Rotate keys (Due: 05/21/2026)", { due: "2026-05-21" }],
    ["Rotate keys 🛫 2026-01-30", { start: "2026-01-30" }],
    ["Rotate keys (Owner: Ann) [#12](https://github.com/acme/app/issues/12)", { owners: "Ann" }],
    ["Rotate keys - Owner: Ann [#12](https://github.com/acme/app/issues/12)", { owners: "Ann" }],
  ])("are read: %s", (text, expected) => {
    expect(readTask(`- [ ] ${text}\n`)).toEqual(expected);
    expect(read(`- [ ] ${text}\n`).diagnostics).toEqual([]);
  });

  test.each([
    "T018 [P] [US2] Parallel work",
    "Parallel work (P)",
    "Install @toast-ui/editor and @types/node",
    "Explain `@octocat` and `due: 2026-02-01` and `[P0]`",
    "Write to ann@example.com",
    "Use @media queries",
    "Token expiration configured (24 hours)",
    "Log retention (30 days)",
    "Timeout of calls (30 s), cache lifetime (30 min)",
    "Timeline agreed upon (11 weeks estimate)",
    "Coverage of 80% (target: 90%)",
    "Owner: GO / NO-GO",
    "SEV1: Critical (production down)",
    "Neither depends on another service",
    "See #1 and #12",
    "Define what the due date means",
    "[x](https://example.com/@octocat) is a page",
  ])("are not seen in plain words: %s", (text) => {
    const { id, ...said } = readTask(`- [ ] ${text}\n`);

    expect(said).toEqual({});
    expect([undefined, "T018"]).toContain(id);
  });
});

describe("dependencies of tasks", () => {
  const tasks = (...lines: string[]): unknown => {
    const { metadata } = read(lines.map((line) => `- [ ] ${line}\n`).join("")).checklist;
    return metadata.tasks.map((task) => task?.dependsOn.map(({ kind, index }) => `${kind} ${index}`));
  };

  test.each([
    [
      ["T001 One", "T002 Two (depends on T001)"],
      [[], ["task 0"]],
    ],
    [
      ["T001 One", "T002 Two", "T003 Three, depends on T001, T002"],
      [[], [], ["task 0", "task 1"]],
    ],
    [
      ["T2.1.10 One", "T2.1.11 Two", "T3 Three (dep: T2.1.10-T2.1.11)"],
      [[], [], ["task 0", "task 1"]],
    ],
    [
      ["t1046.1 One", "t1046.2 Two blocked-by:t1046.1"],
      [[], ["task 0"]],
    ],
    [
      ["CORE-01.2 One", "CORE-02 Two, blocked by CORE-01.2"],
      [[], ["task 0"]],
    ],
    [
      ["1.1 One", "1.2 Two (depends on 1.1)"],
      [[], ["task 0"]],
    ],
    [
      ["One 🆔 abcdef", "Two ⛔ abcdef"],
      [[], ["task 0"]],
    ],
    [
      ["**T601**: One", "T602 Two, depends on T601"],
      [[], ["task 0"]],
    ],
  ])("are found by id: %j", (lines, expected) => {
    expect(tasks(...lines)).toEqual(expected);
  });

  test("may be phases, but not the one around", () => {
    const source =
      "## Phase 1: A\n- [ ] One\n## Phase 2: B\n- [ ] Two, depends on Phase 1\n- [ ] Three, depends on Phase 2\n";

    expect(read(source).checklist.metadata.tasks.map((task) => task?.dependsOn)).toEqual([
      undefined,
      [{ kind: "section", index: 0 }],
      [],
    ]);
  });

  test("are notes where they are marked and name nothing", () => {
    expect(readTask("- [ ] One (blocked by: the design review)\n")).toEqual({
      waitsFor: ["the design review"],
    });
  });

  test("do not end in #1", () => {
    expect(readTask("- [ ] #1 One, depends on #2\n")).toEqual({});
  });
});

describe("a derived task", () => {
  const source = (text: string): string =>
    `## 🧪 Testing Checklist (Weeks 1-2)\n- [ ] One\n## Done when\n- [ ] ${text}\n`;

  test.each(["Testing Checklist: 100%", "**Testing checklist** – 80%", "Testing Checklist: 100% complete"])(
    "names a section and a percentage: %s",
    (text) => {
      expect(read(source(text)).checklist.metadata.tasks[1]?.derived).toEqual({
        section: 0,
        percent: text.includes("80") ? 80 : 100,
      });
    },
  );

  test.each(["Test coverage: 100%", "Done when: 100%", "Testing Checklist: 200%", "Testing Checklist"])(
    "is none without a section elsewhere in the file: %s",
    (text) => {
      expect(read(source(text)).checklist.metadata.tasks[1]?.derived).toBeUndefined();
    },
  );
});
