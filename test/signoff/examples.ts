import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import { writeLedgers } from "../../src/core/markdown/write-ledgers.js";
import type { Checklist } from "../../src/core/model/checklist.js";
import type { LedgerEntry } from "../../src/core/model/signoff.js";

const encoder = new TextEncoder();

export const PATH = "checklists/billing.md";

/** Two phases, what each of them requires, and something behind it. */
export const BILLING = `# Billing

### Phase 1: Setup (50%)
- [x] Models [#1](https://github.com/acme/app/issues/1)
- [ ] Routes [#2](https://github.com/acme/app/issues/2)

### Phase 2: Launch (50%)
- [ ] Docs [#3](https://github.com/acme/app/issues/3)

## Verification & Sign-off
Each phase requires:
- [ ] Code review
- [ ] Security assessment
- [ ] Team lead sign-off

## Notes
Nothing here.
`;

export function parse(text: string, path = PATH): Checklist {
  return parseChecklist(path, encoder.encode(text)).checklist;
}

/** The file with these entries in its ledger; throws where they cannot be written. */
export function written(text: string, entries: readonly LedgerEntry[]): string {
  const result = writeLedgers(PATH, encoder.encode(text), entries);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(result.source);
}

export function entriesOf(text: string): readonly LedgerEntry[] {
  return parse(text).ledgers.flatMap(({ entries }) => entries);
}

/** A sign-off of the code review of phase 1, or what is said of it instead. */
export function entry(over: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    kind: "sign-off",
    phase: "phase-1",
    requirement: "code-review",
    by: "alice",
    at: "2026-11-21T10:03:27Z",
    source: { kind: "pull", number: 12 },
    stale: false,
    ...over,
  } as LedgerEntry;
}
