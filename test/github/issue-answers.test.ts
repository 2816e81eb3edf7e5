import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { RetryError, TerminalError } from "../../src/errors.js";
import { UNPACED } from "../../src/github/pace.js";
import type { Pace } from "../../src/github/pace.js";
import { answerGraphql, API, failure, issueNode, scriptedIssues } from "./harness.js";

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

const task = (title: string) => ({
  content: { title, body: "", labels: [] },
  parent: undefined,
  completion: "open" as const,
});
const three = [task("One"), task("Two"), task("Three")];
const createThree = () => scriptedIssues().create("R_1", three);
const created = (number: number) => ({ issue: issueNode(number) });
const problem = (alias: string, type: string | undefined, message: string) => ({
  type,
  message,
  path: [alias],
});

describe("an answer in parts", () => {
  test.each([
    ["FORBIDDEN", "Resource not accessible by integration"],
    ["NOT_FOUND", "Could not resolve to a node"],
    ["UNPROCESSABLE", "Parent cannot have more than 100 sub-issues"],
  ])(
    "with a refusal (%s) refuses that part in GitHub's words, the others went through",
    async (type, message) => {
      answerGraphql({
        data: { c0: created(1), c1: null, c2: created(2) },
        errors: [problem("c1", type, message)],
      });
      expect(await createThree()).toEqual([
        { ok: true, value: expect.objectContaining({ number: 1 }) },
        { ok: false, refusal: message },
        { ok: true, value: expect.objectContaining({ number: 2 }) },
      ]);
    },
  );

  test.each([
    [undefined, "Something went wrong while executing your query."],
    ["INTERNAL", "?"],
  ])(
    "with a passing fault (%s) is put back whole: the markers tell what went through",
    async (type, message) => {
      answerGraphql({
        data: { c0: created(1), c1: null, c2: null },
        errors: [problem("c1", type, message), problem("c2", "NOT_FOUND", "Could not resolve to a node")],
      });
      const error = await failure(createThree());
      expect(error).toBeInstanceOf(RetryError);
      expect(error).toMatchObject({ message: `CreateIssues: ${message}` });
    },
  );

  test("pain 4, pain 51: that was too quick is put back for a minute, and is no refusal of the task", async () => {
    answerGraphql({
      data: { c0: created(1), c1: null, c2: null },
      errors: [problem("c1", "UNPROCESSABLE", "was submitted too quickly")],
    });
    expect(await failure(createThree())).toMatchObject({ name: "RetryError", afterMs: 60_000 });
  });

  test("that leaves a part out without a word refuses it", async () => {
    answerGraphql({ data: { c0: created(1), c1: null, c2: { issue: null } } });
    const results = await createThree();
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false]);
  });

  test("without any part says why", async () => {
    answerGraphql({
      data: null,
      errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    });
    expect(await failure(createThree())).toBeInstanceOf(TerminalError);
  });
});

