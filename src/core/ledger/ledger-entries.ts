import type { Checklist } from "../model/checklist.js";
import type { LedgerChange, LedgerEntry, SignoffEntry } from "../model/signoff.js";
import { cleanReason } from "./ledger-text.js";

/**
 * A ledger with something recorded in it: the latest word of each person about a requirement of a phase. What is
 * recorded already is not recorded again, what is older than the ledger's word is old news, and what nobody signed
 * cannot be withdrawn.
 */
export function recordEntry(ledger: readonly LedgerEntry[], entry: SignoffEntry): readonly LedgerEntry[] {
  const tidy: SignoffEntry =
    entry.kind === "waiver" ? { ...entry, reason: cleanReason(entry.reason) } : entry;
  const slot = slotOf(tidy);
  const present = ledger.find((each) => slotOf(each) === slot);
  if (tidy.kind === "cancel" && (present === undefined || present.kind === "cancel")) return ledger;
  if (present && (isSameEntry(present, tidy) || present.at > tidy.at)) return ledger;
  return putEntry(ledger, { ...tidy, stale: false });
}

/** A ledger in which an entry is as given, whatever the same person had said before. */
export function putEntry(ledger: readonly LedgerEntry[], entry: LedgerEntry): readonly LedgerEntry[] {
  const slot = slotOf(entry);
  return [...ledger.filter((each) => slotOf(each) !== slot), entry];
}

/** A ledger after some changes. */
export function changeEntries(
  ledger: readonly LedgerEntry[],
  changes: readonly LedgerChange[],
): readonly LedgerEntry[] {
  return changes.reduce(
    (entries, change) => (change.kind === "rewrite" ? change.entries : putEntry(entries, change.entry)),
    ledger,
  );
}

/** The entries of each requirement of a phase, by `cellKey`. */
export function byCell(entries: readonly LedgerEntry[]): ReadonlyMap<string, readonly LedgerEntry[]> {
  const cells = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const key = cellKey(entry);
    const cell = cells.get(key);
    if (cell) cell.push(entry);
    else cells.set(key, [entry]);
  }
  return cells;
}

export function cellKey({ phase, requirement }: Pick<LedgerEntry, "phase" | "requirement">): string {
  return JSON.stringify([phase, requirement]);
}

/** Everything that the ledgers of a file say. */
export function entriesOf({ ledgers }: Pick<Checklist, "ledgers">): readonly LedgerEntry[] {
  return ledgers.flatMap(({ entries }) => entries);
}

/** The file as it is with other entries; where they stand in it is for the writer to say. */
export function withEntries(checklist: Checklist, entries: readonly LedgerEntry[]): Checklist {
  const nowhere = { section: 0, line: 1, range: { start: 0, end: 0 }, content: "" };
  return { ...checklist, ledgers: [{ ...(checklist.ledgers[0] ?? nowhere), entries }] };
}

/** Whether two entries tell of the same deed; whether it still counts is another matter. */
export function isSameEntry(one: SignoffEntry, other: SignoffEntry): boolean {
  return JSON.stringify(deedOf(one)) === JSON.stringify(deedOf(other));
}

/** Whether two ledgers say the same, in whatever order. */
export function isSameLedger(one: readonly LedgerEntry[], other: readonly LedgerEntry[]): boolean {
  const spell = (ledger: readonly LedgerEntry[]): string =>
    ledger
      .map((entry) => JSON.stringify([...deedOf(entry), entry.stale]))
      .sort()
      .join();
  return spell(one) === spell(other);
}

/** Oldest first; at the same second, by name. */
export function inOrder(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const spell = (entry: LedgerEntry): string => JSON.stringify([entry.at, slotOf(entry)]);
  return entries.toSorted((one, other) => (spell(one) < spell(other) ? -1 : 1));
}

/** There is one entry for each person, and one for each kind of evidence. */
function slotOf(entry: SignoffEntry): string {
  const who = entry.kind === "evidence" ? [entry.evidence] : [entry.by.toLowerCase(), "person"];
  return JSON.stringify([entry.phase, entry.requirement, ...who]);
}

function deedOf(entry: SignoffEntry): readonly unknown[] {
  const { kind, phase, requirement, by, at, source } = entry;
  const what = entry.kind === "waiver" ? entry.reason : entry.kind === "evidence" ? entry.evidence : "";
  return [kind, phase, requirement, by.toLowerCase(), secondOf(at), source.kind, source.number, what];
}

/** Times of GitHub have whole seconds; others are cut to that. */
function secondOf(at: string): string {
  return at.slice(0, 19);
}
