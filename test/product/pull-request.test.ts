import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startProduct } from "../support/product.js";
import type { Product } from "../support/product.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const NAME = "checklists/launch.md";
const SOURCE =
  "# Launch\r\n\r\n- [ ] Ship it\r\n  - [ ] Fixes #12, says @octocat [skip ci]\r\n- [ ] Write it\r\n";
const MODES = ["merge", "squash", "rebase"] as const;

const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
const file = path.join(folder, "launch.md");
let product: Product;
let owner: ReturnType<Product["as"]>["rest"];

beforeEach(async () => {
  writeFileSync(file, SOURCE);
  product = await startProduct([file], ["--no-app"]);
  owner = product.as("owner").rest;
});
afterEach(async () => {
  expect(await product.control("GET", "violations")).toEqual([]);
  await product.stop();
  rmSync(file);
});

async function protect(rule: object): Promise<void> {
  await product.control("POST", "rules", { repository: "acme/app", branch: "main", ...rule });
}

async function start(rule: object = { requiresPullRequest: true }): Promise<void> {
  await protect(rule);
  await product.startApp();
  await product.idle();
}

async function pulls() {
  return (await owner.pulls.list({ ...REPOSITORY, state: "all" })).data;
}

async function onlyPull() {
  const [pull, ...more] = await pulls();
  if (!pull || more.length > 0) throw new Error(`There are ${more.length + (pull ? 1 : 0)} pull requests`);
  return pull;
}

async function textOn(branch: string): Promise<string> {
  const { data } = await owner.repos.getContent({
    ...REPOSITORY,
    path: NAME,
    ref: branch,
    mediaType: { format: "raw" },
  });
  // Asked for as raw text, whatever the types say.
  return data as unknown as string;
}

async function branches(): Promise<readonly string[]> {
  return (await owner.repos.listBranches(REPOSITORY)).data.map(({ name }) => name);
}

/** People change the file where they may: by a branch of their own and a pull request. */
async function pushByPullRequest(text: string): Promise<void> {
  await protect({});
  await product.push(NAME, text);
  await protect({ requiresPullRequest: true });
}

async function lastOutcome(): Promise<string> {
  const status = (await (await fetch(`${product.app}/status`)).json()) as {
    repositories: { key: string; last?: { outcome: string } }[];
  };
  return status.repositories.find(({ key }) => key === "acme/app")?.last?.outcome ?? "";
}

