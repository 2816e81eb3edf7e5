import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { rollingPullRequest } from "../../src/github/rolling-pull-request.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { ProposalPort, ProposalRequest, Proposed } from "../../src/sync/ports.js";
import { installedApp, person, violations } from "../sandbox/harness.js";
import { ADDRESS, plainClient, sandboxClient } from "./harness.js";
import { GitHubClient } from "../../src/github/client.js";
import { UNPACED } from "../../src/github/pace.js";
import { plainOctokit } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const PATH = "checklists/a.md";

let sandbox: Sandbox;
let owner: ReturnType<typeof person>["rest"]["rest"];
let port: ProposalPort;
let sent: readonly string[];
let request: ProposalRequest;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  owner = person(sandbox, "owner").rest.rest;
  const connected = await sandboxClient(sandbox);
  sent = connected.sent;
  port = rollingPullRequest(connected.client, ADDRESS, "tickmark");
  await write("main", PATH, "- [ ] a\n");
  const { data } = await owner.repos.get(REPOSITORY);
  request = {
    repositoryId: data.node_id,
    branch: "main",
    expectedHead: await tipOf("main"),
    base: undefined,
    since: "2026-01-05T12:00:00.000Z",
    headline: "Tick a",
    body: "because",
    files: filesOf("- [x] a\n"),
    text: "What happened",
    edits: "abc123",
    merge: false,
  };
});
afterEach(async () => {
  expect(await violations(sandbox)).toEqual([]);
  await sandbox.close();
});

function filesOf(text: string): ReadonlyMap<string, Uint8Array> {
  return new Map([[PATH, new TextEncoder().encode(text)]]);
}

async function write(branch: string, path: string, text: string): Promise<void> {
  const present = await owner.repos.getContent({ ...REPOSITORY, path, ref: branch }).catch(() => undefined);
  const sha = present !== undefined && "sha" in present.data ? { sha: present.data.sha } : {};
  const content = Buffer.from(text).toString("base64");
  await owner.repos.createOrUpdateFileContents({
    ...REPOSITORY,
    path,
    branch,
    message: "docs: edit",
    content,
    ...sha,
  });
}

async function tipOf(branch: string): Promise<string> {
  return (await owner.git.getRef({ ...REPOSITORY, ref: `heads/${branch}` })).data.object.sha;
}

async function propose(change: Partial<ProposalRequest> = {}): Promise<Proposed> {
  const proposed = await port.propose({ ...request, ...change });
  if (!proposed.ok) throw new Error(proposed.refusal);
  return proposed.value;
}

async function refusalOf(change: Partial<ProposalRequest> = {}): Promise<string> {
  const proposed = await port.propose({ ...request, ...change });
  return proposed.ok ? "" : proposed.refusal;
}

async function stateOf(number: number): Promise<string> {
  return (await owner.pulls.get({ ...REPOSITORY, pull_number: number })).data.state;
}

