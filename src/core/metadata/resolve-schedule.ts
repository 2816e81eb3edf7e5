import type { Day, DayRange, Schedule } from "../model/metadata.js";
import { addDays, addMonths } from "./calendar.js";

/**
 * The days that a schedule means. A week is seven days from the start on, whatever weekday that is; a month begins on
 * the start's date, so that month 2 of January 5 is February 5 to March 4; a quarter without a year is the first one
 * that has not ended at the start. Undefined without a start, where one is needed.
 */
export function resolveSchedule(schedule: Schedule, start: Day | undefined): DayRange | undefined {
  const { from, to } = schedule;
  if (schedule.unit === "dates")
    return from <= to ? { start: schedule.from, target: schedule.to } : undefined;
  if (start === undefined || from > to) return undefined;
  switch (schedule.unit) {
    case "day":
      return { start: addDays(start, schedule.from - 1), target: addDays(start, schedule.to - 1) };
    case "week":
      return { start: addDays(start, (schedule.from - 1) * 7), target: addDays(start, schedule.to * 7 - 1) };
    case "month":
      return {
        start: addMonths(start, schedule.from - 1),
        target: addDays(addMonths(start, schedule.to), -1),
      };
    case "quarter":
      return resolveQuarter(schedule.from, schedule.to, start);
  }
}

function resolveQuarter(from: number, to: number, start: Day): DayRange {
  const endOf = (year: number): Day => addDays(addMonths(`${year}-01-01`, to * 3), -1);
  const year = Number(start.slice(0, 4));
  const chosen = endOf(year) < start ? year + 1 : year;
  return { start: addMonths(`${chosen}-01-01`, from * 3 - 3), target: endOf(chosen) };
}

/**
 * A schedule inside of another one. Both count from the start of the checklist ("Week 8" in "Month 3"); where that
 * lies outside of the outer one, and counting from the outer one's start lies within, it is that ("Week 1" in "Month 3").
 */
export function resolveWithin(
  schedule: Schedule,
  start: Day | undefined,
  outer: DayRange | undefined,
): DayRange | undefined {
  const range = resolveSchedule(schedule, start);
  if (outer === undefined || schedule.unit === "dates" || schedule.unit === "quarter") return range;
  if (range !== undefined && range.start <= outer.target && outer.start <= range.target) return range;
  const inside = resolveSchedule(schedule, outer.start);
  return inside !== undefined && inside.target <= outer.target ? inside : range;
}
