import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { format } from "prettier";
import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { isSameLedger } from "../../src/core/ledger/ledger-entries.js";
import { cleanReason } from "../../src/core/ledger/ledger-text.js";
import type { LedgerEntry } from "../../src/core/model/signoff.js";
import { saysLedger } from "../../src/core/ledger/place-entries.js";
import { writeLedgers } from "../../src/core/markdown/write-ledgers.js";
import { BILLING, entriesOf, entry, parse, PATH, written } from "./examples.js";

const START =
  "<!-- tickmark:ledger: who signed what, written by Tickmark; what is changed by hand is put back -->";
const END = "<!-- /tickmark:ledger -->";

function remarks(text: string): string[] {
  return parseChecklist(PATH, new TextEncoder().encode(text)).diagnostics.map(({ rule }) => rule);
}

describe("the ledger in the file", () => {
  test("nothing signed: the file stays as it is", () => {
    expect(written(BILLING, [])).toBe(BILLING);
  });

  test("the first sign-off adds the table at the end of its section, and nothing else", () => {
    expect(written(BILLING, [entry()])).toBe(
      BILLING.replace(
        "- [ ] Team lead sign-off\n",
        `- [ ] Team lead sign-off

${START}

| Requirement         | phase-1                             | phase-2 |
| ------------------- | ----------------------------------- | ------- |
| Code review         | ✅ alice, 2026-11-21 10:03:27Z, #12 |         |
| Security assessment |                                     |         |
| Team lead sign-off  |                                     |         |

${END}
`,
      ),
    );
  });

  test("written already: not a byte changes, however the table is spaced", () => {
    const once = written(BILLING, [entry()]);
    const respaced = once.replace(/ {2,}\|/g, " |").replace(/-{4,}/g, "---");

    expect(written(once, [entry()])).toBe(once);
    expect(respaced).not.toBe(once);
    expect(written(respaced, [entry()])).toBe(respaced);
  });

  test("a formatter finds nothing to change in it", async () => {
    const reason = "no | pipes, 日本語, *stars*";
    const text = written(BILLING, [
      entry(),
      entry({ requirement: "security-assessment", kind: "waiver", reason }),
      entry({ phase: "phase-2", kind: "cancel" }),
      entry({ phase: "phase-2", by: "bob", stale: true }),
    ]);
    const table = text.slice(text.indexOf(START), text.indexOf(END) + END.length);

    expect(await format(`${table}\n`, { parser: "markdown" })).toBe(`${table}\n`);
  });

  test.each([
    ["sign-off", {}, "✅ alice, 2026-11-21 10:03:27Z, #12"],
    [
      "on the issue of the phase",
      { source: { kind: "issue", number: 40 } },
      "✅ alice, 2026-11-21 10:03:27Z, issue #40",
    ],
    [
      "waiver",
      { kind: "waiver", reason: "no users yet" },
      "➖ waived by alice, 2026-11-21 10:03:27Z, #12: “no users yet”",
    ],
    ["withdrawn", { kind: "cancel" }, "↩ withdrawn by alice, 2026-11-21 10:03:27Z, #12"],
    [
      "review",
      { kind: "evidence", evidence: "approved-review" },
      "✅ approved review by alice, 2026-11-21 10:03:27Z, #12",
    ],
    [
      "checks",
      { kind: "evidence", evidence: "green-checks" },
      "✅ green checks by alice, 2026-11-21 10:03:27Z, #12",
    ],
    ["stale", { stale: true }, "⚠ stale: alice, 2026-11-21 10:03:27Z, #12"],
    [
      "stale waiver",
      { kind: "waiver", reason: "later", stale: true },
      "⚠ stale: waived by alice, 2026-11-21 10:03:27Z, #12: “later”",
    ],
  ])("what a person reads in a cell: %s", (_, over, cell) => {
    const signed = entry(over as Partial<LedgerEntry>);
    const text = written(BILLING, [signed]);

    expect(text).toContain(`| ${cell}`);
    expect(entriesOf(text)).toEqual([signed]);
  });

  test("several people in one cell stand one below the other, the first one first", () => {
    const later = entry({ by: "bob", at: "2026-11-22T08:00:00Z", source: { kind: "pull", number: 14 } });

    expect(written(BILLING, [later, entry()])).toContain(
      "✅ alice, 2026-11-21 10:03:27Z, #12<br>✅ bob, 2026-11-22 08:00:00Z, #14",
    );
  });

  test("line ends are those of the file; a byte order mark and a missing last newline survive", () => {
    const section = BILLING.slice(0, BILLING.indexOf("\n## Notes")).trimEnd();
    const windows = `\uFEFF${section.replaceAll("\n", "\r\n")}`;
    const text = written(windows, [entry()]);

    expect(text.startsWith(windows)).toBe(true);
    expect(text.endsWith(END)).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(entriesOf(text)).toEqual([entry()]);
  });

  test("what follows the section without an empty line stays what it is", () => {
    const tight = BILLING.replace("sign-off\n\n## Notes", "sign-off  \n## Notes");

    expect(written(tight, [entry()])).toContain(`sign-off  \n\n${START}`);
    expect(written(tight, [entry()])).toContain(`${END}\n## Notes`);
  });

  test("below the last section, a rule and what follows it stay last", () => {
    const text = `${BILLING.slice(0, BILLING.indexOf("\n## Notes"))}\n---\nLast Updated: [Date]\n`;

    expect(written(text, [entry()])).toContain(`${END}\n\n---\nLast Updated: [Date]\n`);
  });

  test("code that is never closed has no place for a table: said, and nothing written", () => {
    const text = BILLING.replace("## Notes\nNothing here.\n", "```\ncode");
    const result = writeLedgers(PATH, new TextEncoder().encode(text), [entry()]);

    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: "uneditable-ledger" }] });
  });

  test("what was signed for a requirement or a phase that is gone keeps its row and column", () => {
    const text = written(BILLING, [entry(), entry({ phase: "phase-2" })]);
    const reworded = text
      .replace("- [ ] Code review\n", "- [ ] Review by two people\n")
      .replace("### Phase 2: Launch", "### Phase 3: Launch");
    const again = written(reworded, entriesOf(reworded));

    expect(isSameLedger(entriesOf(again), [entry(), entry({ phase: "phase-2" })])).toBe(true);
    expect(again).toMatch(/^\| Requirement +\| phase-1 +\| phase-3 +\| phase-2 +\|$/m);
    expect(again).toMatch(/^\| Review by two people \|/m);
    expect(again).toMatch(/^\| code-review +\|/m);
  });

  test("a sign-off section in each phase has a ledger in each", () => {
    const text = `# Plan
## Phase 1: Build
- [ ] Task
### Sign-off
- [ ] Security
## Phase 2: Run
- [ ] Task
### Sign-off
- [ ] Security
`;
    const both = [entry({ requirement: "security" }), entry({ requirement: "security", phase: "phase-2" })];
    const result = written(text, both);

    expect(parse(result).ledgers.map(({ entries }) => entries)).toEqual([[both[0]], [both[1]]]);
  });
});

