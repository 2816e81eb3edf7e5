import { markdownTable } from "markdown-table";
import stringWidth from "string-width";
import type { Section } from "../model/checklist.js";
import type { LedgerEntry } from "../model/signoff.js";
import type { LedgerLayout } from "./layout-ledgers.js";
import { formatCell, NOT_ASKED } from "./ledger-cell.js";
import { byCell, cellKey, inOrder } from "./ledger-entries.js";
import { escapeCell } from "./ledger-text.js";

/** The lines around a ledger. They tell whoever reads the source what to expect. */
const LEDGER_START =
  "<!-- tickmark:ledger: who signed what, written by Tickmark; what is changed by hand is put back -->";
const LEDGER_END = "<!-- /tickmark:ledger -->";

/** Rows of cells of plain text; the first row is the head, the first column the requirements. */
export type LedgerCells = readonly (readonly string[])[];

/**
 * What the table of a sign-off section says: a row for each requirement, a column for each phase. What was signed for
 * phases and requirements that the file does not have any more keeps its column and its row.
 */
export function layoutCells(
  { requirements }: LedgerLayout,
  entries: readonly LedgerEntry[],
  sections: readonly Section[],
): LedgerCells {
  const asked = new Set(requirements.flatMap(({ phases }) => phases));
  const known = sections.flatMap(({ phase }) => (phase !== undefined && asked.has(phase) ? [phase] : []));
  const former = entries.map(({ phase }) => phase).sort();
  const phases = [...new Set([...known, ...former])];
  const rows = new Map(
    requirements.map(({ key, label, phases: of }) => [key, { label, phases: new Set(of) }]),
  );
  const written = byCell(entries);
  for (const { requirement } of inOrder(entries))
    if (!rows.has(requirement)) rows.set(requirement, { label: requirement, phases: new Set() });
  const cells = [...rows].map(([key, row]) => [
    row.label,
    ...phases.map((phase) => {
      const own = written.get(cellKey({ phase, requirement: key })) ?? [];
      return own.length === 0 && !row.phases.has(phase) ? NOT_ASKED : formatCell(inOrder(own));
    }),
  ]);
  return [["Requirement", ...phases], ...cells];
}

/** The table between its markers, in lines without line ends; columns are aligned for whoever reads the source. */
export function formatLedger(cells: LedgerCells): readonly string[] {
  const rows = cells.map((row) => row.map((cell) => cell.split("\n").map(escapeCell).join("<br>")));
  const table = markdownTable(rows, { stringLength: stringWidth });
  return [LEDGER_START, "", ...table.split("\n"), "", LEDGER_END];
}

/** The same for every spelling of the same cells: what two readings of a ledger are compared by. */
export function ledgerContent(cells: LedgerCells, besides: readonly string[] = []): string {
  const width = Math.max(0, ...cells.map((row) => row.length));
  const filled = cells.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ""));
  return JSON.stringify(besides.length === 0 ? filled : [filled, besides]);
}
