import { describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Task } from "../../src/core/model/checklist.js";
import { describeEach, readCorpus, readOracle, readReference } from "./shared-files.js";
import type { OracleTask } from "./shared-files.js";

const corpus = readCorpus();
const reference = readReference();

const REFERENCE_TASKS: Readonly<Record<string, number>> = {
  "implementation-roadmap.md": 64,
  "module-modernization.md": 108,
  "production-readiness.md": 16,
  "data-products.md": 139,
  "infrastructure-plan.md": 478,
};

describeEach(corpus)("$name", ({ name, source }) => {
  test("pain 74: has the tasks that the oracle sees", () => {
    const { tasks } = parseChecklist(name, source).checklist;
    expect(tasks.map((task) => asOracle(task, tasks))).toEqual(readOracle(name).map(pick));
  });
});

describe("the reference documents", () => {
  (reference.length > 0 ? test.each(reference) : test.skip.each([{ name: "", source: new Uint8Array() }]))(
    "$name has all of its tasks",
    ({ name, source }) => {
      expect(parseChecklist(name, source).checklist.tasks).toHaveLength(REFERENCE_TASKS[name] ?? 0);
    },
  );

  test("each mark is the character between the brackets", () => {
    for (const { name, source } of [...reference, ...corpus]) {
      for (const task of parseChecklist(name, source).checklist.tasks) {
        expect(String.fromCharCode(...source.subarray(task.mark - 1, task.mark + 2))).toMatch(
          /^\[[ xX\t]\]$/,
        );
      }
    }
  });
});

function asOracle(task: Task, tasks: readonly Task[]): OracleTask {
  return {
    line: task.line,
    checked: task.checked,
    depth: task.depth,
    task_depth: taskDepth(task, tasks),
    text: oneLine(task.text),
    section: task.section,
    mark: task.mark,
  };
}

function taskDepth(task: Task, tasks: readonly Task[]): number {
  const parent = task.parent === undefined ? undefined : tasks[task.parent];
  return parent === undefined ? 0 : 1 + taskDepth(parent, tasks);
}

function pick(task: OracleTask): OracleTask {
  const { line, checked, depth, task_depth, text, section, mark } = task;
  return { line, checked, depth, task_depth, text: oneLine(text), section, mark };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
