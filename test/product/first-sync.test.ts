import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { hasReferenceDocuments, REFERENCE_DOCUMENTS, startProduct } from "../support/product.js";
import type { Product, ProductIssue, RequestLog } from "../support/product.js";

const REFERENCE = / \[#(\d+)\]\(http:\/\/127\.0\.0\.1:\d+\/acme\/app\/issues\/\1\)/g;

if (!hasReferenceDocuments)
  process.stdout.write("The reference documents are not here: their first sync is not tested.\n");

(hasReferenceDocuments ? describe : describe.skip)("the first sync of the five reference documents", () => {
  let product: Product;
  let first: RequestLog;
  let issues: readonly ProductIssue[];
  beforeAll(async () => {
    product = await startProduct(REFERENCE_DOCUMENTS);
    first = await product.control<RequestLog>("GET", "requests");
    issues = await product.issues();
  });
  afterAll(() => product.stop());

  test("805 tasks, 789 of them open; all but six requirements and one placeholder have an issue", () => {
    const tasks = REFERENCE_DOCUMENTS.flatMap((file) => [
      ...parseChecklist(file, readFileSync(file)).checklist.tasks,
    ]);

    expect(tasks).toHaveLength(805);
    expect(tasks.filter(({ checked }) => !checked)).toHaveLength(789);
    expect(issues).toHaveLength(789 - 6 - 1);
    expect(new Set(issues.map(({ author }) => author))).toEqual(new Set(["tickmark[bot]"]));
    expect(issues.every(({ labels }) => labels.includes("checklist"))).toBe(true);
  });

  test("it costs at most a tenth of a request for each task, and ten", () => {
    expect(first.total).toBeLessThanOrEqual(789 / 10 + 10);
  });

  test("pain 24, pain 45: every reference is in the file, and nothing else in the files changed", async () => {
    const seen: number[] = [];
    for (const file of REFERENCE_DOCUMENTS) {
      const now = await product.file(`checklists/${path.basename(file)}`);
      const text = now.toString("latin1");
      seen.push(...[...text.matchAll(REFERENCE)].map((match) => Number(match[1])));
      expect(text.replace(REFERENCE, "")).toBe(readFileSync(file).toString("latin1"));
    }

    expect(seen.sort((a, b) => a - b)).toEqual(issues.map(({ number }) => number).sort((a, b) => a - b));
  });

  test("every issue has the title of its task and the parent that the file gives it", async () => {
    const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
    for (const file of REFERENCE_DOCUMENTS) {
      const name = `checklists/${path.basename(file)}`;
      const { checklist } = parseChecklist(name, await product.file(name));
      for (const task of checklist.tasks) {
        if (!task.reference) continue;
        const issue = byNumber.get(task.reference.number);
        const parent = task.parent === undefined ? undefined : checklist.tasks[task.parent];
        expect([task.line, issue?.title, issue?.parent]).toEqual([
          task.line,
          task.title,
          parent?.reference?.number,
        ]);
      }
    }
  });

  test("pain 5, pain 44, pain 50: a second sync is one request and no write", async () => {
    const log = await product.requestsDuring(async () => {
      const rest = product.as("writer").rest.issues;
      const { data } = await rest.create({ owner: "acme", repo: "app", title: "Not a task" });
      await rest.update({ owner: "acme", repo: "app", issue_number: data.number, state: "closed" });
    });

    expect(log.requests.map(({ operation }) => operation)).toEqual(["ReadHead"]);
    expect(log.mutations).toBe(0);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await product.control("GET", "violations")).toEqual([]);
  });
});
