import { describe, expect, test } from "@jest/globals";
import { parseConfig, remarkOn } from "../../src/core/config/parse-config.js";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Config } from "../../src/core/model/config.js";
import { diagnoseSettings } from "../../src/core/signoff/diagnose-settings.js";
import { listRequirements } from "../../src/core/signoff/list-requirements.js";
import { BILLING, parse } from "./examples.js";

function config(yaml = ""): Config {
  const parsed = parseConfig("tickmark.yml", yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.config;
}

/** Keys of the requirements, and of the phases that each is asked of. */
function asked(text: string): Record<string, readonly string[]> {
  return Object.fromEntries(listRequirements(parse(text), config()).map(({ key, phases }) => [key, phases]));
}

describe("which requirements are asked of which phases", () => {
  test("no sign-off section: none", () => {
    expect(asked("# Plan\n## Phase 1\n- [ ] Task\n")).toEqual({});
  });

  test("beside numbered phases other main sections are no phases", () => {
    expect(asked(BILLING.replace("Nothing here.", "- [ ] A note"))).toEqual({
      "code-review": ["phase-1", "phase-2"],
      "security-assessment": ["phase-1", "phase-2"],
      "team-lead-sign-off": ["phase-1", "phase-2"],
    });
  });

  test("without numbered phases every main section with tasks is one", () => {
    const text =
      "# Release\n## Build\n- [ ] a\n## Prose\nNo tasks.\n## Ship\n- [ ] b\n## Sign-off\n- [ ] QA\n";

    expect(asked(text)).toEqual({ qa: ["build", "ship"] });
  });

  test("inside of a phase it is that phase's own", () => {
    const text = "# P\n## Phase 1: A\n- [ ] a\n### Sign-off\n- [ ] QA\n## Phase 2: B\n- [ ] b\n";

    expect(asked(text)).toEqual({ qa: ["phase-1"] });
  });

  test("below a heading that names a phase it is that phase's own", () => {
    const text =
      "# P\n## Phase 1: A\n- [ ] a\n## Phase 2: B\n- [ ] b\n## Sign-off\n### Phase 1\n- [ ] QA\n### All\n- [ ] Docs\n";

    expect(asked(text)).toEqual({ qa: ["phase-1"], docs: ["phase-1", "phase-2"] });
  });

  test("inside of a section that is made of phases it is asked of those", () => {
    const text =
      "# P\n## Billing\n### Phase 1\n- [ ] a\n### Phase 2\n- [ ] b\n### Sign-off\n- [ ] QA\n## Search\n### Phase 3\n- [ ] c\n";

    expect(asked(text)).toEqual({ qa: ["phase-1", "phase-2"] });
  });

  test("phases inside of a phase are signed with it; a phase without tasks is not asked", () => {
    const text =
      "# P\n## Phase 1: A\n### Phase 1.1: B\n- [ ] a\n## Phase 2: Prose\nWords.\n## Sign-off\n- [ ] QA\n";

    expect(asked(text)).toEqual({ qa: ["phase-1"] });
  });

  test("what explains a requirement, stands for one or is struck through is none", () => {
    const text =
      "# P\n## Phase 1\n- [ ] a\n## Sign-off\n- [ ] Security\n  - [ ] by the team\n- [ ] ~~Budget~~\n- [ ] [Add yours]\n";

    expect(asked(text)).toEqual({ security: ["phase-1"] });
  });

  test.each([
    ["punctuation and case", "**Code-Review** (completed)!", "code-review-completed"],
    ["nothing that could be a name", "✅ !", "requirement"],
    ["another script", "セキュリティ 審査", "セキュリティ-審査"],
    ["marks of direction", "\u202ECode\u202C review", "code-review"],
  ])("the key of a text with %s", (_, text, key) => {
    expect(Object.keys(asked(BILLING.replace("Code review", text)))[0]).toBe(key);
  });
});

describe("who may sign", () => {
  const rulesOf = (yaml: string) =>
    Object.fromEntries(listRequirements(parse(BILLING), config(yaml)).map(({ key, rules }) => [key, rules]));

  test("without a config: people with write access; a lead's word takes maintain", () => {
    expect(rulesOf("")).toMatchObject({
      "code-review": { permission: "write", teams: [], users: [], evidence: undefined },
      "team-lead-sign-off": { permission: "maintain" },
    });
  });

  test("the permission of all commands is the least", () => {
    expect(rulesOf("commands: { permission: admin }")).toMatchObject({
      "code-review": { permission: "admin" },
      "team-lead-sign-off": { permission: "admin" },
    });
  });

  test("the config finds a requirement by its text, whatever its case and punctuation", () => {
    const rules = rulesOf('signoff: { requirements: { "SECURITY assessment:": { teams: [security] } } }');

    expect(rules["security-assessment"]).toEqual({
      teams: ["security"],
      users: [],
      permission: undefined,
      evidence: undefined,
    });
  });
});

describe("what cannot be meant", () => {
  const remarks = (text: string, yaml = ""): string[] =>
    diagnoseSettings([parse(text)], config(yaml), remarkOn(".github/tickmark.yml", yaml)).map(
      ({ rule, file, line, column }) => `${file}:${line}:${column} ${rule}`,
    );

  test("nothing to remark", () => {
    expect(remarks(BILLING, "signoff: { requirements: { Code review: { permission: write } } }")).toEqual([]);
  });

  test("settings for a requirement that no file has", () => {
    const yaml = `commands: { permission: write }
signoff:
  requirements:
    Code review: { permission: write }
    Code revue: { permission: write }
`;

    expect(remarks(BILLING, yaml)).toEqual([".github/tickmark.yml:5:5 config-unknown-requirement"]);
    expect(remarks(BILLING, "signoff: { requirements: { Code revue: { permission: write } } }")).toEqual([
      ".github/tickmark.yml:1:28 config-unknown-requirement",
    ]);
  });

  test("a gate for a phase that no file has; one that a file has is right however it is named", () => {
    const yaml = `signoff:
  gates:
    - { phase: phase-2, labels: [a] }
    - { phase: billing/2, labels: [a] }
    - { phase: phase-7, labels: [a] }
`;

    expect(remarks(BILLING, yaml)).toEqual([".github/tickmark.yml:5:16 config-unknown-phase"]);
  });

  const linted = (text: string): string[] =>
    parseChecklist("a.md", new TextEncoder().encode(text)).diagnostics.map(
      ({ rule, line }) => `${line} ${rule}`,
    );

  test("the same words twice in one section are one requirement", () => {
    const text = BILLING.replace(
      "- [ ] Security assessment",
      "- [ ] Security assessment\n- [ ] security: assessment",
    );

    expect(linted(text)).toEqual(["14 duplicate-requirement"]);
    expect(asked(text)).toHaveProperty("security-assessment");
  });

  test("the same words in the sign-off of each phase are two", () => {
    const text =
      "# P\n## Phase 1\n- [ ] a\n### Sign-off\n- [ ] QA\n## Phase 2\n- [ ] b\n### Sign-off\n- [ ] QA\n";

    expect(linted(text)).toEqual([]);
  });
});
