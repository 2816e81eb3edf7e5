import { fieldPlace } from "../metadata/field-place.js";
import type { FieldPlace } from "../metadata/field-place.js";
import { parseField } from "../metadata/parse-field.js";
import { planSectionDays, planTaskDays } from "../metadata/plan-days.js";
import { phaseTitle } from "../metadata/phase-title.js";
import type { DaysOfSection } from "../metadata/plan-days.js";
import type { BoardField, BoardValue, BoardValues } from "../model/board.js";
import type { Checklist, Completion } from "../model/checklist.js";
import type { Owners, TaskField, TaskMetadata } from "../model/metadata.js";
import type { IssueTarget, StepPlace } from "../model/plan.js";
import type { PlacedTask } from "../plan/plan-input.js";
import { placeOf } from "../plan/step-place.js";

/** What an issue is to say on the board, and which of that the file can follow. */
export interface BoardRow {
  readonly issue: IssueTarget;
  readonly place: StepPlace;
  readonly completion: Completion;
  /** All but the status, which follows the completion. */
  readonly values: BoardValues;
  /** Values that the file has a place for. */
  readonly places: ReadonlyMap<BoardField, FieldPlace>;
  /** Index of the task in its file; undefined for a phase. */
  readonly task: number | undefined;
}

/** The board's columns that a task's own metadata can say. */
export const FILE_FIELDS: Readonly<Partial<Record<BoardField, TaskField>>> = {
  priority: "priority",
  owner: "owners",
  effort: "effort",
  start: "start",
  target: "due",
};

/** The days of the sections are the same for all tasks of a file, and cost a walk through it. */
export class SectionDays {
  readonly #days = new Map<Checklist, readonly DaysOfSection[]>();

  of({ checklist, rules }: PlacedTask): readonly DaysOfSection[] {
    const days = this.#days.get(checklist) ?? planSectionDays(checklist, rules.start);
    this.#days.set(checklist, days);
    return days;
  }
}

/** The row of a task. Priority, owner and days that a task does not say are those of what is around it. */
export function taskRow(
  placed: PlacedTask,
  issue: IssueTarget,
  { days, addMetadata }: { readonly days: SectionDays; readonly addMetadata: boolean },
): BoardRow {
  const { checklist, task } = placed;
  const metadata = checklist.metadata.tasks[task.index];
  const { start, target } = planTaskDays(checklist, task.index, days.of(placed));
  const effort = metadata?.effort;
  return {
    issue,
    place: placeOf(placed),
    task: task.index,
    completion: task.completion,
    values: said({
      phase: phaseOf(placed),
      checklist: checklist.path,
      priority: inherited(placed, (each) => each.priority?.value),
      owner: inherited(placed, (each) => sayOwners(each.owners?.value)),
      effort: effort?.value.days,
      effortText: effort?.text,
      start,
      target,
    }),
    places: new Map(
      (Object.entries(FILE_FIELDS) as [BoardField, TaskField][]).flatMap(([field, own]) => {
        const place = fieldPlace(metadata, own, addMetadata);
        return place === undefined ? [] : [[field, place] as const];
      }),
    ),
  };
}

/** What the file would say for a value of the board; undefined where it has no words for it. */
export function fileText(field: BoardField, value: BoardValue): string | undefined {
  const own = FILE_FIELDS[field];
  const text = field === "effort" ? `${value} ${value === 1 ? "day" : "days"}` : String(value);
  if (own === undefined || (typeof value === "number" && value <= 0)) return undefined;
  return parseField(own, text) === undefined ? undefined : text;
}

/** Whether the file can follow the board: there is something to take out, or a place and words for the value. */
export function canFollow({ places }: BoardRow, field: BoardField, value: BoardValue | undefined): boolean {
  const place = places.get(field);
  return value === undefined
    ? place === "words"
    : place !== undefined && fileText(field, value) !== undefined;
}

function phaseOf({ checklist, task }: PlacedTask): string | undefined {
  for (let at = task.sectionIndex; at !== undefined; at = checklist.sections[at]?.parent) {
    const section = checklist.sections[at];
    if (section?.phase !== undefined) return phaseTitle(section.title);
  }
  return undefined;
}

interface Said {
  readonly priority: TaskMetadata["priority"];
  readonly owners: TaskMetadata["owners"];
}

/** A task's own value, else that of a task around it, else that of a section around it. */
function inherited<Value>(
  { checklist, task }: PlacedTask,
  pick: (said: Said) => Value | undefined,
): Value | undefined {
  const { tasks, sections, metadata } = checklist;
  for (let at: number | undefined = task.index; at !== undefined; at = tasks[at]?.parent) {
    const own = metadata.tasks[at];
    const value = own && pick(own);
    if (value !== undefined) return value;
  }
  for (let at = task.sectionIndex; at !== undefined; at = sections[at]?.parent) {
    const around = metadata.sections[at];
    const value = around && pick(around);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Owners as one text; nothing for nobody. */
export function sayOwners(owners: Owners | undefined): string | undefined {
  const all = [...(owners?.names ?? []), ...(owners?.logins ?? []).map((login) => `@${login}`)];
  return all.length === 0 ? undefined : all.join(", ");
}

/** GitHub takes 1,024 characters in a text. */
const LONGEST_TEXT = 1_000;

/** As efforts are parsed. GitHub takes eight decimals and refuses a ninth: https://github.com/cli/cli/issues/10342 */
export function roundNumber(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** The values that say something, as long as a column takes them. */
export function said(values: Readonly<Partial<Record<BoardField, BoardValue | undefined>>>): BoardValues {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([field, value]) => [
        field,
        typeof value === "string" ? value.slice(0, LONGEST_TEXT).trim() : value && roundNumber(value),
      ]),
  );
}
