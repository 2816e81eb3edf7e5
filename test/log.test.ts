import { describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import type { Logger } from "pino";
import { parseComment } from "../src/commands/parse-comment.js";
import { COMMANDS } from "../src/commands/commands.js";
import type { LedgerEntry, PhaseSignoff } from "../src/core/model/signoff.js";
import { logOutcome, logRegistration, logSignoff, logTired } from "../src/log.js";
import type { Ask, Reply } from "../src/signoff/answer-ask.js";
import type { Applied } from "../src/sync/apply-plan.js";
import { entry } from "./signoff/examples.js";

/** The lines that a process would write. */
function lines(act: (log: Logger) => void): readonly Record<string, unknown>[] {
  const written: string[] = [];
  act(pino({ base: null, timestamp: false }, { write: (line: string) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const repository = { installationId: 1, owner: "acme", name: "app" };
const phase = { checklist: "checklists/billing.md", phase: "phase-1" } as PhaseSignoff;
const ask: Ask = {
  what: "signoff",
  by: "alice",
  role: "write",
  at: "2026-11-21T10:03:27Z",
  words: ["phase-1"],
  reason: undefined,
};
const done: Reply = { result: "signed", why: [], phase, entries: [entry()], text: "", isDone: true };

const signoff = (over: Partial<Reply>, asked: Partial<Ask> = {}) =>
  lines((log) => logSignoff(log, { repository, number: 12 }, { ...ask, ...asked }, { ...done, ...over }));

/** What each of these lines says. */
const FIELDS = {
  level: 30,
  msg: "sign-off",
  repository: "acme/app",
  number: 12,
  by: "alice",
  at: "2026-11-21T10:03:27Z",
  what: "signoff",
  result: "signed",
  why: [] as string[],
  checklist: "checklists/billing.md" as string | null,
  phase: "phase-1" as string | null,
  requirements: ["code-review"] as string[],
  reason: null as string | null,
};

describe("who signed what is one line with the same fields", () => {
  test.each<[string, Partial<Reply>, Partial<Ask>, Partial<typeof FIELDS>]>([
    ["a sign-off", {}, {}, {}],
    [
      "a waiver, with its reason",
      { result: "waived", entries: [entry({ kind: "waiver", reason: "no load" })] },
      { what: "waive" },
      { what: "waive", result: "waived", reason: "no load" },
    ],
    ["a cancel", { result: "cancelled", entries: [entry({ kind: "cancel" })] }, {}, { result: "cancelled" }],
    [
      "a refusal, with why",
      { result: "refused", why: ["author"], entries: [], isDone: false },
      {},
      { result: "refused", why: ["author"], requirements: [] },
    ],
    [
      "a refusal before a phase was found",
      { result: "refused", why: ["which-phase"], phase: undefined, entries: [], isDone: false },
      {},
      { result: "refused", why: ["which-phase"], checklist: null, phase: null, requirements: [] },
    ],
  ])("%s", (_what, over, asked, expected) => {
    expect(signoff(over, asked)).toEqual([{ ...FIELDS, ...expected }]);
  });

  test("of somebody who asked too often: a refusal for each thing that they wanted to sign", () => {
    const body = '/signoff phase-1\n/tickmark sync\n/waive phase-1 load "x"';
    const comment = { repository, id: 7, issue: 12, author: "mallory", body, createdAt: ask.at };
    const refused = { ...FIELDS, by: "mallory", result: "refused", why: ["asked-too-often"] };
    const nothing = { checklist: null, phase: null, requirements: [] };

    expect(lines((log) => logTired(log, comment, parseComment(body, COMMANDS)))).toEqual([
      { ...refused, ...nothing },
      { ...refused, ...nothing, what: "waive" },
    ]);
  });
});

describe("what is written into a ledger", () => {
  const outcome = (over: Partial<Applied>, of: LedgerEntry = entry()) => {
    const place = { file: "checklists/billing.md", line: 3, title: "Code review" };
    const step = { op: "edit-ledger", place, change: { kind: "put", entry: of }, reason: "signed by alice" };
    const plan = { steps: [step, { ...step, change: { kind: "rewrite", entries: [] } }], diagnostics: [] };
    const applied = {
      result: "applied",
      plan,
      commit: "abc",
      created: 0,
      changed: 0,
      diagnostics: [],
      ...over,
    };
    return lines((log) => logOutcome(log, "acme/app", applied as never)).filter(
      ({ msg }) => msg === "ledger",
    );
  };

  test("is a line each, with the commit, or the pull request where it waits", () => {
    const line = {
      level: 30,
      msg: "ledger",
      repository: "acme/app",
      checklist: "checklists/billing.md",
      why: "signed by alice",
      commit: "abc",
      proposal: null,
    };
    const said = { number: 12, by: "alice", at: ask.at, phase: "phase-1", requirements: ["code-review"] };
    const waiver = entry({ kind: "waiver", reason: "no load" });

    expect(outcome({})).toEqual([
      { ...line, ...said, what: "sign-off", reason: null, stale: false },
      { ...line, what: "rewritten" },
    ]);
    expect(outcome({ commit: undefined, proposal: { number: 9 } as never }, waiver)[0]).toEqual({
      ...line,
      ...said,
      what: "waiver",
      reason: "no load",
      stale: false,
      commit: null,
      proposal: 9,
    });
  });

  test("is no line where nothing was written", () => {
    expect(outcome({ commit: undefined })).toEqual([]);
  });
});

test("refused credentials are an error, what the App lacks is a warning, and that it is mended no more than news", () => {
  expect(lines((log) => logRegistration(log, { kind: "refused", text: "GitHub …" }))).toEqual([
    { level: 50, msg: "GitHub …" },
  ]);
  expect(lines((log) => logRegistration(log, { kind: "lacking", text: "The App lacks …" }))).toEqual([
    { level: 40, msg: "The App lacks …" },
  ]);
  expect(lines((log) => logRegistration(log, { kind: "mended", text: "Nothing." }))).toEqual([
    { level: 30, msg: "Nothing." },
  ]);
});
