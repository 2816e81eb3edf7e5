import { describe, expect, test } from "@jest/globals";
import type { Edit } from "../../src/core/model/edit.js";
import type { Plan, Step } from "../../src/core/model/plan.js";
import { formatPlan, formatPlanSummary } from "../../src/core/report/format-plan.js";

const FILE = "checklists/launch.md";
const place = { file: FILE, line: 3, title: 'Ship "it"' };

const plan = (...steps: readonly Step[]): Plan => ({
  steps,
  diagnostics: [],
  unread: [],
  questions: { logins: [], milestones: false, types: false },
  phases: [],
  former: 0,
  signoffs: [],
});
const create = (rest: Partial<Extract<Step, { op: "create-issue" }>> = {}): Step => ({
  op: "create-issue",
  task: `${FILE}#0`,
  place,
  content: { title: "Ship", body: "", labels: [] },
  parent: undefined,
  completion: "open",
  reason: "new task",
  ...rest,
});
const update = (title: string | undefined, issue = 12): Step => ({
  op: "update-issue",
  issue,
  place,
  title,
  body: "words",
  reason: "reworded in the file",
});
const setParent = (parent: number | `${string}#${number}` | undefined): Step => ({
  op: "set-parent",
  issue: 12,
  place,
  parent,
  reason: "nested in the file",
});
const complete = (completion: "open" | "done" | "dropped", issue = 12): Step => ({
  op: "set-completion",
  issue,
  place,
  completion,
  comment: undefined,
  reason: "ticked in the file",
});
const edit = (change: Edit): Step => ({
  op: "edit-task",
  place,
  edit: change,
  issue: 12,
  reason: "#12 is closed",
});

describe("a step is one line that says what, where and why", () => {
  const link = {
    style: "link",
    number: 12,
    url: "https://github.com/acme/app/issues/12",
    repository: "acme/app",
  } as const;

  test.each<readonly [step: Step, line: string]>([
    [create(), `+ create issue "Ship \\"it\\"" (${FILE}:3): new task`],
    [create({ completion: "done" }), `+ create issue "Ship \\"it\\"", closed (${FILE}:3): new task`],
    [create({ parent: 7 }), `+ create issue "Ship \\"it\\"" under #7 (${FILE}:3): new task`],
    [update("Launch"), `~ rename to "Launch" #12 (${FILE}:3): reworded in the file`],
    [update(undefined), `~ update the body of #12 (${FILE}:3): reworded in the file`],
    [setParent(7), `~ #12: put under #7 (${FILE}:3): nested in the file`],
    [setParent(undefined), `~ #12: take out of its parent (${FILE}:3): nested in the file`],
    [complete("open"), `~ reopen #12 "Ship \\"it\\"" (${FILE}:3): ticked in the file`],
    [complete("done"), `~ close #12 "Ship \\"it\\"" (${FILE}:3): ticked in the file`],
    [complete("dropped"), `- close as not planned #12 "Ship \\"it\\"" (${FILE}:3): ticked in the file`],
    [edit({ op: "tick", task: 0 }), `~ tick [ ] → [x] ${FILE}:3 "Ship \\"it\\"": #12 is closed`],
    [edit({ op: "untick", task: 0 }), `~ untick [x] → [ ] ${FILE}:3 "Ship \\"it\\"": #12 is closed`],
    [edit({ op: "strike", task: 0 }), `~ strike through ${FILE}:3 "Ship \\"it\\"": #12 is closed`],
    [
      edit({ op: "unstrike", task: 0 }),
      `~ no longer strike through ${FILE}:3 "Ship \\"it\\"": #12 is closed`,
    ],
    [
      edit({ op: "set-reference", task: 0, reference: link }),
      `+ reference #12 ${FILE}:3 "Ship \\"it\\"": #12 is closed`,
    ],
    [
      edit({ op: "remove-reference", task: 0 }),
      `- remove the reference ${FILE}:3 "Ship \\"it\\"": #12 is closed`,
    ],
    [
      edit({ op: "set-untracked", task: 0 }),
      `- mark as having no issue ${FILE}:3 "Ship \\"it\\"": #12 is closed`,
    ],
    [
      edit({ op: "set-title", task: 0, title: "Launch\nnow" }),
      `~ reword to "Launch\\nnow" ${FILE}:3 "Ship \\"it\\"": #12 is closed`,
    ],
  ])("%j", (step, line) => {
    expect(formatPlan(plan(step))).toEqual([line]);
  });

  test("that stays one line, whatever a task is called", () => {
    const lines = formatPlan(plan(create({ place: { ...place, title: "a\nb\r\u0007c" } })));
    expect(lines.join()).not.toMatch(/\p{Cc}/u);
  });

  test("that names a parent which is yet to be made by its title", () => {
    const child = create({ task: `${FILE}#1`, parent: `${FILE}#0`, place: { ...place, title: "Test" } });
    expect(
      formatPlan(plan(create({ place: { ...place, title: "Ship" } }), child, setParent(`${FILE}#0`))),
    ).toEqual([
      `+ create issue "Ship" (${FILE}:3): new task`,
      `+ create issue "Test" under "Ship" (${FILE}:3): new task`,
      `~ #12: put under "Ship" (${FILE}:3): nested in the file`,
    ]);
  });
});

