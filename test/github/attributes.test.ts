import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { AttributeIds } from "../../src/github/attribute-ids.js";
import type { GitHubClient } from "../../src/github/client.js";
import { IssueReader } from "../../src/github/issue-reader.js";
import { IssueTracker } from "../../src/github/issue-tracker.js";
import { LabelIds } from "../../src/github/label-ids.js";
import { repositoryAttributes } from "../../src/github/repository-attributes.js";
import type { ObservedIssue } from "../../src/core/model/issue.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { AttributePort, NewIssue } from "../../src/sync/ports.js";
import { person, violations } from "../sandbox/harness.js";
import { ADDRESS, sandboxClient } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const MILESTONE = { description: "A phase.", due: "2026-01-18", isOpen: true } as const;

let sandbox: Sandbox;
let client: GitHubClient;
let sent: string[];
let repositoryId: string;
let ids: AttributeIds;
let attributes: AttributePort;
let issues: IssueTracker;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  ({ client, sent } = await sandboxClient(sandbox));
  repositoryId = (await owner().repos.get(REPOSITORY)).data.node_id;
});
afterAll(async () => {
  const found = (await violations(sandbox)) as readonly { readonly message: string }[];
  await sandbox.close();
  // GitHub's description does not say that `null` takes the day away from a milestone; GitHub does it.
  expect(
    found.map(({ message }) => message).filter((said) => said !== "body: /due_on must be string"),
  ).toEqual([]);
});
/** As a new process has them: nothing is known. */
beforeEach(() => {
  ids = new AttributeIds(client, ADDRESS, "tickmark");
  attributes = repositoryAttributes(client, ADDRESS, { ids, slug: "tickmark" });
  const labels = new LabelIds(client, ADDRESS);
  issues = new IssueTracker(client, ADDRESS, new IssueReader("tickmark"), { labels, attributes: ids });
  sent.length = 0;
});

const owner = () => person(sandbox, "owner").rest.rest;

async function makeMilestone(title: string): Promise<number> {
  const made = await attributes.createMilestone({ ...MILESTONE, title });
  if (!made.ok) throw new Error(made.refusal);
  return made.value.number;
}

async function create(...given: readonly Partial<NewIssue>[]): Promise<readonly ObservedIssue[]> {
  const whole = given.map((one, at): NewIssue => ({
    content: { title: `Task ${at}`, body: "", labels: [] },
    parent: undefined,
    completion: "open",
    ...one,
  }));
  return (await issues.create(repositoryId, whole)).map((result) => {
    if (!result.ok) throw new Error(result.refusal);
    return result.value;
  });
}

async function readOne(number: number): Promise<ObservedIssue> {
  const found = (await issues.read([number])).get(number);
  if (!found || "kind" in found) throw new Error(`#${number} is gone`);
  return found;
}

describe("a milestone", () => {
  test("is due on exactly the day that was meant, wherever GitHub cuts off its hours", async () => {
    const days = ["2026-01-01", "2026-03-08", "2026-03-29", "2026-11-01", "2026-12-31"];
    for (const due of days) {
      const made = await attributes.createMilestone({ ...MILESTONE, title: `Due ${due}`, due });
      expect(made).toMatchObject({ ok: true, value: { due } });
    }

    const listed = await attributes.milestones();
    expect(listed.flatMap(({ title, due }) => (title.startsWith("Due ") ? due : []))).toEqual(days);
    expect(listed.every(({ own }) => own)).toBe(true);
  });

  test("is changed field by field; a day may be taken away", async () => {
    const number = await makeMilestone("Build");
    const changed = await attributes.changeMilestone(number, { title: "Build it", due: null, isOpen: false });

    expect(changed).toMatchObject({
      ok: true,
      value: { number, title: "Build it", description: "A phase.", due: undefined, isOpen: false },
    });
  });

  test("with a title that is taken, and one that is gone, are refusals in GitHub's words", async () => {
    await makeMilestone("Twice");
    const twin = await attributes.createMilestone({ ...MILESTONE, title: "Twice" });

    expect(twin).toMatchObject({ ok: false });
    expect(!twin.ok && twin.refusal).toMatch(/already_exists|Validation Failed/);
    expect(await attributes.changeMilestone(9_999, { isOpen: false })).toMatchObject({ ok: false });
  });

  test("of a person is not the app's own", async () => {
    await owner().issues.createMilestone({ ...REPOSITORY, title: "A person's" });

    const listed = await attributes.milestones();
    expect(listed.find(({ title }) => title === "A person's")).toMatchObject({ own: false, description: "" });
  });
});

describe("people", () => {
  test("can be assigned when they may see the repository, however their login is spelled; asked once", async () => {
    expect(await attributes.assignable(["writer", "Outsider", "nobody-at-all"])).toEqual(
      new Map([
        ["writer", true],
        ["outsider", false],
        ["nobody-at-all", false],
      ]),
    );
    sent.length = 0;
    expect(await attributes.assignable(["writer"])).toEqual(new Map([["writer", true]]));
    expect(sent).toEqual([]);
  });
});

