import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { RetryError } from "../../src/errors.js";
import type { Octokit } from "../../src/github/client.js";
import { Connection } from "../../src/github/connect.js";
import { ADDRESS, API, failure, installation, plainOctokit, registeredApp } from "./harness.js";

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

/** A connection, and for whom it asked for credentials. */
function startConnection(fail: (installationId: number | undefined) => boolean = () => false) {
  const asked: (number | undefined)[] = [];
  const auth = (installationId?: number): Promise<Octokit> => {
    asked.push(installationId);
    return fail(installationId) ? Promise.reject(new Error("no token")) : Promise.resolve(plainOctokit());
  };
  return { connection: new Connection({ auth }, { paced: false }), asked };
}

const answerApp = () => nock(API).get("/app").reply(200, registeredApp());
const repository = (name: string) => ({ name, owner: { login: "acme" } });
const listed = (page = 1) =>
  nock(API)
    .get("/installation/repositories")
    .query((query) => query["per_page"] === "100" && (query["page"] ?? "1") === String(page));

describe("the repositories of the app", () => {
  test("are those of every installation that is not suspended, over all pages", async () => {
    const installations = [
      installation(1),
      installation(2, { suspended_at: "2026-01-05T12:00:00Z" }),
      installation(3),
    ];
    answerApp();
    nock(API).get("/app/installations").query(true).reply(200, installations);
    const next = `<${API}/installation/repositories?per_page=100&page=2>; rel="next"`;
    listed().reply(200, { total_count: 2, repositories: [repository("app")] }, { link: next });
    listed(2).reply(200, { total_count: 2, repositories: [repository("site")] });
    listed().reply(200, { total_count: 1, repositories: [repository("docs")] });
    const { connection, asked } = startConnection();

    expect(await connection.repositories()).toEqual([
      { installationId: 1, owner: "acme", name: "app" },
      { installationId: 1, owner: "acme", name: "site" },
      { installationId: 3, owner: "acme", name: "docs" },
    ]);
    expect(asked).toEqual([undefined, 1, 3]);
  });

  test("are listed by one client of the app, however often: each would go on listening", async () => {
    answerApp();
    nock(API).get("/app/installations").query(true).times(3).reply(200, []);
    const { connection, asked } = startConnection();
    for (let look = 0; look < 3; look += 1) await connection.repositories();
    expect(asked).toEqual([undefined]);
  });

  test("are unknown when a list breaks off: the look is put back", async () => {
    answerApp();
    nock(API).get("/app/installations").query(true).reply(502);
    expect(await failure(startConnection().connection.repositories())).toBeInstanceOf(RetryError);
  });
});

describe("the app's name", () => {
  test("is asked once, and again only after a failure", async () => {
    const { connection } = startConnection();
    nock(API).get("/app").reply(502);
    expect(await failure(connection.slug())).toBeInstanceOf(RetryError);
    answerApp();
    expect(await Promise.all([connection.slug(), connection.slug()])).toEqual(["tickmark", "tickmark"]);
    expect(await connection.slug()).toBe("tickmark");
  });
});

describe("the client of an installation", () => {
  test("is made once, and shared by its repositories", async () => {
    answerApp();
    const { connection, asked } = startConnection();
    await connection.repository(42, ADDRESS);
    await connection.repository(42, { owner: "acme", name: "site" });
    await connection.repository(43, { owner: "other", name: "app" });
    expect(asked.filter((id) => id !== undefined)).toEqual([42, 43]);
  });

  test("that could not be made is tried again the next time", async () => {
    answerApp();
    let broken = true;
    const { connection } = startConnection((id) => id === 42 && broken);
    expect(await failure(connection.repository(42, ADDRESS))).toMatchObject({ message: "no token" });
    broken = false;
    expect(await connection.repository(42, ADDRESS)).toHaveProperty("issues");
  });
});
