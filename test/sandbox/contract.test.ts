import { describe, expect, test } from "@jest/globals";
import { checkRequest, checkResponse, checkWebhook } from "../../src/sandbox/contract/contract.js";

const ISSUES = "/repos/acme/app/issues";
const simpleUser = {
  ...{
    login: "writer",
    id: 4,
    node_id: "U_4",
    avatar_url: "http://127.0.0.1/a",
    gravatar_id: "",
    type: "User",
  },
  ...urls("url", "html_url", "followers_url", "subscriptions_url", "organizations_url", "repos_url"),
  ...urls("received_events_url", "following_url", "gists_url", "starred_url", "events_url"),
  site_admin: false,
};
const label = {
  id: 1,
  node_id: "LA_1",
  ...urls("url"),
  name: "billing",
  description: null,
  color: "ededed",
  default: false,
};

function urls(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `http://127.0.0.1/${name}`]));
}

function messages(violations: readonly { readonly message: string }[]): string[] {
  return violations.map(({ message }) => message);
}

describe("a request", () => {
  test.each([
    ["creates an issue", "POST", ISSUES, {}, { title: "Ship the parser", labels: ["billing"] }],
    ["closes an issue", "PATCH", `${ISSUES}/12`, {}, { state: "closed", state_reason: "not_planned" }],
    [
      "lists issues with all of its parameters as text",
      "GET",
      ISSUES,
      { state: "all", per_page: "100", since: "2026-01-05T00:00:00Z" },
      undefined,
    ],
    [
      "reads a ref of our own, whose name has slashes",
      "GET",
      "/repos/acme/app/git/ref/tickmark/feature/main",
      {},
      undefined,
    ],
    [
      "reads a file in a folder",
      "GET",
      "/repos/acme/app/contents/checklists/billing.md",
      { ref: "main" },
      undefined,
    ],
    ["compares branches with slashes", "GET", "/repos/acme/app/compare/main...feature/parser", {}, undefined],
    ["takes an installation token with an empty body", "POST", "/app/installations/1/access_tokens", {}, {}],
    [
      "asks for fields of a project in brackets",
      "GET",
      "/orgs/acme/projectsV2/7/items",
      { "fields[]": "1" },
      undefined,
    ],
    ["controls the sandbox", "POST", "/_sandbox/faults", {}, { kind: "drop" }],
    ["asks GraphQL, which has a schema of its own", "POST", "/graphql", {}, { query: "{viewer{login}}" }],
  ])("that %s is in order", (_, method, path, query, body) => {
    expect(checkRequest(method, path, query, body)).toEqual([]);
  });

  test.each([
    [
      "an unknown path",
      "GET",
      "/repos/acme/app/checklists",
      {},
      undefined,
      "it is not in GitHub's description",
    ],
    [
      "a method that the path does not have",
      "DELETE",
      ISSUES,
      {},
      undefined,
      "it is not in GitHub's description",
    ],
    [
      "a missing field",
      "POST",
      ISSUES,
      {},
      { body: "no title" },
      "body: it must have required property 'title'",
    ],
    ["a missing body", "POST", ISSUES, {}, undefined, "body: it must be object"],
    [
      "a misspelt field",
      "PATCH",
      `${ISSUES}/12`,
      {},
      { state_reson: "completed" },
      "body: GitHub describes no field state_reson",
    ],
    [
      "a wrong value",
      "PATCH",
      `${ISSUES}/12`,
      {},
      { state: "done" },
      'body: /state must be equal to one of the allowed values (["open","closed"])',
    ],
    [
      "a body where none belongs",
      "PUT",
      `/app/installations/1/suspended`,
      {},
      { why: "so" },
      "body: GitHub describes none",
    ],
    [
      "a wrong query value",
      "GET",
      ISSUES,
      { per_page: "many" },
      undefined,
      "query: /per_page must be integer",
    ],
    [
      "an unknown query parameter",
      "GET",
      ISSUES,
      { sicne: "x" },
      undefined,
      "query: it must NOT have additional properties (sicne)",
    ],
    [
      "a number that is none",
      "GET",
      `${ISSUES}/twelve`,
      {},
      undefined,
      "path: /issue_number must be integer",
    ],
  ])("with %s is a violation", (_, method, path, query, body, message) => {
    expect(messages(checkRequest(method, path, query as Record<string, string>, body))).toContain(message);
  });

  test("is named by GitHub's operation id, the plainer path first", () => {
    expect(checkRequest("GET", `${ISSUES}/comments`, { x: "1" }, undefined)[0]?.operation).toBe(
      "issues/list-comments-for-repo",
    );
    const protection = "/repos/acme/app/branches/release/1/protection";
    expect(checkRequest("GET", protection, { x: "1" }, undefined)[0]?.operation).toBe(
      "repos/get-branch-protection",
    );
  });
});