describe("several mutations for one issue", () => {
  const change = { issue: 5, title: "Ship it", completion: "done", comment: "Done" } as const;
  const read = { data: { repository: { n5: { __typename: "Issue", ...issueNode(5) } } } };

  test("run in order, the comment last, and the last answer counts", async () => {
    const requests = answerGraphql(read, {
      data: {
        u0: { issue: issueNode(5, { title: "Ship it" }) },
        s0: { issue: issueNode(5, { title: "Ship it", state: "CLOSED", stateReason: "COMPLETED" }) },
        t0: {
          subject: issueNode(5, { title: "Ship it", state: "CLOSED", stateReason: "COMPLETED", body: "!" }),
        },
      },
    });
    const [result] = await scriptedIssues().change([change]);
    expect(result).toMatchObject({ ok: true, value: { completion: "done", body: "!" } });
    expect(requests[1]?.query.match(/(?<=: )\w+(?=\(input)/g)).toEqual([
      "updateIssue",
      "closeIssue",
      "addComment",
    ]);
  });

  test.each(["FORBIDDEN", undefined])(
    "went through although the last, the comment, was refused (%s): the issue is locked",
    async (type) => {
      const why = "Unable to create comment because issue is locked.";
      answerGraphql(read, {
        data: { u0: { issue: issueNode(5) }, s0: { issue: issueNode(5, { state: "CLOSED" }) }, t0: null },
        errors: [problem("t0", type, why)],
      });
      expect(await scriptedIssues().change([change])).toEqual([
        { ok: true, value: expect.objectContaining({ completion: "done" }), unsaid: why },
      ]);
    },
  );

  test("are refused together when one of them is", async () => {
    answerGraphql(read, {
      data: { u0: { issue: issueNode(5) }, s0: null, t0: null },
      errors: [problem("s0", "FORBIDDEN", "Resource not accessible by integration")],
    });
    expect(await scriptedIssues().change([change])).toEqual([
      { ok: false, refusal: "Resource not accessible by integration" },
    ]);
  });
});

describe("the pace", () => {
  const counting = () => {
    const counts: number[] = [];
    const pace: Pace = {
      ...UNPACED,
      beforeWrite: (creations) => Promise.resolve(void counts.push(creations)),
    };
    return { counts, pace };
  };

  test("is told of every issue that a request makes", async () => {
    const { counts, pace } = counting();
    answerGraphql({ data: { c0: created(1), c1: created(2), c2: created(3) } });
    await scriptedIssues(pace).create("R_1", three);
    expect(counts).toEqual([3]);
  });

  test("is told of comments, and of changes that make nothing", async () => {
    const { counts, pace } = counting();
    const nodes = {
      n5: { __typename: "Issue", ...issueNode(5) },
      n6: { __typename: "Issue", ...issueNode(6) },
    };
    answerGraphql({ data: { repository: nodes } }, { data: {} }, { data: {} });
    const issues = scriptedIssues(pace);
    await issues.change([
      { issue: 5, completion: "done", comment: "Bye" },
      { issue: 6, completion: "done" },
    ]);
    await issues.change([{ issue: 6, title: "New" }]);
    expect(counts).toEqual([1, 0]);
  });

  test("that has no room keeps the request from being sent", async () => {
    const full: Pace = {
      ...UNPACED,
      beforeWrite: () => Promise.reject(new RetryError("full", { afterMs: 5_000 })),
    };
    expect(await failure(scriptedIssues(full).create("R_1", three))).toMatchObject({ afterMs: 5_000 });
  });

  test("does not hold up reading", async () => {
    const { counts, pace } = counting();
    answerGraphql({
      data: {
        repository: {
          newest: { totalCount: 0, nodes: [] },
          newestPull: { nodes: [] },
          issues: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
        },
      },
    });
    await scriptedIssues(pace).readOwn();
    expect(counts).toEqual([]);
  });
});

describe("what an issue's answer means", () => {
  const read = async (rest: object) => {
    answerGraphql({ data: { repository: { n5: { __typename: "Issue", ...issueNode(5, rest) } } } });
    return (await scriptedIssues().read([5])).get(5);
  };

  test.each([
    ["OPEN", null, "open"],
    ["OPEN", "REOPENED", "open"],
    ["CLOSED", "COMPLETED", "done"],
    ["CLOSED", null, "done"],
    ["CLOSED", "NOT_PLANNED", "dropped"],
    ["CLOSED", "DUPLICATE", "dropped"],
  ])("%s with reason %s is %s", async (state, stateReason, completion) => {
    expect(await read({ state, stateReason })).toMatchObject({ completion });
  });

  test.each([
    ["the app, as GraphQL names it, is its own", { __typename: "Bot", login: "tickmark" }, true],
    ["the app, as REST names it, is its own", { __typename: "Bot", login: "tickmark[bot]" }, true],
    ["another app is not", { __typename: "Bot", login: "tickmark-2" }, false],
    ["a person who is called like the app is not", { __typename: "User", login: "tickmark" }, false],
    ["an account that was deleted is not", null, false],
  ])("an issue by %s", async (_who, author, own) => {
    expect(await read({ author })).toMatchObject({ own });
  });

  test("a parent in another repository is none of ours", async () => {
    const parent = { id: "I_9", number: 9, repository: { nameWithOwner: "acme/other" } };
    expect(await read({ parent })).toMatchObject({ parent: undefined });
  });

  test("events of a kind that GraphQL leaves out are left out", async () => {
    const at = "2026-01-05T12:00:00Z";
    const actor = { __typename: "User", login: "octocat" };
    const nodes = [null, { __typename: "ReopenedEvent", id: "E_1", createdAt: at, actor }];
    expect(await read({ timelineItems: { nodes } })).toMatchObject({
      events: [{ at, own: false, change: { what: "state", completion: "open" } }],
    });
  });
});

describe("an issue that moves", () => {
  const event = { id: "E_1", createdAt: "2026-01-05T12:00:00Z", actor: null };
  const eventsOf = async (node: object) => {
    const timelineItems = { nodes: [{ ...event, ...node }] };
    answerGraphql({
      data: { repository: { n5: { __typename: "Issue", ...issueNode(5, { timelineItems }) } } },
    });
    const issue = (await scriptedIssues().read([5])).get(5);
    return issue && "events" in issue ? issue.events.map(({ change }) => change) : undefined;
  };

  test.each([
    [{ nameWithOwner: "acme/other" }, "acme/other"],
    [null, ""],
  ])("tells where it came from, as far as the app may see that", async (fromRepository, from) => {
    expect(await eventsOf({ __typename: "TransferredEvent", fromRepository })).toEqual([
      { what: "arrival", from },
    ]);
  });

  test("tells that it became a discussion", async () => {
    expect(await eventsOf({ __typename: "ConvertedToDiscussionEvent" })).toEqual([{ what: "discussion" }]);
  });
});

describe("a number without an issue", () => {
  const nothing = {
    data: { repository: { n5: null } },
    errors: [{ type: "NOT_FOUND", message: "Could not resolve", path: ["repository", "n5"] }],
  };
  const REST = "/repos/acme/app/issues/5";

  test("is a pull request", async () => {
    answerGraphql({ data: { repository: { n5: { __typename: "PullRequest" } } } });
    expect((await scriptedIssues().read([5])).get(5)).toEqual({ kind: "pull-request" });
  });

  test.each([
    [404, "never"],
    [410, "deleted"],
  ])("that REST answers with %i is %s", async (status, kind) => {
    answerGraphql(nothing);
    nock(API).get(REST).reply(status, { message: "?" });
    expect((await scriptedIssues().read([5])).get(5)).toEqual({ kind });
  });

  test("that REST redirects went to another repository", async () => {
    answerGraphql(nothing);
    nock(API)
      .get(REST)
      .reply(301, {}, { location: `${API}/repositories/2/issues/9` });
    nock(API)
      .get("/repositories/2/issues/9")
      .reply(200, {
        number: 9,
        repository_url: `${API}/repos/acme/other`,
        html_url: "https://github.com/acme/other/issues/9",
      });
    expect((await scriptedIssues().read([5])).get(5)).toEqual({
      kind: "moved",
      repository: "acme/other",
      number: 9,
      url: "https://github.com/acme/other/issues/9",
    });
  });

  test("that GraphQL answers with an issue of another number went elsewhere", async () => {
    answerGraphql({ data: { repository: { n5: { __typename: "Issue", ...issueNode(9) } } } });
    nock(API).get(REST).reply(410, { message: "This issue was deleted" });
    expect((await scriptedIssues().read([5])).get(5)).toEqual({ kind: "deleted" });
  });

  test("that REST has all the same is asked for again: one of the two is behind", async () => {
    answerGraphql(nothing);
    nock(API)
      .get(REST)
      .reply(200, { number: 5, repository_url: `${API}/repos/Acme/App`, html_url: "" });
    expect(await failure(scriptedIssues().read([5]))).toBeInstanceOf(RetryError);
  });
});
