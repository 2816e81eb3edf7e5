import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import {
  addFaults,
  appJwt,
  clients,
  installedApp,
  person,
  startReceiver,
  untilIdle,
  violations,
} from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let answer: number;

beforeEach(async () => {
  answer = 200;
  receiver = await startReceiver(() => answer);
  sandbox = await startSandbox({ port: 0, app: receiver.address });
  await untilIdle(sandbox);
  receiver.received.length = 0;
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const write = (path: string, text: string, more: object = {}) =>
  person(sandbox, "owner").rest.rest.repos.createOrUpdateFileContents({
    ...REPOSITORY,
    path,
    message: `write ${path}`,
    content: Buffer.from(text).toString("base64"),
    ...more,
  });

describe("what is told", () => {
  test("a push says which files came, changed and went", async () => {
    const { data } = await write("a.md", "one\n");
    await write("a.md", "two\n", { sha: data.content?.sha });
    const { rest } = person(sandbox, "owner");
    const current = await rest.rest.repos.getContent({ ...REPOSITORY, path: "a.md" });
    await rest.rest.repos.deleteFile({
      ...REPOSITORY,
      path: "a.md",
      message: "away",
      sha: "sha" in current.data ? current.data.sha : "",
    });
    await untilIdle(sandbox);
    const pushes = receiver.received.map(
      ({ body }) =>
        body as {
          ref: string;
          commits: { added: string[]; modified: string[]; removed: string[] }[];
          pusher: { name: string };
        },
    );
    const changes = pushes.map(({ commits }) =>
      commits.map(({ added, modified, removed }) => ({ added, modified, removed })),
    );
    expect(changes).toContainEqual([{ added: ["a.md"], modified: [], removed: [] }]);
    expect(changes).toContainEqual([{ added: [], modified: ["a.md"], removed: [] }]);
    expect(changes).toContainEqual([{ added: [], modified: [], removed: ["a.md"] }]);
    expect(pushes[0]).toMatchObject({
      ref: "refs/heads/main",
      pusher: { name: "owner" },
      organization: { login: "acme" },
    });
  });

  test("everything that happens to an issue, its labels, comments, parents, and the repository", async () => {
    const { rest, graphql } = person(sandbox, "owner");
    const { data: issue } = await rest.rest.issues.create({
      ...REPOSITORY,
      title: "t",
      labels: ["bug"],
      assignees: ["lead"],
    });
    const target = { ...REPOSITORY, issue_number: issue.number };
    await rest.rest.issues.update({ ...target, title: "new", body: "new" });
    await rest.rest.issues.update({ ...target, state: "closed" });
    await rest.rest.issues.update({ ...target, state: "open" });
    const { data: comment } = await rest.rest.issues.createComment({ ...target, body: "c" });
    await rest.rest.issues.updateComment({ ...REPOSITORY, comment_id: comment.id, body: "d" });
    await rest.rest.issues.deleteComment({ ...REPOSITORY, comment_id: comment.id });
    const { data: child } = await rest.rest.issues.create({ ...REPOSITORY, title: "child" });
    await rest.rest.issues.addSubIssue({ ...target, sub_issue_id: child.id });
    await rest.rest.issues.removeSubIssue({ ...target, sub_issue_id: child.id });
    await rest.rest.issues.addBlockedByDependency({ ...target, issue_id: child.id });
    await rest.rest.issues.lock({ ...target });
    await rest.rest.issues.unlock({ ...target });
    const { data: milestone } = await rest.rest.issues.createMilestone({ ...REPOSITORY, title: "m" });
    await rest.rest.issues.update({ ...target, milestone: milestone.number });
    await rest.rest.issues.update({ ...target, milestone: null });
    await rest.rest.issues.updateMilestone({
      ...REPOSITORY,
      milestone_number: milestone.number,
      title: "n",
      state: "closed",
    });
    await rest.rest.issues.deleteMilestone({ ...REPOSITORY, milestone_number: milestone.number });
    await rest.rest.issues.createLabel({ ...REPOSITORY, name: "l" });
    await rest.rest.issues.updateLabel({ ...REPOSITORY, name: "l", new_name: "k" });
    await rest.rest.issues.deleteLabel({ ...REPOSITORY, name: "k" });
    await rest.rest.issues.removeLabel({ ...target, name: "bug" });
    await rest.rest.issues.removeAssignees({ ...target, assignees: ["lead"] });
    await rest.rest.repos.createInOrg({ org: "acme", name: "other", private: true });
    const { data: other } = await rest.rest.repos.get({ owner: "acme", repo: "other" });
    await graphql(
      `
        mutation ($i: ID!, $r: ID!) {
          transferIssue(input: { issueId: $i, repositoryId: $r }) {
            issue {
              id
            }
          }
        }
      `,
      { i: child.node_id, r: other.node_id },
    );
    await graphql(
      `
        mutation ($i: ID!) {
          deleteIssue(input: { issueId: $i }) {
            clientMutationId
          }
        }
      `,
      { i: issue.node_id },
    );
    await rest.rest.repos.update({ owner: "acme", repo: "other", name: "renamed" });
    await rest.rest.repos.update({ owner: "acme", repo: "renamed", archived: true });
    await rest.rest.repos.update({ owner: "acme", repo: "renamed", archived: false });
    await rest.rest.repos.delete({ owner: "acme", repo: "renamed" });
    await untilIdle(sandbox);
    const names = new Set(receiver.names());
    for (const action of [
      "opened",
      "labeled",
      "assigned",
      "edited",
      "closed",
      "reopened",
      "locked",
      "unlocked",
      "milestoned",
      "demilestoned",
      "unlabeled",
      "unassigned",
      "transferred",
      "deleted",
    ]) {
      expect(names).toContain(`issues.${action}`);
    }
    for (const name of [
      "issue_comment.created",
      "issue_comment.edited",
      "issue_comment.deleted",
      "sub_issues.sub_issue_added",
      "sub_issues.parent_issue_added",
      "sub_issues.sub_issue_removed",
      "sub_issues.parent_issue_removed",
      "issue_dependencies.blocked_by_added",
      "issue_dependencies.blocking_added",
      "label.created",
      "label.edited",
      "label.deleted",
      "milestone.created",
      "milestone.edited",
      "milestone.closed",
      "milestone.deleted",
      "repository.created",
      "repository.renamed",
      "repository.archived",
      "repository.unarchived",
      "repository.deleted",
      "installation_repositories.added",
      "installation_repositories.removed",
    ]) {
      expect(names).toContain(name);
    }
    const edited = receiver.received.find(({ body }) => body["action"] === "edited" && "issue" in body);
    expect(edited?.body["changes"]).toEqual({ title: { from: "t" }, body: { from: "" } });
    expect(await violations(sandbox)).toEqual([]);
  });

  test("a ref that is no branch and no tag is moved in silence", async () => {
    const app = await installedApp(sandbox);
    const { data } = await app.rest.rest.git.getRef({ ...REPOSITORY, ref: "heads/main" });
    await app.rest.rest.git.createRef({ ...REPOSITORY, ref: "refs/tickmark/main", sha: data.object.sha });
    await untilIdle(sandbox);
    expect(receiver.names()).toEqual([]);
  });
});

describe("deliveries", () => {
  test("a failed one is listed and can be asked for again, with the same guid and the same bytes", async () => {
    const { rest } = clients(sandbox, appJwt(sandbox));
    answer = 500;
    await person(sandbox, "writer").rest.rest.issues.create({ ...REPOSITORY, title: "t" });
    await untilIdle(sandbox);
    const failed = (await rest.rest.apps.listWebhookDeliveries({ status: "failure" })).data;
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({
      event: "issues",
      action: "opened",
      status_code: 500,
      redelivery: false,
    });
    answer = 200;
    expect((await rest.rest.apps.redeliverWebhookDelivery({ delivery_id: failed[0]?.id ?? 0 })).status).toBe(
      202,
    );
    await untilIdle(sandbox);
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]?.text).toBe(receiver.received[0]?.text);
    expect(receiver.received[1]?.headers["x-github-delivery"]).toBe(
      receiver.received[0]?.headers["x-github-delivery"],
    );
    const { data: shown } = await rest.rest.apps.getWebhookDelivery({ delivery_id: failed[0]?.id ?? 0 });
    expect(shown.request.payload).toMatchObject({ action: "opened" });
    expect(await violations(sandbox)).toEqual([]);
  });

  test("without an app they are recorded, and nothing is pending", async () => {
    const lonely = await startSandbox({ port: 0 });
    try {
      await person(lonely, "writer").rest.rest.issues.create({ ...REPOSITORY, title: "t" });
      await untilIdle(lonely);
      const { rest } = clients(lonely, appJwt(lonely));
      expect((await rest.rest.apps.listWebhookDeliveries()).data.map(({ status }) => status)).toContain(
        "no app connected",
      );
    } finally {
      await lonely.close();
    }
  });

  test("can be lost, doubled, late and overtaken", async () => {
    const { rest } = person(sandbox, "writer");
    const open = (title: string) => rest.rest.issues.create({ ...REPOSITORY, title });
    await addFaults(sandbox, { kind: "delivery-drop" });
    await open("lost");
    await addFaults(sandbox, { kind: "delivery-double", match: { operation: "issues.opened" } });
    await open("doubled");
    await untilIdle(sandbox);
    await addFaults(sandbox, { kind: "delivery-late", ms: 150 });
    await open("late");
    await open("in time");
    await untilIdle(sandbox);
    await addFaults(sandbox, { kind: "delivery-reorder" });
    await open("overtaken");
    await open("overtaking");
    await untilIdle(sandbox);
    const titles = receiver.received.map(({ body }) => (body["issue"] as { title: string }).title);
    expect(titles.filter((title) => title === "lost")).toEqual([]);
    expect(titles.filter((title) => title === "doubled")).toHaveLength(2);
    expect(titles.indexOf("in time")).toBeLessThan(titles.indexOf("late"));
    expect(titles.indexOf("overtaking")).toBeLessThan(titles.indexOf("overtaken"));
  });
});

describe("idle", () => {
  test("says what is pending when the time is over", async () => {
    await addFaults(sandbox, { kind: "delivery-late", ms: 5_000 });
    await person(sandbox, "writer").rest.rest.issues.create({ ...REPOSITORY, title: "t" });
    const response = await fetch(`${sandbox.url}/_sandbox/idle?timeout=0.1`);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ idle: false, pending: { deliveries: 1 } });
  });
});
