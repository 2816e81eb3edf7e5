import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person, refusal, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let sandbox: Sandbox;
let writer: ReturnType<typeof person>["rest"]["rest"];
let reader: ReturnType<typeof person>["rest"]["rest"];
let owner: ReturnType<typeof person>["rest"]["rest"];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  [writer, reader, owner] = ["writer", "reader", "owner"].map(
    (login) => person(sandbox, login).rest.rest,
  ) as [typeof writer, typeof reader, typeof owner];
});
afterAll(() => sandbox.close());

async function open(title: string, more: object = {}): Promise<number> {
  return (await writer.issues.create({ ...REPOSITORY, title, ...more })).data.number;
}

describe("who may do what", () => {
  test("a reader opens an issue; labels, assignees and the milestone are dropped silently", async () => {
    const { data } = await reader.issues.create({
      ...REPOSITORY,
      title: "please",
      labels: ["bug"],
      assignees: ["writer"],
    });
    expect(data).toMatchObject({ labels: [], assignees: [], user: { login: "reader" } });
    expect(
      (
        await reader.issues.update({
          ...REPOSITORY,
          issue_number: data.number,
          labels: ["bug"],
          body: "mine",
        })
      ).data,
    ).toMatchObject({ labels: [], body: "mine" });
    expect(
      (await reader.issues.update({ ...REPOSITORY, issue_number: data.number, state: "closed" })).data.state,
    ).toBe("closed");
  });

  test("a reader cannot close or edit what somebody else wrote; a triager can close", async () => {
    const number = await open("not yours");
    expect(
      await refusal(reader.issues.update({ ...REPOSITORY, issue_number: number, state: "closed" })),
    ).toMatchObject({ status: 403 });
    expect(
      await refusal(reader.issues.update({ ...REPOSITORY, issue_number: number, title: "mine now" })),
    ).toMatchObject({ status: 403 });
    const triager = person(sandbox, "triager").rest.rest;
    expect(
      (
        await triager.issues.update({
          ...REPOSITORY,
          issue_number: number,
          state: "closed",
          state_reason: "not_planned",
        })
      ).data.state_reason,
    ).toBe("not_planned");
    expect(await refusal(triager.issues.createLabel({ ...REPOSITORY, name: "x" }))).toMatchObject({
      status: 403,
    });
  });

  test("only an administrator deletes, and a deleted issue is gone", async () => {
    const number = await open("short life");
    const { graphql } = person(sandbox, "owner");
    const { repository } = await graphql<{ repository: { issue: { id: string } } }>(
      `
        query ($n: Int!) {
          repository(owner: "acme", name: "app") {
            issue(number: $n) {
              id
            }
          }
        }
      `,
      { n: number },
    );
    await expect(
      person(sandbox, "writer").graphql(
        `mutation($id: ID!) { deleteIssue(input: {issueId: $id}) { clientMutationId } }`,
        { id: repository.issue.id },
      ),
    ).rejects.toThrow();
    await graphql(
      `
        mutation ($id: ID!) {
          deleteIssue(input: { issueId: $id }) {
            clientMutationId
          }
        }
      `,
      { id: repository.issue.id },
    );
    expect(await refusal(writer.issues.get({ ...REPOSITORY, issue_number: number }))).toMatchObject({
      status: 410,
      message: "This issue was deleted",
    });
    expect(await refusal(writer.issues.get({ ...REPOSITORY, issue_number: 9999 }))).toMatchObject({
      status: 404,
    });
  });

  test("a locked issue takes comments from writers only", async () => {
    const number = await open("quiet");
    await writer.issues.lock({ ...REPOSITORY, issue_number: number, lock_reason: "resolved" });
    expect(
      await refusal(reader.issues.createComment({ ...REPOSITORY, issue_number: number, body: "but" })),
    ).toMatchObject({ status: 403 });
    await writer.issues.createComment({ ...REPOSITORY, issue_number: number, body: "done" });
    expect((await writer.issues.get({ ...REPOSITORY, issue_number: number })).data).toMatchObject({
      locked: true,
      active_lock_reason: "resolved",
      comments: 1,
    });
  });
});

