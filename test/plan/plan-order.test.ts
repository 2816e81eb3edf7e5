import { describe, expect, test } from "@jest/globals";
import type { Step } from "../../src/core/model/plan.js";
import { planOrder } from "../../src/core/plan/plan-order.js";
import type { Child } from "../../src/core/plan/plan-order.js";
import { issueWith } from "./plan-examples.js";

const PARENT = 100;

/** Sub-issues of one parent, a line each. */
const children = (...issues: readonly Child["issue"][]): Child[] =>
  issues.map((issue, at) => ({
    issue,
    parent: PARENT,
    place: { file: "a.md", line: at + 1, title: String(issue) },
  }));

const created = (task: `${string}#${number}`): Step => ({
  op: "create-issue",
  task,
  place: { file: "a.md", line: 1, title: task },
  content: { title: task, body: "", labels: [] },
  parent: PARENT,
  completion: "open",
  reason: "new task",
});

const moves = (steps: readonly Step[]): unknown[] =>
  steps.map((step) => (step.op === "order-sub-issue" ? [step.issue, step.beside] : step.op));

describe("sub-issues", () => {
  test("that are as the file has them are left alone", () => {
    const input = { head: children(1, 2, 3), base: children(1, 2, 3), steps: [], issues: new Map() };
    expect(planOrder(input)).toEqual([]);
  });

  test("that are all new come in the order in which they are made", () => {
    const keys = Array.from({ length: 40 }, (_, at) => `a.md#${at}` as const);
    const steps = keys.map(created);
    expect(planOrder({ head: children(...keys), base: [], steps, issues: new Map() })).toEqual([]);
  });

  test("of which one is new in the middle: that one is put behind its predecessor", () => {
    const head = children(1, "a.md#1", 2, 3);
    const steps = [created("a.md#1")];
    const planned = planOrder({ head, base: children(1, 2, 3), steps, issues: new Map() });
    expect(moves(planned)).toEqual([["a.md#1", { after: 1 }]]);
  });

  test("of which the last became the first: only that one is moved", () => {
    const planned = planOrder({
      head: children(4, 1, 2, 3),
      base: children(1, 2, 3, 4),
      steps: [],
      issues: new Map(),
    });
    expect(moves(planned)).toEqual([[4, { before: 1 }]]);
  });

  test("that a person has put under another issue are not moved, nor is anything put beside them", () => {
    const planned = planOrder({
      head: children(2, 1, 3),
      base: children(1, 2, 3),
      steps: [],
      issues: new Map([[1, issueWith([], { number: 1, parent: 7 })]]),
    });
    expect(planned).toEqual([]);
  });
});
