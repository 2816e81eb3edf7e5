import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startProduct } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/launch.md";
const TASKS = 60;
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));

function source(): string {
  const tasks = Array.from({ length: TASKS }, (_, at) => `- [ ] Task number ${at + 1}\r\n`);
  return `\uFEFF# Launch\r\n\r\n${tasks.join("")}\r\n\tno last line end`;
}

/** Offsets at which two files of the same length differ. */
function differences(before: Buffer, after: Buffer): number[] {
  expect(after).toHaveLength(before.length);
  return [...before.keys()].filter((at) => before[at] !== after[at]);
}

describe("the app, in both directions", () => {
  let product: Product;
  beforeAll(async () => {
    writeFileSync(path.join(folder, "launch.md"), source());
    product = await startProduct([path.join(folder, "launch.md")]);
  });
  afterAll(async () => {
    await product.stop();
    rmSync(folder, { recursive: true });
  });

  test("pain 24, pain 77: closing an issue changes one byte, by one commit of the bot, for at most four requests", async () => {
    const before = await product.file(NAME);
    const commits = await product.botCommits();

    const log = await product.requestsDuring(() => product.setState(7, "closed"));

    const after = await product.file(NAME);
    const [at, ...more] = differences(before, after);
    expect(more).toEqual([]);
    expect(String.fromCharCode(before[at ?? 0] ?? 0, after[at ?? 0] ?? 0)).toBe(" x");
    expect(await product.botCommits()).toEqual(['Tick "Task number 7"', ...commits]);
    expect(log.total).toBeLessThanOrEqual(4);
  });

  test("pain 33: reopening it brings the blank back", async () => {
    const before = await product.file(NAME);

    await product.setState(7, "open");
    await product.idle();

    expect(differences(before, await product.file(NAME))).toHaveLength(1);
    expect((await product.file(NAME)).includes("- [x]")).toBe(false);
  });

  test("closing as not planned strikes the task through, and reopening takes that back", async () => {
    const before = await product.file(NAME);

    await product.setState(8, "closed", "not_planned");
    await product.idle();
    const struck = (await product.file(NAME)).toString();
    await product.setState(8, "open");
    await product.idle();

    expect(struck).toContain("- [ ] ~~Task number 8~~ [#8]");
    expect(await product.file(NAME)).toEqual(before);
  });

  test("pain 42: fifty issues that close in a burst are one commit, for at most four requests", async () => {
    const before = await product.file(NAME);
    const commits = await product.botCommits();

    const log = await product.requestsDuring(() =>
      Promise.all(Array.from({ length: 50 }, (_, at) => product.setState(at + 1, "closed"))),
    );

    expect(differences(before, await product.file(NAME))).toHaveLength(50);
    expect((await product.botCommits()).length - commits.length).toBe(1);
    expect(log.total).toBeLessThanOrEqual(4);
  });

  test("a tick that is pushed closes the issue as completed, without a commit", async () => {
    const commits = await product.botCommits();
    const text = (await product.file(NAME)).toString();

    await product.push(NAME, text.replace("- [ ] Task number 55", "- [x] Task number 55"));
    await product.idle();

    const issue = (await product.issues()).find(({ number }) => number === 55);
    expect([issue?.state, issue?.stateReason]).toEqual(["closed", "completed"]);
    expect(await product.botCommits()).toEqual(commits);
  });

  test("pain 13: a push that edits, moves and renames tasks while issues close loses nothing", async () => {
    const text = (await product.file(NAME)).toString();
    const line = (number: number): string =>
      text.split("\r\n").find((each) => each.includes(`[#${number}]`)) ?? "";
    const moved = text
      .replace(`${line(56)}\r\n`, "")
      .replace(line(57), line(57).replace("Task number 57", "Task with another name"))
      .replace("\r\n\tno last", `\r\n## Later\r\n\r\n${line(56)}\r\n- [ ] A new one\r\n\r\n\tno last`);

    await Promise.all([
      product.push(NAME, moved),
      product.setState(56, "closed"),
      product.setState(57, "closed"),
      product.setState(58, "closed", "not_planned"),
    ]);
    await product.idle();

    const issues = new Map((await product.issues()).map((issue) => [issue.number, issue]));
    const after = (await product.file(NAME)).toString();
    expect(issues.size).toBe(TASKS + 1);
    expect([56, 57, 58].map((number) => issues.get(number)?.state)).toEqual(["closed", "closed", "closed"]);
    expect(issues.get(57)?.title).toBe("Task with another name");
    expect(after).toContain("- [x] Task number 56 [#56]");
    expect(after).toContain("- [x] Task with another name [#57]");
    expect(after).toContain("- [ ] ~~Task number 58~~ [#58]");
    expect(after).toContain("- [ ] A new one [#61]");
  });

  test("the box ticked and the issue closed at the same time is agreed", async () => {
    const text = (await product.file(NAME)).toString();

    await Promise.all([
      product.push(NAME, text.replace("- [ ] Task number 59", "- [x] Task number 59")),
      product.setState(59, "closed"),
    ]);
    await product.idle();

    expect((await product.file(NAME)).toString()).toContain("- [x] Task number 59 [#59]");
    expect((await product.issues()).find(({ number }) => number === 59)?.state).toBe("closed");
  });

  test("pain 40: what the app commits is verified, and says what changed and why", async () => {
    const { data } = await product.as("reader").rest.repos.listCommits({ owner: "acme", repo: "app" });
    const bot = data.find(({ commit }) => commit.author?.name === "tickmark[bot]");

    expect(bot?.commit.verification?.verified).toBe(true);
    expect(bot?.commit.message).toMatch(/checklists\/launch\.md/);
  });

  test("health and status answer", async () => {
    const health = await fetch(`${product.app}/health`);
    const status = (await (await fetch(`${product.app}/status`)).json()) as Record<string, unknown>;

    expect(health.status).toBe(200);
    expect(status).toMatchObject({ waiting: 0, running: 0 });
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await product.control("GET", "violations")).toEqual([]);
  });
});