describe("what is not valid", () => {
  test("no title, a blank one, one of 257 characters, a body of 65,537", async () => {
    expect(await refusal(writer.issues.create({ ...REPOSITORY } as never))).toMatchObject({
      status: 422,
      message: `Invalid request.\n\n"title" wasn't supplied.`,
    });
    expect(await refusal(writer.issues.create({ ...REPOSITORY, title: " " }))).toMatchObject({
      status: 422,
      message: "Validation Failed",
      errors: [{ resource: "Issue", field: "title", code: "missing_field" }],
    });
    expect((await refusal(writer.issues.create({ ...REPOSITORY, title: "x".repeat(257) }))).errors).toEqual([
      {
        resource: "Issue",
        field: "title",
        code: "custom",
        message: "title is too long (maximum is 256 characters)",
      },
    ]);
    expect(
      (await refusal(writer.issues.create({ ...REPOSITORY, title: "x", body: "b".repeat(65_537) }))).errors,
    ).toEqual([
      {
        resource: "Issue",
        field: "body",
        code: "custom",
        message: "body is too long (maximum is 65536 characters)",
      },
    ]);
    expect(
      (await writer.issues.create({ ...REPOSITORY, title: "😀".repeat(256), body: "b".repeat(65_536) }))
        .status,
    ).toBe(201);
  });

  test("a label twice, a label with a wrong colour, an unknown milestone", async () => {
    expect((await refusal(writer.issues.createLabel({ ...REPOSITORY, name: "BUG" }))).errors).toEqual([
      { resource: "Label", field: "name", code: "already_exists" },
    ]);
    expect(
      (await refusal(writer.issues.createLabel({ ...REPOSITORY, name: "n", color: "#fff" }))).errors,
    ).toEqual([{ resource: "Label", field: "color", code: "invalid" }]);
    expect(await refusal(writer.issues.create({ ...REPOSITORY, title: "t", milestone: 99 }))).toMatchObject({
      status: 422,
    });
  });

  test("a body that is no JSON", async () => {
    const response = await fetch(`${sandbox.url}/repos/acme/app/issues`, {
      method: "POST",
      headers: { authorization: "token sandbox-writer" },
      body: "{",
    });
    expect(response.status).toBe(400);
  });
});

describe("lists", () => {
  test("are paged with links, filtered and sorted", async () => {
    const label = (await writer.issues.createLabel({ ...REPOSITORY, name: "paged" })).data.name;
    for (let index = 0; index < 5; index += 1) await open(`page ${index}`, { labels: [label] });
    const first = await writer.issues.listForRepo({
      ...REPOSITORY,
      labels: label,
      per_page: 2,
      direction: "asc",
    });
    expect(first.data.map(({ title }) => title)).toEqual(["page 0", "page 1"]);
    expect(first.headers.link).toMatch(/page=2[^>]*>; rel="next", <[^>]*page=3[^>]*>; rel="last"/);
    const { rest } = person(sandbox, "writer");
    const all = await rest.paginate(rest.rest.issues.listForRepo, {
      ...REPOSITORY,
      labels: label,
      per_page: 2,
    });
    expect(all).toHaveLength(5);
    const app = await installedApp(sandbox);
    await app.rest.rest.issues.create({ ...REPOSITORY, title: "by the bot" });
    const { data: own } = await writer.issues.listForRepo({
      ...REPOSITORY,
      creator: "tickmark[bot]",
      state: "all",
    });
    expect(own.map(({ title }) => title)).toEqual(["by the bot"]);
    expect(
      (await writer.issues.listForRepo({ ...REPOSITORY, since: "2099-01-01T00:00:00Z", state: "all" })).data,
    ).toEqual([]);
  });

  test("an unchanged list answers 304 to its etag", async () => {
    const first = await writer.issues.listForRepo(REPOSITORY);
    const again = writer.issues.listForRepo({
      ...REPOSITORY,
      headers: { "if-none-match": first.headers.etag },
    });
    expect(await refusal(again)).toMatchObject({ status: 304 });
    await open("news");
    expect(
      (await writer.issues.listForRepo({ ...REPOSITORY, headers: { "if-none-match": first.headers.etag } }))
        .status,
    ).toBe(200);
  });
});

