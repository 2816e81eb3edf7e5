import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person, problems, violations } from "./harness.js";

let sandbox: Sandbox;
let app: Awaited<ReturnType<typeof installedApp>>;
let repositoryId: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  app = await installedApp(sandbox);
  repositoryId = (
    await app.graphql<{ repository: { id: string } }>(`{ repository(owner: "acme", name: "app") { id } }`)
  ).repository.id;
});
afterAll(() => sandbox.close());

interface Made {
  readonly createIssue: { readonly issue: { readonly id: string; readonly number: number } };
}

async function make(title: string, more = ""): Promise<{ id: string; number: number }> {
  const { createIssue } = await app.graphql<Made>(
    `mutation($r: ID!, $t: String!) { createIssue(input: {repositoryId: $r, title: $t ${more}}) { issue { id number } } }`,
    { r: repositoryId, t: title },
  );
  return createIssue.issue;
}

const inRepository = (selection: string): string =>
  `{ repository(owner: "acme", name: "app") { ${selection} } }`;

describe("what fails", () => {
  test("a failing alias is null with an error, the others go on", async () => {
    const { errors, data } = await problems(
      app.graphql(
        `mutation($r: ID!, $long: String!) {
          a: createIssue(input: {repositoryId: $r, title: "a"}) { issue { title } }
          b: createIssue(input: {repositoryId: $r, title: $long}) { issue { title } }
          c: createIssue(input: {repositoryId: "I_nonsense", title: "c"}) { issue { title } }
          d: createIssue(input: {repositoryId: $r, title: "d"}) { issue { title } }
        }`,
        { r: repositoryId, long: "x".repeat(257) },
      ),
    );
    expect(data).toEqual({ a: { issue: { title: "a" } }, b: null, c: null, d: { issue: { title: "d" } } });
    expect(errors.map(({ type, path, message }) => [type, path, message])).toEqual([
      ["UNPROCESSABLE", ["b"], "Title is too long (maximum is 256 characters)"],
      ["NOT_FOUND", ["c"], "Could not resolve to a node with the global id of 'I_nonsense'."],
    ]);
  });

  test("a real field that is not emulated fails loudly, an unreal one by the schema", async () => {
    const { number } = await make("loud");
    const { errors } = await problems(app.graphql(inRepository(`issue(number: ${number}) { bodyHTML }`)));
    expect(errors[0]?.message).toBe("not emulated: Issue.bodyHTML");
    const unreal = await problems(person(sandbox, "writer").graphql(inRepository("nonsense")));
    expect(unreal.errors[0]).toMatchObject({
      message: "Field 'nonsense' doesn't exist on type 'Repository'",
      extensions: { code: "undefinedField" },
    });
    const projects = await problems(
      app.graphql(
        `mutation($r: ID!) { createIssue(input: {repositoryId: $r, title: "t", projectIds: ["x"]}) { issue { id } } }`,
        { r: repositoryId },
      ),
    );
    expect(projects.errors[0]?.message).toBe("not emulated: input field projectIds");
    expect(await violations(sandbox)).toHaveLength(2);
    await fetch(`${sandbox.url}/_sandbox/violations`, { method: "DELETE" });
  });

  test("a connection wants first or last, up to 100", async () => {
    const missing = await problems(app.graphql(inRepository("issues { totalCount }")));
    expect(missing.errors[0]).toMatchObject({
      type: "MISSING_PAGINATION_BOUNDARIES",
      path: ["repository", "issues"],
    });
    const excessive = await problems(app.graphql(inRepository("issues(first: 101) { totalCount }")));
    expect(excessive.errors[0]).toMatchObject({
      type: "EXCESSIVE_PAGINATION",
      message: "Requesting 101 records on the `issues` connection exceeds the `first` limit of 100 records.",
    });
  });

  test("an issue that is not there, and one that is not visible", async () => {
    const { errors } = await problems(app.graphql(inRepository("a: issue(number: 999) { id }")));
    expect(errors[0]).toMatchObject({
      type: "NOT_FOUND",
      path: ["repository", "a"],
      message: "Could not resolve to an issue with the number of 999.",
    });
    const { id } = await make("hidden");
    const outsider = await problems(
      person(sandbox, "outsider").graphql(`query($id: ID!) { node(id: $id) { id } }`, { id }),
    );
    expect(outsider.errors[0]).toMatchObject({ type: "NOT_FOUND" });
  });

  test("nobody without a credential", async () => {
    const response = await fetch(`${sandbox.url}/graphql`, {
      method: "POST",
      body: JSON.stringify({ query: "{ viewer { login } }" }),
    });
    expect(response.status).toBe(401);
  });
});

