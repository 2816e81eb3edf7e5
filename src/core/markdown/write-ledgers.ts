import type { Root } from "mdast";
import { formatLedger, ledgerContent } from "../ledger/format-ledger.js";
import type { LedgerLayout } from "../ledger/layout-ledgers.js";
import { isSameLedger } from "../ledger/ledger-entries.js";
import { placeEntries } from "../ledger/place-entries.js";
import type { PlacedLedger } from "../ledger/place-entries.js";
import type { Checklist, Section } from "../model/checklist.js";
import type { LedgerEntry } from "../model/signoff.js";
import type { EditResult } from "./edit-checklist.js";
import { saysWhatIsIntended } from "./intended-tasks.js";
import type { ParsedChecklist } from "./parse-checklist.js";
import { readChecklist } from "./read-checklist.js";
import type { ReadChecklist } from "./read-checklist.js";
import { diagnoseChecklist } from "./rules/diagnose-checklist.js";
import { applySplices } from "./splice.js";
import type { Splice } from "./splice.js";

/**
 * Writes what was signed into the ledgers of a file, below the sign-off sections that ask for it. No byte outside of
 * the markers changes; ledgers that say it already keep their spelling. The result is read and compared: if the file
 * would say anything else, nothing is written, and a diagnostic says where.
 */
export function writeLedgers(path: string, source: Uint8Array, entries: readonly LedgerEntry[]): EditResult {
  const read = readChecklist(path, source);
  const placed = placeEntries(read.checklist, entries);
  const splices = placed.flatMap((each) => spliceOf(each, read));
  if (splices.length === 0) return { ok: true, source, ...parsed(read) };
  const written = applySplices(source, read.source, splices);
  const after = readChecklist(path, written);
  const { checklist } = after;
  const isSound =
    saysWhatIsIntended(read.checklist, [], checklist) &&
    isSameLedger(
      checklist.ledgers.flatMap((ledger) => ledger.entries),
      entries,
    );
  return isSound
    ? { ok: true, source: written, ...parsed(after) }
    : refuse(read.checklist, placed[0]?.layout);
}

function parsed(read: ReadChecklist): ParsedChecklist {
  return { checklist: read.checklist, diagnostics: diagnoseChecklist(read) };
}

function spliceOf(
  { layout, entries, cells }: PlacedLedger,
  { checklist, root, source, ledgers }: ReadChecklist,
): Splice[] {
  const { text } = source;
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const written = formatLedger(cells).join(lineEnd);
  const present = ledgers.find(({ section }) => section === layout.section);
  if (present) {
    if (present.content === ledgerContent(cells)) return [];
    return [{ start: present.start, end: present.end, insert: written }];
  }
  if (entries.length === 0) return [];
  const at = endOfSection(layout, checklist, root, text);
  return [{ start: at, end: at, insert: `${lineEnd}${lineEnd}${written}` }];
}

/**
 * The end of the last line of a section, but before a rule that sets off what follows the requirements: signatures
 * of the file as a whole are often found there.
 */
function endOfSection(
  { section, requirements }: LedgerLayout,
  { sections, tasks }: Checklist,
  root: Root,
  text: string,
): number {
  const next = lineAfter(section, sections);
  const lastTask = Math.max(
    0,
    ...requirements.flatMap((each) => each.tasks.map((at) => tasks[at]?.line ?? 0)),
  );
  let end = 0;
  for (const node of root.children) {
    const line = node.position?.start.line ?? 1;
    if (line >= next || (node.type === "thematicBreak" && line > lastTask)) break;
    end = node.position?.end.offset ?? end;
  }
  const rest = text.slice(end).search(/[\r\n]/);
  return rest < 0 ? text.length : end + rest;
}

/** The line of the first heading that is no part of the section. */
function lineAfter(section: number, sections: readonly Section[]): number {
  const level = sections[section]?.level ?? 0;
  return sections.slice(section + 1).find((each) => each.level <= level)?.line ?? Infinity;
}

function refuse({ path, sections }: Checklist, layout: LedgerLayout | undefined): EditResult {
  return {
    ok: false,
    diagnostics: [
      {
        file: path,
        line: sections[layout?.section ?? 0]?.line ?? 1,
        column: 1,
        rule: "uneditable-ledger",
        severity: "error",
        message:
          "Unexpected text at the end of this section, expected a place where a table can be added without changing anything else, close what is open there (code, a comment) or give the section an empty line at its end",
      },
    ],
  };
}
