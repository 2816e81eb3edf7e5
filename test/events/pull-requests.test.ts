import { describe, expect, test } from "@jest/globals";
import { onCheckRerequested, onCheckSuite, onStatus } from "../../src/events/checks.js";
import { onPullRequest, onReview } from "../../src/events/pull-request.js";
import { delivery, installation, key, repository } from "./payloads.js";

const place = { repository: key, number: 12 };
const pull = { number: 12, merged: false, updated_at: "2026-11-21T10:00:00Z" };

const change = (action: string, facts: object = {}, rest: object = {}) =>
  onPullRequest(
    delivery("pull_request", {
      action,
      pull_request: { ...pull, ...facts },
      repository,
      installation,
      ...rest,
    }),
  );

describe("a pull request is to be looked at", () => {
  test.each(["opened", "reopened", "edited", "labeled", "unlabeled"])("pain 81: that was %s", (action) => {
    expect(change(action)).toEqual([{ place, push: undefined }]);
  });

  test("that has new commits: which, and since when", () => {
    expect(change("synchronize", {}, { before: "aaa", after: "bbb" })).toEqual([
      { place, push: { before: "aaa", after: "bbb", at: "2026-11-21T10:00:00Z" } },
    ]);
  });

  test("that was merged, and not one that was only closed", () => {
    expect(change("closed", { merged: true })).toEqual([{ place, push: undefined }]);
    expect(change("closed")).toEqual([]);
  });

  test("that was reviewed, whatever the review says", () => {
    const payload = {
      action: "submitted",
      review: { body: "/signoff phase-1" },
      pull_request: pull,
      repository,
      installation,
    };

    expect(onReview(delivery("pull_request_review", payload))).toEqual([{ place, push: undefined }]);
  });

  test.each([
    ["pull 12", [{ place, push: undefined }]],
    ["", []],
    ["pull 12; rm", []],
  ])("whose check is asked for again: %j", (external, expected) => {
    const payload = { action: "rerequested", check_run: { external_id: external }, repository, installation };

    expect(onCheckRerequested(delivery("check_run", payload))).toEqual(expected);
  });
});

describe("checks of a commit are news", () => {
  const suite = (action: string) =>
    onCheckSuite(
      delivery("check_suite", {
        action,
        check_suite: { head_sha: "aaa", app: { slug: "ci" } },
        repository,
        installation,
      }),
    );

  test("when those of an App are over, and whose they are", () => {
    expect(suite("completed")).toEqual([{ repository: key, head: "aaa", by: "ci" }]);
  });

  test("when somebody asks for ours again", () => {
    expect(suite("rerequested")).toEqual([{ repository: key, head: "aaa", by: undefined }]);
  });
});

test("a status of a commit is news, whoever gives it and whatever it says", () => {
  const payload = { sha: "aaa", state: "failure", context: "jenkins", repository, installation };

  expect(onStatus(delivery("status", payload))).toEqual([{ repository: key, head: "aaa", by: undefined }]);
});

test("without an installation the app was not asked to look", () => {
  expect(change("opened", {}, { installation: undefined })).toEqual([]);
});
