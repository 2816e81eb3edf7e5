import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person, refusal, startReceiver, untilIdle, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const ORG = { org: "acme" };
let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let app: Awaited<ReturnType<typeof installedApp>>;

beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox({ port: 0, app: receiver.address });
  app = await installedApp(sandbox);
});
afterEach(async () => {
  const breaches = await violations(sandbox);
  await sandbox.close();
  await receiver.close();
  expect(breaches).toEqual([]);
});

const rest = (login: string) => person(sandbox, login).rest.rest;

/** A pull request by `writer` that says to close an issue. */
async function openPull(): Promise<{ number: number; sha: string; issue: number }> {
  const { data: issue } = await rest("writer").issues.create({ ...REPOSITORY, title: "to be closed" });
  const { data: main } = await rest("owner").git.getRef({ ...REPOSITORY, ref: "heads/main" });
  await rest("owner").git.createRef({ ...REPOSITORY, ref: "refs/heads/side", sha: main.object.sha });
  await rest("writer").repos.createOrUpdateFileContents({
    ...REPOSITORY,
    path: "a.md",
    branch: "side",
    message: "write",
    content: Buffer.from("one\n").toString("base64"),
  });
  const { data } = await rest("writer").pulls.create({
    ...REPOSITORY,
    title: "side",
    head: "side",
    base: "main",
    body: `Closes #${issue.number}`,
  });
  return { number: data.number, sha: data.head.sha, issue: issue.number };
}

interface Opinions {
  repository: {
    pullRequest: {
      closingIssuesReferences: { nodes: { number: number }[] };
      latestOpinionatedReviews: { nodes: { state: string; author: { login: string } }[] };
      commits: { nodes: { commit: { checkSuites: { nodes: { checkRuns: { totalCount: number } }[] } } }[] };
    };
  };
}

async function opinions(number: number): Promise<Opinions["repository"]["pullRequest"]> {
  const { repository } = await app.graphql<Opinions>(
    `query Pull($number: Int!, $appId: Int!) {
      repository(owner: "acme", name: "app") {
        pullRequest(number: $number) {
          closingIssuesReferences(first: 10) { nodes { number } }
          latestOpinionatedReviews(first: 10, writersOnly: true) { nodes { state author { login } } }
          commits(last: 10) {
            nodes { commit { checkSuites(first: 1, filterBy: { appId: $appId }) { nodes { checkRuns(first: 1) { totalCount } } } } }
          }
        }
      }
    }`,
    { number, appId: sandbox.credentials.appId },
  );
  return repository.pullRequest;
}

