#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { readFileSync } from "node:fs";

import { UsageError } from "./usage-error.js";

// What a command needs is loaded when it runs: `--help` and a typing mistake should answer at once.

const EXAMPLES = `
Examples:
  $ tickmark parse checklists/release.md          see a file as Tickmark does
  $ tickmark parse - --json < notes.md            the same for a program, from standard input
  $ tickmark lint checklists                      check every Markdown file of a folder
  $ tickmark plan "checklists/**/*.md"            what a first sync would do, without doing it
  $ tickmark status checklists                    how far the phases are, what is late or waits
  $ tickmark audit                                who signed what, and which commits say so
  $ tickmark schema > tickmark.schema.json        let an editor complete .github/tickmark.yml

- in the place of a file is standard input.
Nothing here needs a GitHub account, and no command changes a file.
Exit status: 0 done, 2 something could not be read or was not understood; lint and audit know 1 as well.`;

const LINT_HELP = `
Prints one line for each remark: file:line:column severity message rule
Folders are searched for .md and .markdown files; globs in quotes work everywhere.
Severities come from "rules" in the config, which is checked as well.

Exit status: 0 no errors, 1 errors found, 2 something could not be read.

Examples:
  $ tickmark lint README.md checklists
  $ tickmark lint "docs/**/*.md" --config .github/tickmark.yml --json`;

const PLAN_HELP = `
Reads only the files given, as if no issue existed yet:
  +  an issue that would be created
  ~  a change of an issue or a file
  -  an issue that would be closed

Examples:
  $ tickmark plan checklists/release.md
  $ tickmark plan checklists --json | jq '.steps | length'`;

const STATUS_HELP = `
Reads weights, schedules, priorities, owners and dependencies from the files.
Week 1 counts from "Date Started:" in the file, or else from --start, or else from "start" in the config.

Examples:
  $ tickmark status checklists/roadmap.md
  $ tickmark status "checklists/**/*.md" --start 2026-01-05
  $ tickmark status checklists --json | jq '.files[].phases[] | select(.overdue) | .phase'`;

const AUDIT_HELP = `
Lists every sign-off, waiver and withdrawal in the ledgers of checklists, who, when and where, and the commit that
wrote it, oldest first, from the files and the history of the local clone. Without files: all below the current folder.
Whoever makes a commit can write any author into it. "verified" are those with GitHub's signature, which takes its key:
  $ curl https://github.com/web-flow.gpg | gpg --import

Exit status: 0 all was written by the app, 1 something was not (with --strict: or is not verified), 2 something could not be read.

Examples:
  $ tickmark audit
  $ tickmark audit checklists/billing.md --app tickmark
  $ tickmark audit --json | jq '.events[] | select(.byApp | not)'`;

const PARSE_HELP = `
Tasks are what GitHub renders as checkboxes. With --json:
  {"tasks":[{"line","checked","depth","mark","text","section","phase","reference"}],"diagnostics":[...]}
"mark" is the byte offset of the character between the brackets.

Examples:
  $ tickmark parse checklists/release.md
  $ tickmark parse checklists/release.md --json | jq '.tasks[] | select(.checked | not) | .text'`;

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

interface StatusFlags {
  readonly json?: boolean;
  readonly config?: string;
  readonly start?: string;
  readonly today?: string;
}

function program(): Command {
  const tickmark = new Command("tickmark")
    .description("Checklists in Markdown files, the way the Tickmark GitHub App reads them.")
    .version(version())
    .showSuggestionAfterError()
    .showHelpAfterError("(tickmark --help shows examples)")
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  tickmark
    .command("parse <file>")
    .description("show the tasks of a file")
    .option("--json", "print JSON")
    .addHelpText("after", PARSE_HELP)
    .action(async (file: string, options: { json?: boolean }) => {
      const { runParse } = await import("./run-parse.js");
      await runParse(file, { json: options.json === true });
    });
  tickmark
    .command("lint <files...>")
    .description("check files for what only looks like a task, and the config")
    .option("--json", "print JSON")
    .option("--config <file>", "the config (default: .github/tickmark.yml when there is one)")
    .addHelpText("after", LINT_HELP)
    .action(async (files: string[], options: { json?: boolean; config?: string }) => {
      const { runLint } = await import("./run-lint.js");
      process.exitCode = await runLint(files, { json: options.json === true, config: options.config });
    });
  tickmark
    .command("plan <files...>")
    .description("show what a first sync of these files would do")
    .option("--json", "print JSON")
    .option("--config <file>", "the config (default: .github/tickmark.yml when there is one)")
    .addHelpText("after", PLAN_HELP)
    .action(async (files: string[], options: { json?: boolean; config?: string }) => {
      const { runPlan } = await import("./run-plan.js");
      await runPlan(files, { json: options.json === true, config: options.config });
    });
  tickmark
    .command("status <files...>")
    .description("show how far the phases are, and what is late or waits")
    .option("--json", "print JSON")
    .option("--config <file>", "the config (default: .github/tickmark.yml when there is one)")
    .option("--start <day>", "the day that week 1 and month 1 count from (YYYY-MM-DD)")
    .option("--today <day>", "another day than today (YYYY-MM-DD)")
    .addHelpText("after", STATUS_HELP)
    .action(async (files: string[], options: StatusFlags) => {
      const { runStatus } = await import("./run-status.js");
      const { json, config, start, today } = options;
      await runStatus(files, { json: json === true, config, start, today });
    });
  tickmark
    .command("audit [files...]")
    .description("list who signed what, and which commits say so")
    .option("--json", "print JSON")
    .option("--app <slug>", "the app that writes the ledgers (default: any bot)")
    .option("--strict", "what is not verified counts as not the app's")
    .addHelpText("after", AUDIT_HELP)
    .action(async (files: string[], options: { json?: boolean; app?: string; strict?: boolean }) => {
      const { runAudit } = await import("./run-audit.js");
      const names = files.length === 0 ? ["."] : files;
      const { json = false, strict = false, app } = options;
      process.exitCode = await runAudit(names, { json, strict, app });
    });
  tickmark
    .command("schema")
    .description("print the JSON Schema of .github/tickmark.yml")
    .action(async () => {
      const { runSchema } = await import("./run-schema.js");
      runSchema();
    });
  return tickmark;
}

/** `tickmark … | head` closes the pipe early, which is no mistake of anybody. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

process.stdout.on("error", endQuietly);
process.stderr.on("error", endQuietly);

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
