import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startProduct } from "../support/product.js";
import type { Product } from "../support/product.js";

const NAME = "checklists/launch.md";
const PLACE = { owner: "acme", repo: "app" };
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
const file = path.join(folder, "launch.md");

let product: Product;
beforeAll(async () => {
  writeFileSync(file, "# Launch\n\n- [ ] Write the announcement\n- [ ] Rotate the keys\n");
  product = await startProduct([file], ["--no-app"]);
  await product.startApp();
  await product.idle();
});
afterAll(async () => {
  expect(await product.control("GET", "violations")).toEqual([]);
  await product.stop();
  rmSync(folder, { recursive: true });
});

const owner = () => product.as("owner").rest;

async function restart(): Promise<void> {
  await product.killApp();
  await product.startApp();
  await product.idle();
}

async function lastOutcome(repository = "acme/app"): Promise<string> {
  const status = (await (await fetch(`${product.app}/status`)).json()) as {
    repositories: { key: string; last?: { outcome: string } }[];
  };
  return status.repositories.find(({ key }) => key === repository)?.last?.outcome ?? "";
}

const text = async (): Promise<string> => (await product.file(NAME)).toString();

interface Entry {
  readonly path: string;
  readonly mode: "100644" | "120000" | "160000";
  readonly content: Buffer | string;
}

/** One push of whatever git can hold. */
async function pushTree(entries: readonly Entry[], branch = "main"): Promise<void> {
  const { git } = owner();
  const { data: ref } = await git.getRef({ ...PLACE, ref: `heads/${branch}` });
  const tree = await Promise.all(
    entries.map(async ({ path: name, mode, content }) => {
      if (mode === "160000") return { path: name, mode, type: "commit" as const, sha: ref.object.sha };
      const blob = { content: Buffer.from(content).toString("base64"), encoding: "base64" };
      const { data } = await git.createBlob({ ...PLACE, ...blob });
      return { path: name, mode, type: "blob" as const, sha: data.sha };
    }),
  );
  const { data: made } = await git.createTree({ ...PLACE, base_tree: ref.object.sha, tree });
  const { data: commit } = await git.createCommit({
    ...PLACE,
    message: "docs: push",
    tree: made.sha,
    parents: [ref.object.sha],
  });
  await git.updateRef({ ...PLACE, ref: `heads/${branch}`, sha: commit.sha });
}

describe("a repository that takes no changes", () => {
  test("because it is archived, is left alone and says so; unarchived, it goes on", async () => {
    await owner().repos.update({ ...PLACE, archived: true });
    const log = await product.requestsDuring(restart);
    const outcome = await lastOutcome();
    await owner().repos.update({ ...PLACE, archived: false });
    await product.idle();
    await product.setState(1, "closed");
    await product.idle();

    // What the process that ended did not hear any more is asked for again, and that is no change of anything.
    const writes = log.requests.filter(({ mutations }) => mutations > 0).map(({ operation }) => operation);
    expect(writes.filter((operation) => !/redeliver/.test(operation))).toEqual([]);
    expect(outcome).toBe("nothing can be done: the repository is archived");
    expect(await text()).toContain("- [x] Write the announcement");
  });

  test("because its issues are switched off, says so; switched on again, all is as it was", async () => {
    const before = await text();
    await owner().repos.update({ ...PLACE, has_issues: false });
    await restart();
    const outcome = await lastOutcome();
    await owner().repos.update({ ...PLACE, has_issues: true });
    await restart();

    expect(outcome).toBe("nothing can be done: issues are switched off in the repository's settings");
    expect(await text()).toBe(before);
    expect((await product.issues()).map(({ number }) => number)).toEqual([2, 1]);
  });

  test("because it is empty, says so; with a first checklist, it starts", async () => {
    await owner().repos.createInOrg({ org: "acme", name: "fresh" });
    await restart();
    const outcome = await lastOutcome("acme/fresh");
    await owner().repos.createOrUpdateFileContents({
      owner: "acme",
      repo: "fresh",
      path: NAME,
      message: "docs: start",
      content: Buffer.from("- [ ] Begin\n").toString("base64"),
    });
    await product.idle();
    const { data: issues } = await owner().issues.listForRepo({ owner: "acme", repo: "fresh" });

    expect(outcome).toBe(
      "nothing can be done: the repository is empty, or its default branch does not exist",
    );
    expect(issues.map(({ title }) => title)).toEqual(["Begin"]);
  });
});

