import { selectChecklist } from "../core/config/select-checklist.js";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import { dayOf } from "../core/metadata/calendar.js";
import type { Checklist } from "../core/model/checklist.js";
import type { Day } from "../core/model/metadata.js";
import type { PhaseSignoff } from "../core/model/signoff.js";
import { describeStatus, type ChecklistStatus } from "../core/progress/describe-status.js";
import { percentOf } from "../core/progress/measure-progress.js";
import { describeSignoffs } from "../core/signoff/describe-signoffs.js";
import { listRequirements } from "../core/signoff/list-requirements.js";
import { formatDiagnostic } from "./format-diagnostic.js";
import { formatStatus } from "./format-status.js";
import { count, paint, print, printJson } from "./print.js";
import { readConfig } from "./read-config.js";
import { readSources } from "./read-sources.js";
import { UsageError } from "./usage-error.js";

export interface StatusOptions {
  readonly json: boolean;
  readonly config: string | undefined;
  readonly start: string | undefined;
  readonly today: string | undefined;
}

/** Shows how far the phases of checklists are, and what is late or waits. */
export async function runStatus(names: readonly string[], options: StatusOptions): Promise<void> {
  const given = readDay("--start", options.start);
  const today = readDay("--today", options.today) ?? localToday();
  const settings = await readConfig(options.config);
  if (!settings.ok) throw new UsageError(settings.diagnostics.map(formatDiagnostic).join("\n"));
  const files = (await readSources(names)).map(({ path, bytes }) => {
    const { checklist, diagnostics } = parseChecklist(path, bytes);
    const start = given ?? selectChecklist(path, settings.config)?.start;
    const remarks = diagnostics.filter(({ severity }) => severity !== "info").length;
    const signoffs = describeSignoffs(checklist, listRequirements(checklist, settings.config));
    return { checklist, remarks, signoffs, status: describeStatus(checklist, { today, start }) };
  });
  if (options.json) {
    printJson({
      today,
      files: files.map(({ checklist, status, signoffs }) => toJson(checklist, status, signoffs)),
    });
    return;
  }
  for (const [index, { checklist, status, signoffs, remarks }] of files.entries()) {
    if (index > 0) print();
    for (const line of formatStatus(checklist, status, signoffs)) print(line);
    if (remarks > 0) print(paint("dim", `\n  ${count(remarks, "remark")}: tickmark lint ${checklist.path}`));
  }
}

function readDay(option: string, text: string | undefined): Day | undefined {
  if (text === undefined) return undefined;
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const day = dayOf(Number(year), Number(month), Number(date));
  if (day === undefined)
    throw new UsageError(`tickmark: ${option} ${text} is no day, write it as YYYY-MM-DD`);
  return day;
}

/** The day on the calendar of the person who asks, wherever they are. */
function localToday(): Day {
  const now = new Date();
  return dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate()) ?? "";
}

function toJson(
  { path, sections }: Checklist,
  { start, progress, phases, attention }: ChecklistStatus,
  signoffs: readonly PhaseSignoff[],
): unknown {
  const { done, total, dropped } = progress;
  return {
    path,
    start: start ?? null,
    progress: { done, total, dropped, percent: percentOf(progress) ?? null },
    phases: phases.map(
      ({ section, key, progress: own, weight, days, priority, owners, blockedBy, overdue }) => ({
        phase: key,
        title: sections[section]?.title ?? "",
        line: sections[section]?.line ?? 1,
        progress: { done: own.done, total: own.total, dropped: own.dropped, percent: percentOf(own) ?? null },
        weight: weight ?? null,
        start: days.start ?? null,
        target: days.target ?? null,
        priority: priority ?? null,
        owners,
        blockedBy,
        overdue,
        signoff: toSignoffJson(signoffs.find(({ phase }) => phase === key)),
      }),
    ),
    tasks: attention.map(({ task, days, owners, blockedBy, overdue }) => ({
      line: task.line,
      title: task.title,
      due: days.target ?? null,
      owners,
      blockedBy,
      overdue,
    })),
  };
}

function toSignoffJson(phase: PhaseSignoff | undefined): unknown {
  if (!phase) return null;
  const { finished, unsigned, requirements } = phase;
  return {
    finished,
    waitsFor: unsigned,
    requirements: requirements.map(({ requirement, state, entries }) => ({
      key: requirement.key,
      text: requirement.text,
      state,
      by: entries.map(({ by }) => by),
    })),
  };
}
