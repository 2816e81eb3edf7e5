import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { planSectionDays, planTaskDays } from "../../src/core/metadata/plan-days.js";
import { hasReferenceDocuments, REFERENCE_DOCUMENTS, startProduct } from "../support/product.js";
import type { Product, RequestLog } from "../support/product.js";

/**
 * What every phase of the reference documents is to get, as a person reads it in them, with a start on January 5, 2026:
 * `title | parent | due | weight | waits for | sub-issues`. A dash: no milestone; nothing: not said.
 */
const PHASES = `
Roadmap Phases | | - | | | 8
Phase 1: Foundation & Assessment | Roadmap Phases | 2026-01-18 | | | 8
Phase 2: Code Quality & Testing | Roadmap Phases | 2026-02-01 | | 1 | 8
Phase 3: Python Modernization | Roadmap Phases | 2026-02-22 | | 2 | 8
Phase 4: API Modernization | Roadmap Phases | 2026-03-08 | | 3 | 8
Phase 5: Database Optimization | Roadmap Phases | 2026-03-22 | | 4 | 8
Phase 6: Infrastructure & Deployment | Roadmap Phases | 2026-04-12 | | 5 | 8
Phase 7: Security & Hardening | Roadmap Phases | 2026-04-26 | | 6 | 8
Phase 8: Documentation & Training | Roadmap Phases | 2026-05-10 | | 1 2 3 4 5 6 7 | 8
ðŸŽ¯ Phase 1: Production Readiness | | 2026-03-04 | | | 8
ðŸ“Š Phase 2: Observability & Monitoring | | 2026-05-04 | | 1 | 4
ðŸ’° Phase 3: Data Products Launch | | 2026-07-04 | | 2 | 7
ðŸŽ¨ Phase 4: Ecosystem & Scale | | 2027-01-04 | | 3 | 5
Implementation Phases | | - | | | 4
Phase 1: Initial Setup & Core Components | Implementation Phases | | 25 | | 3
Phase 2: Infrastructure & Security | Implementation Phases | | 25 | | 3
Phase 3: Integration & Testing | Implementation Phases | | 25 | | 3
Phase 4: Monitoring & Production Readiness | Implementation Phases | | 25 | | 3
Performance Requirements | | | | | 3
Security Requirements | | | | | 6
Pre-Implementation Checklist | | | | |
Development Checklist | | - | | | 6
Phase 2.1: Foundation Setup | Development Checklist | | | |
Phase 2.2: Task Queue System | Development Checklist | | | |
Phase 2.3: AI Integration | Development Checklist | | | |
Phase 2.4: Analytics Pipeline | Development Checklist | | | |
Phase 2.5: Security Hardening | Development Checklist | | | |
Phase 2.6: Observability | Development Checklist | | | |
Testing Checklist | | | | |
Security Checklist | | | | |
Deployment Checklist | | | | |
Post-Deployment Checklist | | | | |
Incident Response Checklist | | | | |
Rollback Checklist | | | | |
Completion Criteria | | | | |
`;

/**
 * The bold tasks of data-products.md: `phase | title | who is assigned | effort in days | priority | days | subtasks`.
 * DevOps is writer, QA is triager, and of Backend there is only a team.
 */
