import { describe, expect, test } from "@jest/globals";
import { onIssue } from "../../src/events/issues.js";
import { delivery, installation, key, repository } from "./payloads.js";

type IssueEvent = Parameters<typeof onIssue>[0];

const change = (action: string, issue: object = {}, rest: object = {}) =>
  onIssue(
    delivery<IssueEvent>("issues", {
      action,
      issue: {
        number: 12,
        title: "Ship",
        body: "words",
        state: "open",
        state_reason: null,
        assignees: [],
        ...issue,
      },
      repository,
      installation,
      ...rest,
    }),
  );

describe("a change of an issue tells how the issue is now", () => {
  test.each([
    ["closed", { state: "closed", state_reason: "completed" }, "done"],
    ["closed", { state: "closed", state_reason: null }, "done"],
    ["closed", { state: "closed", state_reason: "not_planned" }, "dropped"],
    ["closed", { state: "closed", state_reason: "duplicate" }, "dropped"],
    ["reopened", { state: "open", state_reason: "reopened" }, "open"],
    ["edited", { state: "closed", state_reason: "not_planned" }, "dropped"],
  ])("%s, with %j: it is %s", (action, issue, completion) => {
    expect(change(action, issue)).toEqual([
      { key, hint: { issue: { number: 12, title: "Ship", body: "words", completion, assignees: [] } } },
    ]);
  });

  test.each(["assigned", "unassigned"])("%s: to whom it is assigned now", (action) => {
    const [nudge] = change(action, { assignees: [{ login: "octocat" }, null] });

    expect(nudge?.hint.issue?.assignees).toEqual(["octocat"]);
  });

  test("an issue without a body has an empty one", () => {
    expect(change("edited", { body: null })[0]?.hint.issue?.body).toBe("");
  });
});

test.each(["deleted", "transferred"])(
  "an issue that was %s is a suspect: no list of changes names it",
  (action) => {
    expect(change(action)).toEqual([{ key, hint: { suspect: 12 } }]);
  },
);

test("where the app is not installed, nothing is looked at", () => {
  expect(change("closed", {}, { installation: undefined })).toEqual([]);
});

test("a repository without an owner is not looked at", () => {
  expect(change("closed", {}, { repository: { ...repository, owner: null } })).toEqual([]);
});
