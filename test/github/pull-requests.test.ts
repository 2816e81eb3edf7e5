import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GitHubClient } from "../../src/github/client.js";
import { repositoryChecks } from "../../src/github/check-runs.js";
import { UNPACED } from "../../src/github/pace.js";
import { repositoryPulls } from "../../src/github/pull-request-facts.js";
import { organizationTeams } from "../../src/github/teams.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { CheckPort, PullPort, TeamPort } from "../../src/signoff/ports.js";
import { installedApp, person, violations } from "../sandbox/harness.js";
import { ADDRESS, plainOctokit } from "./harness.js";

const PLACE = { owner: "acme", repo: "app" };
const TEXT = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
const CHECK = {
  pull: 1,
  name: "Sign-off: phase-1",
  conclusion: "action_required",
  title: "Missing",
  summary: "All",
  text: "kept",
} as const;

let sandbox: Sandbox;
let pulls: PullPort;
let checks: CheckPort;
let teams: TeamPort;
let branches = 0;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { token } = await installedApp(sandbox);
  const client = new GitHubClient(plainOctokit(token, `${sandbox.url}/api/v3`), UNPACED);
  pulls = repositoryPulls(client, ADDRESS, sandbox.credentials.appId);
  checks = repositoryChecks(client, ADDRESS, sandbox.credentials.appId);
  teams = organizationTeams(client, ADDRESS);
  await write("main", "a.txt", TEXT);
});
afterAll(() => sandbox.close());

const rest = (login: string) => person(sandbox, login).rest.rest;

async function write(branch: string, path: string, text: string, message = "write"): Promise<string> {
  const present = await rest("owner")
    .repos.getContent({ ...PLACE, path, ref: branch })
    .catch(() => undefined);
  const { data } = await rest("owner").repos.createOrUpdateFileContents({
    ...PLACE,
    path,
    branch,
    message,
    content: Buffer.from(text).toString("base64"),
    ...(present && "sha" in present.data && { sha: present.data.sha }),
  });
  return data.commit.sha ?? "";
}

/** A branch from `main` that changes one line, and its pull request. */
async function open(body = ""): Promise<{ number: number; branch: string; head: string }> {
  const branch = `work-${(branches += 1)}`;
  const { data: main } = await rest("owner").git.getRef({ ...PLACE, ref: "heads/main" });
  await rest("owner").git.createRef({ ...PLACE, ref: `refs/heads/${branch}`, sha: main.object.sha });
  const head = await write(branch, `${branch}.txt`, TEXT);
  const { data } = await rest("writer").pulls.create({
    ...PLACE,
    title: branch,
    head: branch,
    base: "main",
    body,
  });
  return { number: data.number, branch, head };
}

async function headOf(number: number): Promise<string> {
  return (await rest("reader").pulls.get({ ...PLACE, pull_number: number })).data.head.sha;
}

describe("a pull request", () => {
  test("is read with all that a sign-off looks at", async () => {
    const { data: issue } = await rest("writer").issues.create({ ...PLACE, title: "to be closed" });
    const { number, branch, head } = await open(`Fixes #${issue.number}`);
    const review = (login: string, event: "APPROVE" | "REQUEST_CHANGES") =>
      rest(login).pulls.createReview({ ...PLACE, pull_number: number, event, body: "so" });
    await review("lead", "APPROVE");
    await review("reader", "APPROVE");
    await review("security", "REQUEST_CHANGES");
    await checks.create(head, CHECK);
    const next = await write(branch, "more.txt", "more\n");

    expect(await pulls.read(number)).toEqual({
      number,
      author: "writer",
      state: "open",
      base: "main",
      head: next,
      labels: [],
      files: ["more.txt", `${branch}.txt`],
      closes: [issue.number],
      approvals: [{ by: "lead", head }],
      objections: ["security"],
      merged: undefined,
      marked: [head],
    });
  });

  test("is none where an issue has the number, and where nothing has it", async () => {
    const { data: issue } = await rest("writer").issues.create({ ...PLACE, title: "no pull request" });

    expect(await pulls.read(issue.number)).toBeUndefined();
    expect(await pulls.read(99_999)).toBeUndefined();
  });

  test("that was merged says by whom, and is found by the time", async () => {
    const { number } = await open();
    await rest("owner").pulls.merge({ ...PLACE, pull_number: number });
    const facts = await pulls.read(number);
    const at = facts?.merged?.at ?? "";

    expect(facts).toMatchObject({ state: "merged", merged: { by: "owner" } });
    expect(await pulls.mergedSince("main", at)).toContain(number);
    expect(await pulls.mergedSince("main", new Date(Date.parse(at) + 5_000).toISOString())).not.toContain(
      number,
    );
    expect(await pulls.mergedSince("release", at)).toEqual([]);
  });
});

