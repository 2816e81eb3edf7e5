import type { Checklist } from "../model/checklist.js";
import type { LedgerEntry, RequirementState } from "../model/signoff.js";
import { layoutLedgers } from "./layout-ledgers.js";
import { entriesOf, inOrder } from "./ledger-entries.js";

/** What the entries of one requirement of one phase come to, and those that it rests on. */
export type CellState = Pick<RequirementState, "state" | "entries">;

const STATES = { "sign-off": "signed", evidence: "evidence", waiver: "waived" } as const;

/** One valid word is enough. A signature says more than evidence, and evidence more than a waiver. */
export function judgeCell(entries: readonly LedgerEntry[]): CellState {
  const own = inOrder(entries);
  for (const kind of ["sign-off", "evidence", "waiver"] as const) {
    const valid = own.filter((entry) => entry.kind === kind && !entry.stale);
    if (valid.length > 0) return { state: STATES[kind], entries: valid };
  }
  const stale = own.filter((entry) => entry.stale);
  return stale.length > 0 ? { state: "stale", entries: stale } : { state: "missing", entries: own };
}

export function isMet(state: RequirementState["state"]): boolean {
  return state !== "missing" && state !== "stale";
}

/** Whether all that is asked of a phase is met, by its key; nothing for a phase that nothing is asked of. */
export function signedPhases(checklist: Checklist): ReadonlyMap<string, boolean> {
  const signed = new Map<string, boolean>();
  const entries = entriesOf(checklist);
  for (const { key, phases } of layoutLedgers(checklist).flatMap(({ requirements }) => requirements)) {
    for (const phase of phases) {
      const own = entries.filter((entry) => entry.requirement === key && entry.phase === phase);
      signed.set(phase, (signed.get(phase) ?? true) && isMet(judgeCell(own).state));
    }
  }
  return signed;
}
