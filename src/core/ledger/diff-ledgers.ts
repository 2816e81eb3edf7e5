import type { LedgerEntry } from "../model/signoff.js";
import { isSameEntry } from "./ledger-entries.js";

/** One thing that a ledger says and did not say before, or the other way round. */
export interface LedgerNews {
  /** `removed`: gone, without a newer word of the same person. */
  readonly what: "recorded" | "stale" | "valid" | "removed";
  readonly entry: LedgerEntry;
}

/** What is different between two states of the ledgers of a file; an entry that a newer one replaces is no news. */
export function diffLedgers(
  before: readonly LedgerEntry[],
  after: readonly LedgerEntry[],
): readonly LedgerNews[] {
  const news = after.flatMap((entry): LedgerNews[] => {
    const same = before.find((each) => isSameEntry(each, entry));
    if (!same) return [{ what: "recorded", entry }];
    if (same.stale === entry.stale) return [];
    return [{ what: entry.stale ? "stale" : "valid", entry }];
  });
  const removed = before.filter((entry) => !after.some((each) => isSameCell(each, entry)));
  return [...news, ...removed.map((entry) => ({ what: "removed", entry }) as const)];
}

/** Said by the same person about the same. */
function isSameCell(one: LedgerEntry, other: LedgerEntry): boolean {
  return (
    one.phase === other.phase &&
    one.requirement === other.requirement &&
    one.by.toLowerCase() === other.by.toLowerCase()
  );
}
