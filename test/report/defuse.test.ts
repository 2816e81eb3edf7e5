import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

import { defuse, defusePlain } from "../../src/core/report/defuse.js";
import { hostileText } from "./texts.js";

const parser = unified().use(remarkParse).use(remarkGfm);

/** What GitHub scans for mentions and references: text outside of code and links, once Markdown was rendered. */
function scanned(node: Nodes, found: string[] = []): string[] {
  if (node.type === "text") found.push(node.value);
  if (node.type === "html") found.push(decode(node.value));
  if ("children" in node && node.type !== "link") for (const child of node.children) scanned(child, found);
  return found;
}

function decode(html: string): string {
  return html
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&#[xX]([0-9a-fA-F]+);/g, (_, digits: string) => String.fromCodePoint(parseInt(digits, 16)))
    .replaceAll("&commat;", "@")
    .replaceAll("&num;", "#");
}

function addresses(node: Nodes, found: string[] = []): string[] {
  if (node.type === "link" || node.type === "definition" || node.type === "image") found.push(node.url);
  if ("children" in node) for (const child of node.children) addresses(child, found);
  return found;
}

const MENTION = /(?:^|[^A-Za-z0-9])@[A-Za-z0-9]/;
const NUMBER = /#\d|(?:^|[^A-Za-z0-9])GH-\d/i;
const ISSUE = /\/\/(?!redirect\.)[^/]+\/[\w.-]+\/[\w.-]+\/(?:issues|pull)\/\d/;

describe("text for an issue body", () => {
  test.each([
    ["cc @octocat", "cc @&#8203;octocat"],
    ["cc @acme/backend", "cc @&#8203;acme/backend"],
    ["mail a@b.example", "mail a@b.example"],
    ["closes #12", "closes #&#8203;12"],
    ["acme/app#12", "acme/app#&#8203;12"],
    ["GH-12", "GH-&#8203;12"],
    ["&#64;octocat", "&#64;&#8203;octocat"],
    ["&#35;12 and &#169;", "&#35;&#8203;12 and &#169;"],
    ["run `npm i @scope/x #12`, @you", "run `npm i @scope/x #12`, @&#8203;you"],
    ["https://github.com/acme/app/issues/12", "https://redirect.github.com/acme/app/issues/12"],
    ["[x](https://www.github.com/acme/app/pull/12)", "[x](https://redirect.github.com/acme/app/pull/12)"],
    ["https://ghe.example.com/acme/app/issues/12", "https://ghe.example.com/acme/app/%69ssues/12"],
    ["https://example.com/@me#12", "https://example.com/%40me#%312"],
    ["https://example.com/a**_GH-12_", "https://example.com/a**_GH%2D12_"],
    ["https://example.com/a&num;12 in HTML", "https://example.com/a&num;&#8203;12 in HTML"],
    ["a <!-- tickmark:end --> b", "a &lt;!-- tickmark:end --&gt; b"],
  ])("%s becomes %s", (text, expected) => {
    expect(defuse(text)).toBe(expected);
  });

  test("cannot carry a marker of ours in a code span either", () => {
    expect(defuse("`<!-- tickmark:end -->`")).not.toContain("<!-- tickmark:end -->");
  });

  test("keeps a fenced block as it is", () => {
    const fence = "```py\n@app.route\n# 12 #12\n```";

    expect(defuse(`${fence}\n\n@you`)).toBe(`${fence}\n\n@&#8203;you`);
  });

  test("mentions nobody, refers to nothing and hides nothing, whatever it was", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tree = parser.parse(defuse(text));

        for (const value of scanned(tree)) {
          expect(value).not.toMatch(MENTION);
          expect(value).not.toMatch(NUMBER);
        }
        for (const address of addresses(tree)) expect(address).not.toMatch(ISSUE);
        expect(defuse(text)).not.toMatch(/<!--\s*tickmark:/);
      }),
      { numRuns: 500 },
    );
  });

  test("is defused once", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(defuse(defuse(text))).toBe(defuse(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe("text for a commit message", () => {
  test.each(["[skip ci]", "[ci skip]", "[no ci]", "[Skip Actions]", "[actions skip]", "skip-checks: true"])(
    "cannot skip a workflow with %s",
    (token) => {
      expect(defusePlain(`x ${token} y`)).not.toContain(token);
      expect(defusePlain(`x ${token} y`).replaceAll("\u200B", "")).toBe(`x ${token} y`);
    },
  );

  test.each([
    "closes #12",
    "Fixed: acme/app#12",
    "resolve GH-12",
    "fixes https://github.com/acme/app/issues/12",
  ])("cannot close an issue with %s", (text) => {
    const safe = defusePlain(text);

    expect(safe).not.toMatch(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? /i);
    expect(safe).not.toMatch(NUMBER);
    expect(safe).not.toMatch(ISSUE);
  });

  test("mentions nobody, refers to nothing and skips nothing, whatever it was", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const safe = defusePlain(text);

        expect(safe).not.toMatch(MENTION);
        expect(safe).not.toMatch(NUMBER);
        expect(safe).not.toMatch(ISSUE);
        expect(safe).not.toMatch(/\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|skip-checks\s*:/i);
        expect(defusePlain(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });
});
