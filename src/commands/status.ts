import { defuse } from "../core/report/defuse.js";
import { oneLine } from "../core/report/plain-text.js";
import type { PhaseSignoff } from "../core/model/signoff.js";
import { summarizeSignoff } from "../core/signoff/summarize-signoff.js";
import { shorten } from "../core/report/shorten-title.js";
import type { QueueEntry } from "../sync/sync-queue.js";
import type { Command, CommandContext } from "./command.js";
import { formatRemarks, formatWrongConfig } from "./format-outcome.js";

export const status: Command = {
  name: "status",
  call: "/tickmark status",
  usage: "/tickmark status",
  description: "Tells how the last look ended, what is waiting or running, and what waits for a person.",
  examples: ["/tickmark status"],
  permission: "read",
  run: (context) => ({ text: describeState(context), isDone: true }),
};

const LONGEST_OUTCOME = 500;
/** All but the remarks. */
const AROUND = 2_000;

function describeState({ state, config, room }: CommandContext): string {
  const { entry, standing } = state();
  const lines = [
    entry?.last
      ? `Last look: ${entry.last.at}, ${said(entry.last.outcome)}`
      : "I have not looked at this repository yet since I was started.",
    `Now: ${describeTurn(entry)}`,
  ];
  if (standing?.result === "held") {
    const why = said(standing.why ?? "");
    lines.push(
      `**A plan is held.** ${why} \`/tickmark plan\` shows it, \`/tickmark apply\` goes ahead with it.`,
    );
  }
  const remarks = standing?.diagnostics ?? [];
  if (config.ok && standing && remarks.length === 0) lines.push("There is nothing to remark on the files.");
  lines.push(...describeSignoffs(standing?.signoffs ?? []));
  const list = lines.map((line) => `- ${line}`).join("\n");
  const below = config.ok
    ? formatRemarks(remarks, room - AROUND)
    : [formatWrongConfig(config.diagnostics, room - AROUND)];
  return [list, ...below].join("\n\n");
}

const MOST_SIGNOFFS = 20;

/** Of phases that somebody has signed something of. */
function describeSignoffs(signoffs: readonly PhaseSignoff[]): readonly string[] {
  const begun = signoffs.filter(({ requirements }) => requirements.some(({ entries }) => entries.length > 0));
  const lines = begun
    .slice(0, MOST_SIGNOFFS)
    .map((each) => `Sign-off of ${each.phase} in ${said(each.checklist)}: ${said(summarizeSignoff(each))}`);
  const more = begun.length - lines.length;
  return more > 0 ? [...lines, `… and ${more} more sign-offs`] : lines;
}

function describeTurn(entry: QueueEntry | undefined): string {
  switch (entry?.state) {
    case "running":
      return entry.progress === undefined
        ? "a sync is running"
        : `a sync is running, ${said(entry.progress)}`;
    case "waiting":
      return entry.due === undefined ? "a sync is waiting" : `a sync is waiting, it starts at ${entry.due}`;
    case "idle":
    case undefined:
      return "nothing is waiting or running";
  }
}

function said(text: string): string {
  return defuse(shorten(oneLine(text), LONGEST_OUTCOME));
}
