import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { RetryError } from "../../src/errors.js";
import { Registration } from "../../src/github/registration.js";
import type { RegistrationNews } from "../../src/github/registration.js";
import { API, failure, installation, plainClient, registeredApp } from "./harness.js";

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

/** The registration, and what it has told. */
function start() {
  const client = plainClient();
  const told: RegistrationNews[] = [];
  const registration = new Registration(
    () => Promise.resolve(client),
    (news) => told.push(news),
  );
  return { registration, told, texts: () => told.map(({ text }) => text) };
}

const answerApp = (rest: object = {}) => nock(API).get("/app").reply(200, registeredApp(rest));
const answerInstallations = (...rest: readonly object[]) =>
  nock(API)
    .get("/app/installations")
    .query(true)
    .reply(
      200,
      rest.map((each, index) => installation(index + 1, each)),
    );

const { permissions: ALL, events: EVENTS } = registeredApp();
const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name)));
const PAGE = "https://github.com/organizations/acme/settings/apps/tickmark/permissions";

describe("of an App that has all that it needs", () => {
  test("nothing is said, and the App is asked for once", async () => {
    answerApp();
    answerInstallations({});
    answerInstallations({});
    const { registration, told } = start();
    await registration.installations();
    await registration.installations();

    expect(told).toEqual([]);
    expect(registration.lacks()).toEqual([]);
  });

  test("nothing is said when it may do more than it needs", async () => {
    answerApp({ permissions: { ...ALL, members: "write", organization_projects: "admin", actions: "read" } });
    answerInstallations({});
    const { registration, told } = start();
    await registration.installations();
    expect(told).toEqual([]);
  });
});

describe("an App that lacks something", () => {
  const lacking = { permissions: { ...without("contents"), issues: "read" }, events: EVENTS.slice(1) };

  test("has it said in one sentence: what, what does not work, and where it is added", async () => {
    answerApp(lacking);
    answerInstallations();
    const { registration, told, texts } = start();
    await registration.installations();

    expect(told).toEqual([
      {
        kind: "lacking",
        text:
          "The App lacks contents: write (checklists cannot be read or not be kept in step); " +
          "issues: write (tasks get no issues, and commands no answers); " +
          "the event push (a changed checklist is noticed with the next look at every repository only). " +
          `Add this at ${PAGE}; GitHub then asks the owner of each installation.`,
      },
    ]);
    expect(registration.lacks()).toEqual(texts());
  });

  test("has it said again only when it has changed, and when it is mended", async () => {
    answerApp(lacking);
    answerInstallations();
    answerInstallations();
    answerApp(lacking);
    answerInstallations();
    answerApp({ events: EVENTS.slice(1) });
    answerInstallations();
    answerApp();
    const { registration, told } = start();
    const counts: number[] = [];
    for (let look = 0; look < 4; look += 1) {
      await registration.installations();
      counts.push(told.length);
    }

    expect(counts).toEqual([1, 1, 2, 3]);
    expect(told.map(({ kind }) => kind)).toEqual(["lacking", "lacking", "mended"]);
    expect(registration.lacks()).toEqual([]);
  });

  test.each([
    ["checks", "checks: write (for sign-off only: "],
    ["statuses", "statuses: read (for sign-off only: "],
    ["members", "members: read (for sign-off by teams only: "],
    ["organization_projects", "organization_projects: write (for project boards only: "],
  ])("is told that %s is for a part only", async (name, words) => {
    answerApp({ permissions: without(name) });
    answerInstallations();
    const { registration, texts } = start();
    await registration.installations();
    expect(texts()).toEqual([expect.stringContaining(`The App lacks ${words}`)]);
  });

  test("is not told of it once more for each installation, which cannot have it either", async () => {
    answerApp({ permissions: without("checks") });
    answerInstallations({ permissions: without("checks") }, { permissions: without("checks") });
    const { registration, told } = start();
    await registration.installations();
    expect(told).toHaveLength(1);
  });

  test.each([
    [{ login: "octocat", type: "User" }, "https://github.com/settings/apps/tickmark/permissions"],
    [{ slug: "mega" }, "https://github.com/enterprises/mega/settings/apps/tickmark/permissions"],
  ])("is sent to the settings of its owner: %j", async (owner, page) => {
    answerApp({ owner, events: [] });
    answerInstallations();
    const { registration, texts } = start();
    await registration.installations();
    expect(texts()).toEqual([expect.stringContaining(` Add this at ${page}; `)]);
  });

  test("is sent to its own server, where that is not github.com", async () => {
    answerApp({ html_url: "https://github.example.com/github-apps/tickmark", events: [] });
    answerInstallations();
    const { registration, texts } = start();
    await registration.installations();
    expect(texts()[0]).toContain(PAGE.replace("github.com", "github.example.com"));
  });
});

