import type { SectionKey } from "../model/plan.js";
import { sectionKeys } from "../phases/section-keys.js";
import type { PlacedTask, SelectedChecklist } from "./plan-input.js";

/** A section that has an issue or is to get one: a phase, or a section inside of a phase with too many tasks. */
export interface PlacedPhase extends SelectedChecklist {
  /** Index in `Checklist.sections`. */
  readonly section: number;
  /** Its name within the file, see `sectionKeys`. */
  readonly key: string;
}

/** https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues */
export const SUB_ISSUES_PER_PARENT = 100;

/** A section of the head. */
export interface PhaseCandidate extends PlacedPhase {
  /** Whether tasks belong to it directly, and not only to phases inside of it. */
  readonly hasTasks: boolean;
}

interface PlaceOptions {
  /** Whether a task has an issue or gets one. */
  readonly isMirrored: (placed: PlacedTask) => boolean;
  /** Whether the app remembers an issue of the section. */
  readonly isKnown: (path: string, key: string) => boolean;
}

export function sectionKeyOf(path: string, section: number): SectionKey {
  return `${path}§${section}`;
}

/**
 * The phases of some checklists that have tasks with issues, and those that had some. Where a phase has more than GitHub
 * takes for one issue, the sections in it come in between; once they do, they stay, so that nothing moves to and fro.
 */
export function placePhases(
  selected: readonly SelectedChecklist[],
  { isMirrored, isKnown }: PlaceOptions,
): PhaseCandidate[] {
  return selected.flatMap(({ checklist, rules }) => {
    const keys = sectionKeys(checklist);
    const { sections } = checklist;
    const mirrored = new Set(
      checklist.tasks.filter((task) => isMirrored({ checklist, rules, task })).map(({ index }) => index),
    );
    const counts = countBelow(checklist, mirrored);
    const known = (section: number): boolean => isKnown(checklist.path, keys[section] ?? "");
    const isPhase = (section: number): boolean =>
      sections[section]?.phase !== undefined &&
      !sections[section].signoff &&
      ((counts[section] ?? 0) > 0 || known(section));
    const phases = new Set([...sections.keys()].filter(isPhase));
    const { children, withTasks } = countChildren(checklist, mirrored, phases);
    const inner = [...sections.keys()].filter((section) => {
      const parent = sections[section]?.parent;
      if (parent === undefined || !phases.has(parent) || phases.has(section)) return false;
      const isFull = (children.get(parent) ?? 0) > SUB_ISSUES_PER_PARENT;
      return !sections[section]?.signoff && (counts[section] ?? 0) > 0 && (isFull || known(section));
    });
    return [...phases, ...inner]
      .sort((a, b) => a - b)
      .map((section) => ({
        checklist,
        rules,
        section,
        key: keys[section] ?? "",
        hasTasks: withTasks.has(section),
      }));
  });
}

/** Tasks with an issue anywhere below each heading. */
function countBelow(
  { sections, tasks }: SelectedChecklist["checklist"],
  mirrored: ReadonlySet<number>,
): number[] {
  const counts = sections.map(() => 0);
  for (const { index, sectionIndex } of tasks) {
    if (!mirrored.has(index)) continue;
    for (let at = sectionIndex; at !== undefined; at = sections[at]?.parent)
      counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

interface Children {
  /** How many issues would hang right below each phase: tasks that are in no other task, and phases. */
  readonly children: ReadonlyMap<number, number>;
  readonly withTasks: ReadonlySet<number>;
}

function countChildren(
  { sections, tasks }: SelectedChecklist["checklist"],
  mirrored: ReadonlySet<number>,
  phases: ReadonlySet<number>,
): Children {
  const children = new Map<number, number>();
  const withTasks = new Set<number>();
  const phaseAround = (from: number | undefined): number | undefined => {
    for (let at = from; at !== undefined; at = sections[at]?.parent) if (phases.has(at)) return at;
    return undefined;
  };
  const count = (phase: number | undefined): void => {
    if (phase !== undefined) children.set(phase, (children.get(phase) ?? 0) + 1);
  };
  const hasParent = (parent: number | undefined): boolean =>
    parent !== undefined && (mirrored.has(parent) || hasParent(tasks[parent]?.parent));
  for (const { index, parent, sectionIndex } of tasks) {
    const phase = mirrored.has(index) && !hasParent(parent) ? phaseAround(sectionIndex) : undefined;
    count(phase);
    if (phase !== undefined) withTasks.add(phase);
  }
  for (const phase of phases) count(phaseAround(sections[phase]?.parent));
  return { children, withTasks };
}