const BOLD_TASKS = `
1 | Set up CI/CD Pipeline | writer | 10 | P0 | 2026-01-05 2026-01-18 | 5
1 | Enable Redis Caching âš¡ Quick Win | | 5 | P0 | 2026-01-05 2026-01-18 | 4
1 | Database Optimization âš¡ Quick Win | | 3 | P0 | 2026-01-05 2026-01-18 | 4
1 | Unit Test Coverage | triager | 15 | P0 | 2026-01-19 2026-02-08 | 6
1 | Centralized Logging | writer | 15 | P0 | 2026-01-19 2026-02-08 | 5
1 | Security Scanning | | 5 | P0 | 2026-01-26 2026-02-15 | 5
1 | Basic Monitoring | writer | 5 | P1 | 2026-01-26 2026-02-15 | 3
1 | Integration Tests | triager | 10 | P1 | 2026-02-09 2026-03-01 | 4
2 | Application Performance Monitoring | writer | 10 | P1 | 2026-02-23 2026-03-08 | 4
2 | Data Quality Framework | | 15 | P1 | 2026-03-02 2026-03-22 | 4
2 | Comprehensive Alerting | writer | 10 | P1 | 2026-03-09 2026-03-22 | 5
2 | Load Testing | triager | 10 | P1 | 2026-03-23 2026-04-05 | 5
3 | API Key Management | | 15 | P1 | 2026-03-23 2026-04-12 | 4
3 | Pricing Page | | 5 | P1 | 2026-03-23 2026-04-12 | 3
3 | Bulk Export Endpoints | | 10 | P1 | 2026-04-06 2026-04-26 | 5
3 | Usage Analytics | | 10 | P1 | 2026-04-06 2026-04-26 | 4
3 | SDK Development | | 20 | P2 | 2026-04-20 2026-05-17 | 6
3 | GraphQL Implementation | | 20 | P2 | 2026-05-04 2026-05-31 | 5
3 | Webhook System | | 15 | P2 | 2026-05-18 2026-06-07 | 5
4 | JS SDK Development | | 15 | P2 | 2026-07-05 2026-08-04 | 5
4 | Zapier App | | 20 | P2 | 2026-07-05 2026-09-04 | 6
4 | Real-time Streaming | | 20 | P2 | 2026-08-05 2026-10-04 | 5
4 | Container Orchestration | writer | 40 | P3 | 2026-09-05 2026-12-04 | 7
4 | Geographic Expansion | writer | 20 | P3 | 2026-11-05 2027-01-04 | 5
`;

const CONFIG = `limits: { create: 10000, close: 10000 }
checklists: [{ start: 2026-01-05 }]
owners: { DevOps: [writer], QA: [triager], Backend: ["@acme/backend"] }
`;

interface GitHubIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly parent: { readonly number: number; readonly title: string } | null;
  readonly milestone: { readonly title: string; readonly dueOn: string | null } | null;
  readonly assignees: { readonly nodes: readonly { readonly login: string }[] };
  readonly blockedBy: { readonly nodes: readonly { readonly title: string }[] };
  readonly subIssues: { readonly nodes: readonly { readonly number: number }[] };
}

const ISSUES = `query($after: String) { repository(owner: "acme", name: "app") {
  issues(first: 100, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
    nodes {
      number title body parent { number title } milestone { title dueOn }
      assignees(first: 10) { nodes { login } }
      blockedBy(first: 50) { nodes { title } }
      subIssues(first: 100) { nodes { number } }
    }
    pageInfo { hasNextPage endCursor }
  }
} }`;

