import { describe, expect, test } from "@jest/globals";
import { branchRefusal } from "../../src/github/refusal.js";

describe("a branch that takes no direct commits says so", () => {
  test.each([
    [
      "classic protection",
      {
        type: "BRANCH_PROTECTION_RULE_VIOLATION",
        message: "Changes must be made through a pull request.",
      },
      "Changes must be made through a pull request.",
    ],
    [
      "a ruleset",
      {
        type: "UNPROCESSABLE",
        message:
          'Repository rule violations found\n\nChanges must be made through a pull request.\n\nRequired status check "ci" is expected.\n\n',
      },
      'Changes must be made through a pull request. Required status check "ci" is expected.',
    ],
    [
      "a ruleset in the words of git",
      {
        message:
          "GH013: Repository rule violations found for refs/heads/main.\n- Changes must be made through the merge queue",
      },
      "- Changes must be made through the merge queue",
    ],
    [
      "a ruleset that says no more",
      { message: "Repository rule violations found" },
      "Repository rule violations found",
    ],
    [
      "checks",
      { type: "UNPROCESSABLE", message: "3 of 3 required status checks are expected." },
      "3 of 3 required status checks are expected.",
    ],
    [
      "reviews",
      {
        message:
          "protected branch 'main' check failed:\n  At least 1 approving review is required by reviewers with write access.",
      },
      "protected branch 'main' check failed: At least 1 approving review is required by reviewers with write access.",
    ],
    [
      "linear history",
      { message: "This branch must not contain merge commits." },
      "This branch must not contain merge commits.",
    ],
    [
      "signatures",
      { message: "Commits must have verified signatures." },
      "Commits must have verified signatures.",
    ],
    [
      "a list of those who may push",
      { type: "FORBIDDEN", message: "You're not authorized to push to this branch." },
      "You're not authorized to push to this branch.",
    ],
    [
      "git itself",
      { message: "GH006: Protected branch update failed for refs/heads/main." },
      "GH006: Protected branch update failed for refs/heads/main.",
    ],
  ])("by %s", (_rule, problem, said) => {
    expect(branchRefusal(problem)).toBe(said);
  });
});

describe("is no refusal", () => {
  test.each([
    [
      "a branch that moved",
      {
        type: "STALE_DATA",
        message: 'Expected branch to point to "abc" but it did not.  Pull and try again.',
      },
    ],
    [
      "a branch that moved, without a type",
      { message: 'Expected branch to point to "abc" but it did not. The branch is protected.' },
    ],
    ["a missing permission", { type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    ["a branch that is gone", { type: "NOT_FOUND", message: "A branch with the name main does not exist" }],
    [
      "a fault of the server",
      { message: "Something went wrong while executing your query. Please include `AB12` when reporting." },
    ],
    ["a limit", { type: "RATE_LIMITED", message: "API rate limit exceeded" }],
  ])("%s", (_what, problem) => {
    expect(branchRefusal(problem)).toBeUndefined();
  });
});
