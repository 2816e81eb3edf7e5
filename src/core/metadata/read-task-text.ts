import { readNames } from "./dependency-names.js";
import { findFields, findInlineFields } from "./find-fields.js";
import { EFFORT, parseEffort } from "./parse-effort.js";
import { MENTION, parseOwners } from "./parse-owners.js";
import { parsePriority } from "./parse-priority.js";
import { readDue, readFields, readStart } from "./read-fields.js";
import type { FieldValues } from "./read-fields.js";
import type { Reading, Words } from "./reading.js";
import type { TextLine } from "./text-lines.js";

/** Cheap: most tasks are plain words. */
const WORTH_A_LOOK = /[@[(~:#|📅🛫⏳⏫🔼🔽🔺⏬⛔]|depends|blocked|due /iu;

/** Reads the signs in a task's own text. Lines below the first may be lines of fields. */
export function readTaskText(lines: readonly TextLine[], values: FieldValues, reading: Reading): void {
  for (const [index, line] of lines.entries()) {
    if (!WORTH_A_LOOK.test(line.spoken)) continue;
    const fields = index === 0 ? [] : findFields(line);
    readFields(fields.length > 0 ? fields : findInlineFields(line), values, reading);
    if (fields.length > 0) continue;
    readDates(line, values, reading);
    readPriorityMark(line, values, reading);
    readEffortMark(line, values, reading);
    readMentions(line, values, reading);
    readWaiting(line, values);
  }
}

const DAY = String.raw`\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?(?![\d/])|\p{L}{3,9}\.? \d{1,2}(?:,? \d{4})?`;
const DUE = new RegExp(String.raw`(?<![\p{L}\p{N}])due(?: (?:date|by|on))?:{1,2}\s?(${DAY})`, "iu");
const DUE_PLAIN = /(?<![\p{L}\p{N}])due (?:by |on )?(\d{4}-\d{2}-\d{2})/iu;
const DUE_SIGN = /📅\uFE0F?\s*(\d{4}-\d{2}-\d{2})/u;
const START_SIGN = /(?:🛫|⏳)\uFE0F?\s*(\d{4}-\d{2}-\d{2})|\[start::\s*([^\]]+)\]/iu;

function readDates(line: TextLine, values: FieldValues, reading: Reading): void {
  const due = find(line, DUE) ?? find(line, DUE_PLAIN) ?? find(line, DUE_SIGN);
  if (due !== undefined && values.due === undefined) readDue(due, values, reading);
  const start = find(line, START_SIGN);
  if (start !== undefined && values.start === undefined) readStart(start, values, reading);
}

/** `[P]` and `(P)` say "in parallel" and have no number. */
const PRIORITY_MARK =
  /[([](P[0-4])[)\]]|^(P[0-4])(?=:\s)|#?(?<![\p{L}\p{N}])priority:\s?((?:critical|highest|high|medium|low|lowest|P[0-4])(?![\p{L}\p{N}]))|(🔺|⏫|🔼|🔽|⏬)/iu;

function readPriorityMark(line: TextLine, values: FieldValues, { write }: Reading): void {
  const words = find(line, PRIORITY_MARK);
  const priority = words && parsePriority(words.text);
  if (words !== undefined && priority !== undefined) values.priority ??= write(priority, words);
}

const EFFORT_IN_PARENTHESES = new RegExp(
  String.raw`\(((?:est(?:imate)?:?\s)?${EFFORT})\)(?=\s*(?:$|[-–—([@#|,;📅⏫🔼🔽🔺]))`,
  "iu",
);
const EFFORT_ABOUT = new RegExp(String.raw`(?:^|\s)(~${EFFORT})(?=[\s,;.)]|$)`, "iu");
/** How long something lasts, is kept or may take is no work: "Token expires (2 hours)", "Log retention (30 days)". */
const LASTS =
  /expir|retention|retain|timeout|lifetime|\bttl\b|\bsla\b|\br[tp]o\b|interval|window|within \d|uptime|downtime|rotation|cool-?down/i;

function readEffortMark(line: TextLine, values: FieldValues, { write }: Reading): void {
  if (values.effort !== undefined) return;
  const words = find(line, EFFORT_IN_PARENTHESES) ?? find(line, EFFORT_ABOUT);
  if (words === undefined || LASTS.test(line.spoken)) return;
  const text = words.text.replace(/^est(?:imate)?:?\s/i, "");
  const effort = parseEffort(text);
  const clock = /^(\d+)\s?h/i.exec(text)?.[1];
  const isAroundTheClock = clock !== undefined && Number(clock) % 24 === 0;
  if (effort !== undefined && !isAroundTheClock) values.effort = write(effort, words);
}

/** `@scope/package`, `@decorator(…)`, `@file.ext` and addresses of mail are no people. */
const MENTIONS = new RegExp(String.raw`(?<![\p{L}\p{N}/@._%+-])${MENTION}(?![\w/(@-]|\.\w)`, "gu");
const NO_LOGIN =
  /^(?:media|import|keyframes|layer|apply|tailwind|include|latest|next|beta|alpha|rc|canary|todo|params?|returns?|throws|deprecated|override|types?|ts-ignore|ts-expect-error|here|channel|everyone|all)$/i;

function readMentions(line: TextLine, values: FieldValues, { write }: Reading): void {
  if (values.owners !== undefined || !line.spoken.includes("@")) return;
  const found = [...line.spoken.matchAll(MENTIONS)].filter(
    ([, login = ""]) => !NO_LOGIN.test(login) && !login.includes("/"),
  );
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined) return;
  const end = last.index + last[0].length;
  const text = line.raw.slice(first.index, end);
  const owners = parseOwners(found.map(([mention]) => mention).join(", "));
  const written = write(owners, { text, line, at: first.index });
  const isProse = MORE_THAN_OWNERS.test(text) || isAmongWords(line.spoken, first.index, end);
  values.owners = isProse ? { ...written, range: undefined } : written;
}

/** "@ann and tell @bob". */
const MORE_THAN_OWNERS = /(?<![\p{L}\p{N}@-])(?!and(?!\p{L}))\p{L}/u;

/** "Ask @octocat about the keys" needs its owner as a word: it is no place to write another one, or none. */
function isAmongWords(text: string, start: number, end: number): boolean {
  const follows = /^\s+(\p{L}+)(?![\p{L}:])/u.exec(text.slice(end))?.[1];
  return (
    /\p{L}\s+$/u.test(text.slice(0, start)) &&
    follows !== undefined &&
    !/^(?:due|depends|blocked)$/i.test(follows)
  );
}

const WAITING =
  /(\(?)(?<![\p{L}\p{N}])(?:depends[ -]on|blocked[- ]by|dep(?:s|ends)?(?=:)|dependencies(?=:))(:{0,2})\s?([^)\]|]+)|⛔\uFE0F?\s*([\p{L}\p{N},._-]+)/giu;

/** "Neither depends on another service" is prose: only a name counts there, and anything where a sign stands before it. */
function readWaiting(line: TextLine, values: FieldValues): void {
  for (const match of line.spoken.matchAll(WAITING)) {
    const [whole, bracket = "", colon = "", said, signed] = match;
    const text = (said ?? signed ?? "").trimEnd();
    const at = match.index + whole.length - (said ?? signed ?? "").length;
    const isMarked = bracket + colon !== "" || signed !== undefined;
    if (!isMarked && !namesSomething(text)) continue;
    if (values.depends?.some((words) => words.line === line && words.at === at)) continue;
    (values.depends ??= []).push({ text, line, at });
  }
}

function namesSomething(text: string): boolean {
  const { phases, tasks } = readNames(text);
  return phases.length + tasks.length > 0;
}

/** The first group that matched. */
function find(line: TextLine, pattern: RegExp): Words | undefined {
  const match = pattern.exec(line.spoken);
  const text = match?.slice(1).find((group) => group !== undefined);
  if (match === null || text === undefined) return undefined;
  return { text, line, at: match.index + match[0].indexOf(text) };
}
