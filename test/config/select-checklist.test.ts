import { describe, expect, test } from "@jest/globals";

import { parseConfig } from "../../src/core/config/parse-config.js";
import { selectChecklist, staticPrefixes } from "../../src/core/config/select-checklist.js";
import type { Config } from "../../src/core/model/config.js";

function config(text: string): Config {
  const result = parseConfig("tickmark.yml", text);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.config;
}

describe("a file is a checklist", () => {
  test.each([
    ["checklists/a.md", true],
    ["checklists/deep/er/a.md", true],
    ["checklists/templates/a.md", false],
    ["checklists/x/templates/a.md", false],
    ["checklists/a.txt", false],
    ["checklists/.drafts/a.md", false],
    ["docs/a.md", false],
    ["CHECKLISTS/a.md", false],
  ])("by default: %s %s", (path, selected) => {
    expect(selectChecklist(path, config("")) !== undefined).toBe(selected);
  });

  test("by the first entry that matches it, once, so that a folder has rules of its own (pain 16, pain 82)", () => {
    const two = config("checklists:\n- { paths: [a/**], depth: 1 }\n- { paths: ['**'], depth: 2 }\n");

    expect(selectChecklist("a/x.md", two)?.depth).toBe(1);
    expect(selectChecklist("b/x.Markdown", two)?.depth).toBe(2);
    expect(selectChecklist(".github/ISSUE_TEMPLATE/x.md", two)).toBeUndefined();
  });

  test("in a templates folder when an entry excludes nothing", () => {
    const all = config("checklists:\n- { paths: ['docs/**'], exclude: [] }\n");

    expect(selectChecklist("docs/templates/x.md", all)).toBeDefined();
  });

  test("never, when there are no entries", () => {
    expect(selectChecklist("checklists/a.md", config("checklists: []"))).toBeUndefined();
  });
});

test.each([
  ["", ["checklists"]],
  ["checklists: []", []],
  ["checklists: [{ paths: ['docs/lists/**/*.md', 'docs/**', 'ops/*.md'] }]", ["docs", "ops"]],
  ["checklists: [{ paths: ['**/*.md', 'docs/**'] }]", [""]],
  ["checklists: [{ paths: ['TODO.md'] }]", [""]],
  ["checklists: [{ paths: ['docs/TODO.md', 'docsmore/x.md'] }]", ["docs", "docsmore"]],
  ["checklists: [{ paths: ['{a,b}/*.md'] }]", [""]],
])("%j needs a listing of %j", (text, folders) => {
  expect(staticPrefixes(config(text))).toEqual(folders);
});
