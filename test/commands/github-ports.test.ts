import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import nock from "nock";

import { repositoryComments } from "../../src/github/comments.js";
import { repositoryPeople } from "../../src/github/permissions.js";
import { RetryError, TerminalError } from "../../src/errors.js";
import { ADDRESS, API, failure, plainClient } from "../github/harness.js";

const REPO = "/repos/acme/app";

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

describe("the role of somebody", () => {
  const NONE = { pull: false, triage: false, push: false, maintain: false, admin: false };

  function answer(body: object, status = 200): void {
    nock(API).get(`${REPO}/collaborators/mona/permission`).reply(status, body);
  }

  test.each([
    ["admin", "admin", "admin"],
    ["maintain", "write", "maintain"],
    ["write", "write", "write"],
    ["triage", "read", "triage"],
    ["read", "read", "read"],
    ["none", "none", "none"],
  ])("%s, which GitHub also calls %s, is %s", async (role_name, permission, expected) => {
    answer({ role_name, permission, user: null });

    expect(await repositoryPeople(plainClient(), ADDRESS).roleOf("mona")).toBe(expected);
  });

  test("of an organization's own making is what it includes", async () => {
    const permissions = { ...NONE, pull: true, triage: true };
    answer({ role_name: "Security engineer", permission: "read", user: { login: "mona", permissions } });

    expect(await repositoryPeople(plainClient(), ADDRESS).roleOf("mona")).toBe("triage");
  });

  test("of an organization's own making is at least the old word for it", async () => {
    answer({ role_name: "Release manager", permission: "write", user: { login: "mona" } });

    expect(await repositoryPeople(plainClient(), ADDRESS).roleOf("mona")).toBe("write");
  });

  test("whose account is gone is none", async () => {
    answer({ message: "mona is not a user" }, 404);

    expect(await repositoryPeople(plainClient(), ADDRESS).roleOf("mona")).toBe("none");
  });

  test.each([
    [403, TerminalError],
    [502, RetryError],
  ])("is no guess when GitHub answers %i", async (status, kind) => {
    answer({ message: "no" }, status);

    expect(await failure(repositoryPeople(plainClient(), ADDRESS).roleOf("mona"))).toBeInstanceOf(kind);
  });
});

describe("comments", () => {
  const comments = () => repositoryComments(plainClient(), ADDRESS, "tickmark");
  const bot = { login: "tickmark[bot]", type: "Bot" };
  const mona = { login: "mona", type: "User" };
  const at = "2026-01-05T12:00:00Z";

  test.each([
    [201, true],
    [200, false],
  ])("a reaction that is answered with %i is new: %p", async (status, isNew) => {
    nock(API)
      .post(`${REPO}/issues/comments/7/reactions`, { content: "eyes" })
      .reply(status, { id: 1, content: "eyes" });

    expect(await comments().react(7, "eyes")).toBe(isNew);
  });

  test("only the app's own reactions count", async () => {
    nock(API)
      .get(`${REPO}/issues/comments/7/reactions?per_page=100`)
      .reply(200, [
        { content: "rocket", user: mona },
        { content: "eyes", user: bot },
        { content: "heart", user: null },
      ]);

    expect(await comments().reactions(7)).toEqual(new Set(["eyes"]));
  });

  test("only the app's own comments are answers, whatever others write", async () => {
    nock(API)
      .get(`${REPO}/issues/1/comments`)
      .query({ since: at, per_page: 100 })
      .reply(200, [
        { id: 1, body: "<!-- tickmark:reply 7 -->", user: mona },
        { id: 2, body: "<!-- tickmark:reply 7 -->", user: bot },
        { id: 3, body: "<!-- tickmark:reply 7 -->", user: { login: "tickmark", type: "User" } },
      ]);

    expect((await comments().ownComments(1, at)).map(({ id }) => id)).toEqual([2]);
  });

  test("recent are those of people, neither edited nor answered, oldest first", async () => {
    const one = { body: "/tickmark plan", user: mona, created_at: at, updated_at: at };
    const of = (id: number, change: object = {}) => ({
      id,
      issue_url: `${API}${REPO}/issues/12`,
      ...one,
      ...change,
    });
    nock(API)
      .get(`${REPO}/issues/comments`)
      .query({ since: at, sort: "created", direction: "desc", per_page: 100 })
      .reply(200, [
        of(9),
        of(8, { user: bot }),
        of(7, { performed_via_github_app: { slug: "another" } }),
        of(6, { updated_at: "2026-01-05T12:01:00Z" }),
        of(5, { created_at: "2026-01-04T12:00:00Z", updated_at: "2026-01-04T12:00:00Z" }),
        of(4, { reactions: { rocket: 1, confused: 0 } }),
        of(3, { user: null }),
        of(2, { reactions: { rocket: 0, confused: 0 } }),
      ]);

    const found = await comments().recent(at);

    expect(found.map(({ id }) => id)).toEqual([2, 9]);
    expect(found[0]).toEqual({ id: 2, issue: 12, author: "mona", body: "/tickmark plan", createdAt: at });
  });
});
