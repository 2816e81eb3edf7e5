import type { Day, Schedule } from "../model/metadata.js";
import { dayOf } from "./calendar.js";
import { parseDay } from "./parse-day.js";

const NUMBER = String.raw`(\d{1,3})(?![\d%]|[.:]\d)`;
const MORE = String.raw`(?:\s?(?:-|–|—|to|through|until|bis|and|&|,|/)\s?(?:(?:weeks?|wk|months?|days?)\s?)?\d{1,3}(?![\p{L}\d%]|[.:]\d))*`;

/** `Week 3-5`, `Weeks 4, 5, 6, 7`, `Month 7`, `Day 1`. "2 weeks" counts something else. */
const COUNTED = new RegExp(
  String.raw`(?<![\p{L}\p{N}-])(weeks?|wk|months?|days?)\s?#?${NUMBER}(${MORE})`,
  "iu",
);

/** "May Week 3" counts from the start of May, not from the start of the work. */
const OF_A_MONTH =
  /\b(?:jan|feb|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+week\b/i;

const QUARTER =
  /(?<![\p{L}\p{N}])(?:(\d{4})[ -]?)?Q([1-4])(?:\s?[-–/]\s?Q?([1-4]))?(?:[ ,/'’-]{1,2}(\d{4}|\d{2}))?(?![\p{L}\p{N}])/u;

const SPAN = /(\d{4}-\d{2}-\d{2})(?:\s?(?:-|–|—|to|through|until|\.\.|→)\s?(\d{4}-\d{2}-\d{2}))?/;
const DATES_ONLY = new RegExp(
  String.raw`^(by|due|until|starts?|from|on|target)?:?\s*${SPAN.source}\s*$`,
  "i",
);
/** A lone day in parentheses is when something is planned only in headings such as these: "Approval (2026-01-19)" looks back. */
const PLANNED = /(?<!\p{L})(?:phase|sprint|milestone|iteration|release|stage|step)(?!\p{L})/iu;

/** Reads the span of time that a heading speaks of: in parentheses, at its start or anywhere when it counts units. */
export function parseSchedule(title: string): Schedule | undefined {
  return parseCounted(title) ?? parseDates(title) ?? parseQuarter(title);
}

function parseCounted(title: string): Schedule | undefined {
  const match = COUNTED.exec(title);
  if (match === null || OF_A_MONTH.test(title)) return undefined;
  const [, word = "", first = "", rest = ""] = match;
  const others = rest.match(/\d+/g) ?? [];
  const letter = word.charAt(0).toLowerCase();
  const unit = letter === "w" ? "week" : letter === "m" ? "month" : "day";
  return { unit, from: Number(first), to: Number(others.at(-1) ?? first) };
}

/** Days count where they are all that a heading or its parentheses say, and as a span anywhere. */
function parseDates(title: string): Schedule | undefined {
  const inside = parenthesesOf(title).map((text) => DATES_ONLY.exec(text));
  const planned = inside.filter((match) => match?.[1] ?? match?.[3] ?? PLANNED.test(title));
  const alone = [DATES_ONLY.exec(title), ...planned].find((match) => match !== null);
  const [, first, last] = alone?.slice(1) ?? SPAN.exec(title) ?? [];
  const from = first && isDay(first);
  const to = last === undefined ? from : isDay(last);
  if (!from || !to || (alone === undefined && last === undefined)) return undefined;
  return { unit: "dates", from, to };
}

/** `Q3` needs parentheses, a year or the start of the heading: "Q1: How …?" is a question. */
function parseQuarter(title: string): Schedule | undefined {
  const match = QUARTER.exec(title);
  if (match === null || title.trimEnd().endsWith("?")) return undefined;
  const [whole, before, first = "", second, behind] = match;
  const bare = title.replace(/^[^\p{L}\p{N}]+/u, "");
  const alone = parenthesesOf(title).some((text) => text.trim() === whole.trim());
  const year = before ?? (behind?.length === 2 ? `20${behind}` : behind);
  if (year === undefined && !alone && !bare.startsWith(whole)) return undefined;
  const [from, to] = [Number(first), Number(second ?? first)];
  if (year === undefined) return { unit: "quarter", from, to };
  const start = dayOf(Number(year), from * 3 - 2, 1);
  const end = dayOf(Number(year), to * 3, to === 1 || to === 4 ? 31 : 30);
  return start === undefined || end === undefined ? undefined : { unit: "dates", from: start, to: end };
}

export function parenthesesOf(title: string): string[] {
  return [...title.matchAll(/[(（]([^()（）]*)[)）]/g)].map((match) => match[1] ?? "");
}

function isDay(text = ""): Day | undefined {
  const parsed = parseDay(text);
  return parsed.kind === "day" ? parsed.day : undefined;
}
