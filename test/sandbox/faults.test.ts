import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { seededRandom } from "../../src/sandbox/control/faults.js";
import { Limits } from "../../src/sandbox/limits/limits.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { addFaults, installedApp, person, problems, refusal } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let sandbox: Sandbox;
let app: Awaited<ReturnType<typeof installedApp>>;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  app = await installedApp(sandbox);
});
afterEach(() => sandbox.close());

const open = (title: string) => app.rest.rest.issues.create({ ...REPOSITORY, title });
const titles = async (): Promise<string[]> =>
  (
    await person(sandbox, "writer").rest.rest.issues.listForRepo({ ...REPOSITORY, direction: "asc" })
  ).data.map(({ title }) => title);

async function repositoryId(): Promise<string> {
  return (
    await app.graphql<{ repository: { id: string } }>(`{ repository(owner: "acme", name: "app") { id } }`)
  ).repository.id;
}

describe("faults on requests", () => {
  test("a server error before the effect loses it, after the effect keeps it", async () => {
    await addFaults(sandbox, { kind: "status", status: 502, when: "before" });
    expect(await refusal(open("before"))).toMatchObject({ status: 502 });
    await addFaults(sandbox, { kind: "status", status: 504, when: "after" });
    expect(await refusal(open("after"))).toMatchObject({ status: 504 });
    await open("well");
    expect(await titles()).toEqual(["after", "well"]);
  });

  test("a broken connection hides what has happened", async () => {
    await addFaults(sandbox, { kind: "drop", match: { method: "POST", path: "/repos/*/issues" } });
    await expect(open("dropped")).rejects.toThrow();
    const log = (await (await fetch(`${sandbox.url}/_sandbox/requests`)).json()) as {
      requests: { status: number }[];
    };
    expect(log.requests.at(-1)?.status).toBe(0);
    expect(await titles()).toEqual(["dropped"]);
  });

  test("some aliases fail, the others happen", async () => {
    const id = await repositoryId();
    await addFaults(sandbox, { kind: "partial", every: 2, match: { operation: "createIssue" } });
    const { errors, data } = await problems(
      app.graphql(
        `mutation Make($r: ID!) { a: createIssue(input: {repositoryId: $r, title: "a"}) { issue { number } } b: createIssue(input: {repositoryId: $r, title: "b"}) { issue { number } } }`,
        { r: id },
      ),
    );
    expect(data).toMatchObject({ a: { issue: { number: 1 } }, b: null });
    expect(errors.map(({ path }) => path)).toEqual([["b"]]);
    expect(await titles()).toEqual(["a"]);
  });

  test("limits come in all their shapes", async () => {
    await addFaults(sandbox, { kind: "primary-limit", style: 429, reset: 30 });
    expect(await refusal(open("x"))).toMatchObject({ status: 429 });
    await addFaults(sandbox, { kind: "secondary-limit", retryAfter: 7 });
    const response = await fetch(`${sandbox.url}/repos/acme/app/issues`, {
      headers: { authorization: `token ${app.token}` },
    });
    expect([response.status, response.headers.get("retry-after")]).toEqual([403, "7"]);
    await addFaults(sandbox, { kind: "secondary-limit", status: 429 });
    const bare = await fetch(`${sandbox.url}/repos/acme/app/issues`, {
      headers: { authorization: `token ${app.token}` },
    });
    expect([bare.status, bare.headers.get("retry-after")]).toEqual([429, null]);
    await addFaults(sandbox, { kind: "primary-limit", style: "graphql" });
    expect((await problems(app.graphql(`{ viewer { login } }`))).errors[0]).toMatchObject({
      type: "RATE_LIMITED",
    });
  });

  test("a stale list lacks what has just come, and shows what has just changed as it was", async () => {
    await open("old");
    await addFaults(sandbox, { kind: "stale-list", ms: 60_000 });
    expect((await app.rest.rest.issues.listForRepo(REPOSITORY)).data).toEqual([]);
    expect((await app.rest.rest.issues.listForRepo(REPOSITORY)).data).toHaveLength(1);
  });

  test("people are never hit, and a count is used up", async () => {
    await addFaults(sandbox, { kind: "status", count: 2 });
    expect(await titles()).toEqual([]);
    expect(await (await fetch(`${sandbox.url}/_sandbox/faults`)).json()).toMatchObject([
      { kind: "status", left: 2 },
    ]);
    await refusal(open("1"));
    await refusal(open("2"));
    await open("3");
    expect(await (await fetch(`${sandbox.url}/_sandbox/faults`)).json()).toEqual([]);
  });

  test("a misspelt fault is refused; clearing ends them all", async () => {
    await expect(addFaults(sandbox, { kind: "staus" })).rejects.toThrow(/not a possible value/);
    await expect(addFaults(sandbox, { kind: "slow", mss: 5 })).rejects.toThrow(
      /unknown option of a fault: mss/,
    );
    await addFaults(sandbox, { kind: "status", probability: 1 });
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: "DELETE" });
    await open("fine");
  });

  test("chance is the same for the same seed", () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(
      Array.from({ length: 1000 }, seededRandom(3)).filter((value) => value < 0.3).length,
    ).toBeGreaterThan(250);
  });
});