describe("sub-issues", () => {
  test("one hundred per parent, closed ones count", async () => {
    const { id } = await make("parent of many");
    const aliases = Array.from(
      { length: 100 },
      (_, index) =>
        `a${index}: createIssue(input: {repositoryId: $r, title: "c${index}", parentIssueId: $p}) { issue { id } }`,
    );
    const children = await app.graphql<Record<string, { issue: { id: string } }>>(
      `mutation($r: ID!, $p: ID!) { ${aliases.join("\n")} }`,
      { r: repositoryId, p: id },
    );
    await app.graphql(
      `mutation($id: ID!) { closeIssue(input: {issueId: $id, stateReason: NOT_PLANNED}) { issue { id } } }`,
      { id: children["a0"]?.issue.id },
    );
    const { errors } = await problems(make("one too many", `, parentIssueId: "${id}"`));
    expect(errors[0]).toMatchObject({ type: "UNPROCESSABLE" });
    const { node } = await app.graphql<{ node: unknown }>(
      `query($id: ID!) { node(id: $id) { ... on Issue { subIssuesSummary { total completed percentCompleted } subIssues(first: 1, after: null) { totalCount pageInfo { hasNextPage } } } } }`,
      { id },
    );
    expect(node).toEqual({
      subIssuesSummary: { total: 100, completed: 1, percentCompleted: 1 },
      subIssues: { totalCount: 100, pageInfo: { hasNextPage: true } },
    });
  });

  test("eight levels below an issue, not nine", async () => {
    let parent = await make("top");
    for (let level = 1; level <= 8; level += 1)
      parent = await make(`level ${level}`, `, parentIssueId: "${parent.id}"`);
    const { errors } = await problems(make("level 9", `, parentIssueId: "${parent.id}"`));
    expect(errors[0]).toMatchObject({ type: "UNPROCESSABLE" });
  });

  test("a child moves only when asked to", async () => {
    const [one, two, child] = [await make("one"), await make("two"), await make("child")];
    const add = (parent: string, more = "") =>
      app.graphql(
        `mutation($p: ID!, $c: ID!) { addSubIssue(input: {issueId: $p, subIssueId: $c ${more}}) { issue { number } subIssue { parent { number } } } }`,
        { p: parent, c: child.id },
      );
    await add(one.id);
    expect((await problems(add(two.id))).errors[0]?.message).toBe(
      "Issue may not contain duplicate sub-issues and Sub issue may only have one parent",
    );
    expect(await add(two.id, ", replaceParent: true")).toMatchObject({
      addSubIssue: { subIssue: { parent: { number: two.number } } },
    });
  });
});

