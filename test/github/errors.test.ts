import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import nock from "nock";
import { RetryError, StaleHeadError, TerminalError } from "../../src/errors.js";
import { statusOf } from "../../src/github/client.js";
import { API, failure, plainClient, TOKEN } from "./harness.js";

const NOW = Date.UTC(2026, 0, 5, 12);
const inSeconds = (seconds: number): string => String(NOW / 1_000 + seconds);

beforeAll(() => {
  nock.disableNetConnect();
  jest.spyOn(Date, "now").mockReturnValue(NOW);
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => {
  jest.restoreAllMocks();
  nock.enableNetConnect();
});

const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
const PRIMARY = "API rate limit exceeded for installation ID 42.";

const readRepository = () => {
  const client = plainClient();
  return failure(
    client.read("read the repository", () => client.octokit.rest.repos.get({ owner: "acme", repo: "app" })),
  );
};

describe("pain 48: a REST request is put back", () => {
  test.each([
    ["500", 500, "Server Error", {}, undefined],
    ["502", 502, "Server Error", {}, undefined],
    ["503", 503, "Service Unavailable", {}, undefined],
    ["504", 504, "Gateway Timeout", {}, undefined],
    ["408", 408, "Request Timeout", {}, undefined],
    ["403 with retry-after", 403, SECONDARY, { "retry-after": "17" }, 17_000],
    ["429 with retry-after", 429, SECONDARY, { "retry-after": "90" }, 90_000],
    ["403 of a secondary limit without a hint", 403, SECONDARY, {}, 60_000],
    ["403 of abuse detection", 403, "You have triggered an abuse detection mechanism.", {}, 60_000],
    ["403 for being too quick", 403, "was submitted too quickly", {}, 60_000],
    ["429 without a hint", 429, "Too many requests", {}, 60_000],
    ["403 with a retry-after of nothing", 403, SECONDARY, { "retry-after": "0" }, 60_000],
    [
      "403 of the primary limit",
      403,
      PRIMARY,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(90) },
      90_000,
    ],
    [
      "429 of the primary limit",
      429,
      PRIMARY,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(3_599) },
      3_599_000,
    ],
    [
      "the primary limit of an hour that is over",
      403,
      PRIMARY,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(-5) },
      1_000,
    ],
    [
      "the primary limit on a machine whose clock is an hour ahead",
      403,
      PRIMARY,
      {
        date: new Date(NOW - 3_600_000).toUTCString(),
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": inSeconds(-3_600 + 30),
      },
      30_000,
    ],
    ["the primary limit without its end", 403, PRIMARY, { "x-ratelimit-remaining": "0" }, 60_000],
  ])("after %s", async (_state, status, message, headers: Record<string, string>, afterMs) => {
    nock(API).get("/repos/acme/app").reply(status, { message }, headers);

    const error = await readRepository();

    expect(error).toBeInstanceOf(RetryError);
    expect(error).toMatchObject({ afterMs });
    expect((error as Error).message).toBe(`read the repository: GitHub answered ${status}: ${message}`);
    expect(statusOf(error)).toBeUndefined();
  });

  test("after a connection that broke: nobody answered anything", async () => {
    nock(API).get("/repos/acme/app").twice().replyWithError("socket hang up");

    const error = await readRepository();

    expect(error).toBeInstanceOf(RetryError);
    expect(error).toMatchObject({
      afterMs: undefined,
      message: "read the repository: no answer from GitHub",
    });
  });
});

describe("a REST request has failed for good", () => {
  test.each([
    [400, "Problems parsing JSON"],
    [401, "Bad credentials"],
    [403, "Resource not accessible by integration"],
    [404, "Not Found"],
    [409, "Git Repository is empty."],
    [410, "This issue was deleted"],
    [422, "Validation Failed"],
    [451, "Repository access blocked"],
  ])("after %i %s", async (status, message) => {
    nock(API)
      .get("/repos/acme/app")
      .reply(status, { message }, { "x-ratelimit-remaining": "4999", "x-ratelimit-reset": inSeconds(60) });

    const error = await readRepository();

    expect(error).toBeInstanceOf(TerminalError);
    expect(statusOf(error)).toBe(status);
  });
});

