import type { Checklist } from "../model/checklist.js";
import type { LedgerEntry, RequirementState } from "../model/signoff.js";
import { layoutLedgers } from "./layout-ledgers.js";
import { byCell, cellKey, entriesOf, inOrder } from "./ledger-entries.js";

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

/** A requirement as one phase has met it, or not. */
export interface PhaseCell extends CellState {
  readonly text: string;
}

/** Every phase of a file is asked about, and the answer is made of the whole file. */
const known = new WeakMap<Checklist, ReadonlyMap<string, readonly PhaseCell[]>>();

/** What is asked of each phase, by its key, and how far that is. */
export function phaseCells(checklist: Checklist): ReadonlyMap<string, readonly PhaseCell[]> {
  const cells = known.get(checklist) ?? readCells(checklist);
  known.set(checklist, cells);
  return cells;
}

function readCells(checklist: Checklist): ReadonlyMap<string, readonly PhaseCell[]> {
  const cells = new Map<string, PhaseCell[]>();
  const entries = byCell(entriesOf(checklist));
  for (const { key, text, phases } of layoutLedgers(checklist).flatMap(({ requirements }) => requirements)) {
    for (const phase of phases) {
      const own = entries.get(cellKey({ phase, requirement: key })) ?? [];
      const row = cells.get(phase) ?? [];
      row.push({ text, ...judgeCell(own) });
      cells.set(phase, row);
    }
  }
  return cells;
}

/** Whether all that is asked of a phase is met; also where nothing is. */
export function isSigned(checklist: Checklist, phase: string): boolean {
  return (phaseCells(checklist).get(phase) ?? []).every(({ state }) => isMet(state));
}
