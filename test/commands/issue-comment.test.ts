import { describe, expect, test } from "@jest/globals";

import { onIssueComment } from "../../src/events/issue-comment.js";
import { delivery, installation, key, repository } from "../events/payloads.js";

type CommentEvent = Parameters<typeof onIssueComment>[0];

const comment = {
  id: 99,
  body: "/tickmark plan",
  created_at: "2026-01-05T12:00:00Z",
  user: { login: "mona", type: "User" },
  performed_via_github_app: null,
};

const created = (change: object = {}, rest: object = {}) =>
  onIssueComment(
    delivery<CommentEvent>("issue_comment", {
      action: "created",
      issue: { number: 12 },
      comment: { ...comment, ...change },
      repository,
      installation,
      ...rest,
    }),
  );

const taken = {
  repository: key,
  id: 99,
  issue: 12,
  author: "mona",
  body: "/tickmark plan",
  createdAt: "2026-01-05T12:00:00Z",
};

describe("a new comment", () => {
  test("of a person is taken as it is", () => {
    expect(created()).toEqual(taken);
  });

  test("on a pull request is taken alike", () => {
    expect(created({}, { issue: { number: 12, pull_request: {} } })).toEqual(taken);
  });

  test.each([
    ["by a bot (pain 31: a bot hears itself)", { user: { login: "tickmark[bot]", type: "Bot" } }],
    ["by an App in the name of a person", { performed_via_github_app: { slug: "another" } }],
    ["by an organization", { user: { login: "acme", type: "Organization" } }],
    ["by an account that is gone", { user: null }],
  ])("%s is not", (_who, change) => {
    expect(created(change)).toBeUndefined();
  });

  test("in a repository without an installation is not", () => {
    expect(created({}, { installation: undefined })).toBeUndefined();
  });
});
