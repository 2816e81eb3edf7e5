import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { sign } from "@octokit/webhooks-methods";
import type { Sandbox } from "../src/sandbox/sandbox.js";
import { startSandbox } from "../src/sandbox/sandbox.js";
import { addFaults, person } from "./sandbox/harness.js";
import { freePort, until } from "./support/product.js";
import { killServers, startServer, startServerAgainst } from "./support/server.js";

const SECRET = "secret-of-the-hook";
const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2_048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();
const SETTINGS = { APP_ID: "123", PRIVATE_KEY, WEBHOOK_SECRET: SECRET };

afterEach(killServers);

describe("a start without what is needed", () => {
  test("ends with 1 and names every setting that is missing, and how to get it", async () => {
    const { closed, output } = startServer({});
    expect(await closed).toBe(1);
    expect(output()).toMatch(
      /^Tickmark cannot start:\n {2}APP_ID is missing: .*\n {2}WEBHOOK_SECRET is missing: /,
    );
    expect(output()).toContain("PRIVATE_KEY is missing");
    expect(output()).toContain("docs/deploy.md");
    expect(output()).toContain("npm run sandbox");
  });

  test("names only what is missing, and no secret that is there", async () => {
    const { closed, output } = startServer({ ...SETTINGS, APP_ID: "" });
    expect(await closed).toBe(1);
    expect(output()).toContain("APP_ID is missing");
    expect(output()).not.toMatch(/WEBHOOK_SECRET|PRIVATE_KEY/);
    expect(output()).not.toContain(SECRET);
    expect(output()).not.toContain("BEGIN RSA");
  });

  test("ends with 1 and says so in a sentence when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const nobody = { GHE_HOST: `127.0.0.1:${await freePort()}`, GHE_PROTOCOL: "http" };

    const { closed, output } = startServer({ ...SETTINGS, ...nobody, HOST: "127.0.0.1", PORT: String(port) });

    const code = await closed;
    other.close();
    expect(code).toBe(1);
    expect(output()).toContain(`Tickmark cannot start:\n  Port ${port} is already in use`);
    expect(output()).not.toContain("triggerUncaughtException");
  });
});