test("what is no ordinary text is left as it is: a link, a submodule, bytes that are no UTF-8, a large file", async () => {
  const latin = Buffer.from([0x2d, 0x20, 0x5b, 0x20, 0x5d, 0x20, 0x43, 0x61, 0x66, 0xe9, 0x0a]);
  // Longer than GraphQL's text, and not so long that reading it would take the test's time.
  const large = `- [ ] Large\n\n\`\`\`\n${`${"x".repeat(999)}\n`.repeat(900)}\`\`\`\n`;
  await pushTree([
    { path: "checklists/link.md", mode: "120000", content: "launch.md" },
    { path: "checklists/module.md", mode: "160000", content: "" },
    { path: "checklists/latin.md", mode: "100644", content: latin },
    { path: "checklists/large.md", mode: "100644", content: large },
  ]);
  await product.idle();

  const issues = await product.issues();
  expect(issues.map(({ title }) => title).sort()).toEqual([
    "Caf\uFFFD",
    "Large",
    "Rotate the keys",
    "Write the announcement",
  ]);
  const latinAfter = await product.file("checklists/latin.md");
  expect(latinAfter.subarray(0, 10)).toEqual(latin.subarray(0, 10));
  expect(latinAfter.toString("latin1")).toMatch(/^- \[ \] Caf\u00e9 \[#\d\]\(http\S+\)\n$/);
  await pushTree([
    { path: "checklists/large.md", mode: "100644", content: "# Nothing left\n" },
    { path: "checklists/latin.md", mode: "100644", content: "# Nothing left\n" },
  ]);
  await product.idle();
});

describe("a repository that changes its names", () => {
  test("its default branch: what was ticked meanwhile is not taken back", async () => {
    await product.killApp();
    const { data: main } = await owner().git.getRef({ ...PLACE, ref: "heads/main" });
    await owner().git.createRef({ ...PLACE, ref: "refs/heads/trunk", sha: main.object.sha });
    await owner().repos.update({ ...PLACE, default_branch: "trunk" });
    await owner().git.deleteRef({ ...PLACE, ref: "heads/main" });
    await product.push(NAME, (await text()).replace("- [ ] Rotate", "- [x] Rotate"));
    await product.startApp();
    await product.idle();

    expect(await text()).toContain("- [x] Rotate the keys");
    expect((await product.issues()).find(({ number }) => number === 2)).toMatchObject({ state: "closed" });
  });

  test("its own: new tasks get issues, and the others keep theirs", async () => {
    await owner().repos.update({ ...PLACE, name: "app-2" });
    await product.idle();
    const { data } = await owner().repos.getContent({ owner: "acme", repo: "app-2", path: NAME });
    if (Array.isArray(data) || data.type !== "file") throw new Error("no file");
    const before = Buffer.from(data.content, "base64").toString();
    await owner().repos.createOrUpdateFileContents({
      owner: "acme",
      repo: "app-2",
      path: NAME,
      message: "docs: one more",
      sha: data.sha,
      content: Buffer.from(`${before}- [ ] Celebrate\n`).toString("base64"),
    });
    await product.idle();
    const { data: open } = await owner().issues.listForRepo({ owner: "acme", repo: "app-2" });
    const { data: after } = await owner().repos.getContent({ owner: "acme", repo: "app-2", path: NAME });

    expect(open.map(({ title }) => title)).toEqual(["Celebrate"]);
    expect(Buffer.from("content" in after ? after.content : "", "base64").toString()).toMatch(
      /- \[ \] Celebrate \[#\d+\]\(http\S+\/acme\/app-2\/issues\/\d+\)\n$/,
    );
  });
});
