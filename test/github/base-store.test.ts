import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { baseStore } from "../../src/github/base-store.js";
import { branchName, refName } from "../../src/github/move-ref.js";
import type { GitHubClient } from "../../src/github/client.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { OvertakenError, RetryError } from "../../src/errors.js";
import type { BaseRecord } from "../../src/sync/ports.js";
import { addFaults, person } from "../sandbox/harness.js";
import { ADDRESS, sandboxClient } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
const SINCE = "2026-01-05T12:00:00Z";

let sandbox: Sandbox;
let client: GitHubClient;
let sent: string[];
let head: string;
let repositoryId: string;
let branches = 0;
let branch: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  ({ client, sent } = await sandboxClient(sandbox));
  const { data } = await owner().git.getRef({ ...REPOSITORY, ref: "heads/main" });
  head = data.object.sha;
  repositoryId = (await owner().repos.get(REPOSITORY)).data.node_id;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  branches += 1;
  branch = `topic/${branches}`;
  sent.length = 0;
});

const at = (name: string) => ({ repositoryId, branch: name });
const owner = () => person(sandbox, "owner").rest.rest;
const record = (since = SINCE): BaseRecord => ({
  commit: head,
  since,
  included: { E_1: since },
  dashboard: undefined,
});

/** Somebody makes the app's ref by hand. */
async function point(sha: string): Promise<void> {
  await owner().git.createRef({ ...REPOSITORY, ref: `refs/tickmark/${refName(branch)}`, sha });
}

async function tagged(message: string): Promise<string> {
  const tag = { tag: "t", message, object: head, type: "commit" as const };
  return (await owner().git.createTag({ ...REPOSITORY, ...tag })).data.sha;
}

describe("the base of a branch that had another name", () => {
  const bases = () => baseStore(client, ADDRESS);

  test("is the latest whose branch the commit descends from, with what waits for that in a pull request", async () => {
    const proposal = { number: 1, url: "https://x", why: "?", head, declined: false };
    const { data: waiting } = await owner().git.createCommit({
      ...REPOSITORY,
      message: "docs: tick",
      tree: (await owner().git.getCommit({ ...REPOSITORY, commit_sha: head })).data.tree.sha,
      parents: [head],
    });
    await bases().write(at("former"), record("2026-01-05T10:00:00Z"));
    await bases().write(at("later"), { ...record("2026-01-05T11:00:00Z"), commit: waiting.sha, proposal });
    const { data } = await owner().repos.createOrUpdateFileContents({
      ...REPOSITORY,
      path: "new.md",
      message: "docs: more",
      content: "",
    });
    const next = data.commit.sha ?? "";

    const found = await bases().readFormer(at("renamed"), next);

    expect(found.base).toMatchObject({ commit: waiting.sha, since: "2026-01-05T11:00:00Z", proposal });
    expect(found.proposed).toEqual(["later"]);
    expect((await bases().readFormer(at("later"), head)).base).toMatchObject({
      since: "2026-01-05T10:00:00Z",
    });
  });

  test("is none where the histories went apart, but what is proposed there is known", async () => {
    const { data: commit } = await owner().git.getCommit({ ...REPOSITORY, commit_sha: head });
    const { data: root } = await owner().git.createCommit({
      ...REPOSITORY,
      message: "chore: start over",
      tree: commit.tree.sha,
      parents: [],
    });
    expect(await bases().readFormer(at("renamed"), root.sha)).toEqual({
      base: undefined,
      proposed: ["later"],
    });
  });
});

describe("the base of a branch", () => {
  test("is nothing where there is no ref", async () => {
    expect(await baseStore(client, ADDRESS).read(at(branch))).toBeUndefined();
  });

  test("is what was written, for another process too, and for branches with a slash", async () => {
    await baseStore(client, ADDRESS).write(at(branch), record());
    expect(await baseStore(client, ADDRESS).read(at(branch))).toMatchObject({
      commit: head,
      since: SINCE,
      included: { E_1: SINCE },
    });
    expect(await baseStore(client, ADDRESS).read(at(`${branch}/deeper`))).toBeUndefined();
  });

  test("is what was written last", async () => {
    const store = baseStore(client, ADDRESS);
    const tag = await store.write(at(branch), record());
    await store.write(at(branch), { ...record("2026-01-06T12:00:00Z"), tag });
    expect(await store.read(at(branch))).toMatchObject({ since: "2026-01-06T12:00:00Z" });
  });

  test("keeps its commit from being tidied away: the ref is a tag of it", async () => {
    await baseStore(client, ADDRESS).write(at(branch), record());
    const { data } = await owner().git.getRef({ ...REPOSITORY, ref: `tickmark/${refName(branch)}` });
    expect(data.object.type).toBe("tag");
  });

  test("is no branch and no tag that people would see", async () => {
    await baseStore(client, ADDRESS).write(at(branch), record());
    const names = async (ref: string): Promise<string[]> =>
      (await owner().git.listMatchingRefs({ ...REPOSITORY, ref })).data.map((each) => each.ref);
    expect([await names("heads/"), await names("tags/")]).toEqual([["refs/heads/main"], []]);
  });

  test("is nothing where somebody pointed the ref to a plain commit", async () => {
    await point(head);
    expect(await baseStore(client, ADDRESS).read(at(branch))).toBeUndefined();
  });

  test.each([
    ["no JSON", "release of the year"],
    ["JSON of something else", '"2026"'],
    ["a time that is none", '{"since":"yesterday"}'],
    ["events that are none", '{"since":"2026-01-05T12:00:00Z","included":{"E_1":7}}'],
  ])("is nothing where the tag's message is %s", async (_state, message) => {
    await point(await tagged(message));
    expect(await baseStore(client, ADDRESS).read(at(branch))).toBeUndefined();
  });

  test("is nothing where the ref came along from another repository, whose numbers mean other issues", async () => {
    const mirror = { repositoryId: "R_another", branch };
    await baseStore(client, ADDRESS).write(at(branch), record());
    const bases = baseStore(client, ADDRESS);

    expect(await bases.read(mirror)).toBeUndefined();
    expect((await bases.readFormer({ ...mirror, branch: "renamed" }, head)).base).toBeUndefined();
  });

  test("may have been written by a version that knew less", async () => {
    await point(await tagged(`{"since":"${SINCE}"}`));
    expect(await baseStore(client, ADDRESS).read(at(branch))).toMatchObject({ since: SINCE, included: {} });
  });

  test("is not nothing when GitHub stumbles", async () => {
    await addFaults(sandbox, { kind: "status", status: 502, match: { path: "/repos/*/git/ref/*" } });
    await expect(baseStore(client, ADDRESS).read(at(branch))).rejects.toThrow(RetryError);
  });
});

