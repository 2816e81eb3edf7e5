import { isNumberedPhase, isWithin } from "../metadata/name-index.js";
import type { Section, Task } from "../model/checklist.js";
import { requirementKey, requirementLabel } from "./ledger-text.js";

/** A requirement as the document asks it. */
export interface AskedRequirement {
  readonly key: string;
  readonly label: string;
  /** The whole text. */
  readonly text: string;
  /** Keys of the phases that it is asked of, in the file's order. */
  readonly phases: readonly string[];
  /** Indices of the tasks that say it. */
  readonly tasks: readonly number[];
}

/** What the ledger of one sign-off section is about. */
export interface LedgerLayout {
  /** Index of the outermost sign-off section. */
  readonly section: number;
  readonly requirements: readonly AskedRequirement[];
}

type Document = { readonly sections: readonly Section[]; readonly tasks: readonly Task[] };

/** So many times is something asked of a phase in one file. A table of more is no table, and nobody signs that. */
const MOST_CELLS = 10_000;

/**
 * Which requirements a document asks of which phases. A requirement that stands inside of a phase, or below a heading
 * that names one, is asked of that phase; any other is asked of every phase. Where headings are numbered phases, those
 * are the phases; elsewhere it is every main section with tasks. Requirements that are struck through are not asked,
 * and what is nested in a requirement explains it.
 */
export function layoutLedgers(document: Document): readonly LedgerLayout[] {
  const { sections, tasks } = document;
  const layouts = new Map<number, Map<string, AskedRequirement>>();
  const worked = findWorked(document);
  const asked = new Map<number | undefined, readonly string[]>();
  let room = MOST_CELLS;
  for (const task of tasks) {
    if (!isRequirement(task, tasks)) continue;
    const outermost = outermostSignoff(sections, task.sectionIndex);
    const phases = asked.get(task.sectionIndex) ?? askedPhases(task.sectionIndex, sections, worked);
    asked.set(task.sectionIndex, phases);
    room -= phases.length;
    if (outermost === undefined || room < 0) continue;
    const rows = layouts.get(outermost) ?? new Map<string, AskedRequirement>();
    layouts.set(outermost, rows);
    const label = requirementLabel(task.title);
    const key = requirementKey(task.title);
    const same = rows.get(key);
    rows.set(key, {
      key,
      label,
      text: task.title,
      ...same,
      phases: same ? inFileOrder([...same.phases, ...phases], sections) : phases,
      tasks: [...(same?.tasks ?? []), task.index],
    });
  }
  return [...layouts].map(([section, rows]) => ({ section, requirements: [...rows.values()] }));
}

/** The sign-off section that a section is, or is inside of, and that is not inside of another one. */
export function outermostSignoff(
  sections: readonly Section[],
  section: number | undefined,
): number | undefined {
  let found: number | undefined;
  for (let at = section; at !== undefined; at = sections[at]?.parent) if (sections[at]?.signoff) found = at;
  return found;
}

function isRequirement({ kind, parent, completion }: Task, tasks: readonly Task[]): boolean {
  const isNested = parent !== undefined && tasks[parent]?.kind === "requirement";
  return kind === "requirement" && !isNested && completion !== "dropped";
}

/** Sections with a phase key in which there is work. */
function findWorked({ sections, tasks }: Document): ReadonlySet<number> {
  const worked = new Set<number>();
  for (const { kind, sectionIndex } of tasks) {
    if (kind !== "task") continue;
    for (let at = sectionIndex; at !== undefined && !worked.has(at); at = sections[at]?.parent)
      worked.add(at);
  }
  return new Set([...worked].filter((at) => sections[at]?.phase !== undefined && !sections[at].signoff));
}

function askedPhases(
  section: number | undefined,
  sections: readonly Section[],
  worked: ReadonlySet<number>,
): readonly string[] {
  const keys = new Set([...worked].flatMap((at) => sections[at]?.phase ?? []));
  for (let at = section; at !== undefined; at = sections[at]?.parent) {
    const key = sections[at]?.phase;
    if (key === undefined || !keys.has(key)) continue;
    if (isNumberedPhase(key)) return [key];
    // A main section that is made of phases is none itself.
    const inside = outermostNumbered(sections, worked, at);
    return inside.length > 0 ? inside : [key];
  }
  const numbered = outermostNumbered(sections, worked, undefined);
  return numbered.length > 0 ? numbered : inFileOrder([...keys], sections);
}

function outermostNumbered(
  sections: readonly Section[],
  worked: ReadonlySet<number>,
  scope: number | undefined,
): readonly string[] {
  const isInNumbered = (at: number | undefined): boolean =>
    at !== undefined && (isNumberedPhase(sections[at]?.phase) || isInNumbered(sections[at]?.parent));
  const found = [...worked].filter(
    (at) =>
      isNumberedPhase(sections[at]?.phase) &&
      !isInNumbered(sections[at]?.parent) &&
      (scope === undefined || isWithin(sections, at, scope)),
  );
  return inFileOrder(
    found.flatMap((at) => sections[at]?.phase ?? []),
    sections,
  );
}

function inFileOrder(keys: readonly string[], sections: readonly Section[]): readonly string[] {
  const wanted = new Set(keys);
  return [
    ...new Set(sections.flatMap(({ phase }) => (phase !== undefined && wanted.has(phase) ? [phase] : []))),
  ];
}