describe("whether a push only merged the base", () => {
  async function afterUpdate(act: (branch: string) => Promise<unknown> = () => Promise.resolve()) {
    const { number, branch, head: before } = await open();
    await write("main", `main-${branches}.txt`, "new on main\n");
    await rest("owner").pulls.updateBranch({ ...PLACE, pull_number: number });
    await act(branch);
    return { base: "main", before, after: await headOf(number) };
  }

  test("is so for the button that does it", async () => {
    expect(await pulls.isBaseMerge(await afterUpdate())).toBe(true);
  });

  test("is not so with a commit behind it", async () => {
    const push = await afterUpdate((branch) => write(branch, "extra.txt", "extra\n"));

    expect(await pulls.isBaseMerge(push)).toBe(false);
  });

  test("is not so for a merge in which somebody changed something else", async () => {
    const { number, branch, head: before } = await open();
    const main = await write("main", `main-${branches}.txt`, "new on main\n");
    const { data: tree } = await rest("owner").git.createTree({
      ...PLACE,
      base_tree: before,
      tree: [{ path: `${branch}.txt`, mode: "100644", type: "blob", content: TEXT.replace("two", "evil") }],
    });
    const { data: commit } = await rest("owner").git.createCommit({
      ...PLACE,
      message: "Merge branch 'main'",
      tree: tree.sha,
      parents: [before, main],
    });
    await rest("owner").git.updateRef({ ...PLACE, ref: `heads/${branch}`, sha: commit.sha });

    expect(await headOf(number)).toBe(commit.sha);
    expect(await pulls.isBaseMerge({ base: "main", before, after: commit.sha })).toBe(false);
  });

  test("is not so for commits that were written anew, or are gone", async () => {
    const { branch, head: before } = await open();
    const { data: main } = await rest("owner").git.getRef({ ...PLACE, ref: "heads/main" });
    await rest("owner").git.updateRef({
      ...PLACE,
      ref: `heads/${branch}`,
      sha: main.object.sha,
      force: true,
    });
    const after = await write(branch, `${branch}.txt`, TEXT, "the same, in other words");

    expect(await pulls.isBaseMerge({ base: "main", before, after })).toBe(false);
    expect(await pulls.isBaseMerge({ base: "main", before: "0".repeat(40), after })).toBe(false);
  });
});

describe("check runs", () => {
  const foreign = (sha: string, name: string, conclusion: string | null) =>
    fetch(`${sandbox.url}/_sandbox/checks`, {
      method: "POST",
      body: JSON.stringify({ repository: "acme/app", sha, name, conclusion }),
    });

  test("of this app are read as they were written, oldest first, and brought up to date", async () => {
    const { head } = await open();
    await checks.create(head, CHECK);
    await foreign(head, "test", "success");
    await checks.create(head, { ...CHECK, conclusion: "success" });
    const [first] = (await checks.own(head)) ?? [];
    await checks.update(first?.id ?? 0, { ...CHECK, title: "Other", conclusion: "neutral" });

    expect(await checks.own(head)).toMatchObject([
      { ...CHECK, title: "Other", conclusion: "neutral" },
      { ...CHECK, conclusion: "success" },
    ]);
  });

  test("are none where the owner has not allowed them yet; to write one is refused", async () => {
    const { head } = await open();
    const permissions = { metadata: "read", contents: "read", pull_requests: "read" };
    const { token } = await installedApp(sandbox, { permissions });
    const client = new GitHubClient(plainOctokit(token, `${sandbox.url}/api/v3`), UNPACED);
    const without = repositoryChecks(client, ADDRESS, sandbox.credentials.appId);

    expect(await without.own(head)).toBeUndefined();
    for (const act of [() => without.create(head, CHECK), () => without.others(head)])
      await expect(act()).rejects.toThrow("the app needs the permission “Checks: write”");
  });

  test("and statuses of others say one thing together; ours do not count", async () => {
    const { head } = await open();
    const status = (state: "pending" | "success" | "failure", context = "jenkins") =>
      rest("writer").repos.createCommitStatus({ ...PLACE, sha: head, state, context });
    await checks.create(head, CHECK);
    const seen = [await checks.others(head)];
    for (const act of [
      () => foreign(head, "skipped", "skipped"),
      () => foreign(head, "test", null),
      () => foreign(head, "test", "success"),
      () => status("pending"),
      () => status("failure"),
      () => status("success"),
      () => foreign(head, "lint", "failure"),
    ]) {
      await act();
      seen.push(await checks.others(head));
    }

    expect(seen).toEqual(["none", "none", "pending", "green", "pending", "red", "green", "red"]);
  });
});

describe("teams", () => {
  test("are those that somebody is an active member of; one that is not there has nobody", async () => {
    await rest("owner").teams.addOrUpdateMembershipForUserInOrg({
      org: "acme",
      team_slug: "security",
      username: "outsider",
    });

    expect(await teams.teamsOf("security", ["security", "leads", "nobody"])).toEqual(new Set(["security"]));
    expect(await teams.teamsOf("outsider", ["security"])).toEqual(new Set());
  });
});

test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
