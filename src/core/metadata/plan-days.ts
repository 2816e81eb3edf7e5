import type { Checklist } from "../model/checklist.js";
import type { Day, DayRange } from "../model/metadata.js";
import { resolveWithin } from "./resolve-schedule.js";

/** When something is to begin and to be done; either may be open. */
export interface PlannedDays {
  readonly start: Day | undefined;
  readonly target: Day | undefined;
}

export interface DaysOfSection extends PlannedDays {
  /** Whether the section itself says so. If not, its days are those that the sections inside of it take together. */
  readonly isSaid: boolean;
}

const OPEN: PlannedDays = { start: undefined, target: undefined };

/**
 * The days of each section, by its index. Days in a field count before the heading's schedule; a section that says
 * nothing spans the sections inside of it. `start` is what week 1 counts from, when the file does not say it.
 */
export function planSectionDays(checklist: Checklist, start?: Day): DaysOfSection[] {
  const { sections, metadata } = checklist;
  const from = metadata.start?.value ?? start;
  const said: (PlannedDays | undefined)[] = [];
  for (const [index, { parent }] of sections.entries()) {
    const own = metadata.sections[index];
    const outer = rangeOf(nearest(said, sections, parent));
    const range = own?.schedule && resolveWithin(own.schedule, from, outer);
    const days = { start: own?.start?.value ?? range?.start, target: own?.due?.value ?? range?.target };
    said.push((days.start ?? days.target) === undefined ? undefined : days);
  }
  const spans = said.map((days) => days ?? OPEN);
  for (let index = sections.length - 1; index >= 0; index--) {
    const parent = sections[index]?.parent;
    if (parent === undefined || said[parent] !== undefined) continue;
    spans[parent] = span(spans[parent] ?? OPEN, spans[index] ?? OPEN);
  }
  return spans.map((days, index) => ({ ...days, isSaid: said[index] !== undefined }));
}

/** The days of a phase: its own, else those that a section around it says. What phases beside it take says nothing of it. */
export function planPhaseDays(
  { sections }: Pick<Checklist, "sections">,
  section: number,
  sectionDays: readonly DaysOfSection[],
): PlannedDays {
  let { start, target }: PlannedDays = sectionDays[section] ?? OPEN;
  for (let at = sections[section]?.parent; at !== undefined; at = sections[at]?.parent) {
    const days = sectionDays[at];
    if (!days?.isSaid) continue;
    start ??= days.start;
    target ??= days.target;
  }
  return { start, target };
}

/**
 * Each of the two days by itself: the task's own, else that of a task around it, else that of a section around it. What
 * the parts of its phase take together counts as well; the days of other phases say nothing of it.
 */
export function planTaskDays(
  checklist: Checklist,
  task: number,
  sectionDays: readonly DaysOfSection[],
): PlannedDays {
  const { tasks, sections, metadata } = checklist;
  let [start, target]: (Day | undefined)[] = [];
  for (let at: number | undefined = task; at !== undefined; at = tasks[at]?.parent) {
    start ??= metadata.tasks[at]?.start?.value;
    target ??= metadata.tasks[at]?.due?.value;
  }
  let isInPhase = true;
  for (let at = tasks[task]?.sectionIndex; at !== undefined; at = sections[at]?.parent) {
    const days = sectionDays[at];
    if (days && (isInPhase || days.isSaid)) {
      start ??= days.start;
      target ??= days.target;
    }
    isInPhase &&= sections[at]?.phase === undefined;
  }
  const isBackward = start !== undefined && target !== undefined && start > target;
  return { start: isBackward ? undefined : start, target };
}

function nearest(
  said: readonly (PlannedDays | undefined)[],
  sections: Checklist["sections"],
  from: number | undefined,
): PlannedDays | undefined {
  for (let at = from; at !== undefined; at = sections[at]?.parent)
    if (said[at] !== undefined) return said[at];
  return undefined;
}

function rangeOf(days: PlannedDays | undefined): DayRange | undefined {
  if (days?.start === undefined || days.target === undefined) return undefined;
  return { start: days.start, target: days.target };
}

function span(one: PlannedDays, other: PlannedDays): PlannedDays {
  const starts = [one.start, other.start].filter((day) => day !== undefined).sort();
  const targets = [one.target, other.target].filter((day) => day !== undefined).sort();
  return { start: starts[0], target: targets.at(-1) };
}
