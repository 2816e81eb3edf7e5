import { describe, expect, test } from "@jest/globals";
import type { Completion } from "../../src/core/model/checklist.js";
import type { GuardedPlan, Plan, Step } from "../../src/core/model/plan.js";
import { guardPlan } from "../../src/core/plan/guard-plan.js";

const place = { file: "checklists/launch.md", line: 1, title: "Ship" };
const limits = { create: 2, close: 1 };

const create = (index: number): Step => ({
  op: "create-issue",
  task: `checklists/launch.md#${index}`,
  place,
  content: { title: "Ship", body: "", labels: [] },
  parent: undefined,
  completion: "open",
  reason: "new task",
});
const complete = (issue: number, completion: Completion): Step => ({
  op: "set-completion",
  issue,
  place,
  completion,
  comment: undefined,
  reason: "ticked in the file",
});
const plan = (...steps: Step[]): Plan => ({
  steps,
  diagnostics: [],
  unread: [],
  questions: { logins: [], milestones: false, types: false },
  phases: [],
  former: 0,
  signoffs: [],
});

const whyHeld = (guarded: GuardedPlan): string => (guarded.verdict === "held" ? guarded.why : "not held");

describe("a plan", () => {
  test("that does nothing may be applied", () => {
    expect(guardPlan(plan(), limits).verdict).toBe("apply");
  });

  test("that goes to the limits may be applied", () => {
    expect(guardPlan(plan(create(0), create(1), complete(3, "done")), limits).verdict).toBe("apply");
  });

  test("that creates one too many is held whole and says why", () => {
    const tooMuch = plan(create(0), create(1), create(2), complete(3, "open"));
    expect(guardPlan(tooMuch, limits)).toEqual({
      verdict: "held",
      plan: tooMuch,
      why: "This sync would create 3 issues (limits.create is 2). If that is meant, release it, or raise the limit in .github/tickmark.yml.",
    });
  });

  test.each(["done", "dropped"] as const)("that closes one too many as %s is held", (completion) => {
    const guarded = guardPlan(plan(complete(1, completion), complete(2, "done")), limits);
    expect(whyHeld(guarded)).toContain("close 2 issues (limits.close is 1)");
  });

  test("that reopens many may be applied: nothing is lost by it", () => {
    const steps = [1, 2, 3, 4].map((issue) => complete(issue, "open"));
    expect(guardPlan(plan(...steps), limits).verdict).toBe("apply");
  });

  test.each([
    [3, 1, "apply"],
    [3, 2, "held"],
    [10, 2, "apply"],
    [11, 3, "apply"],
    [11, 4, "held"],
    [0, 1, "held"],
  ])("with %i issues before, a limit of 20%%, and %i to close: %s", (former, closes, verdict) => {
    const steps = Array.from({ length: closes }, (_, issue) => complete(issue, "dropped"));
    const guarded = guardPlan({ ...plan(...steps), former }, { create: 2, close: { percent: 20 } });
    expect(guarded.verdict).toBe(verdict);
    if (verdict === "held") expect(whyHeld(guarded)).toContain(`limits.close is 20% of ${former}`);
  });

  test("that exceeds both limits names both", () => {
    const steps = [create(0), create(1), create(2), complete(4, "done"), complete(5, "done")];
    const guarded = guardPlan(plan(...steps), limits);
    expect(whyHeld(guarded)).toContain(
      "create 3 issues (limits.create is 2) and close 2 issues (limits.close is 1)",
    );
  });
});