const QUERY = "query { repository { id } }";
const ask = () => failure(plainClient().query("read the head", QUERY, {}));
const graphql = (status: number, body: string | object, headers: Record<string, string> = {}) =>
  nock(API).post("/graphql").reply(status, body, headers);
const withProblem = (problem: object, data: unknown = undefined) => ({ data, errors: [problem] });

describe("a GraphQL query is put back", () => {
  test.each([
    ["the points of the hour are used up", { type: "RATE_LIMITED", message: PRIMARY }, {}, 60_000],
    [
      "the points of the hour are used up, and GitHub says until when",
      { type: "RATE_LIMITED", message: PRIMARY },
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(1_800) },
      1_800_000,
    ],
    ["it came too quickly", { type: "UNPROCESSABLE", message: "was submitted too quickly" }, {}, 60_000],
    ["it came too quickly, and GitHub says how long", { message: SECONDARY }, { "retry-after": "5" }, 5_000],
    ["the server stumbled", { message: "Something went wrong while executing your query." }, {}, undefined],
    ["the problem is of an unknown type", { type: "SERVICE_UNAVAILABLE", message: "?" }, {}, undefined],
  ])("when %s", async (_state, problem, headers: Record<string, string>, afterMs) => {
    graphql(200, withProblem(problem), headers);

    const error = await ask();

    expect(error).toBeInstanceOf(RetryError);
    expect(error).toMatchObject({ afterMs });
  });

  test.each([
    ["502 with a page", 502, "<html>Bad gateway</html>", {}, undefined],
    ["504 with JSON", 504, { message: "We couldn't respond to your request in time." }, {}, undefined],
    ["403 with retry-after", 403, { message: SECONDARY }, { "retry-after": "30" }, 30_000],
    ["429", 429, { message: SECONDARY }, {}, 60_000],
    ["200 with a page", 200, "<html>Be right back</html>", { "content-type": "text/html" }, undefined],
    ["200 without data", 200, {}, {}, undefined],
    ["200 with half an answer", 200, '{"data":{"repos', { "content-type": "application/json" }, undefined],
  ])("after %s", async (_state, status, body, headers: Record<string, string>, afterMs) => {
    graphql(status, body, headers);

    const error = await ask();

    expect(error).toBeInstanceOf(RetryError);
    expect(error).toMatchObject({ afterMs });
  });

  test("after a connection that broke", async () => {
    nock(API).post("/graphql").twice().replyWithError("read ECONNRESET");
    expect(await ask()).toBeInstanceOf(RetryError);
  });

  test("when a part of it met a fault: half a list must not look like all of it", async () => {
    graphql(200, withProblem({ message: "Something went wrong", path: ["repository", "issues"] }, {}));
    expect(await ask()).toBeInstanceOf(RetryError);
  });
});

describe("a GraphQL query has failed for good", () => {
  test.each(["FORBIDDEN", "INSUFFICIENT_SCOPES", "UNPROCESSABLE", "NOT_FOUND"])("after %s", async (type) => {
    graphql(200, withProblem({ type, message: "Resource not accessible by integration" }, null));

    const error = await ask();

    expect(error).toBeInstanceOf(TerminalError);
    expect((error as Error).message).toBe("read the head: Resource not accessible by integration");
  });

  test("when a person's words in the message only sound like a limit", async () => {
    const message = "Label 'rate limit abuse' could not be resolved";
    graphql(200, withProblem({ type: "NOT_FOUND", message }, null));
    expect(await ask()).toBeInstanceOf(TerminalError);
  });

  test("when the app may not see a part of it", async () => {
    graphql(
      200,
      withProblem({ type: "FORBIDDEN", message: "no", path: ["repository"] }, { repository: null }),
    );
    expect(await ask()).toBeInstanceOf(TerminalError);
  });
});

