import type { Section, Task } from "../model/checklist.js";
import { readTaskId, seriesOf } from "./task-id.js";

/** What the names in a checklist stand for. */
export interface NameIndex {
  /** First section by phase key. */
  readonly phases: ReadonlyMap<string, number>;
  /** Main sections by what people may call them; several where a name does not tell them apart. */
  readonly names: ReadonlyMap<string, readonly number[]>;
  readonly ids: ReadonlyMap<string, number>;
  /** What the ids start with: a name of another series is no id of this file. */
  readonly series: ReadonlySet<string>;
  readonly sections: readonly Section[];
}

export function indexNames(sections: readonly Section[], tasks: readonly Task[]): NameIndex {
  const ids = firstOfEach(tasks.map(({ title }) => readTaskId(title)));
  return {
    phases: firstOfEach(sections.map(({ phase }) => phase)),
    names: indexSectionNames(sections),
    ids,
    series: new Set([...ids.keys()].map(seriesOf)),
    sections,
  };
}

/** `phase-2` and `phase-ii`, but not the key of "Phase rollback". */
export function isNumberedPhase(phase: string | undefined): boolean {
  return phase !== undefined && /^phase-(?:\d[\w.-]*|[ivx]+|[a-z])$/.test(phase);
}

/** Nobody calls anything by more: a file of nothing but punctuation is not to keep us busy. */
export const LONGEST_NAME = 300;

/** A name without what people decorate it with. */
export function fold(title: string): string {
  const name = title.slice(0, LONGEST_NAME);
  return name.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})]+$/gu, "").toLowerCase();
}

/** "4. ", "2.1) ", "Step 3: ", "Phase 2 - ". */
const NUMBER =
  /^(?:[^\p{L}\p{N}]*(?:\p{L}+[\s#-]*)?\d+(?:\.\d+)*[a-z]?\s*[:–—-]\s*|[^\p{L}\p{N}]*\d+(?:\.\d+)*[.)]?\s+)/u;

function indexSectionNames(sections: readonly Section[]): Map<string, number[]> {
  const names = new Map<string, number[]>();
  for (const [index, { title, phase }] of sections.entries()) {
    if (phase === undefined) continue;
    const bare = withoutAsides(title.slice(0, LONGEST_NAME)).trim();
    for (const name of new Set([title, bare, bare.replace(NUMBER, "")].map(spell)))
      if (name !== "") names.set(name, [...(names.get(name) ?? []), index]);
  }
  return names;
}

/** "(25%)", "(Weeks 1-2)" and the like are no part of a name. */
export function withoutAsides(text: string): string {
  return text.replace(/\([^()]*\)|（[^（）]*）/g, " ");
}

/** "Data & Backups" and "data and backups" are one name. */
export function spell(title: string): string {
  return fold(title)
    .replace(/\s*&\s*/g, " and ")
    .replace(/\s+/g, " ");
}

/** Whether a section is another one, or inside of it. */
export function isWithin(sections: readonly Section[], inner: number | undefined, outer: number): boolean {
  for (let at = inner; at !== undefined; at = sections[at]?.parent) if (at === outer) return true;
  return false;
}

function firstOfEach(names: readonly (string | undefined)[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries())
    if (name !== undefined && !first.has(name)) first.set(name, index);
  return first;
}
