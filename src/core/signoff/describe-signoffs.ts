import { byCell, cellKey, entriesOf, putEntry } from "../ledger/ledger-entries.js";
import { isMet, judgeCell } from "../ledger/signed-phases.js";
import { isNumberedPhase } from "../metadata/name-index.js";
import type { Checklist, Reference } from "../model/checklist.js";
import type { LedgerEntry, OpenTask, PhaseSignoff, Requirement } from "../model/signoff.js";
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
  const entriesOfCell = byCell(ledger);
  const open = openTasksByPhase(checklist, closes);
  const asked = new Map<string, Requirement[]>();
  for (const requirement of requirements) {
    for (const phase of requirement.phases) {
      const group = asked.get(phase) ?? [];
      group.push(requirement);
      asked.set(phase, group);
    }
  }
  const phases = sectionsOf(requirements, checklist).map(({ phase, sections }): Phase => {
    return {
      phase,
      sections,
      requirements: (asked.get(phase) ?? []).map((requirement) => {
        const own = entriesOfCell.get(cellKey({ phase, requirement: requirement.key })) ?? [];
        return { requirement, ...judgeCell(own) };
      }),
      openTasks: open.get(phase) ?? [],
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

function openTasksByPhase(
  checklist: Checklist,
  closes: Prospect["closes"],
): ReadonlyMap<string, readonly OpenTask[]> {
  const tasks = checklist.tasks.map((task) =>
    task.completion === "open" && task.reference && closes?.(task.reference)
      ? { ...task, completion: "done" as const }
      : task,
  );
  const open = new Map<string, OpenTask[]>();
  for (const { task, section, state } of listCountedTasks({ ...checklist, tasks })) {
    const { title = "", line = 1, reference } = checklist.tasks[task] ?? {};
    if (state !== "open") continue;
    for (const phase of phasesAround(section, checklist)) {
      const group = open.get(phase) ?? [];
      group.push({ title, line, issue: reference?.number });
      open.set(phase, group);
    }
  }
  return open;
}

function phasesAround(section: number | undefined, { sections }: Checklist): ReadonlySet<string> {
  const keys = new Set<string>();
  for (let at = section; at !== undefined; at = sections[at]?.parent) {
    const phase = sections[at]?.phase;
    if (phase !== undefined) keys.add(phase);
  }
  return keys;
}

/** Keys of the phases that each phase waits for; of a section inside of a phase, the phase. */
function findDependencies(
  phases: readonly Phase[],
  checklist: Checklist,
): ReadonlyMap<string, readonly string[]> {
  const asked = new Set(phases.map(({ phase }) => phase));
  const phaseAt = (index: number): string | undefined =>
    [...phasesAround(index, checklist)].find((phase) => asked.has(phase));
  const depends = new Map<string, Set<string>>();
  for (const [index, about] of checklist.metadata.sections.entries()) {
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
