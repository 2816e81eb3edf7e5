import { diffLedgers } from "../core/ledger/diff-ledgers.js";
import { entriesOf } from "../core/ledger/ledger-entries.js";
import type { Checklist } from "../core/model/checklist.js";
import type { Step } from "../core/model/plan.js";
import type { LedgerEntry } from "../core/model/signoff.js";
import type { FileChange } from "../core/report/commit-message.js";
import { describeEntry } from "../core/signoff/describe-entry.js";

/** A change of a ledger, as a commit message tells it. */
export function toLedgerChange({ place, change, reason }: Extract<Step, { op: "edit-ledger" }>): FileChange {
  const what = change.kind === "rewrite" ? "ledger" : whatOf(change.entry);
  return { path: place.file, line: place.line, title: place.title, what, why: reason };
}

/** What the ledgers of a file say that they did not say before. */
export function ledgerChanges(before: Checklist, after: Checklist): readonly FileChange[] {
  return diffLedgers(entriesOf(before), entriesOf(after)).flatMap(({ what, entry }): FileChange[] => {
    if (what === "removed") return [];
    const line = after.ledgers.find(({ entries }) => entries.includes(entry))?.line ?? 1;
    const why = what === "stale" ? `${entry.phase} has an open task again` : describeEntry(entry);
    return [{ path: after.path, line, title: entry.requirement, what: whatOf(entry), why }];
  });
}

function whatOf({ kind, stale }: LedgerEntry): FileChange["what"] {
  if (stale) return "stale";
  if (kind === "cancel") return "withdraw";
  return kind === "waiver" ? "waive" : "sign";
}