describe("the summary", () => {
  test("of nothing says so", () => {
    expect(formatPlanSummary(plan())).toBe("Nothing to do.");
  });

  test("counts one of each in the singular", () => {
    expect(formatPlanSummary(plan(create(), complete("done"), edit({ op: "tick", task: 0 })))).toBe(
      "1 issue to create, 1 issue to change, 1 edit to files.",
    );
  });

  test("counts an issue that changes in several ways once", () => {
    const steps = [update("Launch"), setParent(7), complete("done"), complete("done", 13)];
    expect(formatPlanSummary(plan(...steps))).toBe("2 issues to change.");
  });

  test("counts every edit, and leaves out what there is none of", () => {
    const steps = [edit({ op: "tick", task: 0 }), edit({ op: "set-title", task: 0, title: "Launch" })];
    expect(formatPlanSummary(plan(create(), create(), ...steps))).toBe(
      "2 issues to create, 2 edits to files.",
    );
  });
});

describe("the steps of phases", () => {
  const at = "(checklists/launch.md:3): why";
  const steps: readonly (readonly [Step, string])[] = [
    [
      {
        op: "create-milestone",
        section: `${FILE}§1`,
        place,
        content: { title: "Phase 1", description: "", due: "2026-01-18", isOpen: true },
        reason: "why",
      },
      `+ create milestone "Phase 1" due 2026-01-18 ${at}`,
    ],
    [
      {
        op: "update-milestone",
        milestone: 2,
        place,
        change: { title: "Phase 2", due: null, isOpen: false },
        reason: "why",
      },
      `~ milestone 2: rename to "Phase 2", no longer due on a day, close ${at}`,
    ],
    [
      {
        op: "create-phase",
        section: `${FILE}§1`,
        place,
        content: { title: "Phase 1", body: "", labels: [], assignees: ["ann"] },
        parent: 4,
        completion: "open",
        reason: "why",
      },
      `+ create phase issue "Phase 1" under #4, for @ann ${at}`,
    ],
    [
      { op: "set-milestone", issue: 5, place, milestone: `${FILE}§1`, reason: "why" },
      `~ #5: put into the milestone of its phase ${at}`,
    ],
    [
      { op: "set-milestone", issue: 5, place, milestone: undefined, reason: "why" },
      `~ #5: take out of its milestone ${at}`,
    ],
    [
      { op: "set-assignees", issue: 5, place, assign: ["ann"], unassign: ["bob"], reason: "why" },
      `~ #5: assign @ann, unassign @bob ${at}`,
    ],
    [{ op: "set-type", issue: 5, place, type: "Task", reason: "why" }, `~ #5: give the type "Task" ${at}`],
    [
      { op: "add-dependency", issue: 5, on: `${FILE}§1`, place, reason: "why" },
      `+ #5 waits for "Phase 1" ${at}`,
    ],
    [{ op: "remove-dependency", issue: 5, on: 6, place, reason: "why" }, `- #5 no longer waits for #6 ${at}`],
    [
      { op: "order-sub-issue", issue: 5, parent: 4, beside: { after: 6 }, place, reason: "why" },
      `~ move #5 behind #6 ${at}`,
    ],
    [
      { op: "order-sub-issue", issue: 5, parent: 4, beside: { before: 6 }, place, reason: "why" },
      `~ move #5 before #6 ${at}`,
    ],
  ];

  test("are a line each, new ones by their name", () => {
    expect(formatPlan(plan(...steps.map(([step]) => step)))).toEqual(steps.map(([, line]) => line));
  });

  test("are counted: issues, milestones, and each changed issue once", () => {
    expect(formatPlanSummary(plan(...steps.map(([step]) => step)))).toBe(
      "1 issue to create, 1 milestone to create, 1 issue to change.",
    );
  });
});
