import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createSign, generateKeyPairSync } from "node:crypto";
import { get } from "node:http";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { appJwt, clients, installedApp, person, problems, refusal, violations } from "./harness.js";

const REPOSITORY = { owner: "acme", repo: "app" };
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

async function statusOf(path: string, authorization?: string): Promise<{ status: number; message: string }> {
  const response = await fetch(`${sandbox.url}${path}`, {
    headers: authorization === undefined ? {} : { authorization },
  });
  const body = (await response.json()) as { message?: string };
  return { status: response.status, message: body.message ?? "" };
}

/** `fetch` and the clients always name themselves. */
function statusWithoutUserAgent(): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${sandbox.url}/user`, { headers: { authorization: "token sandbox-owner" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

describe("people", () => {
  test("a request without a user agent is refused", async () => {
    expect(await statusWithoutUserAgent()).toBe(403);
  });

  test("token, bearer and Basic are the same", async () => {
    const basic = Buffer.from("owner:sandbox-owner").toString("base64");
    for (const header of ["token sandbox-owner", "Bearer sandbox-owner", `Basic ${basic}`]) {
      expect((await statusOf("/user", header)).status).toBe(200);
      expect((await statusOf("/api/v3/user", header)).status).toBe(200);
    }
  });

  test("a wrong token is refused, none is anonymous and sees nothing private", async () => {
    expect(await statusOf("/user", "token nonsense")).toEqual({ status: 401, message: "Bad credentials" });
    expect(await statusOf("/repos/acme/app")).toEqual({ status: 401, message: "Requires authentication" });
  });

  test("a stranger sees no private repository", async () => {
    const outsider = person(sandbox, "outsider");
    expect(await refusal(outsider.rest.rest.repos.get(REPOSITORY))).toMatchObject({
      status: 404,
      message: "Not Found",
    });
    const { errors, data } = await problems(
      outsider.graphql(`{ repository(owner: "acme", name: "app") { id } }`),
    );
    expect(errors[0]).toMatchObject({
      type: "NOT_FOUND",
      message: "Could not resolve to a Repository with the name 'acme/app'.",
      path: ["repository"],
    });
    expect(data).toEqual({ repository: null });
  });

  test("roles are told in both vocabularies", async () => {
    const { rest } = person(sandbox, "owner");
    const roles: Record<string, string[]> = {};
    for (const username of ["owner", "maintainer", "writer", "triager", "reader", "outsider"]) {
      const { data } = await rest.rest.repos.getCollaboratorPermissionLevel({ ...REPOSITORY, username });
      roles[username] = [data.permission, data.role_name];
    }
    expect(roles).toEqual({
      owner: ["admin", "admin"],
      maintainer: ["write", "maintain"],
      writer: ["write", "write"],
      triager: ["read", "triage"],
      reader: ["read", "read"],
      outsider: ["none", "none"],
    });
  });

  test("team membership is seen by members and by the app", async () => {
    const app = await installedApp(sandbox);
    for (const { rest } of [app, person(sandbox, "reader")]) {
      const { data } = await rest.rest.teams.getMembershipForUserInOrg({
        org: "acme",
        team_slug: "security",
        username: "security",
      });
      expect(data).toMatchObject({ state: "active", role: "member" });
      expect(
        await refusal(
          rest.rest.teams.getMembershipForUserInOrg({
            org: "acme",
            team_slug: "security",
            username: "writer",
          }),
        ),
      ).toMatchObject({ status: 404 });
    }
  });
});

describe("the app", () => {
  test("its JSON web token opens what belongs to apps, and nothing else", async () => {
    const { rest } = clients(sandbox, appJwt(sandbox));
    expect((await rest.rest.apps.getAuthenticated()).data).toMatchObject({ slug: "tickmark" });
    expect((await rest.rest.apps.listInstallations()).data).toHaveLength(1);
    expect((await rest.rest.apps.getRepoInstallation(REPOSITORY)).data.id).toBe(
      sandbox.credentials.installationId,
    );
    expect((await rest.rest.apps.getOrgInstallation({ org: "acme" })).data.id).toBe(
      sandbox.credentials.installationId,
    );
    expect(await refusal(rest.rest.issues.listForRepo(REPOSITORY))).toMatchObject({ status: 403 });
  });

  test("a JSON web token that is forged, too long, expired or somebody else's is refused", async () => {
    const second = Math.floor(Date.now() / 1000);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const [head, claims] = appJwt(sandbox).split(".");
    const forged = `${head}.${claims}.${createSign("RSA-SHA256").update(`${head}.${claims}`).sign(privateKey, "base64url")}`;
    expect(await statusOf("/app", `bearer ${forged}`)).toMatchObject({
      status: 401,
      message: "A JSON web token could not be decoded",
    });
    for (const wrong of [
      { exp: second + 3600 },
      { exp: second - 5 },
      { iss: "tickmark" },
      { iat: second + 600 },
    ]) {
      expect((await statusOf("/app", `bearer ${appJwt(sandbox, wrong)}`)).status).toBe(401);
    }
    // Seen by many: https://github.com/octokit/authentication-strategies.js/issues/165
    expect(await statusOf("/app", `bearer ${appJwt(sandbox, { iss: 999 })}`)).toEqual({
      status: 404,
      message: "Integration not found",
    });
  });

  test("an installation token is the bot, in the repositories and with the permissions that were asked for", async () => {
    const app = await installedApp(sandbox);
    expect(
      (await app.rest.rest.apps.listReposAccessibleToInstallation()).data.repositories.map(
        ({ full_name }) => full_name,
      ),
    ).toEqual(["acme/app"]);
    expect(await app.graphql(`{ viewer { login } }`)).toEqual({ viewer: { login: "tickmark[bot]" } });
    expect((await app.rest.rest.users.getByUsername({ username: "tickmark[bot]" })).data).toMatchObject({
      type: "Bot",
    });
    const reader = await installedApp(sandbox, { permissions: { issues: "read" }, repositories: ["app"] });
    expect(await refusal(reader.rest.rest.issues.create({ ...REPOSITORY, title: "no" }))).toMatchObject({
      status: 403,
      message: "Resource not accessible by integration",
    });
    expect(
      await refusal(reader.rest.rest.repos.getContent({ ...REPOSITORY, path: "README.md" })),
    ).toMatchObject({ status: 403 });
    expect(await refusal(installedApp(sandbox, { permissions: { administration: "write" } }))).toMatchObject({
      status: 422,
    });
  });

  test("it has no rights of administration", async () => {
    const app = await installedApp(sandbox);
    expect(await refusal(app.rest.rest.repos.update({ ...REPOSITORY, archived: true }))).toMatchObject({
      status: 403,
      message: "Resource not accessible by integration",
    });
    await app.rest.rest.issues.create({ ...REPOSITORY, title: "stays" });
    const { repository } = await app.graphql<{ repository: { issue: { id: string } } }>(
      `{ repository(owner: "acme", name: "app") { issue(number: 1) { id } } }`,
    );
    const { errors } = await problems(
      app.graphql(`mutation($id: ID!) { deleteIssue(input: {issueId: $id}) { clientMutationId } }`, {
        id: repository.issue.id,
      }),
    );
    expect(errors[0]).toMatchObject({ type: "FORBIDDEN", message: "Resource not accessible by integration" });
  });
});

describe("the registration of the app", () => {
  /** What the app asks for, and what its installation has of that. */
  async function read() {
    const { apps } = clients(sandbox, appJwt(sandbox)).rest.rest;
    const [{ data: app }, { data: installations }] = [
      await apps.getAuthenticated(),
      await apps.listInstallations(),
    ];
    return { asked: app?.permissions, events: app?.events, granted: installations[0]?.permissions };
  }
  const control = (path: string, body: object) =>
    fetch(`${sandbox.url}/_sandbox/${path}`, { method: "POST", body: JSON.stringify(body) });

  test("that asks for less takes it from the installation, tokens included", async () => {
    const { rest } = await installedApp(sandbox);
    await control("registration", { permissions: { issues: "read" }, events: ["push"] });

    expect(await read()).toMatchObject({
      asked: { issues: "read" },
      events: ["push"],
      granted: { issues: "read" },
    });
    expect(await refusal(rest.rest.issues.create({ ...REPOSITORY, title: "no" }))).toMatchObject({
      status: 403,
    });
  });

  test("that asks for more waits until the owner of the installation has accepted", async () => {
    await control("registration", { permissions: { issues: "write" } });
    const before = await read();
    await control("permissions", {});

    expect(before).toMatchObject({ asked: { issues: "write" }, granted: { issues: "read" } });
    expect(await read()).toMatchObject({ asked: { issues: "write" }, granted: { issues: "write" } });
  });
});

test("everything that was answered follows GitHub's description", async () => {
  expect(await violations(sandbox)).toEqual([]);
});
