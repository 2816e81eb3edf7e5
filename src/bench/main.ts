// npm run bench: see `--help`.

import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { Command } from "commander";
import { benchParsing } from "./bench-parsing.js";
import { formatReport, missedAims } from "./report.js";
import type { Report } from "./report.js";
import { benchSyncing } from "./bench-syncing.js";
import { readTexts } from "./texts.js";

const PARSING_AIM = 1.3;

const options = new Command("npm run bench --")
  .description(
    "Measures what Tickmark costs: the speed of its parser, and what the real app asks of the sandbox's GitHub. Takes some minutes; docs/benchmarks.md explains the figures.",
  )
  .option("--json", "print one line of JSON and nothing else")
  .option("--out <file>", "write the JSON to this file, too")
  .option("--check", "exit with 1 when an aim is missed")
  .parse()
  .opts<{ json?: true; out?: string; check?: true }>();

// The sandbox and the app end with this process.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

const tell = (line: string): void => void (options.json || console.error(line));
const report = await measure();
const missed = missedAims(report);
const json = JSON.stringify({ ...report, missed });
if (!options.json) console.log(`\n${formatReport(report)}\n`);
console.log(json);
if (options.out !== undefined) await writeFile(options.out, `${json}\n`);
if (options.check && missed.length > 0) process.exitCode = 1;

async function measure(): Promise<Report> {
  const { folders, texts } = await readTexts();
  const parsing = { folders, ...benchParsing(texts), aim: PARSING_AIM };
  tell(`parsing: ${parsing.megabytesPerSecond.toFixed(2)} MB/s`);
  const processors = cpus();
  return {
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? process.arch}, ${process.platform}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    parsing,
    ...(await benchSyncing(tell)),
  };
}
