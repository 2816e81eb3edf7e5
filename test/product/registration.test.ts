import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { violations } from "../sandbox/harness.js";
import { until } from "../support/product.js";
import { killServers, startServerAgainst } from "../support/server.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(killServers);
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
  return { ...app, lines, looked };
}

const WARN = 40;

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
