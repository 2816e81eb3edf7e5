import { diffLedgers } from "../core/ledger/diff-ledgers.js";
import type { LedgerNews } from "../core/ledger/diff-ledgers.js";
import { entriesOf } from "../core/ledger/ledger-entries.js";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import type { LedgerEntry } from "../core/model/signoff.js";
import { describeEntry } from "../core/signoff/describe-entry.js";
import { count, paint, print, printJson } from "./print.js";
import { judgeCommit } from "./judge-commit.js";
import type { Origin } from "./judge-commit.js";
import { readHistory } from "./read-history.js";
import type { FileCommit } from "./read-history.js";
import { readSources } from "./read-sources.js";
import type { Source } from "./read-sources.js";

export interface AuditOptions {
  readonly json: boolean;
  /** Login of the app that writes the ledgers; undefined: any bot may have. */
  readonly app: string | undefined;
  /** What nobody but the commit itself says to be the app's counts as somebody else's. */
  readonly strict: boolean;
}

interface AuditEvent extends LedgerNews, Origin {
  readonly file: string;
  /** Undefined: it is in the file, and in no commit. */
  readonly commit: Pick<FileCommit, "oid" | "author" | "date"> | undefined;
}

/**
 * Lists what the ledgers say and how they came to say it, commit by commit. Answers the exit status: 1 when something
 * was written by somebody else than the app.
 */
export async function runAudit(
  names: readonly string[],
  { json, app, strict }: AuditOptions,
): Promise<number> {
  const events: AuditEvent[] = [];
  let isShallow = false;
  const sources = (await readSources(names)).filter(hasLedger);
  for (const source of sources) {
    const history = await readHistory(source.path);
    isShallow ||= history.isShallow;
    events.push(...listEvents(source, history.commits, app));
  }
  if (json) printJson({ files: sources.map(({ path }) => path), isShallow, events: events.map(toJson) });
  else printEvents(events, sources.length, isShallow);
  return events.some(({ trust }) => trust === "foreign" || (strict && trust === "claimed")) ? 1 : 0;
}

/** Most files have none, and their history is long. */
function hasLedger({ path, bytes }: Source): boolean {
  return parseChecklist(path, bytes).checklist.ledgers.length > 0;
}

const UNCOMMITTED: Origin = { trust: "foreign", doubts: ["not committed"] };

function listEvents(source: Source, commits: readonly FileCommit[], app: string | undefined): AuditEvent[] {
  const events: AuditEvent[] = [];
  let before: readonly LedgerEntry[] = [];
  for (const commit of commits) {
    const after = entriesAt(source.path, commit.bytes);
    const origin = judgeCommit(commit, app);
    for (const news of diffLedgers(before, after))
      events.push({ ...news, ...origin, file: source.path, commit });
    before = after;
  }
  for (const news of diffLedgers(before, entriesAt(source.path, source.bytes)))
    events.push({ ...news, ...UNCOMMITTED, file: source.path, commit: undefined });
  return events;
}

function entriesAt(path: string, bytes: Uint8Array): readonly LedgerEntry[] {
  return entriesOf(parseChecklist(path, bytes).checklist);
}

function printEvents(events: readonly AuditEvent[], files: number, isShallow: boolean): void {
  let file: string | undefined;
  for (const event of events) {
    if (event.file !== file) {
      if (file !== undefined) print();
      print(paint("bold", event.file));
    }
    file = event.file;
    const { entry, commit } = event;
    const written = commit
      ? `commit ${commit.oid.slice(0, 10)} by ${commit.author}, ${commit.date}`
      : "not committed";
    print(`  ${entry.requirement}: ${describeNews(event)}`);
    print(paint(event.trust === "foreign" ? "red" : "dim", `    ${written}, ${describeOrigin(event)}`));
  }
  if (events.length > 0) print();
  const numberOf = (trust: Origin["trust"]): number => events.filter((each) => each.trust === trust).length;
  const summary = [
    `${count(events.length, "event")} in ${count(files, "file")} with a ledger`,
    ...(numberOf("foreign") > 0 ? [`${numberOf("foreign")} not by the app`] : []),
    ...(numberOf("claimed") > 0 ? [`${numberOf("claimed")} not verified`] : []),
  ];
  print(summary.join(", "));
  if (isShallow) print("This clone has only a part of the history: git fetch --unshallow");
}

function describeOrigin({ trust, doubts }: Origin): string {
  if (trust === "verified") return "verified";
  return trust === "foreign" ? "not by the app" : `not verified: ${doubts.join(", ")}`;
}

function describeNews({ what, entry }: LedgerNews): string {
  switch (what) {
    case "recorded":
      return describeEntry(entry);
    case "stale":
      return `no longer valid, a task of ${entry.phase} is open again: ${describeEntry(entry)}`;
    case "valid":
      return `valid again: ${describeEntry(entry)}`;
    case "removed":
      return `taken out of the ledger: ${describeEntry(entry)}`;
  }
}

function toJson({ file, what, entry, commit, trust, doubts }: AuditEvent): unknown {
  const { kind, phase, requirement, by, at, source, stale } = entry;
  return {
    file,
    what,
    kind,
    phase,
    requirement,
    by,
    at,
    source,
    stale,
    reason: entry.kind === "waiver" ? entry.reason : null,
    evidence: entry.kind === "evidence" ? entry.evidence : null,
    commit: commit ? { oid: commit.oid, author: commit.author, date: commit.date } : null,
    byApp: trust !== "foreign",
    verified: trust === "verified",
    doubts,
  };
}