describe("reviews", () => {
  test("the last opinion of each reviewer counts, of those who may write, until it is dismissed", async () => {
    const { number, issue } = await openPull();
    const review = (login: string, event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT") =>
      rest(login).pulls.createReview({ ...REPOSITORY, pull_number: number, event, body: "so" });
    await review("lead", "REQUEST_CHANGES");
    await review("lead", "APPROVE");
    await review("lead", "COMMENT");
    await review("reader", "APPROVE");
    const { data } = await review("security", "APPROVE");
    await rest("maintainer").pulls.dismissReview({
      ...REPOSITORY,
      pull_number: number,
      review_id: data.id,
      message: "too early",
    });

    const { latestOpinionatedReviews, closingIssuesReferences } = await opinions(number);

    expect(latestOpinionatedReviews.nodes).toEqual([
      { state: "APPROVED", author: { login: "lead" } },
      { state: "DISMISSED", author: { login: "security" } },
    ]);
    expect(closingIssuesReferences.nodes).toEqual([{ number: issue }]);
    await untilIdle(sandbox);
    expect(receiver.names().filter((name) => name.startsWith("pull_request_review"))).toEqual([
      ...Array<string>(5).fill("pull_request_review.submitted"),
      "pull_request_review.dismissed",
    ]);
  });

  test("readers dismiss nothing, and a comment cannot be dismissed", async () => {
    const { number } = await openPull();
    const { data } = await rest("lead").pulls.createReview({
      ...REPOSITORY,
      pull_number: number,
      event: "COMMENT",
      body: "hm",
    });
    const dismiss = (login: string) =>
      refusal(
        rest(login).pulls.dismissReview({
          ...REPOSITORY,
          pull_number: number,
          review_id: data.id,
          message: "so",
        }),
      );

    expect(await dismiss("reader")).toMatchObject({ status: 403 });
    expect(await dismiss("maintainer")).toMatchObject({ status: 422 });
  });
});

describe("checks", () => {
  test("another app's checks stand beside ours, and its suite is told when all of it is completed", async () => {
    const { sha, number } = await openPull();
    const check = (name: string, conclusion?: string) =>
      fetch(`${sandbox.url}/_sandbox/checks`, {
        method: "POST",
        body: JSON.stringify({ repository: "acme/app", sha, name, conclusion }),
      });
    await app.rest.rest.checks.create({ ...REPOSITORY, head_sha: sha, name: "ours" });
    await check("lint");
    await check("test", "failure");
    await check("test", "success");

    const list = async (filter: "all" | "latest", app_id?: number): Promise<string[]> => {
      const { data } = await app.rest.rest.checks.listForRef({
        ...REPOSITORY,
        ref: sha,
        filter,
        ...(app_id !== undefined && { app_id }),
      });
      return data.check_runs.map(
        (run) => `${run.app?.slug ?? ""} ${run.name} ${run.conclusion ?? run.status}`,
      );
    };
    expect(await list("latest")).toEqual([
      "tickmark ours queued",
      "github-actions lint in_progress",
      "github-actions test success",
    ]);
    expect(await list("all", sandbox.credentials.appId)).toEqual(["tickmark ours queued"]);
    expect((await opinions(number)).commits.nodes[0]?.commit.checkSuites.nodes).toEqual([
      { checkRuns: { totalCount: 1 } },
    ]);
    await untilIdle(sandbox);
    expect(receiver.names()).not.toContain("check_suite.completed");

    const [lint] = (await app.rest.rest.checks.listForRef({ ...REPOSITORY, ref: sha, check_name: "lint" }))
      .data.check_runs;
    const foreign = app.rest.rest.checks.update({
      ...REPOSITORY,
      check_run_id: lint?.id ?? 0,
      conclusion: "success",
    });
    expect(await refusal(foreign)).toMatchObject({ status: 403 });
  });

  test("a suite of one completed check is told, and a check that is asked for again", async () => {
    const { sha } = await openPull();
    const { data } = await app.rest.rest.checks.create({
      ...REPOSITORY,
      head_sha: sha,
      name: "ours",
      conclusion: "success",
    });
    await rest("writer").checks.rerequestRun({ ...REPOSITORY, check_run_id: data.id });
    const byReader = refusal(rest("reader").checks.rerequestRun({ ...REPOSITORY, check_run_id: data.id }));

    expect(await byReader).toMatchObject({ status: 403 });
    await untilIdle(sandbox);
    const told = receiver.names().filter((name) => name.startsWith("check_"));
    expect(told.sort()).toEqual([
      "check_run.completed",
      "check_run.created",
      "check_run.rerequested",
      "check_suite.completed",
    ]);
  });

  test("a status is told, with the commit and the branches that have it; on no commit there is none", async () => {
    const { sha } = await openPull();
    const state = "pending" as const;
    await rest("writer").repos.createCommitStatus({ ...REPOSITORY, sha, state, context: "jenkins" });
    const nowhere = rest("writer").repos.createCommitStatus({
      ...REPOSITORY,
      sha: "0".repeat(39) + "1",
      state,
    });

    expect(await refusal(nowhere)).toMatchObject({ status: 422 });
    await untilIdle(sandbox);
    const told = receiver.received
      .filter((_, at) => receiver.names()[at] === "status")
      .map(({ body }) => body);
    expect(told).toEqual([
      expect.objectContaining({
        sha,
        state,
        context: "jenkins",
        name: "acme/app",
        commit: expect.objectContaining({ sha }),
        branches: [{ name: "side", protected: false, commit: expect.objectContaining({ sha }) }],
      }),
    ]);
  });

  test("an output that is too long is refused", async () => {
    const { sha } = await openPull();
    const long = app.rest.rest.checks.create({
      ...REPOSITORY,
      head_sha: sha,
      name: "ours",
      output: { title: "long", summary: "", text: "x".repeat(65_536) },
    });

    expect(await refusal(long)).toMatchObject({ status: 422 });
    expect(await violations(sandbox)).toMatchObject([{ operation: "checks/create" }]);
    await fetch(`${sandbox.url}/_sandbox/violations`, { method: "DELETE" });
  });
});

describe("teams", () => {
  test("members of a child team belong to its parent, and who is only invited does not yet", async () => {
    const { data: security } = await rest("owner").teams.getByName({ ...ORG, team_slug: "security" });
    await rest("owner").teams.create({ ...ORG, name: "App Sec", parent_team_id: security.id });
    await rest("owner").teams.addOrUpdateMembershipForUserInOrg({
      ...ORG,
      team_slug: "app-sec",
      username: "writer",
    });
    await rest("owner").teams.addOrUpdateMembershipForUserInOrg({
      ...ORG,
      team_slug: "security",
      username: "outsider",
    });
    const membership = (username: string) =>
      app.rest.rest.teams.getMembershipForUserInOrg({ ...ORG, team_slug: "security", username });

    expect((await membership("writer")).data.state).toBe("active");
    expect((await membership("outsider")).data.state).toBe("pending");
    expect(await refusal(membership("reader"))).toMatchObject({ status: 404 });
    expect(
      await refusal(
        rest("writer").teams.addOrUpdateMembershipForUserInOrg({
          ...ORG,
          team_slug: "security",
          username: "writer",
        }),
      ),
    ).toMatchObject({ status: 403 });
  });
});