/** A text without what the app adds to it: `[#7](…)`. */
function withoutReferences(text: string): string {
  return text.replace(/ \[#\d+\]\(http[^)]*\)/g, "");
}

describe("pain 37: a branch that takes no direct commits", () => {
  test.each(["ruleset", "protection"])(
    "(%s) gets one pull request with one verified commit",
    async (style) => {
      await start({ style, requiresPullRequest: true });
      const pull = await onlyPull();
      const { data: commits } = await owner.pulls.listCommits({ ...REPOSITORY, pull_number: pull.number });
      const { data: main } = await owner.repos.getBranch({ ...REPOSITORY, branch: "main" });

      expect(await textOn("main")).toBe(SOURCE);
      expect(withoutReferences(await textOn("tickmark/main"))).toBe(SOURCE);
      expect((await textOn("tickmark/main")).match(/\[#\d+\]/g)).toEqual(["[#1]", "[#3]", "[#2]"]);
      expect([pull.state, pull.head.ref, pull.base.ref, pull.user?.login]).toEqual([
        "open",
        "tickmark/main",
        "main",
        "tickmark[bot]",
      ]);
      expect(commits.map(({ commit, parents }) => [commit.verification?.verified, parents[0]?.sha])).toEqual([
        [true, main.commit.sha],
      ]);
      expect(pull.title).toBe("Link 3 tasks to their issues");
      expect(pull.body).toContain("Changes must be made through a pull request.");
      for (const text of [pull.title, pull.body ?? "", commits[0]?.commit.message ?? ""]) {
        expect(text).not.toMatch(/#\d|(?:^|[^A-Za-z0-9])@[A-Za-z0-9]|\[skip ci\]|\bfixes #/i);
      }
      expect(await lastOutcome()).toContain(
        `pull request #${pull.number} is open: ${pull.html_url} (Changes must`,
      );
    },
  );

  test("a second look reads the head and what waits, in case another process settled it; a restart writes nothing", async () => {
    await start();
    const { head } = await onlyPull();

    const look = await product.requestsDuring(() =>
      owner.issues
        .create({ ...REPOSITORY, title: "Not a task" })
        .then(({ data }) =>
          owner.issues.update({ ...REPOSITORY, issue_number: data.number, state: "closed" }),
        ),
    );
    await product.killApp();
    const restart = await product.requestsDuring(() => product.startApp());

    expect(look.requests.map(({ operation }) => operation)).toEqual([
      "ReadHead",
      "git/get-ref",
      "git/get-tag",
    ]);
    expect(restart.mutations).toBe(0);
    expect((await onlyPull()).head.sha).toBe(head.sha);
    expect(await product.issues()).toHaveLength(5);
  });

  test("pain 39: what closes, is pushed and is reworded meanwhile is in the same pull request", async () => {
    await start();
    const { number } = await onlyPull();
    await product.setState(1, "closed");
    await product.idle();
    await product.killApp();
    await pushByPullRequest(SOURCE.replace("Write it", "Write it well").concat("- [ ] Rest\r\n"));
    await product.startApp();
    await product.idle();

    const pull = await onlyPull();
    const issues = (await product.issues()).filter(({ number: each }) => each !== number);
    expect([pull.number, pull.state]).toEqual([number, "open"]);
    expect(issues.map(({ number: each, title }) => [each, title]).sort()).toEqual([
      [1, "Ship it"],
      [2, "Write it well"],
      [3, expect.stringContaining("says")],
      [5, "Rest"],
    ]);
    expect(withoutReferences(await textOn("tickmark/main"))).toBe(
      "# Launch\r\n\r\n- [x] Ship it\r\n  - [ ] Fixes #12, says @octocat [skip ci]\r\n- [ ] Write it well\r\n- [ ] Rest\r\n",
    );
    const { data: commits } = await owner.pulls.listCommits({ ...REPOSITORY, pull_number: number });
    expect(commits).toHaveLength(1);
  });

  test.each(MODES)(
    "merged by %s, everything is as after a commit, and the branch is gone",
    async (method) => {
      await start();
      const { number } = await onlyPull();
      const proposed = await textOn("tickmark/main");
      await owner.pulls.merge({ ...REPOSITORY, pull_number: number, merge_method: method });
      await product.setState(2, "closed");
      await product.idle();
      await product.killApp();
      await product.startApp();
      await product.idle();

      const next = (await pulls())[0];
      expect(await textOn("main")).toBe(proposed);
      expect(next?.number).toBeGreaterThan(number);
      expect(await textOn("tickmark/main")).toBe(proposed.replace("- [ ] Write", "- [x] Write"));

      await owner.pulls.merge({ ...REPOSITORY, pull_number: next?.number ?? 0, merge_method: method });
      await product.idle();
      expect(await branches()).toEqual(["main"]);
      expect(await lastOutcome()).toBe("nothing to do");
      expect((await product.issues()).filter(({ author }) => author === "tickmark[bot]")).toHaveLength(3 + 2);
      expect((await product.issues()).find(({ number: each }) => each === 2)?.state).toBe("closed");
    },
  );

  test("closed by a person, it stays closed until something else is to be done", async () => {
    await start();
    const { number } = await onlyPull();
    await owner.pulls.update({ ...REPOSITORY, pull_number: number, state: "closed" });
    await pushByPullRequest(`${SOURCE}\r\nSome words.\r\n`);
    await product.idle();
    const quiet = (await onlyPull()).state;
    await product.setState(3, "closed");
    await product.idle();

    expect(quiet).toBe("closed");
    expect((await pulls()).map(({ state }) => state)).toEqual(["open", "closed"]);
    expect(withoutReferences(await textOn("tickmark/main"))).toContain("  - [x] Fixes");
  });

  test("where the repository allows auto-merge, it is merged when the rules are met", async () => {
    await owner.repos.update({ ...REPOSITORY, allow_auto_merge: true });
    await start({ requiresPullRequest: true, requiredApprovals: 1 });
    const waiting = await owner.pulls.get({ ...REPOSITORY, pull_number: (await onlyPull()).number });
    await product
      .as("writer")
      .rest.pulls.createReview({ ...REPOSITORY, pull_number: waiting.data.number, event: "APPROVE" });
    await product.idle();

    expect(waiting.data.auto_merge).not.toBeNull();
    expect((await textOn("main")).match(/\[#\d+\]/g)).toEqual(["[#1]", "[#3]", "[#2]"]);
    expect(await branches()).toEqual(["main"]);
  });

  test("where they are met already, it is merged at once", async () => {
    await owner.repos.update({ ...REPOSITORY, allow_auto_merge: true });
    await start();

    expect((await onlyPull()).merged_at).not.toBeNull();
    expect(withoutReferences(await textOn("main"))).toBe(SOURCE);
    expect(await branches()).toEqual(["main"]);
  });

  test("where it has a merge queue, the pull request goes through that", async () => {
    await owner.repos.update({ ...REPOSITORY, allow_auto_merge: true });
    await start({ mergeQueue: true });
    const waiting = await onlyPull();
    const before = await textOn("main");
    await product.control("POST", "merge-queue", { repository: "acme/app" });
    await product.idle();

    expect([waiting.state, before]).toEqual(["open", SOURCE]);
    expect(waiting.body).toContain("Changes must be made through the merge queue");
    expect((await onlyPull()).merged_at).not.toBeNull();
    expect((await textOn("main")).match(/\[#\d+\]/g)).toEqual(["[#1]", "[#3]", "[#2]"]);
    expect(await branches()).toEqual(["main"]);
    expect(await lastOutcome()).toBe("nothing to do");
  });

  test("when somebody else commits to its branch, that is left alone, and told", async () => {
    await start();
    await product.killApp();
    const { data } = await owner.repos.getContent({ ...REPOSITORY, path: NAME, ref: "tickmark/main" });
    await owner.repos.createOrUpdateFileContents({
      ...REPOSITORY,
      path: NAME,
      branch: "tickmark/main",
      message: "docs: something of my own",
      content: Buffer.from("- [ ] Mine\n").toString("base64"),
      ...(!Array.isArray(data) && { sha: data.sha }),
    });
    await product.setState(1, "closed");
    await product.startApp();
    await product.idle();

    expect(await textOn("tickmark/main")).toBe("- [ ] Mine\n");
    const dashboard = (await product.issues()).find(({ body }) => body.includes("commits of somebody else"));
    expect(dashboard?.state).toBe("open");
  });

  test("when it takes commits again, they are made, and the pull request is closed", async () => {
    await start();
    await protect({});
    await product.setState(1, "closed");
    await product.idle();

    expect(withoutReferences(await textOn("main"))).toBe(SOURCE.replace("- [ ] Ship", "- [x] Ship"));
    expect((await onlyPull()).state).toBe("closed");
    expect(await branches()).toEqual(["main"]);
  });
});

describe("when the default branch", () => {
  const rename = async (): Promise<void> => {
    await owner.repos.renameBranch({ ...REPOSITORY, branch: "main", new_name: "next" });
  };
  const change = async (): Promise<void> => {
    const { data } = await owner.git.getRef({ ...REPOSITORY, ref: "heads/main" });
    await owner.git.createRef({ ...REPOSITORY, ref: "refs/heads/next", sha: data.object.sha });
    await owner.repos.update({ ...REPOSITORY, default_branch: "next" });
  };
  /** Nothing of the old branch is in the history of the new one. */
  const startOver = async (): Promise<void> => {
    const { data } = await owner.repos.getCommit({ ...REPOSITORY, ref: "main" });
    const root = { message: "chore: start over", tree: data.commit.tree.sha, parents: [] };
    const { data: commit } = await owner.git.createCommit({ ...REPOSITORY, ...root });
    await owner.git.createRef({ ...REPOSITORY, ref: "refs/heads/next", sha: commit.sha });
    await owner.repos.update({ ...REPOSITORY, default_branch: "next" });
  };

  test.each([
    ["is renamed", rename],
    ["is another one", change],
    ["is another one with a history of its own", startOver],
  ])(
    "%s, what waits goes on in a pull request for the new one, and the old one is closed",
    async (_what, act) => {
      await start();
      await protect({ branch: "next", requiresPullRequest: true });
      const { number } = await onlyPull();
      const waiting = await textOn("tickmark/main");
      await act();
      await product.idle();

      const [next, former] = await pulls();
      const { data: comments } = await owner.issues.listComments({ ...REPOSITORY, issue_number: number });
      expect([next?.state, next?.head.ref, next?.base.ref]).toEqual(["open", "tickmark/next", "next"]);
      expect([former?.number, former?.state, former?.merged_at]).toEqual([number, "closed", null]);
      expect(comments.map(({ body }) => body)).toEqual([
        `The default branch is \`next\` now: these changes go on in ${next?.html_url}.`,
      ]);
      expect(await textOn("tickmark/next")).toBe(waiting);
      expect(await branches()).not.toContain("tickmark/main");
      expect((await product.issues()).filter(({ author }) => author === "tickmark[bot]")).toHaveLength(3 + 2);

      await product.killApp();
      expect((await product.requestsDuring(() => product.startApp())).mutations).toBe(0);
    },
  );

  test("is another one and then the first again, the first has a pull request again, and no other is open", async () => {
    await start();
    await protect({ branch: "next", requiresPullRequest: true });
    await change();
    await product.idle();
    await owner.repos.update({ ...REPOSITORY, default_branch: "main" });
    await product.idle();

    expect((await pulls()).map(({ state, base }) => `${state} into ${base.ref}`)).toEqual([
      "open into main",
      "closed into next",
      "closed into main",
    ]);
    expect(withoutReferences(await textOn("tickmark/main"))).toBe(SOURCE);
  });

  test("is one that takes commits, what waits is committed", async () => {
    await start();
    const { number } = await onlyPull();
    await change();
    await product.setState(1, "closed");
    await product.idle();

    const { data: comments } = await owner.issues.listComments({ ...REPOSITORY, issue_number: number });
    expect(withoutReferences(await textOn("next"))).toBe(SOURCE.replace("- [ ] Ship", "- [x] Ship"));
    expect((await onlyPull()).state).toBe("closed");
    expect(comments.map(({ body }) => body)).toEqual([
      "The default branch is `next` now: it has these changes.",
    ]);
  });
});

test("pain 46: `commit.mode: pull-request` waits for a person even where a commit were possible", async () => {
  await product.push(".github/tickmark.yml", "commit: { mode: pull-request }\n");
  await owner.repos.update({ ...REPOSITORY, allow_auto_merge: true });
  await product.startApp();
  await product.idle();

  const pull = await onlyPull();
  expect([pull.state, pull.auto_merge]).toEqual(["open", null]);
  expect(pull.body).toContain("the config says so");
  expect(await textOn("main")).toBe(SOURCE);
});
