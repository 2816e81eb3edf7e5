import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { SignoffGate } from "../../src/core/model/config.js";
import type { PhaseSignoff, Signature } from "../../src/core/model/signoff.js";
import { findGates } from "../../src/core/signoff/find-gates.js";
import {
  approvalsOf,
  carryWords,
  formatRecord,
  lastWords,
  parseRecord,
} from "../../src/core/signoff/pull-record.js";
import type { PullWord } from "../../src/core/signoff/pull-record.js";

const PLACE = { pull: 12, checklist: "checklists/billing.md", phase: "phase-1" };

function said(over: Partial<Signature> = {}, rest: Partial<PullWord> = {}): PullWord {
  const entry = {
    kind: "sign-off",
    phase: "phase-1",
    requirement: "code-review",
    by: "alice",
    at: "2026-11-21T10:00:00Z",
    source: { kind: "pull", number: 12 },
    ...over,
  };
  return { entry, head: "aaa", stale: false, ...rest } as PullWord;
}

function cancelled(at: string): PullWord {
  const { entry } = said({ at });
  return { entry: { ...entry, kind: "cancel" }, head: "aaa", stale: false };
}

describe("what a check run keeps", () => {
  test("is read as it was written, whatever is in it", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, (checklist, by, reason) => {
        const words = [said({ by, kind: "waiver", reason })];
        const record = { ...PLACE, checklist, words };
        const written = formatRecord(record);

        expect(parseRecord(`${written}\nmore`)).toMatchObject(record);
        expect(written.slice(4, -3)).not.toMatch(/-->|<!--|[@#]/);
      }),
    );
  });

  test("leaves out what does not count any more where there is no room for all", () => {
    const words = (stale: boolean): PullWord[] =>
      Array.from({ length: 250 }, (_, at) => said({ by: `${stale ? "old" : "new"}-${at}` }, { stale }));
    const text = formatRecord({ ...PLACE, words: [...words(true), ...words(false)] });

    expect(text.length).toBeLessThan(65_536);
    expect(parseRecord(text)?.words).toEqual(words(false));
  });

  test("is the same text when it is written again", () => {
    const written = formatRecord({ ...PLACE, words: [said(), cancelled("2026-11-21T11:00:00Z")] });
    const record = parseRecord(written);

    expect(record && formatRecord(record)).toBe(written);
  });

  test.each([
    ["nothing", ""],
    ["other text", "Signed by everybody"],
    ["a record that something stands before", `x ${formatRecord({ ...PLACE, words: [said()] })}`],
    ["no JSON", "<!-- tickmark:signoff {nonsense} -->"],
    ["another version", formatRecord({ ...PLACE, words: [] }).replace('"v":1', '"v":2')],
    ["a word that says too little", '<!-- tickmark:signoff {"v":1,"pull":1,"words":[{}]} -->'],
  ])("is no record: %s", (_what, text) => {
    expect(parseRecord(text)).toBeUndefined();
  });
});

describe("the last word of each person", () => {
  test("counts, in whatever order two processes wrote", () => {
    const early = said({ at: "2026-11-21T09:00:00Z" });
    const late = cancelled("2026-11-21T11:00:00Z");

    expect(lastWords([late, early])).toEqual([late]);
    expect(lastWords([early, late])).toEqual([late]);
    expect(approvalsOf(lastWords([early, late]))).toEqual([]);
  });

  test("is theirs: what others said stays, and logins have no case", () => {
    const words = [said(), said({ by: "bob" }), said({ by: "ALICE", at: "2026-11-21T12:00:00Z" })];

    expect(lastWords(words).map(({ entry }) => entry.by)).toEqual(["bob", "ALICE"]);
  });
});

describe("a push", () => {
  const push = { head: "bbb", onPush: "dismiss", isBaseMerge: false } as const;

  test("makes sign-offs stale, keeps waivers, and forgets nothing that was taken back", () => {
    const waiver = said({ kind: "waiver", reason: "later", by: "carol" });
    const taken = cancelled("2026-11-21T11:00:00Z");

    expect(carryWords([said(), waiver, taken], push)).toEqual([
      { ...said(), stale: true },
      { ...waiver, head: "bbb" },
      taken,
    ]);
  });

  test.each([
    ["the base branch alone was merged", { ...push, isBaseMerge: true }],
    ["the config says so", { ...push, onPush: "keep" as const }],
  ])("keeps them where %s", (_why, kept) => {
    expect(carryWords([said()], kept)).toEqual([{ ...said(), head: "bbb" }]);
  });
});

describe("gates", () => {
  const phases = ["phase-1", "phase-2"].map(
    (phase) => ({ checklist: "checklists/a.md", phase, title: phase }) as PhaseSignoff,
  );
  const gate = (over: Partial<SignoffGate>): SignoffGate => ({
    phase: "phase-1",
    paths: [],
    labels: [],
    ...over,
  });
  const closed = (gates: readonly SignoffGate[], files: string[], labels: string[] = []): boolean[] =>
    findGates({ files, labels }, gates, phases).map(({ isClosed }) => isClosed);

  test.each([
    ["a file that is meant", ["infra/a/main.tf"], [], true],
    ["a hidden file that is meant", ["infra/.env"], [], true],
    ["another file", ["src/infra/main.tf"], [], false],
    ["a label, in any case", [], ["RISKY"], true],
    ["another label", [], ["risk"], false],
    ["nothing", [], [], false],
  ])("wait for a pull request with %s: %j %j", (_what, files, labels, isClosed) => {
    expect(closed([gate({ paths: ["infra/**"], labels: ["risky"] })], files, labels)).toEqual([isClosed]);
  });

  test("of the same phase are one: either is enough", () => {
    expect(closed([gate({ paths: ["a/**"] }), gate({ labels: ["x"] })], ["a/b"])).toEqual([true]);
  });

  test("that name no phase, or several, have none", () => {
    const found = findGates(
      { files: [], labels: [] },
      [gate({ phase: "phase-9" }), gate({ phase: "phase" })],
      phases,
    );

    expect(found.map(({ phase }) => phase)).toEqual([undefined, undefined]);
  });
});