describe("a new issue", () => {
  test("has its milestone, its assignees and its type by the request that makes it", async () => {
    const milestone = await makeMilestone("Start");
    await attributes.assignable(["writer"]);
    await attributes.types();
    sent.length = 0;
    const [issue] = await create({
      milestone,
      content: { title: "Ship", body: "", labels: [], assignees: ["Writer"], type: "Task" },
    });

    expect(sent).toEqual(["POST /graphql"]);
    expect(issue).toMatchObject({ milestone, assignees: ["writer"] });
    expect(issue?.attributeEvents.map(({ own, change }) => [own, change.what]).sort()).toEqual([
      [true, "assignee"],
      [true, "milestone"],
      [true, "type"],
    ]);
    const { data } = await owner().issues.get({ ...REPOSITORY, issue_number: issue?.number ?? 0 });
    expect((data as { type?: { name: string } | null }).type?.name).toBe("Task");
  });

  test("is made although its milestone was deleted a moment ago", async () => {
    const milestone = await makeMilestone("Short-lived");
    await owner().issues.deleteMilestone({ ...REPOSITORY, milestone_number: milestone });

    const [issue] = await create({ milestone });
    expect(issue).toMatchObject({ milestone: undefined });
  });
});

describe("an issue that exists", () => {
  test("gets and loses milestone and assignees; what a person did is told apart", async () => {
    const milestone = await makeMilestone("Later");
    const [{ number } = { number: 0 }] = await create({});
    await issues.change([{ issue: number, milestone, assign: ["writer", "triager"] }]);
    expect(await readOne(number)).toMatchObject({ milestone, assignees: ["writer", "triager"] });

    await issues.change([{ issue: number, milestone: null, unassign: ["writer"] }]);
    expect(await readOne(number)).toMatchObject({ milestone: undefined, assignees: ["triager"] });

    await owner().issues.update({ ...REPOSITORY, issue_number: number, milestone });
    await owner().issues.removeAssignees({ ...REPOSITORY, issue_number: number, assignees: ["triager"] });
    const { attributeEvents } = await readOne(number);
    expect(attributeEvents.slice(-2)).toMatchObject([
      { own: false, change: { what: "milestone", title: "Later" } },
      { own: false, change: { what: "assignee", login: "triager", isAssigned: false } },
    ]);
    expect(new Set(attributeEvents.map(({ id }) => id)).size).toBe(attributeEvents.length);
    expect(attributeEvents.every(({ at }) => Date.parse(at) > 0)).toBe(true);
  });
});

describe("the type of an issue that exists", () => {
  const typeOf = async (number: number): Promise<string | undefined> => (await readOne(number)).type;

  test("is given together with the rest; whether a person chose one is told", async () => {
    const [{ number } = { number: 0 }] = await create({});
    await attributes.types();
    sent.length = 0;
    await issues.change([{ issue: number, title: "Ship it", type: "Task" }]);

    expect(sent).toEqual(["POST /graphql"]);
    expect(await readOne(number)).toMatchObject({ title: "Ship it", type: "Task" });
    await owner().issues.update({ ...REPOSITORY, issue_number: number, type: null });
    const { attributeEvents, type } = await readOne(number);
    expect(type).toBeUndefined();
    expect(attributeEvents).toMatchObject([
      { own: true, change: { what: "type" } },
      { own: false, change: { what: "type" } },
    ]);
  });

  test("or milestone that was deleted a moment ago is left out, and the rest is done", async () => {
    const [{ number } = { number: 0 }] = await create({});
    const milestone = await makeMilestone("Gone");
    await owner().issues.deleteMilestone({ ...REPOSITORY, milestone_number: milestone });
    const [result] = await issues.change([{ issue: number, title: "Ship it now", milestone, type: "Task" }]);

    expect(result).toMatchObject({ ok: true, value: { title: "Ship it now", milestone: undefined } });
    expect(await typeOf(number)).toBe("Task");
  });
});

describe("issues that are related", () => {
  const blockers = async (number: number): Promise<(string | undefined)[]> => {
    const { repository } = await person(sandbox, "owner").graphql<{
      repository: { issue: { blockedBy: { nodes: { title: string }[] } } };
    }>(
      `{ repository(owner: "acme", name: "app") { issue(number: ${number}) { blockedBy(first: 9) { nodes { title } } } } }`,
    );
    return repository.issue.blockedBy.nodes.map(({ title }) => title);
  };

  test("wait for each other; what is so already counts as done", async () => {
    const [one, two] = await create({}, {});
    const relation = { issue: two?.number ?? 0, other: one?.number ?? 0 };

    expect(await issues.relate([{ kind: "blocked-by", ...relation }])).toEqual([
      { ok: true, value: undefined },
    ]);
    expect(await issues.relate([{ kind: "blocked-by", ...relation }])).toEqual([
      { ok: true, value: undefined },
    ]);
    expect(await blockers(two?.number ?? 0)).toEqual(["Task 0"]);

    const removal = { kind: "not-blocked-by", ...relation } as const;
    expect(await issues.relate([removal])).toEqual([{ ok: true, value: undefined }]);
    expect(await issues.relate([removal])).toEqual([{ ok: true, value: undefined }]);
    expect(await blockers(two?.number ?? 0)).toEqual([]);
  });

  test("stand behind and before each other below their parent; a refused part does not stop the others", async () => {
    const [parent] = await create({});
    const above = parent?.number ?? 0;
    const [first, second, third] = await create({ parent: above }, { parent: above }, { parent: above });
    const [a, b, c] = [first?.number ?? 0, second?.number ?? 0, third?.number ?? 0];
    const results = await issues.relate([
      { kind: "behind", issue: a, other: c, parent: above },
      { kind: "behind", issue: above, other: c, parent: above },
      { kind: "before", issue: c, other: b, parent: above },
    ]);

    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    const { data } = await owner().issues.listSubIssues({ ...REPOSITORY, issue_number: above });
    expect(data.map(({ number }) => number)).toEqual([c, b, a]);
  });
});
