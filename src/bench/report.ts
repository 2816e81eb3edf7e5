import type { ParsingResult } from "./bench-parsing.js";
import type { SyncCost } from "./product.js";

/** One line of the table of syncs. */
export interface SyncResult extends SyncCost {
  readonly name: string;
  /** Among how many tasks. */
  readonly tasks: number;
  /** The most requests that it should take, those of the start aside; undefined: no aim was set. */
  readonly aim: number | undefined;
}

export interface Latency {
  readonly closes: number;
  /** The app waits so long for more to happen before it looks; it is part of the other figures. */
  readonly quietMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface MemoryResult {
  readonly when: string;
  /** How many tasks the repository has. */
  readonly tasks: number;
  /** undefined where the system does not tell. */
  readonly megabytes: number | undefined;
}

export interface SyncResults {
  readonly syncs: readonly SyncResult[];
  readonly closeToCommit: Latency;
  readonly memory: readonly MemoryResult[];
}

export interface Report extends SyncResults {
  readonly machine: string;
  readonly date: string;
  readonly parsing: ParsingResult & { readonly folders: readonly string[]; readonly aim: number };
}

/** The aims that were missed, as sentences. */
export function missedAims({ parsing, syncs }: Report): readonly string[] {
  const slow =
    parsing.ratio > parsing.aim ? [`parsing took ${round(parsing.ratio)} × remark, not ${parsing.aim}`] : [];
  const costly = syncs.flatMap(({ name, tasks, requests, ofStart, aim }) =>
    aim !== undefined && requests - ofStart > aim
      ? [`${name} among ${tasks} tasks took ${requests - ofStart} requests, not ${aim}`]
      : [],
  );
  return [...slow, ...costly];
}

/** The report for people. */
export function formatReport(report: Report): string {
  const { parsing, syncs, closeToCommit: latency, memory } = report;
  const missed = missedAims(report);
  return [
    `${report.machine}, ${report.date}`,
    "",
    `Parsing ${parsing.files} files with ${parsing.tasks} tasks (${parsing.folders.join(", ")})`,
    ...formatTable([
      ["MB", "MB/s", "× remark", "aim", ""],
      [
        round(parsing.megabytes),
        round(parsing.megabytesPerSecond),
        round(parsing.ratio),
        ...formatAim(parsing.ratio, parsing.aim),
      ],
    ]),
    "",
    "Syncing",
    ...formatTable([
      ["", "tasks", "requests", "of the start", "aim for the rest", "", "mutations", "seconds"],
      ...syncs.map(({ name, tasks, requests, ofStart, mutations, milliseconds, aim }) => [
        name,
        String(tasks),
        String(requests),
        String(ofStart),
        ...formatAim(requests - ofStart, aim),
        String(mutations),
        round(milliseconds / 1000),
      ]),
    ]),
    "",
    `From closing an issue to the commit (${latency.closes} closes, one after the other; ${latency.quietMs} ms of it are the app's quiet time)`,
    ...formatTable([
      ["p50 ms", "p95 ms"],
      [String(latency.p50Ms), String(latency.p95Ms)],
    ]),
    "",
    "Memory of the app's process",
    ...formatTable([
      ["", "tasks", "MB"],
      ...memory.map(({ when, tasks, megabytes }) => [
        when,
        String(tasks),
        String(megabytes ?? "unknown here"),
      ]),
    ]),
    "",
    missed.length === 0 ? "Every aim is met." : `Missed: ${missed.join("; ")}.`,
  ].join("\n");
}

function formatAim(value: number, aim: number | undefined): string[] {
  return aim === undefined ? ["", ""] : [`≤ ${aim}`, value <= aim ? "met" : "MISSED"];
}

/** The first column is words when its heading is empty; numbers are flush right. */
function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  const isWords = rows[0]?.[0] === "";
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === 0 && isWords ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      )
      .join("  ")
      .replace(/^/, "  ")
      .trimEnd(),
  );
}

function round(value: number): string {
  return value.toFixed(2);
}
