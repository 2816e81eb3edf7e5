import type { Section } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ChecklistMetadata, Dependency } from "../model/metadata.js";
import { findCycles } from "./find-cycles.js";
import type { MetadataInput } from "./metadata-input.js";
import { isNumberedPhase } from "./name-index.js";

/** What no single line can tell: sums, doubles and circles. */
export function diagnoseStructure(input: MetadataInput, metadata: ChecklistMetadata): Diagnostic[] {
  return [
    ...diagnoseWeights(input, metadata),
    ...diagnoseDoubles(input),
    ...diagnoseCycles(input, metadata),
    ...diagnoseSchedules(input, metadata),
  ];
}

function warn(file: string, line: number, rule: string, message: string): Diagnostic {
  return { file, line, column: 1, rule, severity: "warning", message };
}

/** Phases without a weight share what the others leave; only when they leave too little or too much is it wrong. */
function diagnoseWeights({ path, sections }: MetadataInput, metadata: ChecklistMetadata): Diagnostic[] {
  const siblings = new Map<number | undefined, { line: number; weight: number | undefined }[]>();
  for (const [index, { line, parent, phase }] of sections.entries()) {
    if (!isNumberedPhase(phase)) continue;
    const weight = metadata.sections[index]?.weight;
    siblings.set(parent, [...(siblings.get(parent) ?? []), { line, weight }]);
  }
  return [...siblings.values()].flatMap((phases) => {
    const weighted = phases.filter(({ weight }) => weight !== undefined);
    const sum = weighted.reduce((total, { weight = 0 }) => total + weight, 0);
    const isShort = sum < 99 && weighted.length === phases.length;
    const [first, second] = weighted;
    if (first === undefined || second === undefined || (!isShort && sum <= 101)) return [];
    const message = `Unexpected sum of the phases' weights, ${round(sum)}%, expected 100%, correct the percentages in their headings`;
    return [warn(path, first.line, "weight-sum", message)];
  });
}

function round(sum: number): number {
  return Math.round(sum * 100) / 100;
}

/** A phase is named in commands, so that two with tasks cannot have one name. */
function diagnoseDoubles({ path, sections, tasks }: MetadataInput): Diagnostic[] {
  const used = new Set<number>();
  for (const { sectionIndex } of tasks)
    for (let at = sectionIndex; at !== undefined && !used.has(at); at = sections[at]?.parent) used.add(at);
  const first = new Map<string, Section>();
  return sections.flatMap((section, index) => {
    const { phase, line } = section;
    if (phase === undefined || !used.has(index)) return [];
    const before = first.get(phase);
    if (before === undefined) first.set(phase, section);
    if (before === undefined) return [];
    const message = `Unexpected second \`${phase}\`, expected a key that only one phase has, give this phase or the one on line ${before.line} another number`;
    return [warn(path, line, "duplicate-phase", message)];
  });
}

function diagnoseCycles({ path, sections, tasks }: MetadataInput, metadata: ChecklistMetadata): Diagnostic[] {
  const of = (kind: Dependency["kind"], all: readonly Dependency[] = []): number[] =>
    all.flatMap((one) => (one.kind === kind ? [one.index] : []));
  const name = (circle: readonly string[]): string => [...circle, circle[0]].join(" → ");
  const remark = (line: number, circle: readonly string[]): Diagnostic =>
    warn(
      path,
      line,
      "dependency-cycle",
      `Unexpected circle of dependencies \`${name(circle)}\`, expected one that can be begun with, remove one of them`,
    );
  const phases = findCycles(metadata.sections.map((section) => of("section", section?.dependsOn)));
  const ids = findCycles(metadata.tasks.map((task) => of("task", task?.dependsOn)));
  return [
    ...phases.map((circle) =>
      remark(
        sections[circle[0] ?? 0]?.line ?? 1,
        circle.map((index) => sections[index]?.phase ?? sections[index]?.title ?? ""),
      ),
    ),
    ...ids.map((circle) =>
      remark(
        tasks[circle[0] ?? 0]?.line ?? 1,
        circle.map((index) => metadata.tasks[index]?.id ?? tasks[index]?.title ?? ""),
      ),
    ),
  ];
}

function diagnoseSchedules({ path, sections }: MetadataInput, metadata: ChecklistMetadata): Diagnostic[] {
  return metadata.sections.flatMap((section, index) => {
    const schedule = section?.schedule;
    if (schedule === undefined || schedule.from <= schedule.to) return [];
    const message = `Unexpected schedule from ${schedule.from} to ${schedule.to}, expected the earlier one first, swap them`;
    return [warn(path, sections[index]?.line ?? 1, "backward-schedule", message)];
  });
}
