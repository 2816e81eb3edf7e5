import type { LedgerEntry, SignoffEntry } from "../model/signoff.js";
import { cleanReason } from "./ledger-text.js";

/** A cell of a phase that the requirement is not asked of. */
export const NOT_ASKED = "–";

const EVIDENCE = { "approved-review": "approved review", "green-checks": "green checks" } as const;

const LOGIN = String.raw`(?<by>[\w-]{1,100}(?:\[bot\])?)`;
const SIGN = String.raw`(?<sign>✅|➖|↩|⚠ stale:)`;
const WORDS = String.raw`(?:(?<words>waived|withdrawn|approved review|green checks) by )?`;
const TIME = String.raw`(?<day>\d{4}-\d{2}-\d{2}) (?<time>\d{2}:\d{2}:\d{2})Z`;
const SOURCE = String.raw`(?<issue>issue )?#(?<number>\d{1,10})`;
const LINE = new RegExp(`^${SIGN} ${WORDS}${LOGIN}, ${TIME}, ${SOURCE}(?:: “(?<reason>.*)”)?$`, "u");

/** Entries as a cell of the table shows them, a line each, as plain text: `✅ octocat, 2026-11-21 10:03:27Z, #12`. */
export function formatCell(entries: readonly LedgerEntry[]): string {
  return entries.map(formatEntry).join("\n");
}

function formatEntry(entry: LedgerEntry): string {
  const { by, at, source, stale } = entry;
  const sign = stale ? "⚠ stale:" : signOf(entry);
  const time = `${at.slice(0, 10)} ${at.slice(11, 19)}Z`;
  const place = `${source.kind === "issue" ? "issue " : ""}#${source.number}`;
  const reason = entry.kind === "waiver" ? `: “${entry.reason}”` : "";
  return `${sign} ${wordsOf(entry)}${by}, ${time}, ${place}${reason}`;
}

function signOf({ kind }: SignoffEntry): string {
  if (kind === "waiver") return "➖";
  return kind === "cancel" ? "↩" : "✅";
}

function wordsOf(entry: SignoffEntry): string {
  switch (entry.kind) {
    case "sign-off":
      return "";
    case "waiver":
      return "waived by ";
    case "cancel":
      return "withdrawn by ";
    case "evidence":
      return `${EVIDENCE[entry.evidence]} by `;
  }
}

/**
 * Reads a cell, given its plain text with its lines apart. Undefined for a cell that says anything else than
 * `formatCell` writes.
 */
export function parseCell(
  text: string,
  { phase, requirement }: Pick<SignoffEntry, "phase" | "requirement">,
): readonly LedgerEntry[] | undefined {
  const lines = text
    .replaceAll("\uFE0F", "")
    .split("\n")
    .map((line) => line.trim());
  if (lines.length === 1 && (lines[0] === "" || lines[0] === NOT_ASKED)) return [];
  const entries = lines.map((line) => parseEntry(line, { phase, requirement }));
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function parseEntry(
  line: string,
  cell: Pick<SignoffEntry, "phase" | "requirement">,
): LedgerEntry | undefined {
  const { sign, words, by, day, time, issue, number, reason } = LINE.exec(line)?.groups ?? {};
  if (by === undefined) return undefined;
  const source = { kind: issue === undefined ? "pull" : "issue", number: Number(number) } as const;
  const stale = sign === "⚠ stale:";
  const signed = { ...cell, by, at: `${day}T${time}Z`, source, stale };
  const entry = toEntry(signed, words, reason);
  return entry && (stale ? entry.kind !== "cancel" : sign === signOf(entry)) ? entry : undefined;
}

function toEntry(
  signed: Omit<LedgerEntry, "kind">,
  words: string | undefined,
  reason: string | undefined,
): LedgerEntry | undefined {
  if (words === "waived") {
    return reason === undefined ? undefined : { ...signed, kind: "waiver", reason: cleanReason(reason) };
  }
  if (reason !== undefined) return undefined;
  switch (words) {
    case undefined:
      return { ...signed, kind: "sign-off" };
    case "withdrawn":
      return { ...signed, kind: "cancel" };
    case "approved review":
      return { ...signed, kind: "evidence", evidence: "approved-review" };
    case "green checks":
      return { ...signed, kind: "evidence", evidence: "green-checks" };
    default:
      return undefined;
  }
}
