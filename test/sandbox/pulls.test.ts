import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mergeTexts } from "../../src/sandbox/git/merge.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person, problems, refusal, startReceiver, untilIdle, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const FILE = "one\ntwo\nthree\nfour\nfive\nsix\n";
let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let owner: ReturnType<typeof person>["rest"]["rest"];
let writer: ReturnType<typeof person>["rest"]["rest"];

beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox({ port: 0, app: receiver.address });
  owner = person(sandbox, "owner").rest.rest;
  writer = person(sandbox, "writer").rest.rest;
  await write("main", "a.md", FILE);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

async function write(branch: string, path: string, text: string, as = owner): Promise<string> {
  const present = await as.repos.getContent({ ...REPOSITORY, path, ref: branch }).catch(() => undefined);
  const sha = present !== undefined && "sha" in present.data ? { sha: present.data.sha } : {};
  const { data } = await as.repos.createOrUpdateFileContents({
    ...REPOSITORY,
    path,
    branch,
    message: `write ${path}`,
    content: Buffer.from(text).toString("base64"),
    ...sha,
  });
  return data.commit.sha ?? "";
}

async function branchOff(name: string): Promise<void> {
  const { data } = await owner.git.getRef({ ...REPOSITORY, ref: "heads/main" });
  await owner.git.createRef({ ...REPOSITORY, ref: `refs/heads/${name}`, sha: data.object.sha });
}

async function openPull(head: string, body = ""): Promise<number> {
  await branchOff(head);
  await write(head, "a.md", FILE.replace("five", "FIVE"));
  return (await writer.pulls.create({ ...REPOSITORY, title: `take ${head}`, head, base: "main", body })).data
    .number;
}

