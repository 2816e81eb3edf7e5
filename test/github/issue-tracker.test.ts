import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import type { GitHubClient } from "../../src/github/client.js";
import { IssueReader } from "../../src/github/issue-reader.js";
import { IssueTracker } from "../../src/github/issue-tracker.js";
import { AttributeIds } from "../../src/github/attribute-ids.js";
import { LabelIds } from "../../src/github/label-ids.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { NewIssue, Result } from "../../src/sync/ports.js";
import type { ObservedIssue } from "../../src/core/model/issue.js";
import { addFaults, person } from "../sandbox/harness.js";
import { ADDRESS, sandboxClient } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };

let sandbox: Sandbox;
let client: GitHubClient;
let sent: string[];
let repositoryId: string;
let labels: LabelIds;
let issues: IssueTracker;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  ({ client, sent } = await sandboxClient(sandbox));
  const { data } = await owner().repos.get(REPOSITORY);
  repositoryId = data.node_id;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  labels = new LabelIds(client, ADDRESS);
  issues = freshTracker();
  sent.length = 0;
});

/** As the next sync has one: it knows labels, and no issues yet. */
const freshTracker = (): IssueTracker =>
  new IssueTracker(client, ADDRESS, new IssueReader("tickmark"), {
    labels,
    attributes: new AttributeIds(client, ADDRESS, "tickmark"),
  });
const owner = () => person(sandbox, "owner").rest.rest;
const byOwner = () => person(sandbox, "owner").graphql;

const task = (title: string, rest: Partial<NewIssue> = {}, names: readonly string[] = []): NewIssue => ({
  content: { title, body: `${title} it`, labels: names },
  parent: undefined,
  completion: "open",
  ...rest,
});

function made(results: readonly Result<ObservedIssue>[]): ObservedIssue[] {
  return results.map((result) => {
    if (!result.ok) throw new Error(result.refusal);
    return result.value;
  });
}

async function create(...given: readonly NewIssue[]): Promise<ObservedIssue[]> {
  return made(await issues.create(repositoryId, given));
}

async function createOne(given = task("Ship")): Promise<ObservedIssue> {
  const [issue] = await create(given);
  if (!issue) throw new Error("nothing was made");
  return issue;
}

async function nodeId(number: number): Promise<string> {
  return (await owner().issues.get({ ...REPOSITORY, issue_number: number })).data.node_id;
}

describe("new issues", () => {
  test("are made by one request, in the given order, and answered in it", async () => {
    const [first, second, third] = await create(task("One"), task("Two"), task("Three"));
    expect([first?.title, second?.title, third?.title]).toEqual(["One", "Two", "Three"]);
    expect((second?.number ?? 0) - (first?.number ?? 0)).toBe(1);
    expect(sent).toHaveLength(1);
    expect(first).toMatchObject({
      own: true,
      body: "One it",
      completion: "open",
      parent: undefined,
      events: [],
    });
  });

  test("may be under a parent", async () => {
    const parent = await createOne();
    const child = await createOne(task("Test", { parent: parent.number }));
    expect(child.parent).toBe(parent.number);
  });

  test("may be under a parent that this sync has not read", async () => {
    const parent = await createOne();
    issues = freshTracker();
    expect((await createOne(task("Test", { parent: parent.number }))).parent).toBe(parent.number);
  });

  test.each(["done", "dropped"] as const)(
    "of tasks that are %s are closed right after",
    async (completion) => {
      const [open, complete] = await create(task("Open"), task("Complete", { completion }));
      expect([open?.completion, complete?.completion]).toEqual(["open", completion]);
      expect(
        (await owner().issues.get({ ...REPOSITORY, issue_number: complete?.number ?? 0 })).data,
      ).toMatchObject({
        state: "closed",
        state_reason: completion === "done" ? "completed" : "not_planned",
      });
    },
  );

  test("that GitHub refuses hold no other up", async () => {
    const results = await issues.create(repositoryId, [task("Good"), task("x".repeat(300)), task("Better")]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(results[1]).toMatchObject({ refusal: expect.stringMatching(/title/i) });
  });

  test("whose answer is lost are not sent again, and are found among the app's own", async () => {
    await addFaults(sandbox, { kind: "drop", match: { operation: "createIssue" } });
    await expect(issues.create(repositoryId, [task("Lost")])).rejects.toThrow(RetryError);
    expect(sent).toHaveLength(1);
    expect((await issues.readOwn()).issues.filter(({ title }) => title === "Lost")).toHaveLength(1);
  });

  test("that met a passing fault in part are put back: those that were made are found by their markers", async () => {
    await addFaults(sandbox, { kind: "partial", every: 2, match: { operation: "createIssue" } });
    const halves = [task("Half one"), task("Half two")];
    await expect(issues.create(repositoryId, halves)).rejects.toThrow(RetryError);
    const titles = (await issues.readOwn()).issues.map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith("Half"))).toEqual(["Half one"]);
  });
});

