import type { Diagnostic } from "../model/diagnostic.js";
import type { Dependency } from "../model/metadata.js";
import type { IssueTarget, Step, StepPlace } from "../model/plan.js";
import { placeOfPhase } from "./phase-content.js";
import type { PlacedPhase } from "./place-phases.js";
import type { PlacedTask, PlanInput, SelectedChecklist } from "./plan-input.js";
import type { SectionTargets } from "./section-targets.js";
import { placeOf } from "./step-place.js";

/** GitHub takes no more for one issue: https://github.blog/changelog/2025-08-21-dependencies-on-issues/ */
const MOST = 50;

/** What has an issue at one time. */
export interface Issued {
  readonly tasks: readonly (readonly [PlacedTask, IssueTarget])[];
  readonly phases: readonly (readonly [PlacedPhase, IssueTarget])[];
  readonly sections: SectionTargets;
}

interface Edge {
  readonly issue: IssueTarget;
  readonly on: IssueTarget;
  readonly place: StepPlace;
}

/**
 * Dependencies that the file has and the base had not are added, and the other way around; all others on GitHub are
 * people's. `base` is undefined where the app never wrote any.
 */
export function planDependencies(
  head: Issued,
  base: Issued | undefined,
  { missing }: PlanInput,
): { readonly steps: readonly Step[]; readonly diagnostics: readonly Diagnostic[] } {
  const [wanted, diagnostics] = withinLimit(listEdges(head));
  const before = base ? withinLimit(listEdges(base))[0] : [];
  const names = { wanted: new Set(wanted.map(nameOf)), before: new Set(before.map(nameOf)) };
  const present = new Set<IssueTarget>([...head.tasks, ...head.phases].map(([, target]) => target));
  const exists = ({ issue, on }: Edge): boolean =>
    ![issue, on].some((one) => typeof one === "number" && missing.has(one));
  const added = wanted.filter((edge) => !names.before.has(nameOf(edge)) && exists(edge));
  const removed = before.filter(
    (edge) => !names.wanted.has(nameOf(edge)) && present.has(edge.issue) && exists(edge),
  );
  return {
    steps: [
      ...added.map(
        (edge) => ({ op: "add-dependency", ...edge, reason: "waits for it in the file" }) as const,
      ),
      ...removed.map(
        (edge) =>
          ({ op: "remove-dependency", ...edge, reason: "no longer waits for it in the file" }) as const,
      ),
    ],
    diagnostics,
  };
}

function listEdges({ tasks, phases, sections }: Issued): Edge[] {
  const targets = new Map(
    tasks.map(([{ checklist, task }, target]) => [`${checklist.path}#${task.index}`, target]),
  );
  const targetOf = (
    { checklist }: SelectedChecklist,
    { kind, index }: Dependency,
  ): IssueTarget | undefined =>
    kind === "section" ? sections.of(checklist, index) : targets.get(`${checklist.path}#${index}`);
  const edges = (
    from: SelectedChecklist,
    issue: IssueTarget,
    place: StepPlace,
    dependsOn: readonly Dependency[] = [],
  ): Edge[] =>
    dependsOn.flatMap((dependency) => {
      const on = targetOf(from, dependency);
      return on === undefined || on === issue ? [] : [{ issue, on, place }];
    });
  return [
    ...phases.flatMap(([phase, issue]) =>
      edges(phase, issue, placeOfPhase(phase), phase.checklist.metadata.sections[phase.section]?.dependsOn),
    ),
    ...tasks.flatMap(([placed, issue]) =>
      edges(placed, issue, placeOf(placed), placed.checklist.metadata.tasks[placed.task.index]?.dependsOn),
    ),
  ];
}

function withinLimit(edges: readonly Edge[]): [Edge[], Diagnostic[]] {
  const counts = new Map<string, number>();
  const kept: Edge[] = [];
  const beyond = new Map<string, StepPlace>();
  for (const edge of edges) {
    const [waiting, blocking] = [`waits ${edge.issue}`, `blocks ${edge.on}`];
    const isFull = [waiting, blocking].some((name) => (counts.get(name) ?? 0) >= MOST);
    if (isFull) beyond.set(`${edge.place.file}:${edge.place.line}`, edge.place);
    else {
      for (const name of [waiting, blocking]) counts.set(name, (counts.get(name) ?? 0) + 1);
      kept.push(edge);
    }
  }
  const message = `Unexpected number of dependencies, expected at most ${MOST} of one task or phase on others, and of others on it: GitHub takes no more; name a phase instead of its tasks.`;
  const remarks = [...beyond.values()].map(({ file, line }): Diagnostic => ({
    file,
    line,
    column: 1,
    rule: "dependency-limit",
    severity: "warning",
    message,
  }));
  return [kept, remarks];
}

function nameOf({ issue, on }: Edge): string {
  return `${issue} ${on}`;
}
