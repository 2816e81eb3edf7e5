import { generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { person, violations } from "../sandbox/harness.js";
import { until } from "../support/product.js";
import { killServers, startServerAgainst } from "../support/server.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(async () => {
  killServers();
  await control("DELETE", "faults");
});
afterAll(async () => {
  expect(await violations(sandbox)).toEqual([]);
  await sandbox.close();
});

const control = (method: string, path: string, body?: object) =>
  fetch(`${sandbox.url}/_sandbox/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });

/** How often the app has asked for something since the requests were cleared. */
async function countOf(operation: string): Promise<number> {
  const { requests } = (await (await control("GET", "requests")).json()) as {
    requests: readonly { operation: string }[];
  };
  return requests.filter((request) => request.operation === operation).length;
}

/** The app, which looks at every repository each second, and the lines that it has logged with this level. */
async function start(env: Readonly<Record<string, string>> = {}) {
  await control("DELETE", "requests");
  const app = await startServerAgainst(sandbox, { TICKMARK_LOOK_EVERY_MS: "1000", ...env });
  const lines = (level: number): readonly string[] =>
    app
      .output()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as { level: number; msg: string })
      .filter((line) => line.level === level)
      .map(({ msg }) => msg);
  const looked = async (times: number): Promise<void> => {
    await control("DELETE", "requests");
    await until(
      async () => (await countOf("apps/list-installations")) > times,
      `it has looked ${times} times more`,
    );
  };
  const health = async () => {
    const answer = await fetch(`${app.url}/health`);
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const untilHealth = (status: number): Promise<void> =>
    until(async () => (await health()).status === status, `/health answers ${status}`);
  return { ...app, lines, looked, health, untilHealth };
}

const [INFO, WARN, ERROR] = [30, 40, 50];

describe("what the App's registration lacks", () => {
  test("is nothing, usually: nothing is said, and nothing more is asked", async () => {
    const { lines, looked, status } = await start();
    await looked(2);
    expect(await countOf("apps/get-authenticated")).toBeLessThanOrEqual(1);
    expect(lines(WARN)).toEqual([]);
    expect((await status()).lacks).toEqual([]);
  });

  test("is said once at the start, and no more when it is mended; then by the installation, until it has accepted", async () => {
    await control("POST", "registration", { permissions: { statuses: null } });
    const { lines, looked, status, output } = await start();
    await looked(2);
    const [missing] = (await status()).lacks;

    await control("POST", "registration", { permissions: { statuses: "read" } });
    await until(async () => lines(WARN).length === 2 && (await status()).lacks.length === 1, "it is mended");
    await looked(2);
    const [unaccepted] = (await status()).lacks;

    await control("POST", "permissions", {});
    await until(() => Promise.resolve(output().includes("lack nothing any more")), "it is accepted");

    expect(missing).toMatch(/^The App lacks statuses: read \(for sign-off only: .+\)\. Add this at http/);
    expect(unaccepted).toMatch(
      /^The installation on acme has not accepted statuses: read .+ Its owner accep/,
    );
    expect(lines(WARN)).toEqual([missing, unaccepted]);
    expect((await status()).lacks).toEqual([]);
  });
});

test("what was refused for want of a permission is done by a new start, once its owner has accepted", async () => {
  const { rest } = person(sandbox, "owner").rest;
  await rest.repos.createOrUpdateFileContents({
    owner: "acme",
    repo: "app",
    path: "checklists/plan.md",
    message: "docs: plan",
    content: Buffer.from("- [ ] Ship\n").toString("base64"),
  });
  await control("POST", "permissions", { issues: "read" });
  const { output, closed, child } = await start();
  await until(() => Promise.resolve(output().includes("nothing could be done")), "no issue can be made");
  child.kill("SIGTERM");
  await closed;

  await control("POST", "permissions", { issues: "write" });
  const { status } = await start();

  const issues = async () => (await rest.issues.listForRepo({ owner: "acme", repo: "app" })).data;
  await until(async () => (await issues()).some(({ title }) => title === "Ship"), "the task has its issue");
  expect((await status()).lacks).toEqual([]);
});

describe("credentials that GitHub refuses", () => {
  const otherKey = () =>
    generateKeyPairSync("rsa", { modulusLength: 2_048 })
      .privateKey.export({ type: "pkcs1", format: "pem" })
      .toString();

  test.each([
    ["a key of another App", () => ({ PRIVATE_KEY: otherKey() }), /PRIVATE_KEY .+ could not be decoded/],
    ["a number that no App has", () => ({ APP_ID: "999" }), /APP_ID.+ Integration not found/],
  ])("are no good health, and one line says what to do: %s", async (_what, env, words) => {
    const { untilHealth, health, lines, output } = await start(env());
    await untilHealth(503);
    await until(
      () => Promise.resolve(lines(INFO).filter((line) => line === "sync put back").length > 1),
      "it has tried again",
    );

    const { body } = await health();
    expect(body).toEqual({ status: "refused", reason: expect.stringMatching(words) });
    expect(lines(ERROR)).toEqual([(body as { reason: string }).reason]);
    expect(output()).not.toMatch(/\/health|PRIVATE KEY|eyJ/);
  });

  test("are tried again by themselves: what GitHub accepts again is healthy, and everything is looked at", async () => {
    await control("POST", "faults", { kind: "status", status: 401, count: 1_000, match: { path: "/app*" } });
    const { untilHealth, lines, status } = await start();
    await untilHealth(503);
    await control("DELETE", "faults");
    await untilHealth(200);
    await until(
      async () => (await status()).repositories.some(({ key, last }) => key === "acme/app" && last),
      "the repository is looked at",
    );
    expect(lines(INFO)).toContain("GitHub accepts the App's credentials.");
  });

  test("are not what a GitHub tells that is out of order: nothing would be better after a restart", async () => {
    await control("POST", "faults", { kind: "status", status: 502, count: 1_000 });
    const { health, lines } = await start();
    await until(() => Promise.resolve(lines(INFO).includes("sync put back")), "it has tried");
    expect(await health()).toEqual({ status: 200, body: { status: "ok" } });
    expect(lines(ERROR)).toEqual([]);
  });
});
