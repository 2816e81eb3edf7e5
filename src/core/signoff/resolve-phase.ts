import { nearestName } from "../config/nearest-name.js";
import { slugOf } from "../ledger/ledger-text.js";
import type { PhaseSignoff } from "../model/signoff.js";

type Named = Pick<PhaseSignoff, "checklist" | "phase" | "title">;

/** The phase that somebody means, or what they could have meant, as they could write it. */
export type ResolvedPhase<Phase extends Named> =
  | {
      readonly ok: true;
      readonly phase: Phase;
      /** The words behind the phase. */ readonly rest: readonly string[];
    }
  | {
      readonly ok: false;
      readonly problem: "missing" | "unknown" | "ambiguous";
      readonly choices: readonly string[];
    };

/**
 * Finds the phase in the words of a command: by its key (`phase-2`, `Phase 2`), its number, its title, or the start of
 * one of them that only it has; with `billing/` before it in the checklist of that name. Where several checklists have
 * it, those in `near` go first.
 */
export function resolvePhase<Phase extends Named>(
  words: readonly string[],
  phases: readonly Phase[],
  near: ReadonlySet<string>,
): ResolvedPhase<Phase> {
  const [first, second] = words;
  if (first === undefined)
    return { ok: false, problem: "missing", choices: namePhases(phases, phases, near) };
  const pair = second === undefined ? undefined : `${first}-${second}`;
  const attempts: readonly (readonly [string, number])[] = [
    ...(pair === undefined || !/^(?:.*\/)?phase$/i.test(first) ? [] : [[pair, 2] as const]),
    [first, 1],
  ];
  for (const [name, length] of attempts) {
    const found = findPhases(name, phases, near);
    const [phase] = found;
    if (phase !== undefined && found.length === 1) return { ok: true, phase, rest: words.slice(length) };
    if (found.length > 1)
      return { ok: false, problem: "ambiguous", choices: namePhases(found, phases, near) };
  }
  return { ok: false, problem: "unknown", choices: nearestFirst(first, namePhases(phases, phases, near)) };
}

function findPhases<Phase extends Named>(
  name: string,
  phases: readonly Phase[],
  near: ReadonlySet<string>,
): readonly Phase[] {
  const slash = name.lastIndexOf("/");
  const wanted = slash < 0 ? undefined : name.slice(0, slash);
  const inFile = phases.filter(({ checklist }) => wanted === undefined || isCalled(checklist, wanted));
  const written = bare(name.slice(slash + 1));
  const spellings = [written, slugOf(written)].filter((each) => each !== "");
  const exact = inFile.filter((each) => namesOf(each).some((one) => spellings.includes(one)));
  const found =
    exact.length > 0
      ? exact
      : inFile.filter((each) =>
          namesOf(each).some((one) => spellings.some((start) => one.startsWith(start))),
        );
  const closer = found.filter(({ checklist }) => near.has(checklist));
  return closer.length > 0 ? closer : found;
}

/** Without marks around it: `**Phase-2**,` says "phase-2". */
function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "").toLowerCase();
}

/** `phase-2`, `2`, `phase-2-infrastructure`, `infrastructure`. */
function namesOf({ phase, title }: Named): readonly string[] {
  const whole = slugOf(title);
  const number = /^phase-(.+)$/.exec(phase)?.[1];
  const start = `${slugOf(phase)}-`;
  const rest = whole.startsWith(start) ? [whole.slice(start.length)] : [];
  return [phase, whole, ...(number === undefined ? [] : [number]), ...rest];
}

/** `billing`, `checklists/billing` and `checklists/billing.md` name `checklists/billing.md`. */
function isCalled(path: string, name: string): boolean {
  const wanted = name.toLowerCase().replace(/^\/+/, "");
  const whole = path.toLowerCase();
  return [whole, whole.replace(/\.(?:md|markdown)$/, "")].some(
    (each) => each === wanted || each.endsWith(`/${wanted}`),
  );
}

/** How people name some of the phases: with the name of the checklist only where the phase alone would not do. */
export function namePhases<Phase extends Named>(
  some: readonly Phase[],
  all: readonly Phase[],
  near: ReadonlySet<string>,
): readonly string[] {
  const closer = some.filter(({ checklist }) => near.has(checklist));
  return (closer.length > 0 ? closer : some).map((each) => {
    const others = all.filter(({ phase }) => phase === each.phase);
    if (others.length === 1) return each.phase;
    const file = each.checklist.replace(/\.(?:md|markdown)$/i, "");
    const short = file.slice(file.lastIndexOf("/") + 1);
    const isUnique = others.filter(({ checklist }) => isCalled(checklist, short)).length === 1;
    return `${isUnique ? short : file}/${each.phase}`;
  });
}

function nearestFirst(name: string, choices: readonly string[]): readonly string[] {
  const nearest = nearestName(name, choices);
  return nearest === undefined ? choices : [nearest, ...choices.filter((each) => each !== nearest)];
}
