import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { userActor } from "../../src/sandbox/auth/credential.js";
import { addDependency } from "../../src/sandbox/world/dependencies.js";
import { createFreshWorld } from "../../src/sandbox/world/fresh-world.js";
import { createIssue as newIssue } from "../../src/sandbox/world/issues.js";
import type { Issue } from "../../src/sandbox/world/model.js";
import { addSubIssue } from "../../src/sandbox/world/sub-issues.js";
import type { Graphql } from "./boards.js";
import { createIssue } from "./boards.js";
import { installedApp, person, problems, refusal, startReceiver, untilIdle, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let app: Awaited<ReturnType<typeof installedApp>>;
let writer: ReturnType<typeof person>["rest"]["rest"];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  receiver = await startReceiver();
  sandbox.connectApp(receiver.address);
  app = await installedApp(sandbox);
  writer = person(sandbox, "writer").rest.rest;
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});

/** The names of the webhooks that the run makes. */
async function told(run: () => Promise<unknown>): Promise<string[]> {
  await untilIdle(sandbox);
  receiver.received.length = 0;
  await run();
  await untilIdle(sandbox);
  return receiver.names().sort();
}

describe("milestones", () => {
  test.each([
    ["noon", "2026-02-03T12:00:00Z", "2026-02-03T08:00:00Z"],
    [
      "midnight in UTC, which is the evening before in California",
      "2026-02-03T00:00:00Z",
      "2026-02-02T08:00:00Z",
    ],
    ["a minute before midnight there", "2026-02-03T07:59:00Z", "2026-02-02T08:00:00Z"],
    ["midnight there", "2026-02-03T08:00:00Z", "2026-02-03T08:00:00Z"],
    ["midnight there in summer", "2026-07-03T07:00:00Z", "2026-07-03T07:00:00Z"],
    ["another zone", "2026-07-03T01:00:00+02:00", "2026-07-02T07:00:00Z"],
  ])("are due on a day, taken in California: %s", async (_, due_on, kept) => {
    const { data } = await app.rest.rest.issues.createMilestone({
      ...REPOSITORY,
      title: `due ${due_on}`,
      due_on,
    });
    expect(data.due_on).toBe(kept);
    await app.rest.rest.issues.deleteMilestone({ ...REPOSITORY, milestone_number: data.number });
  });

  test("lose their day by a null, which a new one may not have", async () => {
    const request = { ...REPOSITORY, title: "no day", due_on: null as unknown as string };
    await expect(app.rest.rest.issues.createMilestone(request)).rejects.toMatchObject({ status: 422 });
    const { data } = await app.rest.rest.issues.createMilestone({
      ...request,
      due_on: "2026-02-03T12:00:00Z",
    });
    const place = { ...REPOSITORY, milestone_number: data.number };

    expect(
      (await app.rest.rest.issues.updateMilestone({ ...place, title: "a day" })).data.due_on,
    ).not.toBeNull();
    expect((await app.rest.rest.issues.updateMilestone({ ...request, ...place })).data.due_on).toBeNull();
    await app.rest.rest.issues.deleteMilestone(place);
  });

  test("are listed by due date, found by title and state, and count their issues", async () => {
    const make = async (title: string, due_on?: string) =>
      (
        await app.rest.rest.issues.createMilestone({
          ...REPOSITORY,
          title,
          ...(due_on === undefined ? {} : { due_on }),
        })
      ).data;
    await make("Phase 2", "2026-06-01T12:00:00Z");
    const late = await make("Later");
    const first = await make("Phase 1", "2026-03-01T12:00:00Z");
    const { id, number } = await createIssue(app.graphql, "in a milestone");
    expect(
      await told(() =>
        app.graphql(
          `mutation($id: ID!, $m: ID) { updateIssue(input: {id: $id, milestoneId: $m}) { issue { id } } }`,
          { id, m: first.node_id },
        ),
      ),
    ).toEqual(["issues.milestoned"]);
    await writer.issues.update({ ...REPOSITORY, issue_number: number, state: "closed" });
    expect(
      await told(() =>
        writer.issues.updateMilestone({ ...REPOSITORY, milestone_number: late.number, state: "closed" }),
      ),
    ).toEqual(["milestone.closed"]);
    const { repository } = await app.graphql<{ repository: unknown }>(
      `{ repository(owner: "acme", name: "app") {
        all: milestones(first: 10, orderBy: {field: DUE_DATE, direction: ASC}) { nodes { title } }
        open: milestones(first: 10, states: [OPEN], query: "phase") { totalCount }
        milestone(number: ${first.number}) { dueOn progressPercentage issues(first: 5) { nodes { number milestone { title } } } }
      } }`,
    );
    expect(repository).toEqual({
      all: { nodes: [{ title: "Phase 1" }, { title: "Phase 2" }, { title: "Later" }] },
      open: { totalCount: 2 },
      milestone: {
        dueOn: "2026-03-01T08:00:00Z",
        progressPercentage: 100,
        issues: { nodes: [{ number, milestone: { title: "Phase 1" } }] },
      },
    });
  });
});