describe("the log of requests", () => {
  test("counts what the app asked, alias by alias, and nobody else", async () => {
    const id = await repositoryId();
    await fetch(`${sandbox.url}/_sandbox/requests`, { method: "DELETE" });
    await person(sandbox, "writer").rest.rest.issues.create({ ...REPOSITORY, title: "by a person" });
    await app.graphql(
      `mutation Two($r: ID!) { a: createIssue(input: {repositoryId: $r, title: "a"}) { issue { number } } b: createIssue(input: {repositoryId: $r, title: "b"}) { issue { number } } }`,
      { r: id },
    );
    await app.rest.rest.issues.listForRepo(REPOSITORY);
    expect(await (await fetch(`${sandbox.url}/_sandbox/requests`)).json()).toEqual({
      total: 2,
      mutations: 2,
      requests: [
        { method: "POST", path: "/graphql", operation: "Two", mutations: 2, status: 200 },
        {
          method: "GET",
          path: "/repos/acme/app/issues",
          operation: "issues/list-for-repo",
          mutations: 0,
          status: 200,
        },
      ],
    });
  });
});

describe("enforced limits", () => {
  test("eighty creations a minute, five hundred an hour; the clock can be advanced", () => {
    const limits = new Limits(true);
    expect(limits.create("bot", 80)).toEqual({ allowed: 80, retryAfter: 0 });
    expect(limits.create("bot", 5)).toMatchObject({ allowed: 0 });
    expect(limits.create("somebody else", 5)).toMatchObject({ allowed: 5 });
    for (let minute = 0; minute < 5; minute += 1) {
      limits.advance(61_000);
      expect(limits.create("bot", 80)).toMatchObject({ allowed: 80 });
    }
    limits.advance(61_000);
    expect(limits.create("bot", 80)).toMatchObject({ allowed: 20 });
    limits.advance(3_600_000);
    expect(limits.create("bot", 80)).toMatchObject({ allowed: 80 });
  });

  test("nine hundred points a minute for REST, five thousand requests an hour", () => {
    const limits = new Limits(true);
    for (let index = 0; index < 180; index += 1) expect(limits.spend("bot", "core", 5)).toBeUndefined();
    expect(limits.spend("bot", "core", 5)).toMatchObject({ kind: "secondary" });
    expect(limits.spend("bot", "graphql", 5)).toBeUndefined();
    for (let used = 180; used < 5_000; used += 1) {
      if (used % 900 === 0 || used === 180) limits.advance(61_000);
      expect(limits.spend("bot", "core", 1)).toBeUndefined();
    }
    limits.advance(61_000);
    expect(limits.spend("bot", "core", 1)).toMatchObject({ kind: "primary" });
    limits.advance(3_600_000);
    expect(limits.spend("bot", "core", 1)).toBeUndefined();
  });

  test("the aliases beyond the budget fail, and say why", async () => {
    const strict = await startSandbox({ port: 0, limits: true });
    try {
      const bot = await installedApp(strict);
      const { repository } = await bot.graphql<{ repository: { id: string } }>(
        `{ repository(owner: "acme", name: "app") { id } }`,
      );
      const aliases = Array.from(
        { length: 82 },
        (_, index) => `a${index}: createIssue(input: {repositoryId: $r, title: "t"}) { issue { number } }`,
      );
      const { errors } = await problems(
        bot.graphql(`mutation($r: ID!) { ${aliases.join("\n")} }`, { r: repository.id }),
      );
      expect(errors.map(({ path, message }) => [path, message])).toEqual([
        [["a80"], "was submitted too quickly"],
        [["a81"], "was submitted too quickly"],
      ]);
      expect(await refusal(bot.rest.rest.issues.create({ ...REPOSITORY, title: "one more" }))).toMatchObject({
        status: 403,
      });
      await addFaults(strict, { kind: "clock", advance: 61 });
      expect((await bot.rest.rest.issues.create({ ...REPOSITORY, title: "one more" })).status).toBe(201);
    } finally {
      await strict.close();
    }
  });
});
