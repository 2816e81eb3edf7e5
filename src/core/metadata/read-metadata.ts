import type { Diagnostic } from "../model/diagnostic.js";
import type { ChecklistMetadata, Role, TaskMetadata } from "../model/metadata.js";
import { diagnoseStructure } from "./diagnose-structure.js";
import { findClaims } from "./find-claims.js";
import type { Prose } from "./find-claims.js";
import { linkSections, linkTask } from "./link-dependencies.js";
import type { MetadataInput, TextBlock } from "./metadata-input.js";
import { indexNames } from "./name-index.js";
import type { NameIndex } from "./name-index.js";
import { readDerived } from "./read-derived.js";
import type { FieldValues } from "./read-fields.js";
import { readRoles } from "./read-roles.js";
import { readSections } from "./read-sections.js";
import { readTaskFields } from "./read-task-fields.js";
import type { TaskFields } from "./read-task-fields.js";
import { readTaskText } from "./read-task-text.js";
import type { Reading } from "./reading.js";
import { readTaskId } from "./task-id.js";
import { readLines } from "./text-lines.js";

export interface ReadMetadata {
  readonly metadata: ChecklistMetadata;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads what a checklist says beyond boxes. What cannot be understood is a diagnostic, and counts as not said. */
export function readMetadata(input: MetadataInput): ReadMetadata {
  const diagnostics: Diagnostic[] = [];
  const reading = makeReading(input, diagnostics);
  const { prose, roles, values } = readBlocks(input, reading);
  const names = indexNames(input.sections, input.tasks);
  const waiting = linkSections(findClaims(prose, input.sections), names, reading);
  const { start, sections } = readSections(input, prose, waiting, reading);
  const tasks = input.tasks.map((task) => readTask(task.index, values[task.index], input, names, reading));
  const metadata = { start, roles, sections, tasks };
  diagnostics.push(...diagnoseStructure(input, metadata));
  return { metadata, diagnostics: withoutTwins(diagnostics) };
}

interface Blocks {
  /** What stands in no task. */
  readonly prose: readonly Prose[];
  readonly roles: readonly Role[];
  /** By the index of the task. */
  readonly values: readonly (TaskFields | undefined)[];
}

function readBlocks(input: MetadataInput, reading: Reading): Blocks {
  const prose: Prose[] = [];
  const roles: Role[] = [];
  const values: (TaskFields | undefined)[] = input.tasks.map(() => undefined);
  for (const block of input.blocks) {
    if (block.kind === "table") roles.push(...readRoles(block.node));
    else if (block.task === undefined) prose.push({ block, lines: readLines(input.text, block) });
    else readTaskBlock(block, block.task, input, values, reading);
  }
  return { prose, roles, values };
}

function readTaskBlock(
  block: TextBlock,
  task: number,
  { text }: MetadataInput,
  values: (TaskFields | undefined)[],
  reading: Reading,
): void {
  const fields: TaskFields = values[task] ?? { values: {}, line: undefined };
  const lines = readLines(text, block);
  if (block.kind === "task") readTaskText(lines, fields.values, reading);
  else readTaskFields(lines, fields, reading);
  if (fields.line !== undefined || Object.keys(fields.values).length > 0) values[task] = fields;
}

function readTask(
  index: number,
  fields: TaskFields | undefined,
  { tasks, sections }: MetadataInput,
  names: NameIndex,
  reading: Reading,
): TaskMetadata | undefined {
  const task = tasks[index];
  if (task === undefined) return undefined;
  const id = readTaskId(task.title);
  const derived = readDerived(task, sections);
  if (fields === undefined && id === undefined && derived === undefined) return undefined;
  const said: FieldValues = fields?.values ?? {};
  const { dependsOn, waitsFor } = linkTask(task.sectionIndex, said.depends ?? [], names, reading);
  return {
    id,
    priority: said.priority,
    owners: said.owners,
    effort: said.effort,
    start: said.start,
    due: said.due,
    dependsOn,
    waitsFor,
    fields: fields?.line,
    derived,
  };
}

function makeReading({ path, text, byteOffset }: MetadataInput, diagnostics: Diagnostic[]): Reading {
  return {
    write: (value, { text: words, line, at }) => {
      const start = line.start + at;
      const range = { start: byteOffset(start), end: byteOffset(start + words.length) };
      return { value, text: words, line: line.line, range };
    },
    remark: ({ line, at }, remark) => {
      const lineStart = Math.max(
        text.lastIndexOf("\n", line.start - 1),
        text.lastIndexOf("\r", line.start - 1),
      );
      diagnostics.push({ file: path, line: line.line, column: line.start + at - lineStart, ...remark });
    },
  };
}

/** A value may be found by two signs at once. */
function withoutTwins(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const said = new Map(diagnostics.map((one) => [`${one.line}:${one.column} ${one.message}`, one]));
  return [...said.values()];
}