describe("what is not there", () => {
  test("is null in the answer of a query, and no error", async () => {
    const problem = { type: "NOT_FOUND", message: "Could not resolve", path: ["repository"] };
    graphql(200, withProblem(problem, { repository: null }), { date: "Mon, 05 Jan 2026 11:59:58 GMT" });

    expect(await plainClient().query("read the head", QUERY, {})).toEqual({
      data: { repository: null },
      problems: [expect.objectContaining(problem)],
      answeredAt: "2026-01-05T11:59:58.000Z",
    });
  });
});

describe("a head that moved", () => {
  test.each([
    ["by its type", { type: "STALE_DATA", message: "?" }],
    ["by its words", { message: 'Expected branch to point to "abc" but it did not.  Pull and try again.' }],
  ])("is recognized %s", async (_state, problem) => {
    graphql(200, withProblem(problem));
    expect(await ask()).toBeInstanceOf(StaleHeadError);
  });
});

describe("an answer", () => {
  test("tells GitHub's time, not the machine's", async () => {
    graphql(200, { data: {} }, { date: "Mon, 05 Jan 2026 09:00:00 GMT" });
    expect((await plainClient().query("read", QUERY, {})).answeredAt).toBe("2026-01-05T09:00:00.000Z");
  });

  test("without a time counts as very old, so that nothing is missed", async () => {
    graphql(200, { data: {} });
    expect((await plainClient().query("read", QUERY, {})).answeredAt).toBe("1970-01-01T00:00:00.000Z");
  });
});

describe("pain 4: no request is repeated by the client", () => {
  test.each([
    ["a server error", () => graphql(502, "Bad gateway")],
    ["a secondary limit", () => graphql(429, { message: SECONDARY }, { "retry-after": "0" })],
    ["a broken connection", () => nock(API).post("/graphql").replyWithError("ECONNRESET")],
  ])("after %s", async (_state, reply) => {
    reply();
    const sent: unknown[] = [];
    const client = plainClient();
    client.octokit.hook.before("request", (options) => void sent.push(options.url));

    await failure(client.mutate("create issues", "mutation { a }", {}));

    expect(sent).toEqual(["/graphql"]);
  });
});

describe("an error", () => {
  const everything = (error: unknown): string => {
    const seen = new Set<unknown>();
    const spell = (value: unknown): string => {
      if (typeof value !== "object" || value === null) return String(value);
      if (seen.has(value)) return "";
      seen.add(value);
      return Reflect.ownKeys(value)
        .map((name) => `${String(name)}=${spell(Reflect.get(value, name))}`)
        .join(" ");
    };
    return spell(error);
  };

  test.each([
    ["REST", () => (nock(API).get("/repos/acme/app").reply(500), readRepository())],
    [
      "REST that broke",
      () => (nock(API).get("/repos/acme/app").twice().replyWithError("reset"), readRepository()),
    ],
    ["GraphQL", () => (graphql(200, withProblem({ message: "?" })), ask())],
    ["GraphQL over 500", () => (graphql(500, "?"), ask())],
  ])("of %s has no token anywhere in it", async (_state, fail) => {
    const text = everything(await fail());
    expect(text).toContain("message=");
    expect(text).not.toContain(TOKEN);
  });
});

describe("a connection that breaks", () => {
  test("while something is only read costs one more request, and nobody notices", async () => {
    nock(API).get("/repos/acme/app").replyWithError("other side closed");
    nock(API).get("/repos/acme/app").reply(200, { name: "app" });

    const client = plainClient();
    const read = client.read("read it", () => client.octokit.rest.repos.get({ owner: "acme", repo: "app" }));

    expect((await read).data.name).toBe("app");
  });
});
