import type { Dependency } from "../model/metadata.js";
import { readNames } from "./dependency-names.js";
import type { Claim } from "./find-claims.js";
import { SENTENCE } from "./find-claims.js";
import { isNumberedPhase, isWithin } from "./name-index.js";
import type { NameIndex } from "./name-index.js";
import type { Reading, Words } from "./reading.js";
import { findSections } from "./find-sections.js";
import { seriesOf } from "./task-id.js";

/** What a section or a task waits for. */
export interface Waiting {
  readonly dependsOn: readonly Dependency[];
  readonly waitsFor: readonly string[];
}

interface Found {
  readonly dependsOn: readonly Dependency[];
  /** Names that look like names of this file, and are none. */
  readonly unknown: readonly string[];
}

/** What a task waits for; the section that it is in is no dependency. */
export function linkTask(
  section: number | undefined,
  words: readonly Words[],
  names: NameIndex,
  reading: Reading,
): Waiting {
  const all = words.map((one) => linkSigns(one, names) ?? linkWords(one, one.text, section, names, reading));
  return merge(all, (one) => one.kind === "section" && isWithin(names.sections, section, one.index));
}

/** By the index of the section that waits; a phase does not wait for what it is a part of. */
export function linkSections(
  claims: readonly Claim[],
  names: NameIndex,
  reading: Reading,
): Map<number, Waiting> {
  const found = new Map<number, Waiting[]>();
  for (const { section, words } of claims) {
    const [, subject, rest] = SENTENCE.exec(words.text) ?? [];
    const key = subject && `phase-${subject.toLowerCase()}`;
    const self = key === undefined ? section : names.phases.get(key);
    if (self === undefined) {
      if (key !== undefined) remarkUnknown([key], words, names, reading);
      continue;
    }
    const waiting = linkWords(words, rest ?? words.text, self, names, reading);
    const before = found.get(self);
    if (before === undefined) found.set(self, [waiting]);
    else before.push(waiting);
  }
  const isPart = (self: number, { kind, index }: Dependency): boolean =>
    kind === "section" && index !== self && isWithin(names.sections, self, index);
  return new Map([...found].map(([self, all]) => [self, merge(all, (one) => isPart(self, one))]));
}

function linkWords(
  words: Words,
  text: string,
  section: number | undefined,
  names: NameIndex,
  reading: Reading,
): Waiting {
  const named = readNames(text);
  const phases = findPhases(named.phases, names);
  const tasks = findTasks(named.tasks, names);
  const before = named.allPhases ? phasesBefore(section, names) : [];
  remarkUnknown([...phases.unknown, ...tasks.unknown], words, names, reading);
  const dependsOn = [...phases.dependsOn, ...tasks.dependsOn, ...before];
  const isNamed = dependsOn.length + phases.unknown.length + tasks.unknown.length > 0;
  if (isNamed) return { dependsOn, waitsFor: [] };
  const { found, missing } = findSections(text, section, names);
  if (found.length > 0)
    return { dependsOn: found.map((index) => ({ kind: "section", index })), waitsFor: [] };
  if (missing !== undefined) remarkNothing(missing, words, reading);
  return { dependsOn: [], waitsFor: [text.replace(/[*_`]+/g, "").trim()] };
}

/** Signs such as ⛔ name ids of any form. */
function linkSigns({ text }: Words, { ids }: NameIndex): Waiting | undefined {
  const indexes = text.split(/[,\s]+/).map((id) => ids.get(id));
  if (indexes.includes(undefined)) return undefined;
  return { dependsOn: indexes.map((index = 0) => ({ kind: "task", index })), waitsFor: [] };
}

function findPhases(keys: readonly string[], { phases }: NameIndex): Found {
  return {
    dependsOn: keys.flatMap((key) => {
      const index = phases.get(key);
      return index === undefined ? [] : [{ kind: "section", index } as const];
    }),
    unknown: [...phases.keys()].some(isNumberedPhase) ? keys.filter((key) => !phases.has(key)) : [],
  };
}

/** A range is every task with an id of the same series between its ends. */
function findTasks(ranges: readonly (readonly [string, string])[], { ids, series }: NameIndex): Found {
  const dependsOn = ranges.flatMap(([from, to]) => {
    const [first, last] = [ids.get(from), ids.get(to)];
    if (first === undefined || last === undefined) return [];
    if (first === last) return [{ kind: "task", index: first } as const];
    return [...ids]
      .filter(([id, index]) => seriesOf(id) === seriesOf(from) && index >= first && index <= last)
      .map(([, index]) => ({ kind: "task", index }) as const);
  });
  const own = ranges.flat().filter((id) => series.has(seriesOf(id)));
  return { dependsOn, unknown: [...new Set(own)].filter((id) => !ids.has(id)) };
}

/** The phases above a section that are no part of each other. */
function phasesBefore(section: number | undefined, { sections }: NameIndex): Dependency[] {
  if (section === undefined) return [];
  const level = sections[section]?.level;
  return sections.flatMap((one, index) =>
    index < section && one.level === level && isNumberedPhase(one.phase) ? [{ kind: "section", index }] : [],
  );
}

function remarkUnknown(unknown: readonly string[], words: Words, names: NameIndex, reading: Reading): void {
  for (const name of unknown) {
    if (isNumberedPhase(name) && ![...names.phases.keys()].some(isNumberedPhase)) continue;
    const expected = isNumberedPhase(name) ? "a phase" : "the id of a task";
    reading.remark(words, {
      rule: "unknown-dependency",
      severity: "warning",
      message: `Unexpected dependency on \`${name}\`, expected ${expected} of this file, correct the name or remove it`,
    });
  }
}

/** "Completion of" says that it is something of this file; other words may be about anything. */
function remarkNothing(name: string, words: Words, reading: Reading): void {
  reading.remark(words, {
    rule: "unknown-dependency",
    severity: "info",
    message: `Unexpected dependency on the completion of \`${name}\`, expected the name of one main section of this file, correct it to have the section wait`,
  });
}

function merge(all: readonly Waiting[], isLeftOut: (dependency: Dependency) => boolean): Waiting {
  const byName = new Map(
    all.flatMap(({ dependsOn }) => dependsOn).map((one) => [`${one.kind} ${one.index}`, one]),
  );
  return {
    dependsOn: [...byName.values()].filter((one) => !isLeftOut(one)),
    waitsFor: [...new Set(all.flatMap(({ waitsFor }) => waitsFor))],
  };
}
