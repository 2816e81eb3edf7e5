import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { DASHBOARD_TITLE } from "../../src/core/report/dashboard.js";
import * as boards from "../sandbox/boards.js";
import { Screen } from "../support/board-screen.js";
import { startProduct } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/launch.md";
const CONFIG = ".github/tickmark.yml";
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
afterAll(() => rmSync(folder, { recursive: true }));

function listed(tasks: readonly string[]): string {
  const file = path.join(folder, "launch.md");
  writeFileSync(file, `# Launch\n\n## Phase 1: Build (60%)\n\n${tasks.join("")}`);
  return file;
}

async function text(product: Product): Promise<string> {
  return (await product.file(NAME)).toString();
}

describe("a board beside a checklist", () => {
  let product: Product;
  let screen: Screen;

  beforeAll(async () => {
    const tasks = Array.from(
      { length: 6 },
      (_, at) => `- [ ] Task ${at + 1}\n  - **Owner:** DevOps | **Effort:** 2 weeks | **Priority:** P0\n`,
    );
    product = await startProduct([listed(tasks)]);
    screen = new Screen(product);
    screen.board = await boards.createBoard(screen.graphql, "Launch");
    await product.idle();
    const config = `project: { number: ${screen.board.number} }\nissues: { phases: { issue: false, milestone: false } }\n`;
    await product.push(CONFIG, config);
    await product.idle();
  });
  afterAll(() => product.stop());

  test("shows every task once the config names it", async () => {
    expect([...(await screen.items()).keys()]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await screen.shown(3)).toMatchObject({
      Status: "Todo",
      Phase: "Phase 1: Build",
      Checklist: NAME,
      Priority: "P0",
      Owner: "DevOps",
      Effort: 10,
      "Effort (text)": "2 weeks",
    });
  });

  test("is left alone by a sync that has nothing to do", async () => {
    const log = await product.requestsDuring(() => product.push("README.md", "# Nothing\n"));

    expect(log.requests.filter(({ operation }) => operation.includes("Board"))).toEqual([]);
  });

  test("what the writer moves on it is in the file by one commit", async () => {
    const commits = await product.botCommits();

    const log = await product.requestsDuring(async () => {
      await screen.set(1, "Priority", "P2");
      await screen.set(1, "Effort", 5);
      await screen.set(2, "Status", "Done");
    });

    expect(await text(product)).toContain("- **Owner:** DevOps | **Effort:** 1 week | **Priority:** P2\n");
    expect(await text(product)).toContain("- [x] Task 2");
    expect((await product.issues()).find(({ number }) => number === 2)?.state).toBe("closed");
    expect((await product.botCommits()).length - commits.length).toBe(1);
    expect(await screen.shown(1)).toMatchObject({ "Effort (text)": "1 week" });
    const asked = new Set(log.requests.map(({ operation }) => operation));
    expect([asked.has("ReadBoardItems"), asked.has("ReadBoard")]).toEqual([true, false]);
  });

  test("moved back to Todo, the task is open again", async () => {
    await screen.set(2, "Status", "Todo");
    await product.idle();

    expect(await text(product)).toContain("- [ ] Task 2");
    expect((await product.issues()).find(({ number }) => number === 2)?.state).toBe("open");
  });

  test("an option for what was dropped is added, and costs nobody a value", async () => {
    await product.setState(4, "closed", "not_planned");
    await product.idle();

    expect(await screen.shown(4)).toMatchObject({ Status: "Cancelled" });
    expect(await screen.shown(5)).toMatchObject({ Status: "Todo" });
    expect(await text(product)).toContain("- [ ] ~~Task 4~~");
  });

  test("what is edited in the file is on the board, and the app's own changes come back for nothing", async () => {
    const before = await text(product);

    const log = await product.requestsDuring(() =>
      product.push(NAME, before.replace(/(Task 5[^]*?)\*\*Priority:\*\* P0/, "$1**Priority:** P1")),
    );

    expect(await screen.shown(5)).toMatchObject({ Priority: "P1" });
    const operations = log.requests.map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === "SetBoardValues")).toHaveLength(1);
    // What a busy machine breaks off is begun anew, with the same requests; what comes back as an event asks nothing.
    expect([...new Set(operations)]).toEqual([
      "ReadHead",
      "ListFiles",
      "ReadFiles",
      "ReadBoardItems",
      "SetBoardValues",
      "git/create-tag",
      "MoveRef",
    ]);
    expect(operations.at(-1)).toBe("MoveRef");
  });

  test("changed on both sides at once, the board counts", async () => {
    const before = await text(product);

    await Promise.all([
      screen.set(6, "Owner", "Ann"),
      product.push(NAME, before.replace(/(Task 6[^]*?)DevOps/, "$1Bea")),
    ]);
    await product.idle();

    expect(await text(product)).toMatch(/Task 6.*\n {2}- \*\*Owner:\*\* Ann/);
    expect(await screen.shown(6)).toMatchObject({ Owner: "Ann" });
  });

  test("with options that people renamed and coloured keeps every value", async () => {
    const before = await text(product);
    const priority = await boards.fieldNamed(screen.graphql, screen.board, "Priority");
    const names: Record<string, string> = { P0: "🔥 Critical", P1: "High", P2: "Medium" };
    await boards.setOptions(
      screen.graphql,
      priority,
      (priority.options ?? [])
        .map((option) => ({ ...option, name: names[option.name] ?? option.name, color: "RED" }))
        .reverse(),
    );
    await product.push("README.md", "# Something else\n");
    await product.idle();

    expect(await screen.shown(3)).toMatchObject({ Priority: "🔥 Critical" });
    expect(await screen.shown(1)).toMatchObject({ Priority: "Medium" });
    expect(await text(product)).toBe(before);
  });

  test("whose options somebody's tool has replaced loses its values, is filled again, and empties no file", async () => {
    const before = await text(product);
    const priority = await boards.fieldNamed(screen.graphql, screen.board, "Priority");
    const replaced = (priority.options ?? []).map(({ name, color, description }) => ({
      name,
      color,
      description,
    }));
    await boards.setOptions(screen.graphql, priority, replaced);
    expect(await screen.shown(3)).not.toHaveProperty("Priority");

    await comment(product, "/tickmark sync");

    expect(await screen.shown(3)).toMatchObject({ Priority: "🔥 Critical" });
    expect(await screen.shown(1)).toMatchObject({ Priority: "Medium" });
    expect(await text(product)).toBe(before);
  });

  test("keeps what somebody archives out of sight, and shows it as the file has it when it is back", async () => {
    await screen.archive(5, true);
    await product.push(
      NAME,
      (await text(product)).replace(/(Task 5[^]*?)\*\*Priority:\*\* P1/, "$1**Priority:** P2"),
    );
    await product.idle();
    expect((await screen.items()).has(5)).toBe(false);

    const before = await text(product);
    await screen.archive(5, false);
    await product.idle();

    expect(await text(product)).toBe(before);
    expect(await screen.shown(5)).toMatchObject({ Priority: "Medium", Status: "Todo" });
  });

  test("shows a task whose line is gone as cancelled, although GitHub's workflow calls what is closed done", async () => {
    const before = await screen.shown(6);
    await product.push(NAME, (await text(product)).replace(/- \[ \] Task 6.*\n.*\n/, ""));
    await product.idle();

    expect((await product.issues()).find(({ number }) => number === 6)).toMatchObject({
      state: "closed",
      stateReason: "not_planned",
    });
    expect(await screen.shown(6)).toEqual({ ...before, Status: "Cancelled" });
  });

  test("deleted, it is named once, and files and issues go on", async () => {
    await product
      .as("owner")
      .graphql(`mutation($id: ID!) { deleteProjectV2(input: {projectId: $id}) { clientMutationId } }`, {
        id: screen.board.id,
      });
    await product.setState(3, "closed");
    await product.idle();
    await product.push(NAME, (await text(product)).replace("Task 1 ", "Task one "));
    await product.idle();

    expect(await text(product)).toContain("- [x] Task 3");
    const dashboard = (await product.issues()).find(({ title }) => title === DASHBOARD_TITLE);
    expect(dashboard?.body.match(/there is no such board/g) ?? []).toHaveLength(1);
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await product.control("GET", "violations")).toEqual([]);
  });
});

