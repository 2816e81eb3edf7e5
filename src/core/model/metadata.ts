/** What a checklist says beyond boxes: who, when, how important, how much, and what waits for what. */

/** A calendar day, `YYYY-MM-DD`. Never a moment: no time zone can move it. Days sort as texts. */
export type Day = string;

/** `P0` critical, `P1` high, `P2` medium, `P3` low. */
export type Priority = "P0" | "P1" | "P2" | "P3";

/** Byte offsets into the file as it was read. */
export interface ByteRange {
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
}

/** A value, the words that say it, and where they stand: what an edit would replace. */
export interface Written<Value> {
  readonly value: Value;
  /** As it is written, markup around it left out. */
  readonly text: string;
  readonly line: number;
  /** Undefined in a heading, which is no place for the app to edit. */
  readonly range: ByteRange | undefined;
}

export interface Effort {
  /** Working days: 8 hours are a day, 5 days a week, 4 weeks a month. Undefined for points and sizes. */
  readonly days: number | undefined;
  readonly points: number | undefined;
}

export interface Owners {
  /** Names as they are written, without the logins: "DevOps", "QA". Empty for "TBD". */
  readonly names: readonly string[];
  /** Without the `@`; a team as `organization/team`. */
  readonly logins: readonly string[];
}

/**
 * A span of time as a heading says it. Weeks, months and days count from 1, at the start of the checklist; `quarter`
 * is a quarter of the calendar, of the year that its own heading leaves open; `dates` needs no start.
 */
export type Schedule =
  | { readonly unit: "day" | "week" | "month" | "quarter"; readonly from: number; readonly to: number }
  | { readonly unit: "dates"; readonly from: Day; readonly to: Day };

/** The days from `start` to `target`, both included. */
export interface DayRange {
  readonly start: Day;
  readonly target: Day;
}

/** What has to be complete first: an index in `Checklist.sections` or in `Checklist.tasks`. */
export type Dependency =
  { readonly kind: "section"; readonly index: number } | { readonly kind: "task"; readonly index: number };

export interface SectionMetadata {
  /** Percent of the whole that the phase is. */
  readonly weight: number | undefined;
  readonly schedule: Schedule | undefined;
  /** Where a field below the heading names the days. */
  readonly start: Written<Day> | undefined;
  readonly due: Written<Day> | undefined;
  readonly priority: Written<Priority> | undefined;
  readonly owners: Written<Owners> | undefined;
  readonly effort: Written<Effort> | undefined;
  readonly dependsOn: readonly Dependency[];
  /** Dependencies that are prose and name neither a phase nor a task. */
  readonly waitsFor: readonly string[];
  /** The tasks come again and again: "Daily Tasks". */
  readonly recurs: Recurrence | undefined;
}

/** `ongoing`: nobody says how often. */
export type Recurrence = "daily" | "weekly" | "biweekly" | "monthly" | "quarterly" | "yearly" | "ongoing";

export interface TaskMetadata {
  /** The name that other tasks of the file know it by: `T001`, `1.1`, `CORE-01.2`. */
  readonly id: string | undefined;
  readonly priority: Written<Priority> | undefined;
  readonly owners: Written<Owners> | undefined;
  readonly effort: Written<Effort> | undefined;
  readonly start: Written<Day> | undefined;
  readonly due: Written<Day> | undefined;
  readonly dependsOn: readonly Dependency[];
  readonly waitsFor: readonly string[];
  /** The first line inside of the task that is made of fields: the place for one more. */
  readonly fields: ByteRange | undefined;
  /** "Testing Checklist: 100%": ticked when that much of the section is complete. */
  readonly derived: { readonly section: number; readonly percent: number } | undefined;
}

/** What of a task's metadata an edit can change. */
export type TaskField = "priority" | "owners" | "effort" | "start" | "due";

/** A row of a table of roles and names. */
export interface Role {
  readonly role: string;
  readonly owners: Owners;
  readonly line: number;
}

export interface ChecklistMetadata {
  /** `Date Started: 2026-01-05`. */
  readonly start: Written<Day> | undefined;
  readonly roles: readonly Role[];
  /** By the index of the section; undefined where nothing is said. */
  readonly sections: readonly (SectionMetadata | undefined)[];
  /** By the index of the task; undefined where nothing is said. */
  readonly tasks: readonly (TaskMetadata | undefined)[];
}