describe("proposing", () => {
  test("makes one commit on top of the head, and opens a pull request", async () => {
    const { commit, number, state } = await propose();

    const { data } = await owner.git.getCommit({ ...REPOSITORY, commit_sha: commit.oid });
    expect(await tipOf("tickmark/main")).toBe(commit.oid);
    expect(data.parents.map(({ sha }) => sha)).toEqual([request.expectedHead]);
    expect(data.verification.verified).toBe(true);
    expect([state, await stateOf(number)]).toEqual(["open", "open"]);
    expect(commit.files).toEqual([{ path: PATH, oid: await blobAt(commit.oid) }]);
    expect(sent.filter((line) => line.startsWith("PATCH"))).toEqual([]);
  });

  test("again, with the head moved on, brings the same pull request up to date", async () => {
    const first = await propose();
    await write("main", "other.md", "text\n");
    const second = await propose({
      expectedHead: await tipOf("main"),
      headline: "Tick a and b",
      edits: "def",
    });

    const { data } = await owner.pulls.get({ ...REPOSITORY, pull_number: first.number });
    expect(second.number).toBe(first.number);
    expect([data.state, data.title, data.commits]).toEqual(["open", "Tick a and b", 1]);
    expect(data.body).toContain("def");
  });

  test("keeps the mode of a file, and bytes that are no text", async () => {
    const { data: head } = await owner.git.getCommit({ ...REPOSITORY, commit_sha: request.expectedHead });
    const { data: tree } = await owner.git.createTree({
      ...REPOSITORY,
      base_tree: head.tree.sha,
      tree: [{ path: PATH, mode: "100755", type: "blob", content: "- [ ] a\n" }],
    });
    const { data: made } = await owner.git.createCommit({
      ...REPOSITORY,
      message: "chmod",
      tree: tree.sha,
      parents: [request.expectedHead],
    });
    const bytes = new Uint8Array([0x2d, 0x20, 0xff, 0xfe, 0x0d, 0x0a]);
    const { commit } = await propose({ expectedHead: made.sha, files: new Map([[PATH, bytes]]) });

    const { data } = await owner.git.getTree({ ...REPOSITORY, tree_sha: commit.oid, recursive: "1" });
    expect(data.tree.find(({ path }) => path === PATH)).toMatchObject({
      mode: "100755",
      sha: commit.files[0]?.oid,
    });
  });

  test("what a person closed is not opened again for the same edits, and is for others", async () => {
    const first = await propose();
    await owner.pulls.update({ ...REPOSITORY, pull_number: first.number, state: "closed" });
    const tip = await tipOf("tickmark/main");
    const same = await propose({ files: filesOf("- [x] a \n") });
    const tipThen = await tipOf("tickmark/main");
    const other = await propose({ edits: "def" });

    expect([same.state, same.number, tipThen]).toEqual(["declined", first.number, tip]);
    expect(other.state).toBe("open");
    expect(other.number).toBeGreaterThan(first.number);
  });

  test("is refused, with a way out, while a branch has the name of the folder that the app's branch is in", async () => {
    const ref = { ...REPOSITORY, ref: "refs/heads/tickmark", sha: request.expectedHead };
    await owner.git.createRef(ref);
    expect(await refusalOf()).toBe("the branch tickmark is in the way of tickmark/main; rename or delete it");

    await owner.git.deleteRef({ ...REPOSITORY, ref: "heads/tickmark" });
    expect((await propose()).state).toBe("open");
  });

  test("a branch that somebody else has committed to is left alone", async () => {
    await propose();
    await write("tickmark/main", "mine.md", "my words\n");
    const tip = await tipOf("tickmark/main");

    expect(await refusalOf({ edits: "def" })).toContain("commits of somebody else");
    await port.withdraw(request.repositoryId, "main");
    expect(await tipOf("tickmark/main")).toBe(tip);
  });

  test("a merge of the base into it, as by the button, is nobody's work", async () => {
    const { commit, number } = await propose();
    await write("main", "other.md", "text\n");
    const { data: head } = await owner.git.getCommit({ ...REPOSITORY, commit_sha: commit.oid });
    const { data: merge } = await owner.git.createCommit({
      ...REPOSITORY,
      message: "Merge branch 'main' into tickmark/main",
      tree: head.tree.sha,
      parents: [commit.oid, await tipOf("main")],
    });
    await owner.git.updateRef({ ...REPOSITORY, ref: "heads/tickmark/main", sha: merge.sha });

    expect((await propose({ edits: "def" })).number).toBe(number);
  });

  test("without the permission for pull requests it is refused, not tried for ever", async () => {
    const { token } = await installedApp(sandbox, {
      permissions: { contents: "write", issues: "write", metadata: "read" },
    });
    const client = new GitHubClient(plainOctokit(token, `${sandbox.url}/api/v3`), UNPACED);
    const poor = rollingPullRequest(client, ADDRESS, "tickmark");

    const answer = await poor.propose(request);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.ok ? "" : answer.refusal).toMatch(/pull request: Resource not accessible by integration/);
  });

  test("what another process opens in the same moment is found by the next look", async () => {
    const { token } = await installedApp(sandbox);
    const octokit = plainOctokit(token, `${sandbox.url}/api/v3`);
    octokit.hook.before("request", async ({ query }) => {
      if (!String(query).includes("OpenPullRequest")) return;
      await owner.pulls.create({ ...REPOSITORY, head: "tickmark/main", base: "main", title: "Tick a" });
    });
    const slower = rollingPullRequest(new GitHubClient(octokit, UNPACED), ADDRESS, "tickmark");

    await expect(slower.propose(request)).rejects.toThrow(RetryError);
    expect((await propose()).state).toBe("open");
  });

  test("a connection that breaks is tried again", async () => {
    await sandbox.close();
    const lost = rollingPullRequest(plainClient(), ADDRESS, "tickmark");

    await expect(lost.propose(request)).rejects.toThrow();
    sandbox = await startSandbox({ port: 0 });
  });
});