describe("reading", () => {
  test("a list ordered by update pages on while issues move", async () => {
    const label = await app.graphql<{ createLabel: { label: { id: string } } }>(
      `mutation($r: ID!) { createLabel(input: {repositoryId: $r, name: "moving", color: "aabbcc"}) { label { id } } }`,
      { r: repositoryId },
    );
    for (const title of ["p0", "p1", "p2", "p3"])
      await make(title, `, labelIds: ["${label.createLabel.label.id}"]`);
    interface Page {
      readonly repository: {
        readonly issues: {
          readonly totalCount: number;
          readonly nodes: { title: string }[];
          readonly pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
    }
    const page = (after: string | null) =>
      app.graphql<Page>(
        `query($after: String) { repository(owner: "acme", name: "app") { issues(first: 2, after: $after, labels: ["moving"], orderBy: {field: CREATED_AT, direction: DESC}) { totalCount nodes { title } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      );
    const first = (await page(null)).repository.issues;
    expect(first).toMatchObject({
      totalCount: 4,
      nodes: [{ title: "p3" }, { title: "p2" }],
      pageInfo: { hasNextPage: true },
    });
    await make("p4", `, labelIds: ["${label.createLabel.label.id}"]`);
    expect((await page(first.pageInfo.endCursor)).repository.issues.nodes).toEqual([
      { title: "p1" },
      { title: "p0" },
    ]);
  });

  test("the app finds what it authored, under either name", async () => {
    await make("mine");
    for (const name of ["tickmark[bot]", "app/tickmark"]) {
      const { repository } = await app.graphql<{ repository: { issues: { totalCount: number } } }>(
        inRepository(`issues(first: 1, filterBy: {createdBy: "${name}"}) { totalCount }`),
      );
      expect(repository.issues.totalCount).toBeGreaterThan(0);
    }
    const { repository } = await app.graphql<{ repository: unknown }>(
      inRepository(
        `issues(last: 1, orderBy: {field: CREATED_AT, direction: ASC}) { nodes { title author { __typename login } viewerDidAuthor } }`,
      ),
    );
    expect(repository).toEqual({
      issues: {
        nodes: [{ title: "mine", author: { __typename: "Bot", login: "tickmark" }, viewerDidAuthor: true }],
      },
    });
  });

  test("who closed, reopened and renamed is in the timeline; duplicates show only to those who ask", async () => {
    const { id, number } = await make("before");
    const writer = person(sandbox, "writer");
    await writer.graphql(
      `mutation($id: ID!) { updateIssue(input: {id: $id, title: "after"}) { issue { id } } }`,
      { id },
    );
    await writer.graphql(
      `mutation($id: ID!) { closeIssue(input: {issueId: $id, stateReason: DUPLICATE}) { issue { id } } }`,
      { id },
    );
    const { repository } = await app.graphql<{ repository: unknown }>(
      inRepository(`issue(number: ${number}) { state plain: stateReason full: stateReason(enableDuplicate: true)
        timelineItems(first: 10, itemTypes: [CLOSED_EVENT, RENAMED_TITLE_EVENT]) { nodes { __typename ... on RenamedTitleEvent { previousTitle currentTitle actor { login } } ... on ClosedEvent { stateReason actor { login } } } } }`),
    );
    expect(repository).toEqual({
      issue: {
        state: "CLOSED",
        plain: "NOT_PLANNED",
        full: "DUPLICATE",
        timelineItems: {
          nodes: [
            {
              __typename: "RenamedTitleEvent",
              previousTitle: "before",
              currentTitle: "after",
              actor: { login: "writer" },
            },
            { __typename: "ClosedEvent", stateReason: "DUPLICATE", actor: { login: "writer" } },
          ],
        },
      },
    });
  });

  test("ids look like GitHub's and lead back to what they name", async () => {
    const { id } = await make("named");
    expect(id).toMatch(/^I_kwDO/);
    expect(repositoryId).toMatch(/^R_kgDO/);
    const { nodes } = await app.graphql<{ nodes: unknown }>(
      `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`,
      { ids: [id, repositoryId] },
    );
    expect(nodes).toEqual([
      { __typename: "Issue", id },
      { __typename: "Repository", id: repositoryId },
    ]);
  });
});

test("half a million nodes are the limit, and a query knows its cost", async () => {
  const nested = (first: number): string =>
    inRepository(
      `issues(first: 100) { nodes { subIssues(first: 100) { nodes { comments(first: ${first}) { totalCount } } } } }`,
    );
  expect((await problems(app.graphql(nested(100)))).errors[0]).toMatchObject({
    type: "MAX_NODE_LIMIT_EXCEEDED",
    message: "This query requests up to 1,010,100 possible nodes which exceeds the maximum limit of 500,000.",
  });
  const { rateLimit } = await app.graphql<{ rateLimit: unknown }>(
    `query($n: Int!) { rateLimit { cost nodeCount } repository(owner: "acme", name: "app") { issues(first: $n) { nodes { labels(first: 10) { totalCount } } } } }`,
    { n: 100 },
  );
  expect(rateLimit).toEqual({ cost: 1, nodeCount: 1100 });
  await fetch(`${sandbox.url}/_sandbox/violations`, { method: "DELETE" });
});

test("everything the app asked is in GitHub's schema", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
