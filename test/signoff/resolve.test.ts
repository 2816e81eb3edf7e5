import { describe, expect, test } from "@jest/globals";
import { resolvePhase } from "../../src/core/signoff/resolve-phase.js";
import { resolveRequirements } from "../../src/core/signoff/resolve-requirements.js";
import type { Requirement } from "../../src/core/model/signoff.js";

const phase = (checklist: string, key: string, title: string) => ({ checklist, phase: key, title });
const BILLING = "checklists/billing.md";
const SEARCH = "checklists/search.md";
const ONE_FILE = [
  phase(BILLING, "phase-1", "Phase 1: Setup"),
  phase(BILLING, "phase-2", "Phase 2: Infrastructure & Security (25%)"),
  phase(BILLING, "phase-2.1", "Phase 2.1: Later"),
  phase(BILLING, "phase-10", "Phase 10: Launch"),
];
const TWO_FILES = [...ONE_FILE, phase(SEARCH, "phase-2", "Phase 2: Index")];

function resolve(words: string, phases = ONE_FILE, near: readonly string[] = []): unknown {
  const found = resolvePhase(words.split(" ").filter(Boolean), phases, new Set(near));
  if (!found.ok) return [found.problem, ...found.choices];
  return [`${found.phase.checklist} ${found.phase.phase}`, ...found.rest];
}

describe("the phase that is meant", () => {
  test.each([
    "phase-2",
    "PHASE-2",
    "phase 2",
    "2",
    "**phase-2**,",
    "infrastructure",
    "infra",
    "phase-2-infrastructure--security-25",
    "billing/phase-2",
    "billing/2",
    "checklists/billing.md/phase-2",
    "Billing/phase 2",
  ])("%s", (words) => {
    expect(resolve(words)).toEqual([`${BILLING} phase-2`]);
  });

  test.each([
    "observability",
    "OBS",
    "4-observability",
    "4. Observability",
    "4-observability-weeks-3-4",
    "billing/observ",
  ])("without the word phase: %s", (words) => {
    const named = [...ONE_FILE, phase(BILLING, "observability", "4. Observability (Weeks 3-4)")];

    expect(resolve(words.replace(". ", "-"), named)).toEqual([`${BILLING} observability`]);
  });

  test("its number may have a point, and a longer number is another phase", () => {
    expect(resolve("2.1")).toEqual([`${BILLING} phase-2.1`]);
    expect(resolve("phase-1")).toEqual([`${BILLING} phase-1`]);
    expect(resolve("phase-10")).toEqual([`${BILLING} phase-10`]);
  });

  test("what follows it is left", () => {
    expect(resolve("phase 2 security testing")).toEqual([`${BILLING} phase-2`, "security", "testing"]);
    expect(resolve("phase-2 2")).toEqual([`${BILLING} phase-2`, "2"]);
  });

  test.each([
    ["", ["missing", "phase-1", "phase-2", "phase-2.1", "phase-10"]],
    ["phase", ["ambiguous", "phase-1", "phase-2", "phase-2.1", "phase-10"]],
    ["phase-7", ["unknown", "phase-1", "phase-2", "phase-2.1", "phase-10"]],
    ["lunch", ["unknown", "phase-1", "phase-2", "phase-2.1", "phase-10"]],
    ["!!!", ["unknown", "phase-1", "phase-2", "phase-2.1", "phase-10"]],
    ["search/phase-2", ["unknown", "phase-1", "phase-2", "phase-2.1", "phase-10"]],
  ])("%s is none: the choices are told", (words, answer) => {
    expect(resolve(words)).toEqual(answer);
  });

  test("in two checklists: the one that the pull request is about, else both are told by name", () => {
    expect(resolve("phase-2", TWO_FILES, [SEARCH])).toEqual([`${SEARCH} phase-2`]);
    expect(resolve("phase-2", TWO_FILES)).toEqual(["ambiguous", "billing/phase-2", "search/phase-2"]);
    expect(resolve("search/phase-2", TWO_FILES, [BILLING])).toEqual([`${SEARCH} phase-2`]);
    expect(resolve("phase-10", TWO_FILES, [SEARCH])).toEqual([`${BILLING} phase-10`]);
  });

  test("two checklists of one name are told apart by their folders", () => {
    const same = [phase("a/list.md", "phase-1", "Phase 1"), phase("b/list.md", "phase-1", "Phase 1")];

    expect(resolve("phase-1", same)).toEqual(["ambiguous", "a/list/phase-1", "b/list/phase-1"]);
    expect(resolve("a/list/phase-1", same)).toEqual(["a/list.md phase-1"]);
  });
});

describe("the requirements that are meant", () => {
  const requirements = [
    "code-review-completion",
    "testing-verification",
    "performance-validation",
    "security-assessment",
    "security-training",
    "documentation-review",
  ].map((key) => ({ key }) as Requirement);

  function named(words: string): unknown {
    const { named: found, unknown } = resolveRequirements(words.split(" ").filter(Boolean), requirements);
    return [found.map(({ key }) => key), unknown.map(({ word }) => word)];
  }

  test.each([
    ["", [], []],
    ["testing", ["testing-verification"], []],
    ["Testing performance", ["testing-verification", "performance-validation"], []],
    ["code review completion", ["code-review-completion"], []],
    ["code review security assessment", ["code-review-completion", "security-assessment"], []],
    ["perf, testing", ["performance-validation", "testing-verification"], []],
    ["testing testing", ["testing-verification"], []],
    ["testing please!", ["testing-verification"], []],
    ["please", [], ["please"]],
    ["security", [], ["security"]],
    ["review", [], ["review"]],
    ["tsting", [], ["tsting"]],
    ["testing securty-assessment", ["testing-verification"], ["securty-assessment"]],
    ["!!!", [], ["!!!"]],
  ])("%s", (words, found, unknown) => {
    expect(named(words)).toEqual([found, unknown]);
  });

  test("for a word that means several, those are the choices", () => {
    expect(resolveRequirements(["security"], requirements).unknown).toEqual([
      { word: "security", choices: ["security-assessment", "security-training"] },
    ]);
  });
});
