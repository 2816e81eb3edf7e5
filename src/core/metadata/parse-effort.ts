import type { Effort } from "../model/metadata.js";

const HOURS_PER_DAY = 8;
const DAYS_PER_WEEK = 5;
const WEEKS_PER_MONTH = 4;

const UNIT =
  "minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mo|(?:story[ -]?)?points?|pts?|sp|tage?|stunden|wochen?|días?|semanas?|horas?";
const NUMBER = String.raw`\d+(?:[.,]\d+)?`;

/** `2 weeks`, `~4h`, `1-2 days`; the unit ends the word. */
export const EFFORT = `[~≈]?\\s?(${NUMBER})(?:\\s?(?:-|–|to)\\s?(${NUMBER}))?\\s?-?(${UNIT})(?![\\p{L}\\p{N}])`;

const AT_START = new RegExp(`^${EFFORT}`, "iu");

/** Reads the effort that a text begins with. Of a range the upper end counts: a plan has to hold. */
export function parseEffort(text: string): Effort | undefined {
  const match = AT_START.exec(text);
  if (match === null) return undefined;
  const [, from = "", to, unit = ""] = match;
  const amount = Number((to ?? from).replace(",", "."));
  const perUnit = daysPerUnit(unit.toLowerCase());
  if (perUnit === undefined) return { days: undefined, points: amount };
  return { days: Math.round(amount * perUnit * 1000) / 1000, points: undefined };
}

/** Working days in a unit, in lower case; undefined for points. */
export function daysPerUnit(unit: string): number | undefined {
  if (/^(?:story|p|sp)/.test(unit)) return undefined;
  if (unit.startsWith("mi")) return 1 / 60 / HOURS_PER_DAY;
  if (unit.startsWith("mo")) return WEEKS_PER_MONTH * DAYS_PER_WEEK;
  if (/^(?:h|st)/.test(unit)) return 1 / HOURS_PER_DAY;
  return /^(?:w|se)/.test(unit) ? DAYS_PER_WEEK : 1;
}