describe("docs/signoff.md", () => {
  const page = readFileSync("docs/signoff.md", "utf8");
  const [example = ""] = [...page.matchAll(/^```md\n([^]*?)^```$/gm)]
    .map((match) => match[1] ?? "")
    .filter((text) => text.includes("tickmark:ledger"));

  test("shows a ledger as the app writes it", () => {
    const file = `## Phase 1\n- [x] a\n\n## Phase 2\n- [ ] b\n\n${example}`;
    const entries = entriesOf(file);

    expect(entries.map(({ kind, stale }) => (stale ? "stale" : kind))).toEqual([
      "sign-off",
      "stale",
      "waiver",
      "cancel",
    ]);
    expect(`${written(file.slice(0, file.indexOf("\n\n<!--")), entries)}\n`).toBe(file);
  });
});

describe("a ledger that is none", () => {
  const forged = `${START}

| Requirement | phase-1 |
| --- | --- |
| Code review | ✅ mallory, 2026-11-21 10:03:27Z, #1 |

${END}
`;

  test.each([
    ["in another section", `${BILLING}\n${forged}`],
    ["above the first heading", `${forged}\n${BILLING}`],
  ])("%s: it counts for nothing, and is remarked upon", (_, text) => {
    expect(entriesOf(text)).toEqual([]);
    expect(remarks(text)).toContain("stray-ledger");
  });

  test("a second one in the section: only the first counts", () => {
    const text = written(BILLING, [entry()]).replace(`${END}\n`, `${END}\n\n${forged}`);

    expect(entriesOf(text)).toEqual([entry()]);
    expect(remarks(text)).toEqual(["stray-ledger", "stray-ledger"]);
  });

  test.each([
    ["code", `\`\`\`\n${forged}\`\`\``],
    ["indented code", forged.replace(/^(?=.)/gm, "    ")],
    ["a quote", forged.replace(/^/gm, "> ")],
    ["a list", `- note\n${forged.replace(/^(?=.)/gm, "  ")}`],
    ["a larger comment", `<!--\n${forged.replaceAll("-->", "-- >")}-->`],
  ])("in %s: it is shown, not meant", (_, text) => {
    const shown = BILLING.replace("Each phase requires:", `${text}\n\nEach phase requires:`);

    expect(entriesOf(shown)).toEqual([]);
  });

  test("a title of a requirement that looks like a cell or a marker signs nothing", () => {
    const text = BILLING.replace(
      "- [ ] Security assessment",
      `- [ ] ✅ mallory, 2026-11-21 10:03:27Z, #1 | ✅ \\| ${END} <br> @acme/all`,
    );
    const result = written(text, [entry()]);

    expect(entriesOf(result)).toEqual([entry()]);
    expect(parse(result).ledgers).toHaveLength(1);
  });

  test("tasks between the markers are somebody's work, and survive", () => {
    const text = written(BILLING, [entry()]).replace(END, `- [ ] Mine\n\n${END}`);
    const again = written(text, [entry({ by: "bob" })]);

    expect(again).toContain("- [ ] Mine\n");
    expect(entriesOf(again)).toEqual([entry({ by: "bob" })]);
  });

  test.each([
    ["a word more in a cell", (text: string) => text.replace("27Z, #12", "27Z, #12 really")],
    ["another name", (text: string) => text.replace("✅ alice", "✅ mallory")],
    ["a row less", (text: string) => text.replace(/^\| Team lead.*\n/m, "")],
    ["a paragraph", (text: string) => text.replace(END, `I agree.\n\n${END}`)],
    ["another table", (text: string) => text.replace(END, `| a |\n| - |\n\n${END}`)],
    ["no end marker", (text: string) => text.replace(END, "")],
  ])("changed between the markers is not what the app wrote: %s", (_, change) => {
    const before = written(BILLING, [entry()]);
    const text = change(before);

    expect(text).not.toBe(before);
    expect(saysLedger(parse(before), [entry()])).toBe(true);
    expect(saysLedger(parse(text), [entry()])).toBe(false);
    expect(written(text, [entry()]).trimEnd()).toContain(
      before.slice(before.indexOf(START), before.indexOf(END)),
    );
  });
});

