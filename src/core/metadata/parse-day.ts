import type { Day } from "../model/metadata.js";
import { dayOf } from "./calendar.js";
import { isBlank } from "./placeholder.js";

/** `open`: a form that nobody has filled in. `ambiguous`: several days could be meant. */
export type ParsedDay =
  | { readonly kind: "day"; readonly day: Day }
  | { readonly kind: "open" }
  | { readonly kind: "ambiguous"; readonly why: string }
  | { readonly kind: "none" };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = String.raw`(${MONTHS.join("|")})[a-z]*\.?`;
const ORDINAL = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;

const YEAR_FIRST = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/;
const YEAR_LAST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)/;
const NO_YEAR = /^\d{1,2}[/.]\d{1,2}\.?(?![\d/.])/;
const MONTH_FIRST = new RegExp(`^${MONTH}\\s+${ORDINAL}(?:,?\\s+(\\d{4}))?(?!\\d)`, "i");
const DAY_FIRST = new RegExp(`^${ORDINAL}\\.?\\s+${MONTH}(?:,?\\s+(\\d{4}))?(?!\\d)`, "i");
const FORM = /^[YMDJAT]{2,4}[-/.][YMDJAT]{2}(?:[-/.][YMDJAT]{2,4})?/;

/** Reads the day that a text begins with. What could be two days is no day. */
export function parseDay(text: string): ParsedDay {
  if (isBlank(text) || FORM.test(text)) return { kind: "open" };
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return known(yearFirst[1], yearFirst[2], yearFirst[3]);
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast) return parseYearLast(yearLast);
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return parseNamed(monthFirst[3], monthFirst[1], monthFirst[2]);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return parseNamed(dayFirst[3], dayFirst[2], dayFirst[1]);
  return NO_YEAR.test(text) ? { kind: "ambiguous", why: "it has no year" } : { kind: "none" };
}

/** With dots the day comes first everywhere; with slashes it depends on the country, unless a number is above 12. */
function parseYearLast([, one = "", separator, other = "", year]: RegExpExecArray): ParsedDay {
  if (separator === "." || Number(one) > 12) return known(year, other, one);
  if (Number(other) > 12 || Number(one) === Number(other)) return known(year, one, other);
  return { kind: "ambiguous", why: "the day or the month may come first" };
}

function parseNamed(year: string | undefined, name = "", date = ""): ParsedDay {
  if (year === undefined) return { kind: "ambiguous", why: "it has no year" };
  return known(year, String(MONTHS.indexOf(name.toLowerCase()) + 1), date);
}

function known(year = "", month = "", date = ""): ParsedDay {
  const day = dayOf(Number(year), Number(month), Number(date));
  return day === undefined ? { kind: "none" } : { kind: "day", day };
}
