import type { Section } from "../model/checklist.js";
import type { Day, Priority, SectionMetadata, Written } from "../model/metadata.js";
import { findFields } from "./find-fields.js";
import type { Field } from "./find-fields.js";
import type { Prose } from "./find-claims.js";
import type { Waiting } from "./link-dependencies.js";
import type { MetadataInput } from "./metadata-input.js";
import { isNumberedPhase, isWithin } from "./name-index.js";
import { readFields } from "./read-fields.js";
import type { FieldValues } from "./read-fields.js";
import { countsFromAnEvent, readHeading } from "./read-heading.js";
import type { HeadingMetadata } from "./read-heading.js";
import type { Reading } from "./reading.js";

export interface SectionsMetadata {
  readonly start: Written<Day> | undefined;
  readonly sections: readonly (SectionMetadata | undefined)[];
}

export function readSections(
  input: MetadataInput,
  prose: readonly Prose[],
  waiting: ReadonlyMap<number, Waiting>,
  reading: Reading,
): SectionsMetadata {
  const values = readSectionFields(prose, reading);
  const start = findStart(values, input);
  const headings = input.sections.map(({ title }) => readHeading(title));
  const weights = chooseWeights(input.sections, headings);
  const sections = input.sections.map((section, index): SectionMetadata | undefined => {
    const [heading, said, waits] = [headings[index], values.get(index), waiting.get(index)];
    if ((heading ?? said ?? waits) === undefined) return undefined;
    const schedule = heading?.schedule ?? said?.schedule;
    const metadata: SectionMetadata = {
      weight: weights[index],
      schedule: schedule && countsFromAnEvent(titlesAround(input.sections, index)) ? undefined : schedule,
      start: said?.start === start ? undefined : said?.start,
      due: said?.due,
      priority: said?.priority ?? inHeading(section, heading?.priority),
      owners: said?.owners,
      effort: said?.effort,
      dependsOn: waits?.dependsOn ?? [],
      waitsFor: waits?.waitsFor ?? [],
      recurs: heading?.recurs,
    };
    return saysNothing(metadata) ? undefined : metadata;
  });
  return { start, sections };
}

function saysNothing(metadata: SectionMetadata): boolean {
  return Object.values(metadata).every(
    (value) => value === undefined || (Array.isArray(value) && value.length === 0),
  );
}

/** Fields right below a heading, by section. A field that a section has several times is about its parts. */
function readSectionFields(prose: readonly Prose[], reading: Reading): Map<number | undefined, FieldValues> {
  const fields = new Map<number | undefined, Field[]>();
  for (const { block, lines } of prose) {
    if (block.depth > 1) continue;
    const found = fields.get(block.section) ?? [];
    found.push(...lines.flatMap(findFields));
    fields.set(block.section, found);
  }
  const values = new Map<number | undefined, FieldValues>();
  for (const [section, found] of fields) {
    const said: FieldValues = {};
    readFields(listSingle(found), said, reading);
    if (Object.keys(said).length > 0) values.set(section, said);
  }
  return values;
}

function listSingle(fields: readonly Field[]): Field[] {
  const counts = new Map<string, number>();
  for (const { name } of fields) counts.set(name, (counts.get(name) ?? 0) + 1);
  return fields.filter(({ name }) => name !== "depends" && counts.get(name) === 1);
}

/** A start is the whole file's, unless it stands in a section that has tasks and is not the title's. */
function findStart(
  values: ReadonlyMap<number | undefined, FieldValues>,
  { sections, tasks }: MetadataInput,
): Written<Day> | undefined {
  const isAboutAll = (section: number): boolean =>
    (section === 0 && sections[0]?.phase === undefined) ||
    !tasks.some(({ sectionIndex }) => isWithin(sections, sectionIndex, section));
  for (const [section, said] of values) {
    if (said.start !== undefined && (section === undefined || isAboutAll(section))) return said.start;
  }
  return undefined;
}

/**
 * A percentage in the heading of a phase is its weight. In other headings it is as often the progress somebody made,
 * so it counts only where the headings beside it make a hundred with it.
 */
function chooseWeights(
  sections: readonly Section[],
  headings: readonly (HeadingMetadata | undefined)[],
): (number | undefined)[] {
  const sums = new Map<number | undefined, { sum: number; count: number }>();
  for (const [index, section] of sections.entries()) {
    const percent = headings[index]?.percent;
    if (percent === undefined || isNumberedPhase(section.phase)) continue;
    const { sum, count } = sums.get(section.parent) ?? { sum: 0, count: 0 };
    sums.set(section.parent, { sum: sum + percent, count: count + 1 });
  }
  return sections.map((section, index) => {
    if (isNumberedPhase(section.phase)) return headings[index]?.percent;
    const { sum, count } = sums.get(section.parent) ?? { sum: 0, count: 0 };
    return count > 1 && Math.abs(sum - 100) <= 1 ? headings[index]?.percent : undefined;
  });
}

function inHeading({ line }: Section, priority: Priority | undefined): Written<Priority> | undefined {
  return priority && { value: priority, text: priority, line, range: undefined };
}

/** The title of the document is about all of it, and so says nothing about a part. */
function titlesAround(sections: readonly Section[], index: number): string[] {
  const titles: string[] = [];
  for (let at: number | undefined = index; at !== undefined; at = sections[at]?.parent) {
    const section = sections[at];
    if (section !== undefined && (at > 0 || section.phase !== undefined)) titles.push(section.title);
  }
  return titles;
}
