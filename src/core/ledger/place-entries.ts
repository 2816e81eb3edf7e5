import type { Checklist } from "../model/checklist.js";
import type { LedgerEntry } from "../model/signoff.js";
import { layoutCells, ledgerContent } from "./format-ledger.js";
import type { LedgerCells } from "./format-ledger.js";
import { layoutLedgers } from "./layout-ledgers.js";
import type { LedgerLayout } from "./layout-ledgers.js";

/** What the ledger of one sign-off section is to say. */
export interface PlacedLedger {
  readonly layout: LedgerLayout;
  readonly entries: readonly LedgerEntry[];
  readonly cells: LedgerCells;
}

/**
 * Deals the entries of a file out to its sign-off sections: to the first that asks it of the phase, else to the first
 * that asks it at all, else to the first.
 */
export function placeEntries(
  checklist: Pick<Checklist, "sections" | "tasks">,
  entries: readonly LedgerEntry[],
): readonly PlacedLedger[] {
  const layouts = layoutLedgers(checklist);
  const homes = entries.map((entry) => homeOf(entry, layouts));
  return layouts.map((layout) => {
    const own = entries.filter((_, at) => homes[at] === layout);
    return { layout, entries: own, cells: layoutCells(layout, own, checklist.sections) };
  });
}

/** Whether the ledgers of a file say this, in whatever spelling. */
export function saysLedger(checklist: Checklist, entries: readonly LedgerEntry[]): boolean {
  return placeEntries(checklist, entries).every(({ layout, entries: own, cells }) => {
    const ledger = checklist.ledgers.find(({ section }) => section === layout.section);
    return ledger ? ledger.content === ledgerContent(cells) : own.length === 0;
  });
}

function homeOf(
  { requirement, phase }: LedgerEntry,
  layouts: readonly LedgerLayout[],
): LedgerLayout | undefined {
  const asking = layouts.filter(({ requirements }) => requirements.some(({ key }) => key === requirement));
  const exactly = asking.find(({ requirements }) =>
    requirements.some(({ key, phases }) => key === requirement && phases.includes(phase)),
  );
  return exactly ?? asking[0] ?? layouts[0];
}
