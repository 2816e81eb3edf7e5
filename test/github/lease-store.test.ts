import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { GitHubClient } from "../../src/github/client.js";
import type { Octokit } from "../../src/github/client.js";
import { LeaseStore } from "../../src/github/lease-store.js";
import { UNPACED } from "../../src/github/pace.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { LeasedHead } from "../../src/sync/lease.js";
import { installedApp, person } from "../sandbox/harness.js";
import { ADDRESS, plainOctokit } from "./harness.js";

let sandbox: Sandbox;
let head: LeasedHead;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { git, repos } = person(sandbox, "owner").rest.rest;
  const address = { owner: "acme", repo: "app" };
  const { data: repository } = await repos.get(address);
  const { data: main } = await git.getRef({ ...address, ref: "heads/main" });
  head = { repositoryId: repository.node_id, branch: "main", oid: main.object.sha };
});
afterEach(async () => {
  jest.restoreAllMocks();
  await sandbox.close();
});

async function startProcess(host: string, held = new Set<string>()) {
  const { token } = await installedApp(sandbox);
  const octokit = plainOctokit(token, `${sandbox.url}/api/v3`);
  const store = new LeaseStore(new GitHubClient(octokit, UNPACED), ADDRESS, { host, pid: 1, held });
  return {
    octokit,
    store,
    acquire: () => store.acquire(head),
    release: () => store.release(head),
    /** Whether it gets the lease, and what else went wrong does so here. */
    tries: () =>
      store.acquire(head).then(
        () => true,
        (error: unknown) => (error instanceof RetryError ? false : Promise.reject(error as Error)),
      ),
  };
}

interface Meanwhile {
  readonly before?: () => Promise<unknown>;
  readonly after: () => Promise<unknown>;
}

/** What others do just before a process asks for the first time who has the lease, and just after it was told. */
function aroundFirstLook(octokit: Octokit, { before, after }: Meanwhile): void {
  let looks = 0;
  octokit.hook.wrap("request", async (request, options) => {
    const isLook = options.method === "GET" && options.url.includes("/git/ref/");
    if (!isLook || (looks += 1) > 1) return request(options);
    await before?.();
    const answer = await Promise.resolve(request(options)).catch((error: unknown) => error as Error);
    await after();
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

describe("one process at a time has the lease", () => {
  test("the next one gets it when it was given back", async () => {
    const [first, second] = [await startProcess("a"), await startProcess("b")];
    await first.acquire();
    expect(await second.tries()).toBe(false);
    await first.release();
    expect(await second.tries()).toBe(true);
  });

  test("given back and taken by another meanwhile, it is not taken away from that one", async () => {
    const [first, second, slower] = [
      await startProcess("a"),
      await startProcess("b"),
      await startProcess("c"),
    ];
    await first.acquire();
    aroundFirstLook(slower.octokit, { before: first.release, after: second.acquire });

    expect(await slower.tries()).toBe(false);
  });

  test("a process that knows the repository by two names does not take it from itself", async () => {
    const held = new Set<string>();
    const [former, present] = [await startProcess("a", held), await startProcess("a", held)];
    await former.acquire();
    expect(await present.tries()).toBe(false);
    await former.release();
    expect(await present.tries()).toBe(true);
  });

  test("branches of which one is called like the folder of the other have one each", async () => {
    const process = await startProcess("a");
    await process.store.acquire({ ...head, branch: "release" });
    await process.store.acquire({ ...head, branch: "release/1.0" });
    expect(await process.tries()).toBe(true);
  });

  test("giving back what one has not does nothing", async () => {
    const [first, second] = [await startProcess("a"), await startProcess("b")];
    await first.acquire();
    await second.release();
    expect(await second.tries()).toBe(false);
  });
});

describe("what was left behind is taken over", () => {
  /** A process that had this one's host and number; nothing was heard of it again. */
  async function dies(host: string): Promise<void> {
    await (await startProcess(host)).acquire();
  }

  test("from a former process of the same host", async () => {
    await dies("a");
    expect(await (await startProcess("b")).tries()).toBe(false);
    expect(await (await startProcess("a")).tries()).toBe(true);
  });

  test("by the same process, when it never heard that it had got it", async () => {
    const process = await startProcess("a");
    let isLost = false;
    process.octokit.hook.after("request", (_, { method, url }) => {
      if (isLost || method !== "POST" || !url.endsWith("/git/refs")) return;
      isLost = true;
      throw new Error("socket hang up");
    });

    expect(await process.tries()).toBe(false);
    expect(await process.tries()).toBe(true);
    await process.release();
    expect(await (await startProcess("b")).tries()).toBe(true);
  });

  test("by one of two that found it at the same moment", async () => {
    await dies("a");
    const [faster, slower] = [await startProcess("a"), await startProcess("a")];
    aroundFirstLook(slower.octokit, { after: faster.acquire });

    expect(await slower.tries()).toBe(false);
  });

  test("after ten minutes from one on another host, which then gives nothing back that is not its own", async () => {
    const [slow, second, third] = [await startProcess("a"), await startProcess("b"), await startProcess("c")];
    await slow.acquire();
    expect(await second.tries()).toBe(false);
    later(11);
    expect(await second.tries()).toBe(true);
    await slow.release();
    expect(await third.tries()).toBe(false);
  });

  test("not from one on another host because the clock was set", async () => {
    const [busy, second] = [await startProcess("a"), await startProcess("b")];
    await busy.acquire();
    expect(await second.tries()).toBe(false);
    const set = Date.now() + 20 * 60_000;
    jest.spyOn(Date, "now").mockReturnValue(set);
    expect(await second.tries()).toBe(false);
  });

  test("not from one that had it ten minutes ago and has it again", async () => {
    const [busy, second] = [await startProcess("a"), await startProcess("b")];
    await busy.acquire();
    expect(await second.tries()).toBe(false);
    await busy.release();
    later(11);
    await busy.acquire();
    expect(await second.tries()).toBe(false);
  });

  function later(minutes: number): void {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, "now").mockImplementation(() => now() + minutes * 60_000);
  }
});
