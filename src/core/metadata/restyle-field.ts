import type { Priority, TaskField } from "../model/metadata.js";
import { EFFORT, daysPerUnit, parseEffort } from "./parse-effort.js";
import { isSameField } from "./parse-field.js";
import { parsePriority } from "./parse-priority.js";

/**
 * A new value for a field in the style of the one that is written there: `P0` stays `P1`, `HIGH` becomes `LOW`, ten
 * days are `2 weeks` where weeks are counted. What else stands in the value ("2 weeks (with QA)") is kept where that
 * does not change what it means; where no style fits, the new value is written as it came.
 */
export function restyleField(field: TaskField, value: string, was: string): string {
  const styled = restyle(field, value, was);
  return styled !== undefined && isSameField(field, styled, value) ? styled : value;
}

function restyle(field: TaskField, value: string, was: string): string | undefined {
  if (field === "priority") return restylePriority(value, was);
  if (field === "effort") return restyleEffort(value, was);
  return field === "owners" ? restyleOwners(value, was) : restyleDay(value, was);
}

/** `Backend + QA` stays apart by a plus. */
function restyleOwners(value: string, was: string): string | undefined {
  const between = /\s*[,;&+]\s*|\s+and\s+/.exec(was)?.[0];
  return between === undefined ? undefined : value.split(", ").join(between);
}

const RANKS: readonly Priority[] = ["P0", "P1", "P2", "P3"];

/** Words of one family, by rank. The first family that the old word belongs to goes on. */
const FAMILIES: readonly (readonly string[])[] = [
  ["P0", "P1", "P2", "P3"],
  ["🔺", "⏫", "🔼", "🔽"],
  ["critical", "high", "medium", "low"],
  ["urgent", "high", "normal", "low"],
  ["highest", "high", "medium", "lowest"],
  ["crítica", "alta", "media", "baja"],
];

function restylePriority(value: string, was: string): string | undefined {
  const priority = parsePriority(value);
  if (priority === undefined) return undefined;
  for (const family of FAMILIES) {
    const found = family.map((word) => wordIn(was, word)).find((match) => match !== undefined);
    if (found === undefined) continue;
    const word = inCaseOf(found.text, family[RANKS.indexOf(priority)] ?? value);
    return was.slice(0, found.at) + word + was.slice(found.at + found.text.length);
  }
  return undefined;
}

function wordIn(text: string, word: string): { readonly text: string; readonly at: number } | undefined {
  const match = new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, "iu").exec(text);
  return match === null ? undefined : { text: match[0], at: match.index };
}

function inCaseOf(model: string, word: string): string {
  if (model === model.toUpperCase()) return word.toUpperCase();
  return /^\p{Lu}/u.test(model) ? word.slice(0, 1).toUpperCase() + word.slice(1) : word.toLowerCase();
}

const AMOUNT = new RegExp(EFFORT, "iu");
/** A unit by its shortest and its long spelling, so that `1 week` and `2 weeks`, `1w` and `2w` go together. */
const LONG_UNIT = /^(minute|min|hour|hr|day|week|wk|month)s?$/i;

/** In the unit that is written, where that gives a number that people write; in days otherwise. */
function restyleEffort(value: string, was: string): string | undefined {
  const days = parseEffort(value)?.days;
  const match = AMOUNT.exec(was);
  const [whole = "", from = "", to, unit = ""] = match ?? [];
  const perUnit = daysPerUnit(unit.toLowerCase());
  if (days === undefined || match === null || perUnit === undefined) return undefined;
  const amount = Number((days / perUnit).toFixed(2));
  if (Math.abs(amount * perUnit - days) > 1e-3) return undefined;
  const numbers =
    to === undefined ? from : whole.slice(whole.indexOf(from), whole.lastIndexOf(to) + to.length);
  const [, stem] = LONG_UNIT.exec(unit) ?? [];
  const plural = stem === undefined ? unit : inCaseOf(unit, amount === 1 ? stem : `${stem}s`);
  const around = whole.slice(0, whole.length - unit.length).replace(numbers, String(amount));
  return was.slice(0, match.index) + around + plural + was.slice(match.index + whole.length);
}

const DAY_SPELLINGS: readonly (readonly [RegExp, (year: string, month: string, date: string) => string])[] = [
  [/^\d{4}-\d{1,2}-\d{1,2}/, (year, month, date) => `${year}-${month}-${date}`],
  [/^\d{4}\/\d{1,2}\/\d{1,2}/, (year, month, date) => `${year}/${month}/${date}`],
  [/^\d{1,2}\.\d{1,2}\.\d{4}/, (year, month, date) => `${date}.${month}.${year}`],
];

function restyleDay(value: string, was: string): string | undefined {
  const [year = "", month = "", date = ""] = value.split("-");
  for (const [pattern, spell] of DAY_SPELLINGS) {
    if (pattern.test(was)) return was.replace(pattern, spell(year, month, date));
  }
  return undefined;
}
