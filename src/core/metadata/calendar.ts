import type { Day } from "../model/metadata.js";

const MS_PER_DAY = 86_400_000;

/** The day of these numbers, or undefined when the calendar has none such, like February 30. */
export function dayOf(year: number, month: number, date: number): Day | undefined {
  const time = new Date(Date.UTC(year, month - 1, date));
  const exists = time.getUTCMonth() === month - 1 && time.getUTCDate() === date;
  return exists && year >= 1900 && year <= 9999 ? time.toISOString().slice(0, 10) : undefined;
}

/** UTC has no daylight saving: each of its days is as long as the others. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The same date in a later month, or that month's last day where it is shorter: January 31 and one is February 28. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const count = year * 12 + (month - 1) + months;
  const lastOfMonth = new Date(Date.UTC(Math.floor(count / 12), (count % 12) + 1, 0)).getUTCDate();
  const time = Date.UTC(Math.floor(count / 12), count % 12, Math.min(date, lastOfMonth));
  return new Date(time).toISOString().slice(0, 10);
}
