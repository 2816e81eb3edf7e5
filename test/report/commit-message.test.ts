import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { formatCommitMessage, type FileChange } from "../../src/core/report/commit-message.js";
import { hostileLine } from "./texts.js";

const tick: FileChange = {
  path: "checklists/billing.md",
  line: 12,
  title: "Implement OAuth2/JWT",
  what: "tick",
  issue: 13,
  why: "the issue was closed as completed",
};
const none = { headlines: [] };
const docs = { headlines: ["docs: explain", "feat(api): add", "Merge pull request #3 from x", "fix: y"] };

function many(count: number, what: FileChange["what"]): FileChange[] {
  return Array.from({ length: count }, (_, n) => ({ ...tick, line: n + 1, what }));
}

describe("the headline of a commit", () => {
  test("names the task when there is one", () => {
    const message = formatCommitMessage({ changes: [tick], convention: docs });

    expect(message).toEqual({
      headline: 'docs: tick "Implement OAuth2/JWT"',
      body: 'checklists/billing.md\n- line 12: tick "Implement OAuth2/JWT" (issue 13): the issue was closed as completed',
    });
  });

  test.each([
    [[], 'Tick "Implement OAuth2/JWT"'],
    [["Fix bug", "docs: x"], 'Tick "Implement OAuth2/JWT"'],
    [["chore(deps): x", "chore(ci): y", "Fix"], 'chore(checklists): tick "Implement OAuth2/JWT"'],
    [["feat: X", "fix: Y"], 'docs: Tick "Implement OAuth2/JWT"'],
  ])("follows the convention of %j", (headlines, expected) => {
    expect(formatCommitMessage({ changes: [tick], convention: { headlines } }).headline).toBe(expected);
  });

  test("follows a template before any convention", () => {
    const message = formatCommitMessage({
      changes: [tick],
      convention: docs,
      template: "[bot] {summary} (auto)",
    });

    expect(message.headline).toBe('[bot] tick "Implement OAuth2/JWT" (auto)');
  });

  test("counts when there are many", () => {
    const headline = (changes: FileChange[]): string =>
      formatCommitMessage({ changes, convention: docs }).headline;

    expect(headline(many(482, "reference"))).toBe("docs: link 482 tasks to their issues");
    expect(headline([...many(3, "tick"), ...many(2, "reference")])).toBe("docs: tick 3 tasks, link 2");
    expect(headline([...many(1, "tick"), ...many(2, "strike")])).toBe("docs: tick 1 task, strike 2");
  });

  test("says what was signed", () => {
    const sign: FileChange = {
      path: "a.md",
      line: 9,
      title: "Security",
      what: "sign",
      why: "signed by alice",
    };
    const message = (changes: FileChange[]) => formatCommitMessage({ changes, convention: docs });

    expect(message([sign])).toEqual({
      headline: 'docs: sign "Security"',
      body: 'a.md\n- line 9: sign "Security": signed by alice',
    });
    expect(message([sign, sign]).headline).toBe("docs: sign 2 requirements");
    expect(message([tick, { ...sign, what: "stale" }]).headline).toBe(
      "docs: tick 1 task, invalidate 1 sign-off",
    );
  });

  test("has at most 72 characters", () => {
    const message = formatCommitMessage({
      changes: [{ ...tick, title: "very ".repeat(50) }],
      convention: docs,
    });

    expect(message.headline.length).toBeLessThanOrEqual(72);
    expect(message.headline).toMatch(/^docs: tick "very .* very…"$/);
  });
});

describe("the body of a commit message", () => {
  test("groups by file and cuts a long list", () => {
    const other = { ...tick, path: "checklists/a.md" };
    const { body } = formatCommitMessage({ changes: [tick, other, ...many(258, "tick")], convention: none });

    expect(body.split("\n\n").map((part) => part.split("\n")[0])).toEqual([
      "checklists/billing.md",
      "checklists/a.md",
      "… and 210 more",
    ]);
  });
});

test("pain 34, pain 38: no name can make a commit close, mention, refer or skip", () => {
  const change = fc
    .record({ path: hostileLine, title: hostileLine, why: hostileLine })
    .map((names): FileChange => ({ ...tick, ...names }));
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.option(hostileLine),
      (changes, template) => {
        const input = {
          changes,
          convention: docs,
          template: template === null ? undefined : `${template}{summary}`,
        };
        const { headline, body } = formatCommitMessage(input);

        expect(headline.length).toBeLessThanOrEqual(72);
        expect(headline).not.toMatch(/[\n\r]/);
        for (const text of [headline, body]) {
          expect(text).not.toMatch(/#\d|(?:^|[^A-Za-z0-9])(?:@[A-Za-z0-9]|GH-\d)/i);
          expect(text).not.toMatch(
            /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|skip-checks\s*:/i,
          );
          expect(text).not.toMatch(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? +\S*#/i);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