describe("dependencies", () => {
  const block = (graphql: Graphql, mutation: string, issue: string, blocking: string) =>
    graphql(
      `mutation($issue: ID!, $blocking: ID!) { ${mutation}(input: {issueId: $issue, blockingIssueId: $blocking}) { issue { number } blockingIssue { number } } }`,
      { issue, blocking },
    );

  test("move the time of neither issue: who asks for what changed does not see them", () => {
    const world = createFreshWorld();
    const [repository] = world.state.repositories.values();
    const account = world.state.accounts.find(({ login }) => login === "writer");
    if (repository === undefined || account === undefined) throw new Error("the world is empty");
    const actor = userActor(account);
    const issues = ["blocked", "blocking"].map((title) => newIssue(world, actor, repository, { title }));
    const [blocked, blocking] = issues as [Issue, Issue];
    const before = issues.map(({ updatedAt }) => updatedAt);
    world.state.lastSecond += 60;
    addDependency(world, actor, blocked, blocking);
    expect(issues.map(({ updatedAt }) => updatedAt)).toEqual(before);
    addSubIssue(world, actor, blocking, blocked, false);
    expect(blocked.updatedAt).not.toBe(before[0]);
  });

  test("are seen from both sides and told twice", async () => {
    const [one, two] = [await createIssue(app.graphql, "first"), await createIssue(app.graphql, "second")];
    expect(await told(() => block(app.graphql, "addBlockedBy", two.id, one.id))).toEqual([
      "issue_dependencies.blocked_by_added",
      "issue_dependencies.blocking_added",
    ]);
    const { nodes } = await app.graphql<{ nodes: unknown }>(
      `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { blockedBy(first: 5) { nodes { number } } blocking(first: 5) { nodes { number } } issueDependenciesSummary { blockedBy totalBlocking }
        timelineItems(first: 5, itemTypes: [BLOCKED_BY_ADDED_EVENT, BLOCKING_ADDED_EVENT]) { nodes { ... on BlockedByAddedEvent { blockingIssue { number } actor { login } } ... on BlockingAddedEvent { blockedIssue { number } } } } } } }`,
      { ids: [one.id, two.id] },
    );
    expect(nodes).toMatchObject([
      {
        blockedBy: { nodes: [] },
        blocking: { nodes: [{ number: two.number }] },
        issueDependenciesSummary: { blockedBy: 0, totalBlocking: 1 },
        timelineItems: { nodes: [{ blockedIssue: { number: two.number } }] },
      },
      {
        blockedBy: { nodes: [{ number: one.number }] },
        blocking: { nodes: [] },
        issueDependenciesSummary: { blockedBy: 1, totalBlocking: 0 },
        timelineItems: { nodes: [{ blockingIssue: { number: one.number }, actor: { login: "tickmark" } }] },
      },
    ]);
    const { data } = await app.rest.rest.issues.listEvents({ ...REPOSITORY, issue_number: two.number });
    expect(data).toMatchObject([{ event: "blocked_by_added", blocked_by: { number: one.number } }]);
    expect(await told(() => block(app.graphql, "removeBlockedBy", two.id, one.id))).toEqual([
      "issue_dependencies.blocked_by_removed",
      "issue_dependencies.blocking_removed",
    ]);
  });

  test("are one of a kind, never of an issue on itself, and gone when removed", async () => {
    const [one, two] = [await createIssue(app.graphql, "a"), await createIssue(app.graphql, "b")];
    await block(app.graphql, "addBlockedBy", two.id, one.id);
    const refused = async (mutation: string, issue: string, blocking: string) =>
      (await problems(block(app.graphql, mutation, issue, blocking))).errors[0];
    expect(await refused("addBlockedBy", two.id, one.id)).toMatchObject({
      type: "UNPROCESSABLE",
      message: "Target issue has already been taken",
    });
    expect(await refused("addBlockedBy", one.id, one.id)).toMatchObject({ type: "UNPROCESSABLE" });
    await block(app.graphql, "removeBlockedBy", two.id, one.id);
    expect(await refused("removeBlockedBy", two.id, one.id)).toMatchObject({ type: "NOT_FOUND" });
    expect(
      (await problems(block(person(sandbox, "reader").graphql, "addBlockedBy", two.id, one.id))).errors[0],
    ).toMatchObject({ type: "FORBIDDEN" });
  });

  test("are fifty of a kind at most", async () => {
    const { id } = await createIssue(app.graphql, "waits for many");
    const { repository } = await app.graphql<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "app") { id } }`,
    );
    const aliases = (name: string, of: (index: number) => string) =>
      Array.from({ length: 51 }, (_, index) => `${name}${index}: ${of(index)}`).join("\n");
    const made = await app.graphql<Record<string, { issue: { id: string } }>>(
      `mutation($r: ID!) { ${aliases("i", (index) => `createIssue(input: {repositoryId: $r, title: "b${index}"}) { issue { id } }`)} }`,
      { r: repository.id },
    );
    const blockers = Object.values(made).map(({ issue }) => issue.id);
    const { errors, data } = await problems(
      app.graphql(
        `mutation($id: ID!) { ${aliases("b", (index) => `addBlockedBy(input: {issueId: $id, blockingIssueId: "${blockers[index]}"}) { clientMutationId }`)} }`,
        { id },
      ),
    );
    expect(errors).toHaveLength(1);
    expect(data["b49"]).not.toBeNull();
    expect(data["b50"]).toBeNull();
  });
});

describe("the order of sub-issues", () => {
  test("changes by putting one before or behind another", async () => {
    const parent = await createIssue(app.graphql, "parent");
    const makeChild = async (title: string) => {
      const child = await createIssue(app.graphql, title);
      await app.graphql(
        `mutation($p: ID!, $c: ID!) { addSubIssue(input: {issueId: $p, subIssueId: $c}) { issue { id } } }`,
        { p: parent.id, c: child.id },
      );
      return child;
    };
    const [a, b, c] = [await makeChild("a"), await makeChild("b"), await makeChild("c")];
    const move = (child: { id: string }, place: string) =>
      app.graphql(
        `mutation($p: ID!, $c: ID!) { reprioritizeSubIssue(input: {issueId: $p, subIssueId: $c, ${place}}) { issue { subIssues(first: 5) { nodes { title } } } } }`,
        { p: parent.id, c: child.id },
      );
    const order = (...titles: string[]) => ({
      reprioritizeSubIssue: { issue: { subIssues: { nodes: titles.map((title) => ({ title })) } } },
    });
    expect(await move(c, `beforeId: "${a.id}"`)).toEqual(order("c", "a", "b"));
    expect(await move(c, `afterId: "${b.id}"`)).toEqual(order("a", "b", "c"));
    expect((await problems(move(a, `afterId: "${parent.id}"`))).errors[0]).toMatchObject({
      type: "UNPROCESSABLE",
    });
  });
});

describe("assignees", () => {
  test("who cannot be assigned are refused with the issue, and ignored when added to one", async () => {
    const create = (assignees: string[]) =>
      writer.issues.create({ ...REPOSITORY, title: "assigned", assignees });
    expect(await refusal(create(["lead", "outsider", "nobody"]))).toMatchObject({
      status: 422,
      errors: [
        {
          resource: "Issue",
          field: "assignees",
          code: "invalid",
          value: ["outsider", "nobody"],
          message: "assignees outsider, nobody cannot be assigned to this issue",
        },
      ],
    });
    const { data } = await create(["lead"]);
    expect(
      await told(() =>
        writer.issues.addAssignees({
          ...REPOSITORY,
          issue_number: data.number,
          assignees: ["outsider", "security", "nobody"],
        }),
      ),
    ).toEqual(["issues.assigned"]);
    expect(
      (await writer.issues.get({ ...REPOSITORY, issue_number: data.number })).data.assignees?.map(
        ({ login }) => login,
      ),
    ).toEqual(["lead", "security"]);
    const edit = { ...REPOSITORY, issue_number: data.number, title: "not renamed", assignees: ["outsider"] };
    expect(await refusal(writer.issues.update(edit))).toMatchObject({ status: 422 });
    expect((await writer.issues.get({ ...REPOSITORY, issue_number: data.number })).data.title).toBe(
      "assigned",
    );
  });

  test("can be asked for before: by login, and as a list", async () => {
    const check = (assignee: string) => writer.issues.checkUserCanBeAssigned({ ...REPOSITORY, assignee });
    expect((await check("lead")).status).toBe(204);
    for (const login of ["outsider", "tickmark[bot]", "nobody"])
      expect(await refusal(check(login))).toMatchObject({ status: 404 });
    const { repository } = await app.graphql<{ repository: { assignableUsers: unknown } }>(
      `{ repository(owner: "acme", name: "app") { assignableUsers(first: 10, query: "lea") { nodes { login } } } }`,
    );
    expect(repository.assignableUsers).toEqual({ nodes: [{ login: "lead" }] });
  });
});

describe("a repository", () => {
  test("without issues refuses new ones and hides the old; they come back", async () => {
    const { number } = await createIssue(app.graphql, "hidden for a while");
    const owner = person(sandbox, "owner").rest.rest;
    await owner.repos.update({ ...REPOSITORY, has_issues: false });
    expect(await refusal(writer.issues.create({ ...REPOSITORY, title: "no" }))).toMatchObject({
      status: 410,
      message: "Issues are disabled for this repo",
    });
    expect(await refusal(writer.issues.get({ ...REPOSITORY, issue_number: number }))).toMatchObject({
      status: 410,
    });
    expect((await writer.issues.listForRepo(REPOSITORY)).data).toEqual([]);
    expect(
      await app.graphql(
        `{ repository(owner: "acme", name: "app") { hasIssuesEnabled issues(first: 1) { totalCount } } }`,
      ),
    ).toEqual({ repository: { hasIssuesEnabled: false, issues: { totalCount: 0 } } });
    await owner.repos.update({ ...REPOSITORY, has_issues: true });
    expect((await writer.issues.get({ ...REPOSITORY, issue_number: number })).status).toBe(200);
  });

  test("of a user has no issue types, and the app hears nothing of it", async () => {
    const { rest, graphql } = person(sandbox, "writer");
    expect(
      await told(async () => {
        await rest.rest.repos.createForAuthenticatedUser({ name: "own", private: true, auto_init: true });
        await rest.rest.issues.create({ owner: "writer", repo: "own", title: "mine" });
      }),
    ).toEqual([]);
    expect(
      await graphql(`
        {
          repository(owner: "writer", name: "own") {
            isInOrganization
            issueTypes(first: 1) {
              totalCount
            }
          }
        }
      `),
    ).toEqual({ repository: { isInOrganization: false, issueTypes: null } });
    expect(await refusal(app.rest.rest.repos.get({ owner: "writer", repo: "own" }))).toMatchObject({
      status: 404,
    });
  });
});

test("nothing strayed from GitHub's description", async () => {
  const found = (await violations(sandbox)) as readonly { readonly message: string }[];

  // The description does not know that a change may take the day away.
  expect(found.filter(({ message }) => message !== "body: /due_on must be string")).toEqual([]);
});
