import type { Html, Root, RootContent, Table, TableCell } from "mdast";
import { ledgerContent } from "../ledger/format-ledger.js";
import type { LedgerCells } from "../ledger/format-ledger.js";
import { outermostSignoff } from "../ledger/layout-ledgers.js";
import { parseCell } from "../ledger/ledger-cell.js";
import { requirementKey } from "../ledger/ledger-text.js";
import type { Section } from "../model/checklist.js";
import type { LedgerEntry, LedgerTable } from "../model/signoff.js";
import { plainCell } from "./plain-text.js";

/** A ledger where it was found. Offsets are those of the string. */
export interface FoundLedger extends Omit<LedgerTable, "range"> {
  readonly start: number;
  readonly end: number;
}

export interface FoundLedgers {
  readonly ledgers: readonly FoundLedger[];
  /** Markers that belong to no ledger: what stands beside them counts for nothing. */
  readonly strays: readonly { readonly line: number; readonly column: number }[];
}

const START = /^<!--\s*tickmark:ledger\b[^\r\n]*-->$/;
const END = /^<!--\s*\/tickmark:ledger\s*-->$/;

/** What people may have put between the markers and what is lost when the ledger is written again. */
const REPLACEABLE: ReadonlySet<RootContent["type"]> = new Set([
  "table",
  "paragraph",
  "html",
  "thematicBreak",
]);

/**
 * The ledgers of a file: the first one in each sign-off section. Only markers that GitHub hides as comments count,
 * at the top level, so that code and quotes can show them. What a person has put between the markers and what is
 * more than a line or a table (tasks, headings, code) is theirs, and no part of the ledger.
 */
export function findLedgers(root: Root, text: string, sections: readonly Section[]): FoundLedgers {
  const nodes = root.children;
  const ledgers: FoundLedger[] = [];
  const strays: { line: number; column: number }[] = [];
  if (!text.includes("tickmark:ledger")) return { ledgers, strays };
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    if (!isMarker(node, START) && !isMarker(node, END)) continue;
    const section = outermostSignoff(sections, sectionAt(node, sections));
    const isTaken = ledgers.some((ledger) => ledger.section === section);
    if (section === undefined || isTaken || isMarker(node, END)) {
      strays.push({ line: lineOf(node), column: node.position?.start.column ?? 1 });
      continue;
    }
    const last = findEnd(nodes, at);
    ledgers.push(readLedger(nodes.slice(at, last + 1), text, section));
    at = last;
  }
  return { ledgers, strays };
}

export function isInLedger(node: RootContent, { ledgers }: FoundLedgers): boolean {
  const start = startOf(node);
  return ledgers.some((ledger) => start >= ledger.start && start < ledger.end);
}

/** The last node of the ledger that starts here: its end marker, or its table where there is none. */
function findEnd(nodes: readonly RootContent[], start: number): number {
  for (let at = start + 1; at < nodes.length; at++) {
    const node = nodes[at];
    if (isMarker(node, END)) return at;
    if (node === undefined || isMarker(node, START) || !REPLACEABLE.has(node.type)) break;
  }
  return nodes[start + 1]?.type === "table" ? start + 1 : start;
}

function readLedger(nodes: readonly RootContent[], text: string, section: number): FoundLedger {
  const [first] = nodes;
  const last = nodes.at(-1);
  const table = nodes.find((node) => node.type === "table");
  const others = nodes.slice(1).filter((node) => node !== table && !isMarker(node, END));
  const besides = others.map((node) => text.slice(startOf(node), endOf(node)));
  if (!isMarker(last, END)) besides.push("no end");
  const cells = table ? readCells(table) : [];
  return {
    section,
    line: lineOf(first),
    start: startOf(first),
    end: endOf(last),
    entries: readEntries(cells),
    content: ledgerContent(cells, besides),
  };
}

function readCells(table: Table): LedgerCells {
  return table.children.map((row) => row.children.map((cell: TableCell) => plainCell(cell.children)));
}

function readEntries([head, ...rows]: LedgerCells): readonly LedgerEntry[] {
  const phases = head?.slice(1) ?? [];
  return rows.flatMap(([label = "", ...cells]) =>
    phases.flatMap((phase, at) => {
      const cell = { phase, requirement: requirementKey(label) };
      return parseCell(cells[at] ?? "", cell) ?? [];
    }),
  );
}

/** Index of the last heading before a node. */
function sectionAt(node: RootContent, sections: readonly Section[]): number | undefined {
  const index = sections.findLastIndex(({ line }) => line < lineOf(node));
  return index < 0 ? undefined : index;
}

function isMarker(node: RootContent | undefined, marker: RegExp): node is Html {
  return node?.type === "html" && marker.test(node.value.trim());
}

function lineOf(node: RootContent | undefined): number {
  return node?.position?.start.line ?? 1;
}

function startOf(node: RootContent | undefined): number {
  return node?.position?.start.offset ?? 0;
}

function endOf(node: RootContent | undefined): number {
  return node?.position?.end.offset ?? 0;
}
