import type { Section, Task } from "../model/checklist.js";
import { readTaskId, seriesOf } from "./task-id.js";

/** What the names in a checklist stand for. */
export interface NameIndex {
  /** First section by phase key. */
  readonly phases: ReadonlyMap<string, number>;
  /** Main sections by their title in small letters, without emoji. */
  readonly titles: ReadonlyMap<string, number>;
  readonly ids: ReadonlyMap<string, number>;
  /** What the ids start with: a name of another series is no id of this file. */
  readonly series: ReadonlySet<string>;
  readonly sections: readonly Section[];
}

export function indexNames(sections: readonly Section[], tasks: readonly Task[]): NameIndex {
  const ids = firstOfEach(tasks.map(({ title }) => readTaskId(title)));
  return {
    phases: firstOfEach(sections.map(({ phase }) => phase)),
    titles: firstOfEach(sections.map(({ title, phase }) => (phase === undefined ? undefined : fold(title)))),
    ids,
    series: new Set([...ids.keys()].map(seriesOf)),
    sections,
  };
}

/** `phase-2` and `phase-ii`, but not the anchor of "Phase rollback". */
export function isNumberedPhase(phase: string | undefined): boolean {
  return phase !== undefined && /^phase-(?:\d[\w.-]*|[ivx]+|[a-z])$/.test(phase);
}

/** Nobody calls anything by more: a file of nothing but punctuation is not to keep us busy. */
const LONGEST_NAME = 300;

/** A name without what people decorate it with. */
export function fold(title: string): string {
  const name = title.slice(0, LONGEST_NAME);
  return name.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})]+$/gu, "").toLowerCase();
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