test.each(["main", "release/1.0", "100%", "50%2Foff"])("a branch %s has a ref of its own name", (name) => {
  expect(refName(name)).not.toContain("/");
  expect(branchName(refName(name))).toBe(name);
});

describe("the base's ref", () => {
  test("of a branch stands beside that of one which is called like its folder", async () => {
    await baseStore(client, ADDRESS).write(at("folder"), record());
    await baseStore(client, ADDRESS).write(at("folder/inner"), record("2026-01-06T12:00:00Z"));
    expect(await baseStore(client, ADDRESS).read(at("folder"))).toMatchObject({ since: SINCE });
    expect(await baseStore(client, ADDRESS).read(at("folder/inner"))).toMatchObject({
      since: "2026-01-06T12:00:00Z",
    });
  });

  const moves = (): number => sent.filter((request) => request.includes("graphql")).length;

  test("is made when there is none, and moved from what was written or read", async () => {
    const store = baseStore(client, ADDRESS);
    const first = await store.write(at(branch), record());
    const second = await store.write(at(branch), { ...record(), tag: first });
    const read = await baseStore(client, ADDRESS).read(at(branch));
    expect(read?.tag).toBe(second);

    await baseStore(client, ADDRESS).write(at(branch), { ...record("2026-01-07T12:00:00Z"), tag: read?.tag });
    expect(await store.read(at(branch))).toMatchObject({ since: "2026-01-07T12:00:00Z" });
    expect(moves()).toBe(3);
  });

  test("stays where another process has moved it meanwhile", async () => {
    const [slow, fast] = [baseStore(client, ADDRESS), baseStore(client, ADDRESS)];
    const tag = await slow.write(at(branch), record());
    await fast.write(at(branch), { ...record("2026-01-08T12:00:00Z"), tag });

    await expect(slow.write(at(branch), { ...record(), tag })).rejects.toThrow(OvertakenError);
    expect(await slow.read(at(branch))).toMatchObject({ since: "2026-01-08T12:00:00Z" });
  });

  test("stays where another process made it first", async () => {
    const store = baseStore(client, ADDRESS);
    expect(await store.read(at(branch))).toBeUndefined();
    await baseStore(client, ADDRESS).write(at(branch), record("2026-01-08T12:00:00Z"));

    await expect(store.write(at(branch), record())).rejects.toThrow(OvertakenError);
  });

  test("is taken from what is no base, when that was read", async () => {
    await point(head);
    const store = baseStore(client, ADDRESS);
    expect(await store.read(at(branch))).toBeUndefined();
    await store.write(at(branch), record());
    expect(await store.read(at(branch))).toMatchObject({ commit: head });
  });

  test("that somebody deleted is not made again before it was read", async () => {
    const store = baseStore(client, ADDRESS);
    const tag = await store.write(at(branch), record());
    await owner().git.deleteRef({ ...REPOSITORY, ref: `tickmark/${refName(branch)}` });

    await expect(store.write(at(branch), { ...record(), tag })).rejects.toThrow(OvertakenError);
    expect(await store.read(at(branch))).toBeUndefined();
    await store.write(at(branch), record());
    expect(await store.read(at(branch))).toMatchObject({ commit: head });
  });

  test("is left alone when GitHub stumbles: nothing else is tried", async () => {
    const store = baseStore(client, ADDRESS);
    await store.read(at(branch));
    await addFaults(sandbox, { kind: "status", status: 503, match: { operation: "MoveRef" } });
    await expect(store.write(at(branch), record())).rejects.toThrow(RetryError);
    expect(moves()).toBe(1);
  });
});
