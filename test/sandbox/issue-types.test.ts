import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { createIssue } from "./boards.js";
import { installedApp, person, problems, refusal, startReceiver, untilIdle, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let sandbox: Sandbox;
let app: Awaited<ReturnType<typeof installedApp>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let types: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  receiver = await startReceiver();
  sandbox.connectApp(receiver.address);
  app = await installedApp(sandbox);
  types = await readTypes();
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});

async function readTypes(): Promise<Record<string, string>> {
  const { repository } = await app.graphql<{
    repository: { issueTypes: { nodes: { id: string; name: string }[] } };
  }>(`{ repository(owner: "acme", name: "app") { issueTypes(first: 25) { nodes { id name } } } }`);
  return Object.fromEntries(repository.issueTypes.nodes.map(({ id, name }) => [name, id]));
}

const setType = (graphql: typeof app.graphql, issue: string, type: string | null) =>
  graphql(
    `
      mutation ($issue: ID!, $type: ID) {
        updateIssueIssueType(input: { issueId: $issue, issueTypeId: $type }) {
          issue {
            issueType {
              name
            }
          }
        }
      }
    `,
    { issue, type },
  );

describe("the types of an organisation", () => {
  test("are three in the beginning, the same over REST", async () => {
    expect(Object.keys(types)).toEqual(["Task", "Bug", "Feature"]);
    const { data } = await app.rest.request("GET /repos/{owner}/{repo}/issue-types", REPOSITORY);
    expect((data as { name: string; node_id: string }[]).map(({ name, node_id }) => [name, node_id])).toEqual(
      Object.entries(types),
    );
  });

  test("are written by its owners only, one of a name; a disabled one is not available", async () => {
    const write = (login: string, name: string) =>
      person(sandbox, login).rest.request("POST /orgs/{org}/issue-types", {
        org: "acme",
        name,
        is_enabled: true,
        color: "purple",
        description: "Larger than a task",
      });
    expect(await refusal(write("maintainer", "Epic"))).toMatchObject({ status: 404 });
    expect(await refusal(write("owner", "task"))).toMatchObject({
      status: 422,
      message: "Name has already been taken",
    });
    const { data } = await write("owner", "Epic");
    expect(data).toMatchObject({ name: "Epic", color: "purple", is_enabled: true });
    expect(Object.keys(await readTypes())).toContain("Epic");
    const { id } = data as { id: number };
    const edit = (is_enabled: boolean) =>
      person(sandbox, "owner").rest.request("PUT /orgs/{org}/issue-types/{issue_type_id}", {
        org: "acme",
        issue_type_id: id,
        name: "Epic",
        is_enabled,
      });
    await edit(false);
    expect(Object.keys(await readTypes())).not.toContain("Epic");
    await edit(true);
    types = await readTypes();
  });

  test("the list of the organisation is not for apps", async () => {
    expect(await refusal(app.rest.request("GET /orgs/{org}/issue-types", { org: "acme" }))).toMatchObject({
      status: 403,
      message: "Resource not accessible by integration",
    });
    expect(
      await app.graphql(`{ organization(login: "acme") { issueTypes(first: 1) { totalCount } } }`),
    ).toEqual({ organization: { issueTypes: null } });
    expect(
      await person(sandbox, "reader").graphql(
        `{ organization(login: "acme") { issueTypes(first: 1) { totalCount } } }`,
      ),
    ).toEqual({ organization: { issueTypes: { totalCount: 4 } } });
  });
});