describe("an answer", () => {
  test.each([
    ["a list of labels", "GET", `${ISSUES}/12/labels`, 200, [label]],
    ["an empty list", "GET", ISSUES, 200, []],
    ["no content", "DELETE", "/repos/acme/app/labels/billing", 204, undefined],
    ["not modified", "GET", ISSUES, 304, undefined],
    [
      "a refusal that GitHub describes",
      "POST",
      ISSUES,
      404,
      { message: "Not Found", documentation_url: "https://docs.github.com", status: "404" },
    ],
    [
      "a refusal of any request without a token",
      "GET",
      ISSUES,
      401,
      { message: "Bad credentials", documentation_url: "https://docs.github.com" },
    ],
    ["an accident", "GET", ISSUES, 502, { message: "Server Error" }],
    ["a file as it is", "GET", "/repos/acme/app/contents/README.md", 200, "# Acme\n"],
    ["anything to a request that GitHub does not describe", "GET", "/nothing", 200, { any: "thing" }],
  ])("that is %s is in order", (_, method, path, status, body) => {
    expect(checkResponse(method, path, status, body)).toEqual([]);
  });

  test.each([
    [
      "a missing field",
      "GET",
      `${ISSUES}/12/labels`,
      200,
      [{ ...label, color: undefined }],
      "/0 must have required property 'color'",
    ],
    [
      "a wrong type deep inside",
      "GET",
      "/repos/acme/app/assignees",
      200,
      [{ ...simpleUser, id: "4" }],
      "/0/id must be integer",
    ],
    [
      "an address that is none",
      "GET",
      `${ISSUES}/12/labels`,
      200,
      [{ ...label, url: "no address" }],
      '/0/url must match format "uri"',
    ],
    [
      "a status that GitHub does not describe",
      "POST",
      ISSUES,
      200,
      {},
      "GitHub describes no status 200, only 201, 400, 403, 404, 410, 422, 503",
    ],
    [
      "a body where none belongs",
      "DELETE",
      "/repos/acme/app/labels/billing",
      204,
      { ok: true },
      "GitHub describes no body",
    ],
    ["an error that says nothing", "GET", ISSUES, 401, {}, "it must have message"],
  ])("with %s is a violation", (_, method, path, status, body, message) => {
    expect(messages(checkResponse(method, path, status, plain(body)))).toContain(message);
  });

  test("may name an organisation as the account of an installation, which GitHub's description forgot", () => {
    const errors = messages(checkResponse("GET", "/app/installations", 200, [{ account: simpleUser }]));
    expect(errors.filter((error) => error.includes("account"))).toEqual([]);
  });

  test("may have null only where GitHub says so", () => {
    const at = (value: object) =>
      messages(checkResponse("GET", `${ISSUES}/12/labels`, 200, [{ ...label, ...value }]));
    expect(at({ description: null })).toEqual([]);
    expect(at({ name: null })).toEqual(["/0/name must be string"]);
  });
});

describe("a webhook", () => {
  const ping = { zen: "Keep it logically awesome.", hook_id: 1 };

  test("that fits its schema is in order", () => {
    expect(checkWebhook("ping", undefined, ping)).toEqual([]);
  });

  test("is found by event and action, whatever they have of underscores", () => {
    const unknown = { message: "it is not in GitHub's description" };
    for (const [event, action] of [
      ["issues", "opened"],
      ["issue_comment", "created"],
      ["sub_issues", "sub_issue_added"],
      ["issue_dependencies", "blocked_by_added"],
      ["installation_repositories", "added"],
      ["projects_v2_item", "edited"],
      ["pull_request", "ready_for_review"],
      ["pull_request_review", "submitted"],
      ["check_run", "requested_action"],
      ["team", "added_to_repository"],
      ["push", undefined],
      ["create", undefined],
    ] as const) {
      const found = checkWebhook(event, action, {});
      expect(found).not.toEqual([]);
      expect(found).not.toContainEqual(expect.objectContaining(unknown));
    }
    expect(checkWebhook("issues", "ticked", {})).toContainEqual({
      where: "webhook",
      operation: "issues.ticked",
      ...unknown,
    });
  });

  test("with a missing field is a violation that names event and action", () => {
    const violations = checkWebhook("issues", "closed", { action: "closed" });
    expect(violations).toContainEqual({
      where: "webhook",
      operation: "issues.closed",
      message: "it must have required property 'issue'",
    });
  });
});

/** As it arrives over the wire: fields that are undefined are absent. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