describe("labels", () => {
  const labelsOf = async ({ number }: ObservedIssue) =>
    (await owner().issues.get({ ...REPOSITORY, issue_number: number })).data.labels.map((label) =>
      typeof label === "string" ? label : label.name,
    );

  test("pain 63: are made when they are missing", async () => {
    expect(await labelsOf(await createOne(task("Ship", {}, ["checklist", "launch"])))).toEqual([
      "checklist",
      "launch",
    ]);
  });

  test("that exist are left as they are, whatever their case", async () => {
    await owner().issues.createLabel({
      ...REPOSITORY,
      name: "Billing",
      color: "ff0000",
      description: "ours",
    });
    expect(await labelsOf(await createOne(task("Ship", {}, ["billing"])))).toEqual(["Billing"]);
    const { data } = await owner().issues.getLabel({ ...REPOSITORY, name: "billing" });
    expect(data).toMatchObject({ color: "ff0000", description: "ours" });
  });

  test("are asked for once, also from one sync to the next", async () => {
    await createOne(task("Ship", {}, ["once"]));
    issues = freshTracker();
    sent.length = 0;
    await createOne(task("Ship again", {}, ["once"]));
    expect(sent).toHaveLength(1);
  });

  test("that GitHub refuses to make are left out: the issue is worth more", async () => {
    const label = "l".repeat(51);
    expect(await labelsOf(await createOne(task("Ship", {}, [label, "kept"])))).toEqual(["kept"]);
  });

  test("that could not be made in passing put everything back", async () => {
    await addFaults(sandbox, { kind: "partial", every: 1, match: { operation: "createLabel" } });
    await expect(issues.create(repositoryId, [task("Unlabelled", {}, ["later"])])).rejects.toThrow(
      RetryError,
    );
    expect((await issues.readOwn()).issues.map(({ title }) => title)).not.toContain("Unlabelled");
  });

  test("that somebody deleted since they were looked up are made again", async () => {
    await createOne(task("Ship", {}, ["fleeting", "steady"]));
    await owner().issues.deleteLabel({ ...REPOSITORY, name: "fleeting" });
    issues = freshTracker();

    const [first, second] = await create(
      task("Ship after all", {}, ["fleeting", "steady"]),
      task("Test after all", {}, ["steady"]),
    );

    expect(first && (await labelsOf(first))).toEqual(["fleeting", "steady"]);
    expect([first?.title, second?.title]).toEqual(["Ship after all", "Test after all"]);
    expect((await issues.readOwn()).issues.filter(({ title }) => title.endsWith("after all"))).toHaveLength(
      2,
    );
  });
});