async function protect(rule: object): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/rules`, {
    method: "POST",
    body: JSON.stringify({ repository: "acme/app", branch: "main", ...rule }),
  });
  if (!response.ok) throw new Error(await response.text());
}

const textOf = async (path: string): Promise<unknown> =>
  (await owner.repos.getContent({ ...REPOSITORY, path, mediaType: { format: "raw" } })).data;

describe("merging", () => {
  test.each(["merge", "squash", "rebase"] as const)(
    "by %s brings both sides together and closes what the text says",
    async (merge_method) => {
      const { data: issue } = await writer.issues.create({ ...REPOSITORY, title: "to be closed" });
      const number = await openPull("side", `Closes #${issue.number}`);
      await write("main", "a.md", FILE.replace("one", "ONE"));
      const { data: pull } = await writer.pulls.get({ ...REPOSITORY, pull_number: number });
      expect(pull).toMatchObject({
        mergeable: true,
        mergeable_state: "clean",
        commits: 1,
        changed_files: 1,
        additions: 1,
        deletions: 1,
      });
      const { data: merged } = await writer.pulls.merge({ ...REPOSITORY, pull_number: number, merge_method });
      expect(await textOf("a.md")).toBe("ONE\ntwo\nthree\nfour\nFIVE\nsix\n");
      const { data: commit } = await owner.repos.getCommit({ ...REPOSITORY, ref: merged.sha });
      expect(commit.parents).toHaveLength(merge_method === "merge" ? 2 : 1);
      expect((await writer.pulls.get({ ...REPOSITORY, pull_number: number })).data).toMatchObject({
        merged: true,
        state: "closed",
        merged_by: { login: "writer" },
      });
      expect((await writer.issues.get({ ...REPOSITORY, issue_number: issue.number })).data.state).toBe(
        "closed",
      );
      await untilIdle(sandbox);
      expect(receiver.names()).toEqual(
        expect.arrayContaining(["pull_request.opened", "pull_request.closed", "push", "issues.closed"]),
      );
      expect(await violations(sandbox)).toEqual([]);
    },
  );

  test("a conflict, an outdated head and a closed pull request are refused", async () => {
    const number = await openPull("side");
    expect(
      await refusal(writer.pulls.merge({ ...REPOSITORY, pull_number: number, sha: "0".repeat(40) })),
    ).toMatchObject({ status: 409 });
    await write("main", "a.md", FILE.replace("five", "cinq"));
    expect((await writer.pulls.get({ ...REPOSITORY, pull_number: number })).data).toMatchObject({
      mergeable: false,
      mergeable_state: "dirty",
    });
    expect(await refusal(writer.pulls.merge({ ...REPOSITORY, pull_number: number }))).toMatchObject({
      status: 405,
      message: "Pull Request is not mergeable",
    });
    await writer.pulls.update({ ...REPOSITORY, pull_number: number, state: "closed" });
    expect(await refusal(writer.pulls.merge({ ...REPOSITORY, pull_number: number }))).toMatchObject({
      status: 405,
    });
  });

  test("one pull request per branch, and none without commits", async () => {
    await openPull("side");
    expect(
      (await refusal(writer.pulls.create({ ...REPOSITORY, title: "again", head: "side", base: "main" })))
        .errors,
    ).toMatchObject([{ message: "A pull request already exists for acme:side." }]);
    await branchOff("empty");
    expect(
      (await refusal(writer.pulls.create({ ...REPOSITORY, title: "nothing", head: "empty", base: "main" })))
        .errors,
    ).toMatchObject([{ message: "No commits between main and empty" }]);
  });

  test("a push to its branch moves the head and is told", async () => {
    const number = await openPull("side");
    const sha = await write("side", "b.md", "b\n");
    expect((await writer.pulls.get({ ...REPOSITORY, pull_number: number })).data.head.sha).toBe(sha);
    expect((await owner.git.getRef({ ...REPOSITORY, ref: `pull/${number}/head` })).data.object.sha).toBe(sha);
    await untilIdle(sandbox);
    expect(receiver.names()).toContain("pull_request.synchronize");
    expect(
      (await writer.pulls.listFiles({ ...REPOSITORY, pull_number: number })).data.map(
        ({ filename }) => filename,
      ),
    ).toEqual(["a.md", "b.md"]);
    expect((await writer.pulls.list(REPOSITORY)).data.map((pull) => pull.number)).toEqual([number]);
  });

  test("lines: apart merge, together collide, a missing last newline stays missing", () => {
    expect(mergeTexts("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n")).toBe("A\nb\nc\nD\n");
    expect(mergeTexts("a\nb\nc", "A\nb\nc", "a\nb\nc")).toBe("A\nb\nc");
    expect(mergeTexts("a\nb\n", "A\nb\n", "X\nb\n")).toBeUndefined();
    expect(mergeTexts("a\nb\n", "A\nb\n", "A\nb\n")).toBe("A\nb\n");
  });
});