interface Page {
  readonly repository: {
    readonly issues: {
      readonly nodes: readonly GitHubIssue[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

async function readIssues(product: Product): Promise<readonly GitHubIssue[]> {
  const found: GitHubIssue[] = [];
  for (let after: string | null | undefined = null; after !== undefined;) {
    const page: Page = await product.as("reader").graphql<Page>(ISSUES, { after });
    const { nodes, pageInfo } = page.repository.issues;
    found.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
  }
  return found;
}

const rows = (table: string): string[][] =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));

if (!hasReferenceDocuments)
  process.stdout.write("The reference documents are not here: what their phases become is not tested.\n");

(hasReferenceDocuments ? describe : describe.skip)("the phases of the five reference documents", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tickmark-phases-"));
  let product: Product;
  let first: RequestLog;
  let issues: readonly GitHubIssue[];

  beforeAll(async () => {
    const config = path.join(folder, "tickmark.yml");
    writeFileSync(config, CONFIG);
    product = await startProduct(REFERENCE_DOCUMENTS, ["--config", config]);
    first = await product.control<RequestLog>("GET", "requests");
    issues = await readIssues(product);
  });
  afterAll(async () => {
    await product.stop();
    rmSync(folder, { recursive: true });
  });

  const byTitle = (title: string): GitHubIssue | undefined => issues.find((issue) => issue.title === title);
  const isPhase = ({ body }: GitHubIssue): boolean => body.includes("<!-- tickmark:phase ");

  test("are these, and no others", () => {
    expect(
      issues
        .filter(isPhase)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(
      rows(PHASES)
        .map(([title]) => title)
        .sort(),
    );
    expect(issues).toHaveLength(782 + rows(PHASES).length);
  });

  test.each(rows(PHASES))("%s", (title, parent, due, weight, waitsFor, count) => {
    const issue = byTitle(title ?? "");

    expect(issue?.parent?.title ?? "").toBe(parent);
    expect(issue?.milestone?.title ?? "-").toBe(due === "-" ? "-" : title);
    expect(issue?.milestone?.dueOn?.slice(0, 10) ?? (due === "-" ? "-" : "")).toBe(due);
    expect(/\*\*Weight:\*\* (\d+)%/.exec(issue?.body ?? "")?.[1] ?? "").toBe(weight);
    expect(
      issue?.blockedBy.nodes
        .map(({ title: other }) => /Phase (\d)/.exec(other)?.[1])
        .sort()
        .join(" "),
    ).toBe(waitsFor);
    if (count !== "") expect(issue?.subIssues.nodes).toHaveLength(Number(count));
  });

  test("24 bold tasks with 114 subtasks: phase, milestone, who, how much, how important, when", async () => {
    const name = "checklists/data-products.md";
    const { checklist } = parseChecklist(name, await product.file(name));
    const days = planSectionDays(checklist, "2026-01-05");
    const said = checklist.tasks.flatMap(({ index, parent, title, reference }) => {
      const issue = issues.find(({ number }) => number === reference?.number);
      if (parent !== undefined || !issue) return [];
      const { effort, priority } = checklist.metadata.tasks[index] ?? {};
      const { start, target } = planTaskDays(checklist, index, days);
      expect(issue.milestone?.title).toBe(issue.parent?.title);
      return [
        [
          /Phase (\d)/.exec(issue.parent?.title ?? "")?.[1] ?? "",
          title,
          issue.assignees.nodes.map(({ login }) => login).join(" "),
          String(effort?.value.days),
          priority?.value ?? "",
          `${start} ${target}`,
          String(issue.subIssues.nodes.length),
        ],
      ];
    });

    expect(said).toEqual(rows(BOLD_TASKS));
    expect(rows(BOLD_TASKS)).toHaveLength(24);
    expect(rows(BOLD_TASKS).reduce((sum, row) => sum + Number(row[6]), 0)).toBe(114);
    expect(issues.filter(({ title }) => /^Owner:|None currently/.test(title))).toEqual([]);
  });

  test("every task has the milestone of its phase, and the sub-issues are in the order of the file", async () => {
    const numbers = new Map(issues.map((issue) => [issue.number, issue]));
    for (const file of REFERENCE_DOCUMENTS) {
      const name = `checklists/${path.basename(file)}`;
      const { checklist } = parseChecklist(name, await product.file(name));
      const order = checklist.tasks.flatMap(({ reference }) => reference?.number ?? []);
      for (const number of order) {
        const { subIssues, parent, milestone } = numbers.get(number) ?? {};
        const own = subIssues?.nodes.map((child) => order.indexOf(child.number)) ?? [];
        expect(own).toEqual([...own].sort((a, b) => a - b));
        expect(numbers.get(parent?.number ?? 0)?.milestone?.title).toBe(milestone?.title);
      }
    }
  });

  test("production-readiness.md, where all is done and the rest is code, has no issue and is what it was", async () => {
    const file = REFERENCE_DOCUMENTS.find((one) => one.endsWith("production-readiness.md")) ?? "";

    expect(issues.filter(({ body }) => body.includes("production-readiness.md"))).toEqual([]);
    expect(Buffer.compare(await product.file("checklists/production-readiness.md"), readFileSync(file))).toBe(
      0,
    );
  });

  test("cost a request for each milestone and a few for the rest; a second look is one", async () => {
    const milestones = rows(PHASES).filter(([, , due]) => due !== "-").length;
    const second = await product.requestsDuring(async () => {
      const rest = product.as("writer").rest.issues;
      const { data } = await rest.create({ owner: "acme", repo: "app", title: "Not a task" });
      await rest.update({ owner: "acme", repo: "app", issue_number: data.number, state: "closed" });
    });

    expect(first.total).toBeLessThanOrEqual(issues.length / 10 + 10 + milestones);
    expect(second.requests.map(({ operation }) => operation)).toEqual(["ReadHead"]);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await product.control("GET", "violations")).toEqual([]);
  });
});
