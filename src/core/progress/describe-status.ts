import { planSectionDays, planTaskDays } from "../metadata/plan-days.js";
import type { PlannedDays, DaysOfSection } from "../metadata/plan-days.js";
import type { Checklist, Task } from "../model/checklist.js";
import type { Day, Dependency, Priority } from "../model/metadata.js";
import { isComplete, measureProgress } from "./measure-progress.js";
import type { ChecklistProgress, Progress } from "./measure-progress.js";

export interface PhaseStatus {
  /** Index in `Checklist.sections`. */
  readonly section: number;
  readonly key: string;
  /** Phases around this one. */
  readonly depth: number;
  readonly progress: Progress;
  readonly weight: number | undefined;
  readonly days: PlannedDays;
  readonly priority: Priority | undefined;
  /** Named for the phase, else everybody named in it who has open tasks; logins with their `@`. */
  readonly owners: readonly string[];
  /** Names of what has to be complete first and is not. */
  readonly blockedBy: readonly string[];
  readonly overdue: boolean;
}

export interface TaskStatus {
  readonly task: Task;
  readonly days: PlannedDays;
  readonly owners: readonly string[];
  readonly blockedBy: readonly string[];
  readonly overdue: boolean;
}

export interface ChecklistStatus {
  /** What week 1 counts from. */
  readonly start: Day | undefined;
  readonly progress: ChecklistProgress;
  /** Phases in which something counts, in the file's order. */
  readonly phases: readonly PhaseStatus[];
  /** Open tasks with a day of their own that has passed, or that wait for something. */
  readonly attention: readonly TaskStatus[];
}

/** Where a checklist stands on a day. `start` counts where the file itself has none. */
export function describeStatus(
  checklist: Checklist,
  { today, start }: { today: Day; start: Day | undefined },
): ChecklistStatus {
  const progress = measureProgress(checklist);
  const days = planSectionDays(checklist, start);
  const context: Context = { checklist, progress, days, today };
  return {
    start: checklist.metadata.start?.value ?? start,
    progress,
    phases: checklist.sections.flatMap((_, index) => describePhase(index, context) ?? []),
    attention: checklist.tasks.flatMap((task) => describeTask(task, context) ?? []),
  };
}

interface Context {
  readonly checklist: Checklist;
  readonly progress: ChecklistProgress;
  readonly days: readonly DaysOfSection[];
  readonly today: Day;
}

function describePhase(index: number, context: Context): PhaseStatus | undefined {
  const { checklist, progress, today } = context;
  const section = checklist.sections[index];
  const own = progress.sections[index];
  if (section?.phase === undefined || own === undefined || own.total + own.dropped === 0) return undefined;
  const metadata = checklist.metadata.sections[index];
  const days = context.days[index] ?? { start: undefined, target: undefined };
  const isOver = own.total === own.done;
  return {
    section: index,
    key: section.phase,
    depth: depthOf(index, checklist),
    progress: own,
    weight: metadata?.weight,
    days,
    priority: metadata?.priority?.value,
    owners: ownersOfPhase(index, checklist),
    blockedBy: isOver ? [] : listOpen(metadata?.dependsOn, context),
    overdue: !isOver && days.target !== undefined && days.target < today,
  };
}

function depthOf(index: number, { sections }: Checklist): number {
  let depth = 0;
  for (let at = sections[index]?.parent; at !== undefined; at = sections[at]?.parent)
    if (sections[at]?.phase !== undefined) depth++;
  return depth;
}

function describeTask(task: Task, context: Context): TaskStatus | undefined {
  const { checklist, today } = context;
  const metadata = checklist.metadata.tasks[task.index];
  if (metadata === undefined || task.completion !== "open" || task.kind !== "task") return undefined;
  const days = planTaskDays(checklist, task.index, context.days);
  const overdue = metadata.due !== undefined && metadata.due.value < today;
  const blockedBy = listOpen(metadata.dependsOn, context);
  if (!overdue && blockedBy.length === 0) return undefined;
  return { task, days, owners: ownersOfTask(task.index, checklist), blockedBy, overdue };
}

/** What is not complete yet. A phase in which nothing counts keeps nobody waiting. */
function listOpen(dependsOn: readonly Dependency[] = [], { checklist, progress }: Context): string[] {
  return dependsOn.flatMap(({ kind, index }) => {
    if (kind === "section") {
      const own = progress.sections[index];
      const isOpen = own !== undefined && own.total > 0 && !isComplete(own);
      return isOpen ? [checklist.sections[index]?.phase ?? ""] : [];
    }
    const task = checklist.tasks[index];
    return task?.completion === "open" ? [checklist.metadata.tasks[index]?.id ?? task.title] : [];
  });
}

function ownersOfTask(task: number, { metadata }: Checklist): string[] {
  const { names = [], logins = [] } = metadata.tasks[task]?.owners?.value ?? {};
  return [...names, ...logins.map((login) => `@${login}`)];
}

function ownersOfPhase(section: number, checklist: Checklist): string[] {
  const { sections, tasks, metadata } = checklist;
  const own = metadata.sections[section]?.owners?.value;
  if (own !== undefined) return [...own.names, ...own.logins.map((login) => `@${login}`)];
  const isInside = (at: number | undefined): boolean =>
    at !== undefined && (at === section || isInside(sections[at]?.parent));
  const open = tasks.filter(
    ({ completion, sectionIndex }) => completion === "open" && isInside(sectionIndex),
  );
  return [...new Set(open.flatMap(({ index }) => ownersOfTask(index, checklist)))];
}
