import type { Words } from "./reading.js";
import type { TextLine } from "./text-lines.js";

export type FieldName = "owner" | "effort" | "priority" | "due" | "start" | "depends" | "schedule";

export interface Field {
  readonly name: FieldName;
  readonly value: Words;
}

const KEYS: Readonly<Record<FieldName, string>> = {
  owner: "owners?|assignees?|assigned(?: to)?|responsible|dri",
  effort: "(?:estimated |est\\.? )?(?:effort|time estimate)|estimated? time|estimat(?:e|ion)|esfuerzo",
  priority: "priority|prio|prioridad",
  due: "due(?: (?:date|by|on))?|deadline|target date",
  start: "(?:project )?start(?:s|ing|ed)?(?: date| on)?|date started|kick-?off(?: date)?",
  depends: "depend(?:s on|ent on|encies|ency)|blocked by",
  schedule: "timeline|schedule|time ?frame|duration",
};

const NAMES = Object.keys(KEYS) as FieldName[];
const ANY_KEY = NAMES.map((name) => `(${KEYS[name]})`).join("|");

/** The colon may be inside of the bold or behind it, and the bold may never end. */
const KEY = `[*_]{0,3}(?:${ANY_KEY})\\s?[*_]{0,3}\\s?:{1,2}[*_]{0,3}`;

/** A line of fields begins with one; emoji and markup may be before it. */
const FIRST = new RegExp(`^[^\\p{L}\\p{N}[(<\`]*?${KEY}`, "iu");
/** The next field stands behind something that separates. */
const NEXT = new RegExp(`(?:[|,;·•([]|\\s[-–—])[^\\p{L}\\p{N}|()[\\]\`]{0,12}?${KEY}`, "giu");

/** The fields of a line such as `**Owner:** DevOps | **Effort:** 2 weeks`. Nothing, when it begins with other words. */
export function findFields(line: TextLine): Field[] {
  const first = FIRST.exec(line.spoken);
  if (first === null) return [];
  return cutFields(line, [first, ...matchesBehind(line, first[0].length)]);
}

/** The fields inside of a task's text, such as `Rotate keys (Owner: Ann, Due: 2026-02-01)`. */
export function findInlineFields(line: TextLine): Field[] {
  return cutFields(line, matchesBehind(line, 0));
}

function matchesBehind({ spoken }: TextLine, from: number): RegExpExecArray[] {
  NEXT.lastIndex = from;
  const matches: RegExpExecArray[] = [];
  for (let match = NEXT.exec(spoken); match !== null; match = NEXT.exec(spoken)) matches.push(match);
  return matches;
}

function cutFields(line: TextLine, keys: readonly RegExpExecArray[]): Field[] {
  let close = 0;
  return keys.flatMap((key, index) => {
    const name = NAMES.find((_, at) => key[at + 1] !== undefined);
    if (name === undefined) return [];
    const from = key.index + key[0].length;
    if (close < from) close = closingOf(key[0], line.spoken, from);
    const to = Math.min(keys[index + 1]?.index ?? line.raw.length, close);
    const isSilent = /^[\s\uFFFC]+$/.test(line.spoken.slice(from, to));
    return isSilent && line.raw.slice(from, to).trim() !== ""
      ? []
      : [{ name, value: trimWords(line, from, to) }];
  });
}

/** Behind an opening bracket, values end where it is closed; elsewhere at the next bar. */
function closingOf(key: string, spoken: string, from: number): number {
  const closer = key.startsWith("(") ? ")" : key.startsWith("[") ? "]" : "|";
  const at = spoken.indexOf(closer, from);
  return at === -1 ? spoken.length : at;
}

/** The words without blanks, separators and markup around them. */
function trimWords(line: TextLine, from: number, to: number): Words {
  const text = line.raw.slice(from, to);
  const before = /^[\s*_]*/.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > before && /[\s*_|,;·•\\]/.test(text.charAt(end - 1))) end--;
  return { text: text.slice(before, end), line, at: from + before };
}
