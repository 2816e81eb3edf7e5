import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readSettings } from "../src/settings.js";

const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2_048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();
const ENOUGH = { APP_ID: "123", PRIVATE_KEY, WEBHOOK_SECRET: "s3cret-of-the-hook" };

function settings(env: Readonly<Record<string, string | undefined>>) {
  const read = readSettings(env);
  if (!read.ok) throw new Error(read.problems.join("; "));
  return read.settings;
}

function problems(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const read = readSettings(env);
  return read.ok ? [] : read.problems;
}

describe("settings that are enough", () => {
  test("are the app's number, key and secret; everything else has a default", () => {
    expect(settings(ENOUGH)).toEqual({
      appId: 123,
      privateKey: PRIVATE_KEY,
      webhookSecret: "s3cret-of-the-hook",
      host: "localhost",
      port: 3_000,
      logLevel: "info",
      baseUrl: undefined,
      quietMs: 2_000,
      longestWaitMs: 20_000,
      lookEveryMs: 1_800_000,
      paced: true,
    });
  });

  test("may be given as others write them", () => {
    const env = {
      HOST: "0.0.0.0",
      PORT: "8080",
      LOG_LEVEL: "debug",
      TICKMARK_QUIET_MS: "0",
      TICKMARK_LONGEST_WAIT_MS: "500",
      TICKMARK_PACE: "off",
    };
    expect(settings({ ...ENOUGH, ...env })).toMatchObject({
      host: "0.0.0.0",
      port: 8_080,
      logLevel: "debug",
      quietMs: 0,
      longestWaitMs: 500,
      paced: false,
    });
  });

  test("an empty value is as good as none", () => {
    expect(settings({ ...ENOUGH, PORT: "", GHE_HOST: "" })).toMatchObject({
      port: 3_000,
      baseUrl: undefined,
    });
  });

  test.each([
    [{ GHE_HOST: "git.acme.example" }, "https://git.acme.example/api/v3"],
    [{ GHE_HOST: "127.0.0.1:4000", GHE_PROTOCOL: "http" }, "http://127.0.0.1:4000/api/v3"],
  ])("%j asks another GitHub", (env, baseUrl) => {
    expect(settings({ ...ENOUGH, ...env }).baseUrl).toBe(baseUrl);
  });
});

describe("the private key", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tickmark-settings-"));
  const file = path.join(folder, "app.pem");
  beforeAll(() => writeFileSync(file, PRIVATE_KEY));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("may be in a file", () => {
    const env = { APP_ID: "123", WEBHOOK_SECRET: "s", PRIVATE_KEY_PATH: file };
    expect(settings(env).privateKey.trim()).toBe(PRIVATE_KEY.trim());
  });

  test("may have its line ends written as \\n", () => {
    const env = { ...ENOUGH, PRIVATE_KEY: PRIVATE_KEY.replaceAll("\n", "\\n") };
    expect(settings(env).privateKey.trim()).toBe(PRIVATE_KEY.trim());
  });

  test("in a file that is not there is a problem with the file's name", () => {
    const env = { APP_ID: "123", WEBHOOK_SECRET: "s", PRIVATE_KEY_PATH: path.join(folder, "gone.pem") };
    expect(problems(env)).toEqual([expect.stringMatching(/^PRIVATE_KEY is wrong: .*gone\.pem/s)]);
  });

  test("that is no key is a problem, and is not repeated", () => {
    const told = problems({ ...ENOUGH, PRIVATE_KEY: "hunter2-is-no-key" });
    expect(told).toEqual([expect.stringMatching(/^PRIVATE_KEY is wrong: /)]);
    expect(told.join()).not.toContain("hunter2");
  });
});

describe("a private key that only looks like one", () => {
  const EMPTY = "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----\n";
  const { privateKey: curve } = generateKeyPairSync("ec", { namedCurve: "P-256" });

  test.each([
    ["with something else between its lines", EMPTY],
    ["of another kind", curve.export({ type: "pkcs8", format: "pem" }).toString()],
  ])("%s is told at the start, and not by the first request", (_, PRIVATE_KEY) => {
    const told = problems({ ...ENOUGH, PRIVATE_KEY });
    expect(told).toEqual([expect.stringMatching(/^PRIVATE_KEY is wrong: /)]);
    expect(told.join()).not.toContain("hunter2");
  });
});

describe("settings that are missing or wrong", () => {
  test("are all named at once, each with what it is", () => {
    expect(problems({})).toEqual([
      "APP_ID is missing: the number of the GitHub App, from its settings page",
      "WEBHOOK_SECRET is missing: the webhook secret of the GitHub App; without it anybody could send events",
      "PRIVATE_KEY is missing: the private key of the GitHub App (PEM), or PRIVATE_KEY_PATH, the file that holds it",
    ]);
  });

  test("an empty secret is a missing one: nothing stands in for it", () => {
    expect(problems({ ...ENOUGH, WEBHOOK_SECRET: "" })).toEqual([
      expect.stringContaining("WEBHOOK_SECRET is missing"),
    ]);
  });

  test.each([
    ["APP_ID", "tickmark", "the number of the GitHub App"],
    ["APP_ID", "-3", "the number of the GitHub App"],
    ["APP_ID", "1.5", "the number of the GitHub App"],
    ["PORT", "http", "a port number"],
    ["PORT", "70000", "a port number"],
    ["PORT", "0", "a port number"],
    ["LOG_LEVEL", "loud", "trace"],
    ["GHE_PROTOCOL", "ftp", "https"],
    ["TICKMARK_PACE", "maybe", "off"],
    ["TICKMARK_QUIET_MS", "soon", "number"],
  ])("%s=%s is shown together with what is expected", (name, value, expected) => {
    const [told, ...more] = problems({ ...ENOUGH, [name]: value });
    expect(told).toMatch(new RegExp(`^${name} is wrong \\(it is \`${value}\`\\): `));
    expect(told).toContain(expected);
    expect(more).toEqual([]);
  });

  test("never show a secret that is right", () => {
    const told = problems({ ...ENOUGH, APP_ID: "x" }).join();
    expect(told).not.toContain(ENOUGH.WEBHOOK_SECRET);
    expect(told).not.toContain("PRIVATE KEY-----");
  });
});
