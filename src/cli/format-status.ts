import stringWidth from "string-width";
import { parenthesesOf, parseSchedule } from "../core/metadata/parse-schedule.js";
import type { Checklist } from "../core/model/checklist.js";
import type { ChecklistStatus, PhaseStatus, TaskStatus } from "../core/progress/describe-status.js";
import type { PhaseSignoff } from "../core/model/signoff.js";
import { percentOf, type Progress } from "../core/progress/measure-progress.js";
import { summarizeSignoff } from "../core/signoff/summarize-signoff.js";
import { count, paint } from "./print.js";

const WIDTH = 80;
const BAR = 10;

/** Lines of at most 80 columns; the bars are ASCII where nobody looks at a terminal. */
export function formatStatus(
  checklist: Checklist,
  status: ChecklistStatus,
  signoffs: readonly PhaseSignoff[],
): string[] {
  const { progress, phases, attention, start } = status;
  const { done, total, dropped } = progress;
  const facts = [
    total === 0 ? "no tasks" : `${formatShare(progress)}, ${done} of ${count(total, "task")} done`,
    dropped > 0 ? `${dropped} dropped` : "",
    start === undefined ? "" : `from ${start}`,
  ];
  const late = attention.filter(({ overdue }) => overdue);
  const blocked = attention.filter(({ blockedBy }) => blockedBy.length > 0);
  return [
    paint("bold", checklist.path),
    `  ${facts.filter(Boolean).join(", ")}`,
    ...(lacksStart(checklist, status) ? [paint("dim", `  ${NO_START}`)] : []),
    ...(phases.length > 0 ? [""] : []),
    ...phases.flatMap((phase) => formatPhase(phase, checklist, signoffs)),
    ...formatTasks("Overdue", late, ({ days, owners }) => [`due ${days.target ?? ""}`, ...owners]),
    ...formatTasks("Blocked", blocked, ({ blockedBy }) => [`waits for ${blockedBy.join(", ")}`]),
  ];
}

const NO_START = "weeks and months have no days: give --start, or `Date Started:` in the file";

/** Somebody who wrote "Weeks 1-2" and sees no day should not have to guess why. */
function lacksStart({ metadata }: Checklist, { start, phases }: ChecklistStatus): boolean {
  const hasDays = phases.some(({ days }) => days.start !== undefined || days.target !== undefined);
  return start === undefined && !hasDays && metadata.sections.some((section) => section?.schedule);
}

/** Weights may say something else than the tasks that are counted behind it. */
function formatShare(progress: Progress): string {
  const { done, total } = progress;
  const isWeighted = percentOf(progress) !== percentOf({ ...progress, ratio: done / total });
  return `${percent(progress).trim()}${isWeighted ? " by weight" : ""}`;
}

function formatPhase(
  phase: PhaseStatus,
  { sections }: Checklist,
  signoffs: readonly PhaseSignoff[],
): string[] {
  const { progress, depth } = phase;
  const indent = " ".repeat(2 + depth * 2);
  const figures = `${bar(progress)} ${percent(progress)} ${`${progress.done}/${progress.total}`.padStart(7)}`;
  const room = WIDTH - indent.length - BAR - 16;
  const title = fit(shortTitle(sections[phase.section]?.title ?? phase.key), room);
  const padding = " ".repeat(Math.max(0, room - stringWidth(title)));
  const notes = [
    phase.overdue ? paint("red", "overdue") : "",
    ...signoffs.filter((each) => each.phase === phase.key).map(formatSignoff),
    phase.blockedBy.length > 0 ? paint("yellow", `blocked by ${shortList(phase.blockedBy)}`) : "",
  ].filter(Boolean);
  const said = [
    phase.key,
    phase.weight === undefined ? "" : `weight ${phase.weight}%`,
    phase.priority ?? "",
    formatDays(phase),
    shortList(phase.owners),
  ].filter(Boolean);
  const lines = wrap(said, `${indent}  `).map((line) => paint("dim", line));
  return [`${indent}${title}${padding}  ${figures}`, ...lines, ...notes.map((note) => `${indent}  ${note}`)];
}

function formatSignoff(signoff: PhaseSignoff): string {
  const text = fit(summarizeSignoff(signoff), WIDTH - 8);
  return paint(signoff.finished ? "green" : "dim", text);
}

function formatDays({ days: { start, target } }: PhaseStatus): string {
  if (start !== undefined && target !== undefined) return start === target ? start : `${start} to ${target}`;
  if (target !== undefined) return `due ${target}`;
  return start === undefined ? "" : `from ${start}`;
}

function formatTasks(
  heading: string,
  tasks: readonly TaskStatus[],
  notesOf: (task: TaskStatus) => readonly string[],
): string[] {
  const width = String(tasks.at(-1)?.task.line ?? "").length;
  const lines = tasks.map((status) => {
    const notes = fit(notesOf(status).join(", "), WIDTH / 2);
    const title = fit(status.task.title, WIDTH - width - stringWidth(notes) - 8);
    return `  ${String(status.task.line).padStart(width)}  ${title}  ${paint("dim", notes)}`;
  });
  return lines.length === 0 ? [] : ["", `  ${paint("bold", heading)}`, ...lines];
}

function percent(progress: Progress): string {
  const whole = percentOf(progress);
  return (whole === undefined ? "–" : `${whole}%`).padStart(4);
}

function bar(progress: Progress): string {
  const filled = Math.floor(((percentOf(progress) ?? 0) / 100) * BAR);
  if (!process.stdout.isTTY) return `${"#".repeat(filled)}${".".repeat(BAR - filled)}`;
  return paint("green", "█".repeat(filled)) + paint("dim", "░".repeat(BAR - filled));
}

/** Without the parentheses whose meaning is shown anyway. */
function shortTitle(title: string): string {
  const isShown = (text: string): boolean =>
    /^\s*\d+(?:[.,]\d+)?\s?%/.test(text) || parseSchedule(`(${text})`) !== undefined;
  const shown = parenthesesOf(title).filter(isShown);
  return shown
    .reduce((short, text) => short.replace(`(${text})`, ""), title)
    .replace(/\s+/g, " ")
    .trim();
}

const NAMES_SHOWN = 4;

function shortList(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${names.slice(0, NAMES_SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

function wrap(parts: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? undefined : `${last} · ${part}`;
    if (joined !== undefined && stringWidth(joined) <= WIDTH) lines[lines.length - 1] = joined;
    else lines.push(fit(`${indent}${part}`, WIDTH));
  }
  return lines;
}

/** Cut to so many columns of a terminal: emoji and Chinese take two. */
function fit(text: string, room: number): string {
  if (stringWidth(text) <= room) return text;
  const shown = [...text];
  while (shown.length > 0 && stringWidth(shown.join("")) > room - 1) shown.pop();
  return `${shown.join("").trimEnd()}…`;
}
