import { entriesOf, putEntry } from "../ledger/ledger-entries.js";
import { isMet, judgeCell } from "../ledger/signed-phases.js";
import { isNumberedPhase, isWithin } from "../metadata/name-index.js";
import type { Checklist, Reference } from "../model/checklist.js";
import type { LedgerEntry, OpenTask, PhaseSignoff, Requirement, RequirementState } from "../model/signoff.js";
import { listCountedTasks } from "../progress/counted-tasks.js";

/** What is not in the file yet. */
export interface Prospect {
  /** Whether the issue of a task is closed by the pull request in question. */
  readonly closes?: (reference: Reference) => boolean;
  /** Entries that a pull request would bring: each takes the place of what the same person said before. */
  readonly entries?: readonly LedgerEntry[];
}

/**
 * How far the sign-off of each phase has come of which something is required, in the file's order. A phase waits for
 * the phases that it is said to depend on; in a file that says nothing of the kind, a numbered phase waits for the
 * numbered one before it.
 */
export function describeSignoffs(
  checklist: Checklist,
  requirements: readonly Requirement[],
  { closes, entries = [] }: Prospect = {},
): readonly PhaseSignoff[] {
  const ledger = entries.reduce<readonly LedgerEntry[]>(
    (all, entry) => putEntry(all, entry),
    entriesOf(checklist),
  );
  const open = listOpen(checklist, closes);
  const phases = sectionsOf(requirements, checklist).map(({ phase, sections }): Phase => {
    const asked = requirements.filter((each) => each.phases.includes(phase));
    const openTasks = open.filter(({ section }) =>
      sections.some((outer) => isWithin(checklist.sections, section, outer)),
    );
    return {
      phase,
      sections,
      requirements: asked.map((requirement) => stateOf(requirement, phase, ledger)),
      openTasks: openTasks.map(({ task }) => task),
    };
  });
  const finished = new Map(phases.map((each) => [each.phase, isFinished(each)]));
  const depends = findDependencies(phases, checklist);
  return phases.map(({ sections, ...rest }) => ({
    checklist: checklist.path,
    section: sections[0] ?? 0,
    line: checklist.sections[sections[0] ?? 0]?.line ?? 1,
    title: checklist.sections[sections[0] ?? 0]?.title ?? "",
    ...rest,
    unsigned: (depends.get(rest.phase) ?? []).filter((phase) => !finished.get(phase)),
    finished: finished.get(rest.phase) ?? false,
  }));
}

interface Phase extends Pick<PhaseSignoff, "phase" | "requirements" | "openTasks"> {
  /** Indices of the sections that have the phase's key. */
  readonly sections: readonly number[];
}

function isFinished({ requirements, openTasks }: Phase): boolean {
  return openTasks.length === 0 && requirements.every(({ state }) => isMet(state));
}

function stateOf(requirement: Requirement, phase: string, ledger: readonly LedgerEntry[]): RequirementState {
  const own = ledger.filter((entry) => entry.requirement === requirement.key && entry.phase === phase);
  return { requirement, ...judgeCell(own) };
}

function sectionsOf(
  requirements: readonly Requirement[],
  { sections }: Checklist,
): { readonly phase: string; readonly sections: readonly number[] }[] {
  const asked = new Set(requirements.flatMap(({ phases }) => phases));
  const found = new Map<string, number[]>();
  for (const [index, { phase, signoff }] of sections.entries()) {
    if (phase === undefined || signoff || !asked.has(phase)) continue;
    found.set(phase, [...(found.get(phase) ?? []), index]);
  }
  return [...found].map(([phase, indices]) => ({ phase, sections: indices }));
}

function listOpen(
  checklist: Checklist,
  closes: Prospect["closes"],
): { readonly section: number | undefined; readonly task: OpenTask }[] {
  const tasks = checklist.tasks.map((task) =>
    task.completion === "open" && task.reference && closes?.(task.reference)
      ? { ...task, completion: "done" as const }
      : task,
  );
  return listCountedTasks({ ...checklist, tasks }).flatMap(({ task, section, state }) => {
    const { title, line, reference } = checklist.tasks[task] ?? {};
    if (state !== "open" || title === undefined || line === undefined) return [];
    return [{ section, task: { title, line, issue: reference?.number } }];
  });
}

/** Keys of the phases that each phase waits for; of a section inside of a phase, the phase. */
function findDependencies(
  phases: readonly Phase[],
  { sections, metadata }: Checklist,
): ReadonlyMap<string, readonly string[]> {
  const phaseAt = (index: number): string | undefined =>
    phases.find(({ sections: own }) => own.some((outer) => isWithin(sections, index, outer)))?.phase;
  const depends = new Map<string, Set<string>>();
  for (const [index, about] of metadata.sections.entries()) {
    for (const dependency of about?.dependsOn ?? []) {
      const [from, to] = [phaseAt(index), dependency.kind === "section" && phaseAt(dependency.index)];
      if (from === undefined || !to || from === to) continue;
      depends.set(from, (depends.get(from) ?? new Set()).add(to));
    }
  }
  if (depends.size > 0) return new Map([...depends].map(([from, to]) => [from, [...to]]));
  const numbered = phases.filter(({ phase }) => isNumberedPhase(phase)).map(({ phase }) => phase);
  return new Map(numbered.slice(1).map((phase, before) => [phase, numbered.slice(before, before + 1)]));
}
