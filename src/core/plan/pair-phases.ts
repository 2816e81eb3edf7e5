import type { Matches } from "./match-tasks.js";
import type { PlacedPhase } from "./place-phases.js";
import type { PhaseRecord, PlacedTask, SelectedChecklist } from "./plan-input.js";

/** A section that the app remembers; `placed` where the base has it. */
export interface KnownPhase {
  readonly file: string;
  readonly key: string;
  readonly record: PhaseRecord;
  readonly placed: PlacedPhase | undefined;
}

/** Nothing that tasks say outweighs a section that is called as before. */
const CERTAIN = 1_000_000;

/**
 * What each phase of the head was called before: most of all by its name, then by the tasks that it carries, so that
 * the phases behind a new one, which all have other numbers now, keep their issues; then by its key alone.
 */
export function pairPhases(
  phases: readonly PlacedPhase[],
  known: readonly KnownPhase[],
  matches: Pick<Matches, "referenced" | "base">,
): ReadonlyMap<PlacedPhase, KnownPhase> {
  const votes = countVotes(phases, known, matches);
  const named = new Map(known.map((former) => [nameOf(former.file, former.key), former]));
  // Only what has anything in common: each with each would be millions in a long document.
  const candidates = phases.flatMap((phase) => {
    const namesake = named.get(nameOf(phase.checklist.path, phase.key));
    const related = new Set([...(namesake ? [namesake] : []), ...(votes.get(phase)?.keys() ?? [])]);
    return [...related].map((former) => ({ phase, former, score: scoreOf(phase, former, votes) }));
  });
  const pairs = new Map<PlacedPhase, KnownPhase>();
  const taken = new Set<KnownPhase>();
  for (const { phase, former } of candidates.sort((a, b) => b.score - a.score)) {
    if (pairs.has(phase) || taken.has(former)) continue;
    pairs.set(phase, former);
    taken.add(former);
  }
  return pairs;
}

function nameOf(file: string, key: string): string {
  return JSON.stringify([file, key]);
}

type Votes = ReadonlyMap<PlacedPhase, ReadonlyMap<KnownPhase, number>>;

function scoreOf(phase: PlacedPhase, former: KnownPhase, votes: Votes): number {
  const hasName = former.file === phase.checklist.path && former.key === phase.key;
  const hasTitle = former.placed === undefined || sectionOf(phase)?.title === sectionOf(former.placed)?.title;
  const shared = votes.get(phase)?.get(former) ?? 0;
  return (hasName && hasTitle ? CERTAIN : 0) + 2 * shared + (hasName ? 1 : 0);
}

/** Each task that both have votes for the sections around it: the innermost with the innermost, and so on outwards. */
function countVotes(
  phases: readonly PlacedPhase[],
  known: readonly KnownPhase[],
  { referenced, base }: Pick<Matches, "referenced" | "base">,
): Votes {
  const present = bySection(phases.map((phase) => [phase, phase] as const));
  const former = bySection(known.flatMap((phase) => (phase.placed ? [[phase.placed, phase] as const] : [])));
  const votes = new Map<PlacedPhase, Map<KnownPhase, number>>();
  for (const [number, now] of referenced) {
    const was = base.get(number);
    if (!was) continue;
    const around = sectionsAround(was, former);
    for (const [depth, phase] of sectionsAround(now, present).entries()) {
      const one = around[depth];
      if (!one) break;
      const own = votes.get(phase) ?? new Map<KnownPhase, number>();
      votes.set(phase, own.set(one, (own.get(one) ?? 0) + 1));
    }
  }
  return votes;
}

function bySection<T>(placed: readonly (readonly [PlacedPhase, T])[]): ReadonlyMap<string, T> {
  return new Map(placed.map(([{ checklist, section }, value]) => [`${checklist.path}§${section}`, value]));
}

function sectionsAround<T>({ checklist, task }: PlacedTask, found: ReadonlyMap<string, T>): T[] {
  const around: T[] = [];
  for (let at = task.sectionIndex; at !== undefined; at = checklist.sections[at]?.parent) {
    const one = found.get(`${checklist.path}§${at}`);
    if (one !== undefined) around.push(one);
  }
  return around;
}

function sectionOf({
  checklist,
  section,
}: PlacedPhase): SelectedChecklist["checklist"]["sections"][number] | undefined {
  return checklist.sections[section];
}