async function comment(product: Product, body: string): Promise<void> {
  const place = { owner: "acme", repo: "app", issue_number: 1 };
  await product.as("writer").rest.issues.createComment({ ...place, body });
  await product.idle();
}

describe("a board of 478 tasks", () => {
  const TASKS = 478;
  const VALUES = 8;
  let product: Product;
  let screen: Screen;

  beforeAll(async () => {
    const tasks = Array.from(
      { length: TASKS },
      (_, at) =>
        `- [ ] Task ${at + 1}\n  - **Owner:** DevOps | **Effort:** 2 weeks | **Priority:** P0 | **Due:** 2026-02-01\n`,
    );
    product = await startProduct([listed(tasks)]);
    screen = new Screen(product);
    screen.board = await boards.createBoard(screen.graphql, "Launch");
    await product.idle();
  });
  afterAll(() => product.stop());

  test("is filled for a request for each twenty values, and twenty more", async () => {
    const log = await product.requestsDuring(() =>
      product.push(
        CONFIG,
        `project: { number: ${screen.board.number} }\nissues: { phases: { issue: false, milestone: false } }\nlimits: { create: 500 }\n`,
      ),
    );

    expect(await screen.shown(TASKS)).toMatchObject({ Priority: "P0", Target: "2026-02-01" });
    const board = log.requests.filter(({ operation }) => /Board|IssueIds/.test(operation));
    const written = board.filter(({ operation }) => operation === "SetBoardValues");
    expect(written.reduce((sum, { mutations }) => sum + mutations, 0)).toBe(TASKS * VALUES);
    expect(board.length).toBeLessThanOrEqual((TASKS * VALUES) / 20 + 20);
  });

  test("then nothing is written", async () => {
    const log = await product.requestsDuring(() => comment(product, "/tickmark sync"));

    const written = log.requests.filter(({ operation }) => /SetBoard|AddBoard|CreateBoard/.test(operation));
    expect(written).toEqual([]);
  });

  test("one of them that is moved costs one commit, and no look at the others", async () => {
    const log = await product.requestsDuring(() => screen.set(77, "Priority", "P1"));

    expect(await text(product)).toMatch(/Task 77 .*\n.*\*\*Priority:\*\* P1/);
    const asked = log.requests.map(({ operation }) => operation);
    expect(asked.filter((operation) => operation === "CommitFiles")).toHaveLength(1);
    expect(asked.filter((operation) => operation === "ReadBoard" || operation === "SetBoardValues")).toEqual(
      [],
    );
  });

  test("a hundred of them that are moved at once are a few commits, and no look at the others", async () => {
    const moved = Array.from({ length: 100 }, (_, at) => at + 101);

    const log = await product.requestsDuring(() => screen.choose(moved, "Priority", "P3"));

    expect((await text(product)).match(/\*\*Priority:\*\* P3/g)).toHaveLength(100);
    const asked = log.requests.map(({ operation }) => operation);
    expect(asked.filter((operation) => operation === "CommitFiles").length).toBeLessThanOrEqual(5);
    expect(asked.filter((operation) => operation === "ReadHead").length).toBeLessThanOrEqual(10);
    expect(asked.filter((operation) => operation === "ReadBoard" || operation === "SetBoardValues")).toEqual(
      [],
    );
  });
});
