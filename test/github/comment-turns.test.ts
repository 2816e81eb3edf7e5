import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GitHubClient } from "../../src/github/client.js";
import { commentTurns } from "../../src/github/comment-turns.js";
import { UNPACED } from "../../src/github/pace.js";
import type { TurnPlace } from "../../src/commands/ports.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person } from "../sandbox/harness.js";
import { ADDRESS, plainOctokit } from "./harness.js";

let sandbox: Sandbox;
let place: TurnPlace;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { git, repos } = person(sandbox, "owner").rest.rest;
  const { data: repository } = await repos.get({ owner: "acme", repo: "app" });
  const { data: main } = await git.getRef({ owner: "acme", repo: "app", ref: "heads/main" });
  place = { repositoryId: repository.node_id, oid: main.object.sha };
});
afterAll(() => sandbox.close());

async function process(host: string) {
  const { token } = await installedApp(sandbox);
  const client = new GitHubClient(plainOctokit(token, `${sandbox.url}/api/v3`), UNPACED);
  return commentTurns(client, ADDRESS, { host, pid: 1, held: new Set() });
}

describe("the turn to answer a comment", () => {
  test("is one process's, until it gives it back; each comment has its own", async () => {
    const [first, second] = [await process("a"), await process("b")];

    expect(await first.take(1, place)).toBe(true);
    expect(await first.take(1, place)).toBe(true);
    expect(await second.take(1, place)).toBe(false);
    expect(await second.take(2, place)).toBe(true);
    await first.giveBack(1, place);
    expect(await second.take(1, place)).toBe(true);
  });

  test("of a process that started anew where the former one died is taken over", async () => {
    await (await process("c")).take(3, place);

    expect(await (await process("c")).take(3, place)).toBe(true);
  });

  test("that somebody else has is not given back", async () => {
    const [first, second, third] = [await process("d"), await process("e"), await process("f")];
    await first.take(4, place);
    await second.giveBack(4, place);

    expect(await third.take(4, place)).toBe(false);
  });

  test("needs no ref where there is no commit yet", async () => {
    const turns = await process("g");

    expect(await turns.take(5, { ...place, oid: "" })).toBe(true);
    await turns.giveBack(5, { ...place, oid: "" });
  });
});
