import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { verify } from "@octokit/webhooks-methods";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person, startReceiver, untilIdle, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };

interface Created {
  readonly one: { issue: { id: string; number: number; url: string } };
  readonly two: { issue: { id: string; number: number; parent: { number: number } } };
}

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox({ port: 0, app: receiver.address });
});

afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

describe("the path a task takes through GitHub", () => {
  test("a file is pushed, read, mirrored as issues, written back; an issue closes; nothing breaks the contract", async () => {
    const owner = person(sandbox, "owner");
    await owner.rest.rest.repos.createOrUpdateFileContents({
      ...REPOSITORY,
      path: "checklists/a.md",
      message: "docs: a checklist",
      content: Buffer.from("- [ ] one\n  - [ ] two\n").toString("base64"),
    });
    const app = await installedApp(sandbox);
    const { repository } = await app.graphql<{
      repository: {
        id: string;
        defaultBranchRef: { target: { oid: string; file: { object: { text: string } } } };
      };
    }>(
      `query Read { repository(owner: "acme", name: "app") { id defaultBranchRef { name target { oid ... on Commit { file(path: "checklists/a.md") { oid object { ... on Blob { text isBinary isTruncated } } } } } } } }`,
    );
    expect(repository.defaultBranchRef.target.file.object.text).toBe("- [ ] one\n  - [ ] two\n");
    const first = await app.graphql<Created>(
      `mutation Create($r: ID!) { one: createIssue(input: {repositoryId: $r, title: "one", body: "first"}) { issue { id number url } } }`,
      { r: repository.id },
    );
    const second = await app.graphql<Created>(
      `mutation Child($r: ID!, $p: ID!) { two: createIssue(input: {repositoryId: $r, title: "two", parentIssueId: $p}) { issue { id number parent { number } } } }`,
      { r: repository.id, p: first.one.issue.id },
    );
    expect(second.two.issue).toMatchObject({ number: 2, parent: { number: 1 } });
    const contents = Buffer.from(`- [ ] one [#1](${first.one.issue.url})\n  - [ ] two\n`).toString("base64");
    const { commit } = await app.graphql<{
      commit: { commit: { oid: string; signature: { isValid: boolean } } };
    }>(
      `mutation Commit($input: CreateCommitOnBranchInput!) { commit: createCommitOnBranch(input: $input) { commit { oid signature { isValid wasSignedByGitHub } } } }`,
      {
        input: {
          branch: { repositoryNameWithOwner: "acme/app", branchName: "main" },
          expectedHeadOid: repository.defaultBranchRef.target.oid,
          message: { headline: "docs: references" },
          fileChanges: { additions: [{ path: "checklists/a.md", contents }] },
        },
      },
    );
    expect(commit.commit.signature.isValid).toBe(true);
    const writer = person(sandbox, "writer");
    const { data: closed } = await writer.rest.rest.issues.update({
      ...REPOSITORY,
      issue_number: 1,
      state: "closed",
    });
    expect(closed).toMatchObject({
      state: "closed",
      state_reason: "completed",
      closed_by: { login: "writer" },
    });
    await untilIdle(sandbox);
    expect(receiver.names().sort()).toEqual(
      [
        "installation.created",
        "push",
        "issues.opened",
        "issues.opened",
        "sub_issues.parent_issue_added",
        "sub_issues.sub_issue_added",
        "push",
        "issues.closed",
      ].sort(),
    );
    expect(await violations(sandbox)).toEqual([]);
  });

  test("a delivery is signed with the app's secret and says who did it", async () => {
    const app = await installedApp(sandbox);
    await app.rest.rest.issues.create({ ...REPOSITORY, title: "by the app" });
    await untilIdle(sandbox);
    const opened = receiver.received.find(({ headers }) => headers["x-github-event"] === "issues");
    expect(
      await verify(
        sandbox.credentials.webhookSecret,
        opened?.text ?? "",
        String(opened?.headers["x-hub-signature-256"]),
      ),
    ).toBe(true);
    expect(opened?.body).toMatchObject({
      action: "opened",
      sender: { login: "tickmark[bot]", type: "Bot" },
      installation: { id: sandbox.credentials.installationId },
    });
  });
});