describe("a branch with a merge queue", () => {
  const control = async (route: string, rest: object = {}): Promise<void> => {
    const body = JSON.stringify({ repository: "acme/app", ...rest });
    const answer = await fetch(`${sandbox.url}/_sandbox/${route}`, { method: "POST", body });
    if (!answer.ok) throw new Error(await answer.text());
  };

  beforeEach(async () => {
    await owner.repos.update({ ...REPOSITORY, allow_auto_merge: true });
    await control("rules", { branch: "main", mergeQueue: true });
  });

  test("gets the pull request into its queue, which merges it", async () => {
    const { number, state } = await propose({ merge: true });
    const before = await stateOf(number);
    await control("merge-queue");

    expect([state, before, await stateOf(number)]).toEqual(["open", "open", "closed"]);
    expect(await tipOf("main")).not.toBe(request.expectedHead);
  });

  test("is waited for: what is in the queue cannot be changed, and is not taken out of it", async () => {
    const { number } = await propose({ merge: true });
    const tip = await tipOf("tickmark/main");
    await expect(propose({ edits: "def" })).rejects.toThrow(
      new RetryError(`the pull request #${number} is in the merge queue`),
    );

    expect(await tipOf("tickmark/main")).toBe(tip);
    await control("merge-queue");
    const files = filesOf("- [ ] a\n");
    const next = await propose({ expectedHead: await tipOf("main"), edits: "def", files });
    expect(next.number).toBeGreaterThan(number);
  });

  test("is waited for although a person added it to the queue just before it was brought up to date", async () => {
    const { number } = await propose();
    const { data } = await owner.pulls.get({ ...REPOSITORY, pull_number: number });
    const { token } = await installedApp(sandbox);
    const octokit = plainOctokit(token, `${sandbox.url}/api/v3`);
    octokit.hook.before("request", async ({ query }) => {
      if (!String(query).includes("MoveBranch")) return;
      await person(sandbox, "owner").graphql(
        "mutation ($id: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId } }",
        { id: data.node_id },
      );
    });
    const slower = rollingPullRequest(new GitHubClient(octokit, UNPACED), ADDRESS, "tickmark");

    await expect(slower.propose({ ...request, edits: "def" })).rejects.toThrow(RetryError);
    expect(await tipOf("tickmark/main")).toBe(data.head.sha);
  });
});

describe("withdrawing", () => {
  test("closes the pull request and deletes its branch", async () => {
    const { number } = await propose();
    await port.withdraw(request.repositoryId, "main");

    expect(await stateOf(number)).toBe("closed");
    await expect(tipOf("tickmark/main")).rejects.toThrow(/Not Found/);
  });

  test("is no word of a person: the same edits are proposed again when there is a reason to", async () => {
    const { number } = await propose();
    await port.withdraw(request.repositoryId, "main");
    const again = await propose();

    expect(again.state).toBe("open");
    expect(again.number).toBeGreaterThan(number);
  });

  test("says why, once, and follows a branch that was renamed", async () => {
    const { number } = await propose();
    await owner.repos.renameBranch({ ...REPOSITORY, branch: "main", new_name: "trunk" });
    for (let times = 0; times < 2; times += 1)
      await port.withdraw(request.repositoryId, "main", "They go on elsewhere.");

    const { data } = await owner.issues.listComments({ ...REPOSITORY, issue_number: number });
    expect(await stateOf(number)).toBe("closed");
    expect(data.map(({ body }) => body)).toEqual(["They go on elsewhere."]);
  });

  test("when there is nothing to withdraw does nothing", async () => {
    await port.withdraw(request.repositoryId, "main");

    expect(sent).toHaveLength(1);
  });
});

async function blobAt(ref: string): Promise<string | undefined> {
  const { data } = await owner.repos.getContent({ ...REPOSITORY, path: PATH, ref });
  return Array.isArray(data) ? undefined : data.sha;
}
