import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { startProduct, until } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/plan.md";
const TASKS = 478;

/** As many tasks as the largest reference document has, half of them nested, many with the same text. */
function plan(): string {
  const lines = Array.from({ length: TASKS }, (_, at) => {
    const section = at % 40 === 0 ? `\n## Phase ${at / 40 + 1}\n\n` : "";
    return `${section}${at % 4 === 0 ? "" : "  "}- [ ] ${at % 3 === 0 ? "Write the tests" : `Step ${at}`}\n`;
  });
  return `# Plan\n${lines.join("")}`;
}

describe("the app dies, or an answer is lost", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
  let product: Product;
  beforeEach(async () => {
    writeFileSync(path.join(folder, "plan.md"), plan());
    product = await startProduct([path.join(folder, "plan.md")], ["--no-app"]);
  });
  afterEach(() => product.stop());

  async function expectComplete(): Promise<void> {
    const { checklist } = parseChecklist(NAME, await product.file(NAME));
    const issues = await product.issues();
    const numbers = checklist.tasks.map(({ reference }) => reference?.number);
    expect(issues).toHaveLength(TASKS);
    expect(new Set(numbers)).toEqual(new Set(issues.map(({ number }) => number)));
    const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
    for (const task of checklist.tasks) {
      const parent = task.parent === undefined ? undefined : checklist.tasks[task.parent]?.reference?.number;
      const issue = byNumber.get(task.reference?.number ?? 0);
      expect([task.line, issue?.title, issue?.parent]).toEqual([task.line, task.title, parent]);
    }
    expect(await product.control("GET", "violations")).toEqual([]);
  }

  async function issuesSoFar(): Promise<number> {
    const { data } = await product
      .as("reader")
      .rest.issues.listForRepo({ owner: "acme", repo: "app", state: "all", per_page: 1 });
    return data[0]?.number ?? 0;
  }

  test("killed three times in the middle of a first sync of 478 tasks: no duplicate, and complete", async () => {
    for (const enough of [60, 200, 400]) {
      await product.startApp();
      await until(async () => (await issuesSoFar()) >= enough, `${enough} issues exist`);
      await product.killApp();
    }
    await product.startApp();
    await product.idle();

    await expectComplete();
  });

  test("pain 3: the answers to two batches of creates and to the commit are lost: no duplicate, and complete", async () => {
    await product.control("POST", "faults", { kind: "drop", count: 2, match: { operation: "CreateIssues" } });
    await product.control("POST", "faults", { kind: "drop", count: 1, match: { operation: "CommitFiles" } });
    await product.startApp();
    await product.idle();

    await expectComplete();
    expect(await product.botCommits()).toHaveLength(1);
  });

  test("some creates of a batch fail and others do not: the rest follows", async () => {
    await product.control("POST", "faults", {
      kind: "partial",
      count: 3,
      fail: 2,
      match: { operation: "CreateIssues" },
    });
    await product.startApp();
    await product.idle();

    await expectComplete();
  });

  test("stopped politely, the running sync ends with a commit or leaves what the next start finishes", async () => {
    const app = await product.startApp();
    await until(async () => (await issuesSoFar()) > 0, "issues exist");
    const gone = new Promise((resolve) => app.once("exit", resolve));
    app.kill("SIGTERM");

    expect(await gone).toBe(0);
    await product.startApp();
    await product.idle();
    await expectComplete();
  });

  afterEach(() => rmSync(path.join(folder, "plan.md"), { force: true }));
});