describe("the process", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(() => sandbox.close());

  /** Runs the app against the sandbox, and waits until it answers. */
  async function startAgainstSandbox(env: Readonly<Record<string, string>> = {}) {
    const app = await startServerAgainst(sandbox, env);
    await until(async () => (await fetch(`${app.url}/health`)).ok, "the app answers");
    const idle = (): Promise<void> =>
      until(async () => {
        const { waiting, running, repositories } = await app.status();
        return waiting + running === 0 && repositories.some(({ key, last }) => key === "acme/app" && last);
      }, "the app has looked");
    return { ...app, idle };
  }

  async function push(text: string, name = "checklists/plan.md"): Promise<void> {
    const { rest } = person(sandbox, "owner").rest;
    const place = { owner: "acme", repo: "app", path: name };
    const { data } = await rest.repos.getContent(place).catch(() => ({ data: undefined }));
    await rest.repos.createOrUpdateFileContents({
      ...place,
      message: "docs: plan",
      content: Buffer.from(text).toString("base64"),
      ...(data && !Array.isArray(data) && { sha: data.sha }),
    });
  }

  test("answers that it is well, and how every repository is", async () => {
    const { url, status, idle } = await startAgainstSandbox();
    await idle();

    expect(await (await fetch(`${url}/health?from=monitor`)).json()).toEqual({ status: "ok" });
    expect((await fetch(`${url}/status`)).headers.get("content-type")).toMatch(/^application\/json/);
    expect(await status()).toMatchObject({
      waiting: 0,
      running: 0,
      repositories: expect.arrayContaining([expect.objectContaining({ key: "acme/app", state: "idle" })]),
    });
    expect((await fetch(`${url}/status`, { method: "POST" })).status).toBe(404);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  test("logs what GitHub tells, by the id of the delivery, and not who asks how it is", async () => {
    const { url, output } = await startAgainstSandbox();
    const body = JSON.stringify({ ref: "refs/heads/idea", repository: { full_name: "acme/app" } });
    const headers = {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": "delivery-7",
      "x-hub-signature-256": await sign(sandbox.credentials.webhookSecret, body),
    };
    expect((await fetch(`${url}/api/github/webhooks`, { method: "POST", headers, body })).status).toBe(200);
    await fetch(`${url}/status`);
    await fetch(`${url}/elsewhere`);
    await until(() => Promise.resolve(output().includes("/elsewhere")), "what went wrong is logged");

    const lines = output().split("\n");
    const told = lines
      .filter((line) => line.includes("delivery-7"))
      .map((line) => JSON.parse(line) as object);
    expect(told).toEqual([
      expect.objectContaining({
        msg: "event",
        event: "push",
        delivery: "delivery-7",
        repository: "acme/app",
      }),
    ]);
    expect(output()).not.toMatch(/\/(?:health|status)/);
  });

  test("takes no event without the right signature", async () => {
    const { url } = await startAgainstSandbox();
    const send = async (signature: string): Promise<number> => {
      const headers = {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": "1",
        "x-hub-signature-256": signature,
      };
      return (await fetch(`${url}/api/github/webhooks`, { method: "POST", headers, body: "{}" })).status;
    };
    expect(await send(`sha256=${"0".repeat(64)}`)).toBe(400);
  });

  test.each(["SIGTERM", "SIGINT"] as const)("ends with 0 at %s", async (signal) => {
    const { child, closed, idle } = await startAgainstSandbox();
    await idle();
    child.kill(signal);
    expect(await closed).toBe(0);
  });

  test("ends with 0 although a connection of a monitor is kept alive", async () => {
    const { child, closed, url } = await startAgainstSandbox();
    await (await fetch(`${url}/health`, { headers: { connection: "keep-alive" } })).text();
    child.kill("SIGTERM");
    expect(await closed).toBe(0);
  });

  test("pain 36: that is told to end in the middle of a sync ends it first: what was made is in the file", async () => {
    await push("- [ ] Ship\n- [ ] Write\n", "checklists/slow.md");
    await addFaults(sandbox, { kind: "slow", ms: 500, match: { operation: "createIssue" } });
    const { child, closed, status } = await startAgainstSandbox();
    await until(
      async () =>
        (await status()).repositories.some(({ key, state }) => key === "acme/app" && state === "running"),
      "a sync runs",
    );

    child.kill("SIGTERM");

    expect(await closed).toBe(0);
    const { rest } = person(sandbox, "reader").rest;
    const { data } = await rest.repos.getContent({ owner: "acme", repo: "app", path: "checklists/slow.md" });
    const text = "content" in data ? Buffer.from(data.content, "base64").toString() : "";
    expect(text.match(/\[#\d+\]/g)).toHaveLength(2);
  });

  test("pain 4: never sends a create again before it has looked: an answer that is lost makes no second issue", async () => {
    await push("- [ ] Only once\n", "checklists/once.md");
    await addFaults(sandbox, { kind: "drop", match: { operation: "createIssue" } });
    const { idle, output } = await startAgainstSandbox();
    await until(() => Promise.resolve(output().includes("sync put back")), "the answer was lost");
    await idle();

    const { rest } = person(sandbox, "reader").rest;
    const { data } = await rest.issues.listForRepo({
      owner: "acme",
      repo: "app",
      state: "all",
      per_page: 100,
    });
    expect(data.filter(({ title }) => title === "Only once")).toHaveLength(1);
  });

  test("logs neither tokens nor secrets, whatever goes wrong and however much is logged", async () => {
    await push("- [ ] Talk\n", "checklists/talk.md");
    await addFaults(
      sandbox,
      { kind: "status", status: 502, count: 3 },
      { kind: "drop", match: { operation: "createIssue" } },
      { kind: "secondary-limit", retryAfter: 1, match: { operation: "createCommitOnBranch" } },
    );
    const { output, idle, child, closed } = await startAgainstSandbox({ LOG_LEVEL: "trace" });
    await until(() => Promise.resolve(output().includes("sync put back")), "something went wrong");
    await idle();
    child.kill("SIGTERM");
    await closed;

    expect(output()).not.toMatch(/gh[a-z]_[A-Za-z0-9]{8}/);
    expect(output()).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    expect(output()).not.toContain(sandbox.credentials.webhookSecret);
    expect(output()).not.toContain("PRIVATE KEY");
  });
});