describe("the life of an issue", () => {
  test("is told in its timeline, and its time never runs backwards", async () => {
    const number = await open("old title");
    const created = (await writer.issues.get({ ...REPOSITORY, issue_number: number })).data;
    await writer.issues.update({ ...REPOSITORY, issue_number: number, title: "new title" });
    await writer.issues.update({
      ...REPOSITORY,
      issue_number: number,
      state: "closed",
      state_reason: "not_planned",
    });
    await owner.issues.update({ ...REPOSITORY, issue_number: number, state: "open" });
    const { data: events } = await writer.issues.listEvents({ ...REPOSITORY, issue_number: number });
    expect(events.map(({ event, actor }) => `${event} by ${actor?.login}`)).toEqual([
      "renamed by writer",
      "closed by writer",
      "reopened by owner",
    ]);
    const { data } = await writer.issues.get({ ...REPOSITORY, issue_number: number });
    expect(data).toMatchObject({ state: "open", state_reason: "reopened", closed_at: null });
    expect(data.updated_at >= created.updated_at).toBe(true);
    expect(data.updated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test("labels, assignees and milestones come and go; a renamed label is renamed everywhere", async () => {
    const { data: milestone } = await writer.issues.createMilestone({
      ...REPOSITORY,
      title: "m1",
      due_on: "2026-02-03T10:00:00Z",
    });
    const number = await open("dressed", {
      labels: ["unknown so far", "bug"],
      assignees: ["lead"],
      milestone: milestone.number,
    });
    const { data } = await writer.issues.get({ ...REPOSITORY, issue_number: number });
    expect(data.assignees?.map(({ login }) => login)).toEqual(["lead"]);
    expect(data.milestone).toMatchObject({ title: "m1", open_issues: 1 });
    await writer.issues.updateLabel({ ...REPOSITORY, name: "unknown so far", new_name: "known" });
    const { data: labels } = await writer.issues.removeLabel({
      ...REPOSITORY,
      issue_number: number,
      name: "bug",
    });
    expect(labels.map(({ name }) => name)).toEqual(["known"]);
    expect(
      await refusal(writer.issues.removeLabel({ ...REPOSITORY, issue_number: number, name: "bug" })),
    ).toMatchObject({ status: 404, message: "Label does not exist" });
    await writer.issues.updateMilestone({
      ...REPOSITORY,
      milestone_number: milestone.number,
      state: "closed",
    });
    expect((await writer.issues.listMilestones({ ...REPOSITORY, state: "closed" })).data).toHaveLength(1);
    await writer.issues.update({ ...REPOSITORY, issue_number: number, milestone: null, assignees: [] });
    expect((await writer.issues.get({ ...REPOSITORY, issue_number: number })).data).toMatchObject({
      milestone: null,
      assignees: [],
    });
  });

  test("comments are edited by their authors and by writers; reactions are counted once per person", async () => {
    const number = await open("talk");
    const { data: comment } = await reader.issues.createComment({
      ...REPOSITORY,
      issue_number: number,
      body: "first",
    });
    expect(
      (await reader.issues.updateComment({ ...REPOSITORY, comment_id: comment.id, body: "second" })).data
        .body,
    ).toBe("second");
    expect(
      await refusal(
        person(sandbox, "triager").rest.rest.issues.updateComment({
          ...REPOSITORY,
          comment_id: comment.id,
          body: "no",
        }),
      ),
    ).toMatchObject({ status: 403 });
    const react = () =>
      writer.reactions.createForIssueComment({ ...REPOSITORY, comment_id: comment.id, content: "rocket" });
    expect((await react()).status).toBe(201);
    expect((await react()).status).toBe(200);
    expect(
      (await writer.issues.listComments({ ...REPOSITORY, issue_number: number })).data[0]?.reactions,
    ).toMatchObject({ rocket: 1, total_count: 1 });
    await writer.issues.deleteComment({ ...REPOSITORY, comment_id: comment.id });
    expect(await refusal(writer.issues.getComment({ ...REPOSITORY, comment_id: comment.id }))).toMatchObject({
      status: 404,
    });
  });

  test("sub-issues: two parents are refused, replacing moves, order can be changed", async () => {
    const [a, b, one, two] = await Promise.all(
      ["a", "b", "one", "two"].map(
        async (title) => (await writer.issues.create({ ...REPOSITORY, title })).data,
      ),
    ).then(
      (all) =>
        all as [(typeof all)[number], (typeof all)[number], (typeof all)[number], (typeof all)[number]],
    );
    const add = (parent: number, child: number, more: object = {}) =>
      writer.issues.addSubIssue({ ...REPOSITORY, issue_number: parent, sub_issue_id: child, ...more });
    await add(a.number, one.id);
    await add(a.number, two.id);
    expect((await refusal(add(b.number, one.id))).errors).toMatchObject([
      { message: "Issue may not contain duplicate sub-issues and Sub issue may only have one parent" },
    ]);
    expect(await refusal(add(one.number, a.id))).toMatchObject({ status: 422 });
    await writer.issues.reprioritizeSubIssue({
      ...REPOSITORY,
      issue_number: a.number,
      sub_issue_id: two.id,
      before_id: one.id,
    });
    expect(
      (await writer.issues.listSubIssues({ ...REPOSITORY, issue_number: a.number })).data.map(
        ({ number }) => number,
      ),
    ).toEqual([two.number, one.number]);
    await add(b.number, one.id, { replace_parent: true });
    expect((await writer.issues.getParent({ ...REPOSITORY, issue_number: one.number })).data.number).toBe(
      b.number,
    );
    await writer.issues.removeSubIssue({ ...REPOSITORY, issue_number: b.number, sub_issue_id: one.id });
    expect(await refusal(writer.issues.getParent({ ...REPOSITORY, issue_number: one.number }))).toMatchObject(
      { status: 404 },
    );
    await writer.issues.addBlockedByDependency({ ...REPOSITORY, issue_number: one.number, issue_id: two.id });
    expect(
      (await writer.issues.get({ ...REPOSITORY, issue_number: one.number })).data.issue_dependencies_summary,
    ).toMatchObject({ blocked_by: 1 });
  });
});

describe("repositories", () => {
  test("a new one, renamed, archived, deleted; a transferred issue redirects", async () => {
    expect(await refusal(writer.repos.createInOrg({ org: "acme", name: "other" }))).toMatchObject({
      status: 403,
    });
    const { data: made } = await owner.repos.createInOrg({
      org: "acme",
      name: "other",
      private: true,
      auto_init: true,
    });
    expect(made.default_branch).toBe("main");
    const other = { owner: "acme", repo: "other" };
    const { graphql } = person(sandbox, "owner");
    const number = await open("travels");
    const ids = await graphql<{ a: { issue: { id: string } }; b: { id: string } }>(
      `
        query ($n: Int!) {
          a: repository(owner: "acme", name: "app") {
            issue(number: $n) {
              id
            }
          }
          b: repository(owner: "acme", name: "other") {
            id
          }
        }
      `,
      { n: number },
    );
    const moved = await graphql<{
      transferIssue: { issue: { number: number; repository: { name: string } } };
    }>(
      `
        mutation ($i: ID!, $r: ID!) {
          transferIssue(input: { issueId: $i, repositoryId: $r }) {
            issue {
              number
              repository {
                name
              }
            }
          }
        }
      `,
      { i: ids.a.issue.id, r: ids.b.id },
    );
    expect(moved.transferIssue.issue).toEqual({ number: 1, repository: { name: "other" } });
    const response = await fetch(`${sandbox.url}/repos/acme/app/issues/${number}`, {
      headers: { authorization: "token sandbox-owner" },
      redirect: "manual",
    });
    expect([response.status, response.headers.get("location")]).toEqual([
      301,
      `${sandbox.url}/api/v3/repos/acme/other/issues/1`,
    ]);
    await owner.repos.update({ ...other, name: "another" });
    expect((await owner.issues.listForRepo(other)).data).toHaveLength(1);
    await owner.repos.update({ owner: "acme", repo: "another", archived: true });
    expect(
      await refusal(owner.issues.create({ owner: "acme", repo: "another", title: "late" })),
    ).toMatchObject({ status: 403, message: "Repository was archived so is read-only." });
    await owner.repos.delete({ owner: "acme", repo: "another" });
    expect(await refusal(owner.repos.get({ owner: "acme", repo: "another" }))).toMatchObject({ status: 404 });
  });

  test("an empty repository has no head, and takes its first file", async () => {
    await owner.repos.createInOrg({ org: "acme", name: "empty" });
    const empty = { owner: "acme", repo: "empty" };
    const { graphql } = person(sandbox, "owner");
    expect(
      await graphql(`
        {
          repository(owner: "acme", name: "empty") {
            isEmpty
            defaultBranchRef {
              name
            }
          }
        }
      `),
    ).toEqual({ repository: { isEmpty: true, defaultBranchRef: null } });
    expect(await refusal(owner.repos.listCommits(empty))).toMatchObject({
      status: 409,
      message: "Git Repository is empty.",
    });
    expect(
      (await owner.repos.createOrUpdateFileContents({ ...empty, path: "a", message: "first", content: "" }))
        .status,
    ).toBe(201);
  });
});

test("everything that was answered follows GitHub's description", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
