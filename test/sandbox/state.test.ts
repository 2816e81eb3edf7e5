import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { addItem, createBoard, createIssue, readValues } from "./boards.js";
import { clients, installedApp, person, refusal } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a state folder", () => {
  test("keeps the world over a restart: files, issues and their parents, keys and tokens", async () => {
    const stateDir = join(folder, "state");
    const first = await startSandbox({ port: 0, stateDir });
    const app = await installedApp(first);
    const { data: parent } = await app.rest.rest.issues.create({ ...REPOSITORY, title: "parent" });
    const { data: child } = await app.rest.rest.issues.create({ ...REPOSITORY, title: "child" });
    await app.rest.rest.issues.addSubIssue({
      ...REPOSITORY,
      issue_number: parent.number,
      sub_issue_id: child.id,
    });
    await person(first, "owner").rest.rest.repos.createOrUpdateFileContents({
      ...REPOSITORY,
      path: "a.md",
      message: "m",
      content: "YQ==",
    });
    await first.close();
    const second = await startSandbox({ port: 0, stateDir });
    try {
      expect(second.credentials).toEqual(first.credentials);
      const again = clients(second, app.token);
      expect(
        (await again.rest.rest.issues.getParent({ ...REPOSITORY, issue_number: child.number })).data.number,
      ).toBe(parent.number);
      const { data } = await again.rest.rest.repos.getContent({ ...REPOSITORY, path: "a.md" });
      expect("content" in data ? data.content : "").toBe("YQ==\n");
      expect((await again.rest.rest.issues.create({ ...REPOSITORY, title: "next" })).data.number).toBe(3);
    } finally {
      await second.close();
    }
  });

  test("keeps boards, and an issue that moved to another repository stays on them", async () => {
    const stateDir = join(folder, "state");
    const first = await startSandbox({ port: 0, stateDir });
    const owner = person(first, "owner");
    const board = await createBoard(owner.graphql, "kept");
    const issue = await createIssue(owner.graphql, "moving");
    const item = await addItem(owner.graphql, board, issue);
    const { data } = await owner.rest.rest.repos.createInOrg({ org: "acme", name: "other" });
    await owner.graphql(
      `mutation($i: ID!, $r: ID!) { transferIssue(input: {issueId: $i, repositoryId: $r}) { issue { id } } }`,
      { i: issue.id, r: data.node_id },
    );
    await first.close();
    const second = await startSandbox({ port: 0, stateDir });
    try {
      const { graphql } = person(second, "owner");
      const { node } = await graphql<{ node: unknown }>(
        `
          query ($id: ID!) {
            node(id: $id) {
              ... on ProjectV2Item {
                content {
                  ... on Issue {
                    repository {
                      name
                    }
                  }
                }
              }
            }
          }
        `,
        { id: item },
      );
      expect(node).toEqual({ content: { repository: { name: "other" } } });
      expect(await readValues(graphql, item)).toEqual({ Title: "moving" });
    } finally {
      await second.close();
    }
  });

  test("a copy taken at any moment is a whole world", async () => {
    const stateDir = join(folder, "state");
    const running = await startSandbox({ port: 0, stateDir });
    const owner = person(running, "owner");
    for (let index = 0; index < 5; index += 1) {
      await owner.rest.rest.repos.createOrUpdateFileContents({
        ...REPOSITORY,
        path: `${index}.md`,
        message: "m",
        content: "YQ==",
      });
    }
    const copy = join(folder, "copy");
    cpSync(stateDir, copy, { recursive: true });
    await running.close();
    const restored = await startSandbox({ port: 0, stateDir: copy });
    try {
      const { data } = await person(restored, "owner").rest.rest.git.getTree({
        ...REPOSITORY,
        tree_sha: "main",
        recursive: "1",
      });
      expect(data.tree.length).toBeGreaterThan(0);
    } finally {
      await restored.close();
    }
  });

  test("that is a file, or holds what no sandbox kept, is refused in a sentence", async () => {
    const path = join(folder, "world.bin");
    writeFileSync(path, "no snapshot");
    await expect(startSandbox({ port: 0, stateDir: folder })).rejects.toThrow(
      `${folder} holds no state of the sandbox`,
    );
    expect(readFileSync(path, "utf8")).toBe("no snapshot");
    await expect(startSandbox({ port: 0, stateDir: path })).rejects.toThrow("there is a file of that name");
  });

  test("of another version of the sandbox is left as it is, and says so", async () => {
    const stateDir = join(folder, "state");
    await (await startSandbox({ port: 0, stateDir })).close();
    const path = join(stateDir, "world.bin");
    const state = deserialize(readFileSync(path)) as object;
    const older = serialize({ ...state, version: 1 });
    writeFileSync(path, older);
    await expect(startSandbox({ port: 0, stateDir })).rejects.toThrow("another version of the sandbox");
    expect(readFileSync(path).equals(older)).toBe(true);
  });

  test("a port in use is Node's own error", async () => {
    const running = await startSandbox({ port: 0 });
    try {
      await expect(startSandbox({ port: Number(new URL(running.url).port) })).rejects.toMatchObject({
        code: "EADDRINUSE",
      });
      expect(await refusal(person(running, "outsider").rest.rest.repos.get(REPOSITORY))).toMatchObject({
        status: 404,
      });
    } finally {
      await running.close();
    }
  });
});