describe("an installation whose owner has not accepted what is new", () => {
  const sentence = (number: number) =>
    "The installation on acme has not accepted members: read (for sign-off by teams only: nobody is known to belong to a team). " +
    `Its owner accepts at https://github.com/organizations/acme/settings/installations/${number}`;

  test("is named, with the page where it is accepted", async () => {
    answerApp();
    answerInstallations({}, { permissions: without("members") });
    const { registration, texts } = start();
    await registration.installations();
    expect(texts()).toEqual([sentence(2)]);
  });

  test("is named once, also beside others that come and go", async () => {
    const late = { permissions: without("members") };
    answerApp();
    answerInstallations(late);
    answerInstallations(late, late);
    answerApp();
    answerInstallations({}, late);
    answerApp();
    const { registration, texts } = start();
    for (let look = 0; look < 3; look += 1) await registration.installations();

    expect(texts()).toEqual([sentence(1), sentence(2)]);
    expect(registration.lacks()).toEqual([sentence(2)]);
  });

  test("is left alone when it is suspended, or a person's and it is about organizations", async () => {
    answerApp();
    answerInstallations(
      { permissions: {}, suspended_at: "2026-01-05T12:00:00Z" },
      { permissions: without("members", "organization_projects"), target_type: "User" },
    );
    const { registration, told } = start();
    await registration.installations();
    expect(told).toEqual([]);
  });

  test("is not blamed for what the App itself has given up meanwhile", async () => {
    answerApp();
    answerInstallations({});
    answerInstallations({ permissions: without("checks") });
    answerApp({ permissions: without("checks") });
    const { registration, texts } = start();
    await registration.installations();
    await registration.installations();
    expect(texts()).toEqual([expect.stringMatching(/^The App lacks checks: write /)]);
  });
});

test("what is known stays known while GitHub does not answer", async () => {
  answerApp({ events: [] });
  answerInstallations();
  nock(API).get("/app/installations").query(true).reply(502);
  const { registration, told } = start();
  await registration.installations();
  const lacks = registration.lacks();

  expect(await failure(registration.installations())).toBeInstanceOf(RetryError);
  expect(registration.lacks()).toEqual(lacks);
  expect(told).toHaveLength(1);
});

describe("credentials that GitHub does not accept", () => {
  const refuse = (status: number, message: string) => nock(API).get("/app").reply(status, { message });
  const UNDECODABLE = "A JSON web token could not be decoded";

  test.each([
    [401, UNDECODABLE, /does not accept this PRIVATE_KEY for this APP_ID\. Set a private key/],
    [404, "Integration not found", /knows no App with this APP_ID\. Set the App ID/],
  ])("are told with the setting that is wrong, once: %i", async (status, message, words) => {
    for (let time = 0; time < 2; time += 1) refuse(status, message);
    const { registration, told } = start();
    for (let time = 0; time < 2; time += 1)
      expect(await failure(registration.installations())).toBeInstanceOf(RetryError);

    expect(told).toEqual([{ kind: "refused", text: expect.stringMatching(words) }]);
    expect(told[0]?.text).toContain(message);
    expect(registration.refusal()).toBe(told[0]?.text);
  });

  test("are noticed as well when they were good before", async () => {
    answerApp();
    answerInstallations({});
    nock(API).get("/app/installations").query(true).reply(401, { message: UNDECODABLE });
    const { registration, told } = start();
    await registration.installations();
    await failure(registration.installations());

    expect(told.map(({ kind }) => kind)).toEqual(["refused"]);
    expect(registration.refusal()).toBeDefined();
  });

  test("are good again as soon as GitHub answers", async () => {
    refuse(401, UNDECODABLE);
    answerApp();
    answerInstallations({});
    const { registration, told } = start();
    await failure(registration.installations());
    await registration.installations();

    expect(registration.refusal()).toBeUndefined();
    expect(told.map(({ kind }) => kind)).toEqual(["refused", "mended"]);
  });

  test.each([500, 502, 503, 403, 429])("are not what a server means that answers %i", async (status) => {
    refuse(status, "not now");
    const { registration, told } = start();
    await failure(registration.installations());
    expect([registration.refusal(), told]).toEqual([undefined, []]);
  });

  test("are not what a broken connection means, and neither does that make them good", async () => {
    const breakTwice = () => nock(API).get("/app").times(2).replyWithError("ECONNRESET");
    const { registration } = start();
    breakTwice();
    await failure(registration.installations());
    const before = registration.refusal();
    refuse(401, UNDECODABLE);
    await failure(registration.installations());
    breakTwice();
    await failure(registration.installations());

    expect(before).toBeUndefined();
    expect(registration.refusal()).toContain("PRIVATE_KEY");
  });
});