describe("the type of an issue", () => {
  test("comes with it, changes, and goes; the app is told of each", async () => {
    const { repository } = await app.graphql<{ repository: { id: string } }>(
      `{ repository(owner: "acme", name: "app") { id } }`,
    );
    const { createIssue: made } = await app.graphql<{
      createIssue: { issue: { id: string; number: number; issueType: { name: string } } };
    }>(
      `mutation($r: ID!, $t: ID) { createIssue(input: {repositoryId: $r, title: "typed", issueTypeId: $t}) { issue { id number issueType { name } } } }`,
      { r: repository.id, t: types["Task"] },
    );
    const { issue } = made;
    expect(issue.issueType).toEqual({ name: "Task" });
    await untilIdle(sandbox);
    receiver.received.length = 0;
    await setType(person(sandbox, "writer").graphql, issue.id, types["Epic"] ?? "");
    await setType(app.graphql, issue.id, types["Epic"] ?? "");
    await setType(app.graphql, issue.id, null);
    await untilIdle(sandbox);
    expect(receiver.names().sort()).toEqual(["issues.typed", "issues.untyped", "issues.untyped"]);
    const { node } = await app.graphql<{ node: unknown }>(
      `query($id: ID!) { node(id: $id) { ... on Issue { issueType { name } timelineItems(first: 10, itemTypes: [ISSUE_TYPE_ADDED_EVENT, ISSUE_TYPE_CHANGED_EVENT, ISSUE_TYPE_REMOVED_EVENT]) { nodes { __typename ... on IssueTypeChangedEvent { prevIssueType { name } issueType { name } actor { login } } } } } } }`,
      { id: issue.id },
    );
    expect(node).toEqual({
      issueType: null,
      timelineItems: {
        nodes: [
          { __typename: "IssueTypeAddedEvent" },
          {
            __typename: "IssueTypeChangedEvent",
            prevIssueType: { name: "Task" },
            issueType: { name: "Epic" },
            actor: { login: "writer" },
          },
          { __typename: "IssueTypeRemovedEvent" },
        ],
      },
    });
    const { data } = await app.rest.rest.issues.listEvents({ ...REPOSITORY, issue_number: issue.number });
    expect(data.map(({ event }) => event)).toEqual([
      "issue_type_added",
      "issue_type_changed",
      "issue_type_removed",
    ]);
  });

  test("is named over REST; an unknown name is refused, a reader's wish is dropped", async () => {
    const writer = person(sandbox, "writer").rest;
    const { data } = await writer.request("POST /repos/{owner}/{repo}/issues", {
      ...REPOSITORY,
      title: "a bug",
      type: "bug",
    });
    expect(data.type).toMatchObject({ name: "Bug" });
    const update = (type: string | null) =>
      writer.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
        ...REPOSITORY,
        issue_number: data.number,
        type,
      });
    expect(await refusal(update("Nonsense"))).toMatchObject({
      status: 422,
      errors: [{ resource: "Issue", field: "type", code: "invalid" }],
    });
    const { data: bugs } = await writer.request("GET /repos/{owner}/{repo}/issues", {
      ...REPOSITORY,
      type: "bug",
    });
    expect(bugs.map(({ number }) => number)).toEqual([data.number]);
    expect((await update(null)).data.type).toBeNull();
    const asked = await person(sandbox, "reader").rest.request("POST /repos/{owner}/{repo}/issues", {
      ...REPOSITORY,
      title: "a wish",
      type: "Feature",
    });
    expect(asked.data.type).toBeNull();
  });

  test("is not a reader's to set, and goes when its type is deleted", async () => {
    const issue = await createIssue(app.graphql, "short type");
    const { errors } = await problems(
      setType(person(sandbox, "reader").graphql, issue.id, types["Bug"] ?? ""),
    );
    expect(errors[0]).toMatchObject({
      type: "FORBIDDEN",
      message: "reader does not have the correct permissions to execute `UpdateIssueIssueType`",
    });
    const owner = person(sandbox, "owner").graphql;
    const { organization } = await owner<{ organization: { id: string } }>(
      `{ organization(login: "acme") { id } }`,
    );
    const { createIssueType } = await owner<{ createIssueType: { issueType: { id: string } } }>(
      `mutation($o: ID!) { createIssueType(input: {ownerId: $o, name: "Spike", isEnabled: true, color: PINK}) { issueType { id } } }`,
      { o: organization.id },
    );
    const { id } = createIssueType.issueType;
    await setType(app.graphql, issue.id, id);
    await owner(`mutation($id: ID!) { deleteIssueType(input: {issueTypeId: $id}) { deletedIssueTypeId } }`, {
      id,
    });
    const { data } = await app.rest.rest.issues.get({ ...REPOSITORY, issue_number: issue.number });
    expect((data as { type?: unknown }).type).toBeNull();
  });
});

test("nothing strayed from GitHub's description", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
