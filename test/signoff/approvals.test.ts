import { describe, expect, test } from "@jest/globals";
import { isSameLedger, recordEntry } from "../../src/core/ledger/ledger-entries.js";
import type {
  Approval,
  LedgerEntry,
  PhaseSignoff,
  Signature,
  SignoffEntry,
} from "../../src/core/model/signoff.js";
import { carryApprovals, evidenceEntries, mergedSignoffs } from "../../src/core/signoff/pull-approvals.js";
import { entry } from "./examples.js";

const signature = (over: Partial<Signature> = {}): Signature => ({
  kind: "sign-off",
  phase: "phase-1",
  requirement: "code-review",
  by: "alice",
  at: "2026-11-21T10:03:27Z",
  source: { kind: "pull", number: 12 },
  ...(over as object),
});
const approve = (signed: Signature): readonly Approval[] => [{ entry: signed, head: "head1", stale: false }];
const approved = approve(signature());

describe("signatures on an open pull request", () => {
  const push = { head: "head2", onPush: "dismiss", isBaseMerge: false } as const;

  test("the same head once more changes nothing", () => {
    expect(carryApprovals(approved, { ...push, head: "head1" })).toEqual(approved);
  });

  test("new commits make them stale; once stale they stay so", () => {
    const stale = carryApprovals(approved, push);

    expect(stale).toEqual([{ ...approved[0], stale: true }]);
    expect(carryApprovals(stale, { ...push, head: "head3", onPush: "keep" })).toEqual(stale);
  });

  test.each([
    ["the config keeps them", { ...push, onPush: "keep" as const }],
    ["only the base branch was merged", { ...push, isBaseMerge: true }],
  ])("they go along with the head when %s", (_, how) => {
    expect(carryApprovals(approved, how)).toEqual([{ ...approved[0], head: "head2" }]);
  });

  test("a waiver is not about the commits", () => {
    const waived = approve({ ...signature(), kind: "waiver", reason: "no users" });

    expect(carryApprovals(waived, push)).toEqual([{ ...waived[0], head: "head2" }]);
  });

  test("the merge brings what is not stale, and what the pull request proves", () => {
    const phase = {
      phase: "phase-1",
      requirements: [
        { requirement: { key: "review", rules: { evidence: "approved-review" } } },
        { requirement: { key: "tests", rules: { evidence: "green-checks" } } },
        { requirement: { key: "docs", rules: {} } },
      ],
    } as unknown as PhaseSignoff;
    const source = { kind: "pull", number: 12 } as const;
    const at = "2026-11-23T00:00:00Z";
    const proof = evidenceEntries(phase, { by: { "approved-review": "bob" }, at, source });
    const both = [...approved, ...carryApprovals(approve(signature({ by: "carol" })), push)];

    expect(mergedSignoffs("a.md", both, proof)).toEqual([
      { checklist: "a.md", entry: signature() },
      {
        checklist: "a.md",
        entry: {
          kind: "evidence",
          evidence: "approved-review",
          phase: "phase-1",
          requirement: "review",
          by: "bob",
          at,
          source,
        },
      },
    ]);
  });
});

describe("what is recorded", () => {
  const record = (ledger: readonly LedgerEntry[], ...entries: SignoffEntry[]): readonly LedgerEntry[] =>
    entries.reduce(recordEntry, ledger);
  const later = "2026-11-22T00:00:00Z";

  test("the same once more: nothing, also when it went stale meanwhile", () => {
    expect(record([entry()], signature())).toEqual([entry()]);
    expect(record([entry({ stale: true })], signature())).toEqual([entry({ stale: true })]);
  });

  test("signed again makes a stale one fresh", () => {
    expect(record([entry({ stale: true })], signature({ at: later }))).toEqual([entry({ at: later })]);
  });

  test("old news changes nothing: a retried command cannot undo a later one", () => {
    expect(record([entry({ at: later })], { ...signature(), kind: "cancel" })).toEqual([
      entry({ at: later }),
    ]);
    expect(record([entry({ at: later, kind: "cancel" })], signature())).toEqual([
      entry({ at: later, kind: "cancel" }),
    ]);
  });

  test("nothing signed, nothing to take back; taken back once", () => {
    const cancel = { ...signature({ at: later }), kind: "cancel" } as const;

    expect(record([], cancel)).toEqual([]);
    expect(record([entry({ by: "bob" })], cancel)).toEqual([entry({ by: "bob" })]);
    expect(record([entry()], cancel, { ...cancel, at: "2026-11-23T00:00:00Z" })).toEqual([
      { ...entry({ at: later }), kind: "cancel" },
    ]);
  });

  test("people and evidence stand beside each other", () => {
    const proof = { ...signature(), kind: "evidence", evidence: "green-checks" } as const;

    expect(record([entry()], signature({ by: "bob" }), proof)).toHaveLength(3);
  });

  test("two ledgers are the same whatever their order", () => {
    expect(isSameLedger([entry(), entry({ by: "bob" })], [entry({ by: "Bob" }), entry()])).toBe(true);
    expect(isSameLedger([entry()], [entry({ stale: true })])).toBe(false);
    expect(isSameLedger([entry()], [])).toBe(false);
  });
});