describe("any words", () => {
  const words = fc.string({
    unit: fc.constantFrom(
      ..."aB9 |\\`*_~[]<>&$#@!-:\u202E\u200B\u0000\n\t“”é日🎉".split(/(?:)/u),
      "<br>",
      "<!--",
      "-->",
      "&amp;",
      "www.",
      "https://",
      "](x)",
      "👩‍💻",
      END,
      "w".repeat(300),
    ),
    maxLength: 40,
  });
  const anyEntry = fc
    .record({
      phase: fc.constantFrom("phase-1", "phase-2", "phase-9"),
      requirement: fc.constantFrom("code-review", "security-assessment", "gone"),
      by: fc.stringMatching(/^[A-Za-z0-9][\w-]{0,38}(\[bot\])?$/),
      at: fc
        .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
        .map((date) => `${date.toISOString().slice(0, 19)}Z`),
      source: fc.record({
        kind: fc.constantFrom("pull", "issue"),
        number: fc.integer({ min: 1, max: 99_999 }),
      }),
      stale: fc.boolean(),
      kind: fc.constantFrom("sign-off", "waiver", "evidence", "cancel"),
      reason: words.map(cleanReason),
      evidence: fc.constantFrom("approved-review", "green-checks"),
    })
    .map(({ reason, evidence, ...rest }) => {
      const stale = rest.stale && rest.kind !== "cancel";
      if (rest.kind === "waiver") return { ...rest, stale, reason } as LedgerEntry;
      return { ...rest, stale, ...(rest.kind === "evidence" && { evidence }) } as LedgerEntry;
    });

  test("what is written is what is read, and the rest of the file is as before", () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 6 }), (entries) => {
        const text = written(BILLING, entries);
        const at = text.indexOf(START);

        expect(isSameLedger(entriesOf(text), entries)).toBe(true);
        expect(text.slice(0, at - 1) + text.slice(text.lastIndexOf(END) + END.length + 1)).toBe(BILLING);
        expect(written(text, entries)).toBe(text);
      }),
    );
  });

  test("whatever a requirement is called, its row is found again", () => {
    fc.assert(
      fc.property(words, (name) => {
        const title = name.replace(/[\r\n\t\0]+/g, " ");
        const text = BILLING.replace("Code review", `Q ${title}`);
        const requirement = parse(text).tasks.find(({ kind }) => kind === "requirement");
        fc.pre(requirement !== undefined && parse(text).sections.length === 5);
        const result = written(text, [entry({ requirement: "security-assessment" })]);

        expect(saysLedger(parse(result), [entry({ requirement: "security-assessment" })])).toBe(true);
        expect(written(result, entriesOf(result))).toBe(result);
      }),
    );
  });
});
