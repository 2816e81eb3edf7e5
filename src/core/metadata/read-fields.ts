import type { Day, Effort, Owners, Priority, Schedule, Written } from "../model/metadata.js";
import type { Field } from "./find-fields.js";
import { parseDay } from "./parse-day.js";
import { parseEffort } from "./parse-effort.js";
import { parseOwners } from "./parse-owners.js";
import { parsePriority } from "./parse-priority.js";
import { parseSchedule } from "./parse-schedule.js";
import { isBlank } from "./placeholder.js";
import type { Reading, Words } from "./reading.js";

/** What a section or a task says about itself; the first of two equal fields counts. */
export interface FieldValues {
  owners?: Written<Owners>;
  effort?: Written<Effort>;
  priority?: Written<Priority>;
  due?: Written<Day>;
  start?: Written<Day>;
  schedule?: Schedule;
  depends?: Words[];
}

/** More is a sentence that happens to begin like a field. */
const LONGEST_VALUE = 200;

export function readFields(fields: readonly Field[], values: FieldValues, reading: Reading): void {
  for (const { name, value } of fields) {
    if (value.text === "" || value.text.length > LONGEST_VALUE || isBlank(value.text)) continue;
    if (name === "owner") readOwners(value, values, reading);
    else if (name === "effort") readEffort(value, values, reading);
    else if (name === "priority") readPriority(value, values, reading);
    else if (name === "due") readDue(value, values, reading);
    else if (name === "start") readStart(value, values, reading);
    else if (name === "depends") (values.depends ??= []).push(value);
    else readSchedule(value, values);
  }
}

function readOwners(words: Words, values: FieldValues, { write }: Reading): void {
  const owners = parseOwners(words.text);
  if (owners.names.length + owners.logins.length > 0) values.owners ??= write(owners, words);
}

/** Sizes such as "M" and "large" are as good as any measure for people, so they are kept as they are. */
const SIZE = /^(?:x{0,2}[sml]|x{1,3}l|small|medium|large|low|high|tiny|huge|big)\b/i;

function readEffort(words: Words, values: FieldValues, { write, remark }: Reading): void {
  const effort = parseEffort(words.text);
  if (effort !== undefined || SIZE.test(words.text)) {
    values.effort ??= write(effort ?? { days: undefined, points: undefined }, words);
    return;
  }
  remark(words, {
    rule: "unclear-effort",
    severity: "info",
    message: `Unexpected effort \`${words.text}\`, expected a number with a unit such as \`3 days\`, write one to have it counted`,
  });
}

function readPriority(words: Words, values: FieldValues, { write, remark }: Reading): void {
  const priority = parsePriority(words.text);
  if (priority !== undefined) {
    values.priority ??= write(priority, words);
    return;
  }
  remark(words, {
    rule: "unknown-priority",
    severity: "warning",
    message: `Unexpected priority \`${words.text}\`, expected \`P0\` to \`P3\`, \`critical\`, \`high\`, \`medium\` or \`low\`, write one of them`,
  });
}

/** The day only: what follows it in the value ("2026-02-01 at noon") stays as it is. */
export function readDue(words: Words, values: FieldValues, reading: Reading): void {
  const due = readDay(words, reading);
  if (due !== undefined) values.due ??= due;
}

/** "Start: the server" is no date and was not meant to be one. */
export function readStart(words: Words, values: FieldValues, reading: Reading): void {
  const parsed = parseDay(words.text);
  if (parsed.kind === "none" && !/^\d/.test(words.text)) return;
  const start = readDay(words, reading);
  if (start !== undefined) values.start ??= start;
}

function readDay(words: Words, { write, remark }: Reading): Written<Day> | undefined {
  const parsed = parseDay(words.text);
  if (parsed.kind === "day") return write(parsed.day, words);
  if (parsed.kind === "ambiguous") {
    remark(words, {
      rule: "ambiguous-date",
      severity: "warning",
      message: `Unexpected date \`${words.text}\`, expected one that is the same day everywhere (${parsed.why}), write it as \`YYYY-MM-DD\``,
    });
  } else if (parsed.kind === "none") {
    remark(words, {
      rule: "not-a-date",
      severity: "warning",
      message: `Unexpected \`${words.text}\`, expected a day of the calendar, write it as \`YYYY-MM-DD\``,
    });
  }
  return undefined;
}

function readSchedule(words: Words, values: FieldValues): void {
  const schedule = parseSchedule(words.text);
  if (schedule !== undefined) values.schedule ??= schedule;
}