describe("a change of an issue", () => {
  test("does all that is asked by one request", async () => {
    const parent = await createOne(task("Parent"));
    const issue = await createOne();
    sent.length = 0;

    const [result] = await issues.change([
      {
        issue: issue.number,
        title: "Ship it",
        body: "Now",
        parent: parent.number,
        completion: "dropped",
        comment: "Gone",
      },
    ]);

    expect(sent).toHaveLength(1);
    expect(result).toMatchObject({
      ok: true,
      value: { title: "Ship it", body: "Now", parent: parent.number, completion: "dropped" },
    });
    const { data } = await owner().issues.listComments({ ...REPOSITORY, issue_number: issue.number });
    expect(data.map(({ body }) => body)).toEqual(["Gone"]);
  });

  test("leaves out what is not asked", async () => {
    const issue = await createOne();
    const [result] = await issues.change([{ issue: issue.number, title: "Ship it" }]);
    expect(result).toMatchObject({ value: { title: "Ship it", body: "Ship it", completion: "open" } });
  });

  test("closes, reopens and tells of it as the app's own events", async () => {
    const { number } = await createOne();
    await issues.change([{ issue: number, completion: "done" }]);
    const [reopened] = await issues.change([{ issue: number, completion: "open" }]);
    if (!reopened?.ok) throw new Error("refused");
    expect(reopened.value.events.map(({ own, change }) => ({ own, ...change }))).toEqual([
      { own: true, what: "state", completion: "done" },
      { own: true, what: "state", completion: "open" },
    ]);
  });

  test("moves an issue to another parent, and takes it out", async () => {
    const [one, two] = await create(task("One"), task("Two"));
    const child = await createOne(task("Child", { parent: one?.number }));
    const [moved] = await issues.change([{ issue: child.number, parent: two?.number ?? 0 }]);
    expect(moved).toMatchObject({ value: { parent: two?.number } });
    const [out] = await issues.change([{ issue: child.number, parent: null }]);
    expect(out).toMatchObject({ value: { parent: undefined } });
  });

  test("works on issues that this sync has not read", async () => {
    const { number } = await createOne();
    issues = freshTracker();
    expect((await issues.change([{ issue: number, completion: "done" }]))[0]).toMatchObject({ ok: true });
  });

  test("that is refused holds no other up", async () => {
    const [first, second] = await create(task("First"), task("Second"));
    const results = await issues.change([
      { issue: first?.number ?? 0, title: "x".repeat(300) },
      { issue: second?.number ?? 0, title: "Second to none" },
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([false, true]);
  });

  test("of an issue that is gone is refused", async () => {
    expect(await issues.change([{ issue: 9_999, title: "?" }])).toMatchObject([{ ok: false }]);
  });

  test("of a locked issue is made, and says that nothing could be said", async () => {
    const { number } = await createOne();
    await owner().issues.lock({ ...REPOSITORY, issue_number: number });
    const [result] = await issues.change([{ issue: number, completion: "dropped", comment: "Gone." }]);
    expect(result).toMatchObject({
      ok: true,
      value: { completion: "dropped" },
      unsaid: "Unable to create comment because issue is locked.",
    });
  });

  test("that comes to nothing asks nothing: there is no such parent", async () => {
    const { number } = await createOne();
    sent.length = 0;
    const results = await issues.change([{ issue: number, parent: 9_999 }]);
    expect(results).toMatchObject([{ ok: false }]);
    expect(sent.filter((request) => request.includes("graphql"))).toHaveLength(1);
  });
});

describe("what has a number", () => {
  test("is an issue, with what people did to it", async () => {
    const { number } = await createOne();
    await owner().issues.update({ ...REPOSITORY, issue_number: number, title: "Launch" });
    await owner().issues.update({
      ...REPOSITORY,
      issue_number: number,
      state: "closed",
      state_reason: "not_planned",
    });

    const found = (await issues.read([number])).get(number);

    expect(found).toMatchObject({
      title: "Launch",
      completion: "dropped",
      own: true,
      events: [
        { own: false, change: { what: "title", title: "Launch", previous: "Ship" } },
        { own: false, change: { what: "state", completion: "dropped" } },
      ],
    });
  });

  test("is a person's issue, which is not the app's own", async () => {
    const { data } = await owner().issues.create({ ...REPOSITORY, title: "By hand" });
    expect((await issues.read([data.number])).get(data.number)).toMatchObject({ own: false });
  });

  test("pain 84: was deleted", async () => {
    const { number } = await createOne();
    await byOwner()("mutation ($id: ID!) { deleteIssue(input: { issueId: $id }) { repository { id } } }", {
      id: await nodeId(number),
    });
    expect((await issues.read([number])).get(number)).toEqual({ kind: "deleted" });
  });

  test("pain 84: was transferred, and is known where it went", async () => {
    const { number } = await createOne();
    await owner().repos.createInOrg({ org: "acme", name: "other" });
    const { data: other } = await owner().repos.get({ owner: "acme", repo: "other" });
    await byOwner()(
      "mutation ($id: ID!, $to: ID!) { transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { id } } }",
      { id: await nodeId(number), to: other.node_id },
    );
    expect((await issues.read([number])).get(number)).toEqual({
      kind: "moved",
      repository: "acme/other",
      number: 1,
      url: expect.stringMatching(/\/acme\/other\/issues\/1$/) as unknown,
    });
  });

  test("pain 84: was transferred and comes back, and tells from where", async () => {
    const { number } = await createOne();
    await owner().repos.createInOrg({ org: "acme", name: "further" });
    const { data: further } = await owner().repos.get({ owner: "acme", repo: "further" });
    const { data: app } = await owner().repos.get(REPOSITORY);
    const move = (id: string, to: string) =>
      byOwner()<{ transferIssue: { issue: { id: string; number: number } } }>(
        "mutation ($id: ID!, $to: ID!) { transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { id number } } }",
        { id, to },
      );
    const away = await move(await nodeId(number), further.node_id);
    const back = await move(away.transferIssue.issue.id, app.node_id);
    const returned = back.transferIssue.issue.number;

    const issue = (await issues.read([returned])).get(returned);

    expect(issue).toMatchObject({ own: true, title: "Ship" });
    expect(issue && "events" in issue && issue.events.at(-1)?.change).toEqual({
      what: "arrival",
      from: "acme/further",
    });
  });

  test("was never used", async () => {
    expect((await issues.read([9_999])).get(9_999)).toEqual({ kind: "never" });
  });

  test("is not known when GitHub stumbles on the way", async () => {
    await addFaults(sandbox, { kind: "status", status: 502, match: { path: "/repos/*/issues/9999" } });
    await expect(issues.read([9_999])).rejects.toThrow(RetryError);
  });

  test("may be many numbers: fifty are asked for at once", async () => {
    const { number } = await createOne();
    sent.length = 0;
    const found = await issues.read(Array.from({ length: number }, (_, at) => at + 1));
    expect(found.size).toBe(number);
    expect(sent.filter((request) => request.includes("graphql"))).toHaveLength(Math.ceil(number / 50));
  });
});

describe("lists of issues", () => {
  test("pain 3, pain 50: of the app leave out what people made, and go over all pages", async () => {
    const before = (await issues.readOwn()).issues.length;
    await owner().issues.create({ ...REPOSITORY, title: "By hand" });
    for (let batch = 0; batch < 6; batch += 1)
      await create(...Array.from({ length: 20 }, (_, at) => task(`Task ${batch * 20 + at}`)));
    sent.length = 0;

    const own = (await issues.readOwn()).issues;

    expect(own).toHaveLength(before + 120);
    expect(own.every((issue) => issue.own)).toBe(true);
    expect(new Set(own.map(({ number }) => number)).size).toBe(own.length);
    expect(sent).toHaveLength(Math.ceil(own.length / 100));
  });

  test("of what changed come by pages, the latest first, people's too", async () => {
    const { data } = await owner().issues.create({ ...REPOSITORY, title: "Latest of all" });
    const page = await issues.readChanged("2026-01-01T00:00:00Z", undefined);
    expect(page.issues).toHaveLength(100);
    expect(page.issues.map(({ number }) => number)).toContain(data.number);
    expect(page.next).toBeDefined();
    const times = page.issues.map(({ updatedAt }) => updatedAt);
    expect(times).toEqual([...times].sort().reverse());

    const rest = await issues.readChanged("2026-01-01T00:00:00Z", page.next);
    const numbers = new Set(page.issues.map(({ number }) => number));
    expect(rest.issues.filter(({ number }) => numbers.has(number))).toEqual([]);
  });

  test("that met a fault on a later page are not taken for whole", async () => {
    await addFaults(sandbox, {
      kind: "status",
      status: 502,
      match: { operation: "ReadOwn" },
      probability: 0.5,
      seed: 2,
      count: 1,
    });
    await expect(issues.readOwn()).rejects.toThrow(RetryError);
  });
});
