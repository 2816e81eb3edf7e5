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
    total === 0 ? "no tasks" : `${percent(progress).trim()}, ${done} of ${count(total, "task")} done`,
    dropped > 0 ? `${dropped} dropped` : "",
    start === undefined ? "" : `from ${start}`,
  ];
  const late = attention.filter(({ overdue }) => overdue);
  const blocked = attention.filter(({ blockedBy }) => blockedBy.length > 0);
  return [
    paint("bold", checklist.path),
    `  ${facts.filter(Boolean).join(", ")}`,
    ...(phases.length > 0 ? [""] : []),
    ...phases.flatMap((phase) => formatPhase(phase, checklist, signoffs)),
    ...formatTasks("Overdue", late, ({ days, owners }) => [`due ${days.target ?? ""}`, ...owners]),
    ...formatTasks("Blocked", blocked, ({ blockedBy }) => [`waits for ${blockedBy.join(", ")}`]),
  ];
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
  const title = fit(shortTitle(sections[phase.section]?.title ?? phase.key), room).padEnd(room);
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
  return [`${indent}${title}  ${figures}`, ...lines, ...notes.map((note) => `${indent}  ${note}`)];
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
    const title = fit(status.task.title, WIDTH - width - notes.length - 8);
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
    if (joined !== undefined && joined.length <= WIDTH) lines[lines.length - 1] = joined;
    else lines.push(fit(`${indent}${part}`, WIDTH));
  }
  return lines;
}

function fit(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, Math.max(room - 1, 0)).trimEnd()}…` : text;
}
