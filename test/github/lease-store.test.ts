import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { GitHubClient } from "../../src/github/client.js";
import { LeaseStore } from "../../src/github/lease-store.js";
import { UNPACED } from "../../src/github/pace.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { installedApp, person } from "../sandbox/harness.js";
import { ADDRESS, plainOctokit } from "./harness.js";

let sandbox: Sandbox;
let commit: string;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { git } = person(sandbox, "owner").rest.rest;
  commit = (await git.getRef({ owner: "acme", repo: "app", ref: "heads/main" })).data.object.sha;
});
afterEach(() => sandbox.close());

async function process(host: string) {
  const { token } = await installedApp(sandbox);
  const octokit = plainOctokit(token, `${sandbox.url}/api/v3`);
  const holder = { host, pid: 1, life: host };
  return { octokit, store: new LeaseStore(new GitHubClient(octokit, UNPACED), ADDRESS, holder) };
}

test("a lease that was given back and taken by another process meanwhile is not taken away from it", async () => {
  const [first, second, slower] = [await process("a"), await process("b"), await process("c")];
  await first.store.acquire("main", commit);
  slower.octokit.hook.wrap("request", async (request, options) => {
    const isLook = options.method === "GET" && options.url.includes("/git/ref/");
    if (isLook) await first.store.release("main");
    const answer = await Promise.resolve(request(options)).catch((error: unknown) => error as Error);
    if (isLook) await second.store.acquire("main", commit);
    if (answer instanceof Error) throw answer;
    return answer;
  });

  await expect(slower.store.acquire("main", commit)).rejects.toThrow(RetryError);
});