describe("a branch that wants pull requests", () => {
  const commit = (app: Awaited<ReturnType<typeof installedApp>>, oid: string, branchName = "main") =>
    app.graphql(
      `mutation($i: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $i) { commit { oid } } }`,
      {
        i: {
          branch: { repositoryNameWithOwner: "acme/app", branchName },
          expectedHeadOid: oid,
          message: { headline: "h" },
          fileChanges: { additions: [{ path: "x", contents: "eA==" }] },
        },
      },
    );

  test("refuses direct commits in the words of its kind", async () => {
    const app = await installedApp(sandbox);
    const { data: ref } = await owner.git.getRef({ ...REPOSITORY, ref: "heads/main" });
    await protect({ style: "protection", requiresPullRequest: true });
    expect((await problems(commit(app, ref.object.sha))).errors[0]).toMatchObject({
      type: "BRANCH_PROTECTION_RULE_VIOLATION",
      message: "Changes must be made through a pull request.",
    });
    await write("main", "by-admin.md", "administrators pass classic protection\n");
    const { data: now } = await owner.git.getRef({ ...REPOSITORY, ref: "heads/main" });
    await protect({ style: "ruleset", requiresPullRequest: true });
    expect((await problems(commit(app, now.object.sha))).errors[0]).toMatchObject({
      type: "UNPROCESSABLE",
      message: "Repository rule violations found\n\nChanges must be made through a pull request.\n\n",
    });
    expect(await refusal(write("main", "z.md", "z", writer))).toMatchObject({ status: 409 });
    expect(
      await refusal(
        app.rest.rest.git.updateRef({ ...REPOSITORY, ref: "heads/main", sha: now.object.sha, force: true }),
      ),
    ).toMatchObject({ status: 422 });
    expect(
      (await app.rest.rest.repos.getBranchRules({ ...REPOSITORY, branch: "main" })).data.map(
        ({ type }) => type,
      ),
    ).toEqual(["pull_request"]);
    await branchOff("free");
    await commit(app, now.object.sha, "free");
    await protect({});
    await write("main", "free.md", "free again\n", writer);
  });

  test("merges when checks are green and the review is there, by itself when asked to", async () => {
    const app = await installedApp(sandbox);
    await protect({ requiresPullRequest: true, requiredChecks: ["ci"], requiredApprovals: 1 });
    await branchOff("bot");
    const { data: ref } = await owner.git.getRef({ ...REPOSITORY, ref: "heads/bot" });
    await commit(app, ref.object.sha, "bot");
    const { repository } = await app.graphql<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "app") { id } }`,
    );
    const { createPullRequest } = await app.graphql<{
      createPullRequest: { pullRequest: { id: string; number: number; headRefOid: string } };
    }>(
      `mutation($r: ID!) { createPullRequest(input: {repositoryId: $r, baseRefName: "main", headRefName: "bot", title: "t"}) { pullRequest { id number headRefOid } } }`,
      { r: repository.id },
    );
    const { id, number, headRefOid } = createPullRequest.pullRequest;
    expect(await refusal(app.rest.rest.pulls.merge({ ...REPOSITORY, pull_number: number }))).toMatchObject({
      status: 405,
    });
    const enable = () =>
      app.graphql(
        `mutation($p: ID!) { enablePullRequestAutoMerge(input: {pullRequestId: $p, mergeMethod: SQUASH}) { pullRequest { autoMergeRequest { mergeMethod } } } }`,
        { p: id },
      );
    expect((await problems(enable())).errors[0]?.message).toBe(
      "Auto merge is not allowed for this repository",
    );
    await owner.repos.update({ ...REPOSITORY, allow_auto_merge: true });
    await enable();
    expect(
      (
        await refusal(
          app.rest.rest.pulls.createReview({ ...REPOSITORY, pull_number: number, event: "APPROVE" }),
        )
      ).status,
    ).toBe(422);
    expect(
      await refusal(writer.checks.create({ ...REPOSITORY, name: "ci", head_sha: headRefOid })),
    ).toMatchObject({ status: 403 });
    const { data: run } = await app.rest.rest.checks.create({
      ...REPOSITORY,
      name: "ci",
      head_sha: headRefOid,
      status: "in_progress",
      output: { title: "t", summary: "s" },
    });
    await app.rest.rest.checks.update({ ...REPOSITORY, check_run_id: run.id, conclusion: "success" });
    const { repository: seen } = await app.graphql<{ repository: unknown }>(
      `query($n: Int!) { repository(owner: "acme", name: "app") { pullRequest(number: $n) { state mergeable mergeStateStatus reviewDecision commits(last: 1) { nodes { commit { statusCheckRollup { state } } } } } } }`,
      { n: number },
    );
    expect(seen).toEqual({
      pullRequest: {
        state: "OPEN",
        mergeable: "MERGEABLE",
        mergeStateStatus: "BLOCKED",
        reviewDecision: "REVIEW_REQUIRED",
        commits: { nodes: [{ commit: { statusCheckRollup: { state: "SUCCESS" } } }] },
      },
    });
    await writer.pulls.createReview({ ...REPOSITORY, pull_number: number, event: "APPROVE" });
    expect((await writer.pulls.get({ ...REPOSITORY, pull_number: number })).data).toMatchObject({
      merged: true,
      merged_by: { login: "tickmark[bot]" },
    });
    expect((await writer.checks.listForRef({ ...REPOSITORY, ref: "bot" })).data.total_count).toBe(1);
    await writer.repos.createCommitStatus({
      ...REPOSITORY,
      sha: headRefOid,
      state: "pending",
      context: "deploy",
    });
    expect((await writer.repos.getCombinedStatusForRef({ ...REPOSITORY, ref: "bot" })).data.state).toBe(
      "pending",
    );
    await untilIdle(sandbox);
    expect(receiver.names()).toEqual(
      expect.arrayContaining(["check_run.created", "check_run.completed", "pull_request.closed"]),
    );
    expect(await violations(sandbox)).toEqual([]);
  });

  test("with a merge queue merges only through that, and not what waits there is changed", async () => {
    const number = await openPull("side");
    await protect({ mergeQueue: true });
    const queue = "Changes must be made through the merge queue";
    const pull = { ...REPOSITORY, pull_number: number };
    expect(await refusal(write("main", "a.md", "x\n"))).toMatchObject({
      message: expect.stringContaining(queue),
    });
    expect(await refusal(writer.pulls.merge(pull))).toMatchObject({ status: 405, message: queue });
    expect((await owner.repos.getBranchRules({ ...REPOSITORY, branch: "main" })).data).toMatchObject([
      { type: "merge_queue" },
    ]);

    await owner.repos.update({ ...REPOSITORY, allow_auto_merge: true });
    const { data } = await writer.pulls.get(pull);
    const { graphql } = person(sandbox, "writer");
    await graphql(
      "mutation ($id: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId } }",
      { id: data.node_id },
    );
    const asked = "query ($id: ID!) { node(id: $id) { ... on PullRequest { isInMergeQueue } } }";
    expect(await graphql(asked, { id: data.node_id })).toEqual({ node: { isInMergeQueue: true } });
    expect(await refusal(write("side", "a.md", "x\n"))).toMatchObject({
      message: expect.stringContaining("queued for merging cannot be updated"),
    });

    const merge = { method: "POST", body: JSON.stringify({ repository: "acme/app" }) };
    await fetch(`${sandbox.url}/_sandbox/merge-queue`, merge);
    expect(await textOf("a.md")).toContain("FIVE");
    expect((await writer.pulls.get(pull)).data).toMatchObject({
      merged: true,
      merged_by: { login: "writer" },
    });
    await untilIdle(sandbox);
    expect(receiver.names()).toEqual(
      expect.arrayContaining(["pull_request.enqueued", "pull_request.closed"]),
    );
    expect(await violations(sandbox)).toEqual([]);
  });

  test("given another name keeps its rule and the pull requests into it, and stays the default branch", async () => {
    const number = await openPull("side");
    await protect({ requiresPullRequest: true });
    const rename = (as: typeof owner, branch: string) =>
      as.repos.renameBranch({ ...REPOSITORY, branch, new_name: "trunk" });
    expect(await refusal(rename(writer, "main"))).toMatchObject({ status: 403 });
    expect(await refusal(rename(owner, "nowhere"))).toMatchObject({ status: 404 });

    expect((await rename(owner, "main")).data).toMatchObject({ name: "trunk", protected: true });
    expect((await owner.repos.get(REPOSITORY)).data.default_branch).toBe("trunk");
    expect((await owner.repos.listBranches(REPOSITORY)).data.map(({ name }) => name)).toEqual([
      "side",
      "trunk",
    ]);
    const { data: pull } = await owner.pulls.get({ ...REPOSITORY, pull_number: number });
    expect([pull.state, pull.head.ref, pull.base.ref]).toEqual(["open", "side", "trunk"]);
    await writer.pulls.merge({ ...REPOSITORY, pull_number: number });
    expect(await textOf("a.md")).toContain("FIVE");
    await untilIdle(sandbox);
    expect(receiver.names()).toContain("repository.edited");
    expect(await violations(sandbox)).toEqual([]);
  });

  test("a closing word in a commit on the default branch closes the issue", async () => {
    const { data: issue } = await writer.issues.create({ ...REPOSITORY, title: "t" });
    await owner.repos.createOrUpdateFileContents({
      ...REPOSITORY,
      path: "c.md",
      message: `fix: it\n\nFixes #${issue.number}`,
      content: "",
    });
    expect((await writer.issues.get({ ...REPOSITORY, issue_number: issue.number })).data.state).toBe(
      "closed",
    );
  });
});
