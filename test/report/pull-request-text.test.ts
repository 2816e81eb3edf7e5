import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FileChange } from "../../src/core/report/commit-message.js";
import { formatPullRequest } from "../../src/core/report/pull-request-text.js";
import { hostileLine } from "./texts.js";

const tick: FileChange = {
  path: "checklists/billing.md",
  line: 12,
  title: "Implement OAuth2/JWT",
  what: "tick",
  issue: 13,
  why: "#13 is closed",
};

describe("the text of a pull request", () => {
  test("says what is in it and why it is one", () => {
    const text = formatPullRequest({
      changes: [tick],
      branch: "main",
      why: "the rule says so.",
      merge: true,
    });

    expect(text).toContain("**checklists/billing.md**");
    expect(text).toContain('- line 12: tick "Implement OAuth2/JWT" (issue 13): ');
    expect(text).toContain("This is a pull request because the rule says so.");
    expect(text).toContain("auto-merge");
  });

  test("fits, however much there is to say", () => {
    const change = { ...tick, title: "@#`*_<&".repeat(100), path: `checklists/${"é*@".repeat(60)}.md` };
    const changes = Array.from({ length: 600 }, (_, line) => ({ ...change, line }));
    const text = formatPullRequest({ changes, branch: "main", why: "x".repeat(20_000), merge: false });

    expect(text.length).toBeLessThan(65_000);
    expect(text).toContain("… and 550 more");
  });

  test("whatever names it has, it closes, mentions, refers to and skips nothing", () => {
    const change = fc
      .record({ path: hostileLine, title: hostileLine, why: hostileLine })
      .map((names): FileChange => ({ ...tick, ...names }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), hostileLine, (changes, why) => {
        const text = formatPullRequest({ changes, branch: "main", why, merge: true });

        expect(text).not.toMatch(/(?<!&)#\d|(?:^|[^A-Za-z0-9])(?:@[A-Za-z0-9]|GH-\d)/i);
        expect(text).not.toMatch(/\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|skip-checks\s*:/i);
        expect(text).not.toMatch(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? +\S*(?<!&)#\d/i);
        expect(text).not.toContain("<!--");
      }),
      { numRuns: 500 },
    );
  });
});
