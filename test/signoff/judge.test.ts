import { describe, expect, test } from "@jest/globals";
import type { RequirementRules } from "../../src/core/model/config.js";
import type {
  LedgerEntry,
  PhaseSignoff,
  Requirement,
  RequirementState,
} from "../../src/core/model/signoff.js";
import { judgeSignoff, teamsToAsk } from "../../src/core/signoff/judge-signoff.js";
import type { Signer, SignoffRequest } from "../../src/core/signoff/judge-signoff.js";
import { entry } from "./examples.js";

const NOBODY: RequirementRules = { teams: [], users: [], permission: undefined, evidence: undefined };

function asked(
  key: string,
  rules: Partial<RequirementRules>,
  entries: readonly LedgerEntry[] = [],
): RequirementState {
  const requirement = { key, text: key, rules: { ...NOBODY, ...rules } } as Requirement;
  return { requirement, state: entries.length > 0 ? "signed" : "missing", entries };
}

const REVIEW = asked("review", { permission: "write" });
const SECURITY = asked("security", { teams: ["Security"] });
const LEAD = asked("lead", { permission: "maintain", users: ["@Boss", "@acme/leads"] });
const CHECKS = asked("checks", { evidence: "green-checks" });

function judge({
  signer,
  requirements = [REVIEW, SECURITY, LEAD, CHECKS],
  phase,
  ...rest
}: Partial<Omit<SignoffRequest, "signer" | "phase">> & {
  signer?: Partial<Signer>;
  requirements?: readonly RequirementState[];
  phase?: Partial<PhaseSignoff>;
} = {}) {
  const { granted, already, refused, blocked } = judgeSignoff({
    phase: { requirements, openTasks: [], unsigned: [], ...phase } as PhaseSignoff,
    signer: { login: "alice", isBot: false, role: "write", teams: new Set(), ...signer },
    authors: ["dev"],
    named: [],
    what: "sign-off",
    ...rest,
  });
  return {
    granted: granted.map(({ key }) => key),
    already: already.map(({ key }) => key),
    refused: refused.map(({ requirement, refusal }) => `${requirement.key}: ${refusal.why}`),
    blocked,
  };
}

describe("who may sign what", () => {
  test("a phase that asks for nothing: nothing", () => {
    expect(judge({ requirements: [] })).toEqual({
      granted: [],
      already: [],
      refused: [],
      blocked: undefined,
    });
  });

  test("signed by the same person already: said so, and not granted again", () => {
    const signed = asked("review", { permission: "write" }, [entry({ by: "Alice", requirement: "review" })]);

    expect(judge({ requirements: [signed] })).toMatchObject({ granted: [], already: ["review"] });
  });

  test("what went stale, or what somebody else signed, may be signed", () => {
    const stale = asked("review", { permission: "write" }, [entry({ stale: true })]);
    const bobs = asked("docs", { permission: "write" }, [entry({ by: "bob" })]);

    expect(judge({ requirements: [stale, bobs] }).granted).toEqual(["review", "docs"]);
  });

  test("people with write access sign what is open to them, and are told the rest", () => {
    expect(judge()).toEqual({
      granted: ["review"],
      already: [],
      refused: ["security: not-entitled", "lead: not-entitled", "checks: evidence-only"],
      blocked: undefined,
    });
  });

  test.each<[string, Partial<Signer>, readonly string[]]>([
    ["a member of the team", { teams: new Set(["security"]) }, ["review", "security"]],
    ["a maintainer", { role: "maintain" }, ["review", "lead"]],
    ["an admin", { role: "admin" }, ["review", "lead"]],
    ["somebody named, in another case", { login: "boss" }, ["review", "lead"]],
    ["a member of a team among the people", { teams: new Set(["leads"]) }, ["review", "lead"]],
    ["a reader in the team", { role: "read", teams: new Set(["security"]) }, ["security"]],
    ["a reader", { role: "read" }, []],
    ["a stranger", { role: "none" }, []],
  ])("%s", (_, signer, granted) => {
    expect(judge({ signer }).granted).toEqual(granted);
  });

  test("authors never sign their own pull request, whatever they may otherwise", () => {
    const judged = judge({ signer: { login: "DEV", role: "admin", teams: new Set(["security", "leads"]) } });

    expect(judged.granted).toEqual([]);
    expect(new Set(judged.refused.map((each) => each.split(": ")[1]))).toEqual(new Set(["author"]));
  });

  test("bots never sign", () => {
    expect(judge({ signer: { isBot: true, role: "admin" } })).toMatchObject({
      granted: [],
      refused: ["review: bot", "security: bot", "lead: bot", "checks: bot"],
    });
  });

  test("what was named is all that is looked at", () => {
    expect(judge({ named: [SECURITY.requirement] })).toMatchObject({
      granted: [],
      refused: ["security: not-entitled"],
    });
  });

  test.each([
    ["open tasks", { openTasks: [{ title: "Routes", line: 5, issue: 2 }] }],
    ["a phase before that is not signed", { unsigned: ["phase-1"] }],
  ])("with %s nothing is granted, and it is said what is missing", (_, phase) => {
    expect(judge({ phase })).toMatchObject({
      granted: [],
      blocked: { openTasks: [], unsigned: [], ...phase },
    });
  });

  test("evidence or people, where the config names both", () => {
    const both = asked("review", { evidence: "approved-review", permission: "maintain" });

    expect(judge({ requirements: [both], signer: { role: "maintain" } }).granted).toEqual(["review"]);
    expect(judge({ requirements: [both] }).refused).toEqual(["review: not-entitled"]);
  });

  test("waivers are for maintainers, also of evidence and while tasks are open", () => {
    const phase = { openTasks: [{ title: "Routes", line: 5, issue: 2 }] };
    const waive = { what: "waiver", named: [CHECKS.requirement], phase } as const;

    expect(judge(waive).refused).toEqual(["checks: not-a-maintainer"]);
    expect(judge({ ...waive, signer: { role: "maintain" } })).toMatchObject({
      granted: ["checks"],
      refused: [],
    });
    expect(judge({ ...waive, signer: { role: "admin", login: "dev" } }).refused).toEqual(["checks: author"]);
  });

  test("the teams to ask GitHub for", () => {
    const requirements = [REVIEW, SECURITY, LEAD, CHECKS].map(({ requirement }) => requirement);

    expect(teamsToAsk(requirements)).toEqual(["security", "leads"]);
  });
});
