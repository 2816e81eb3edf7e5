import { phaseCells } from "../ledger/signed-phases.js";
import { planPhaseDays, planSectionDays } from "../metadata/plan-days.js";
import { phaseTitle } from "../metadata/phase-title.js";
import type { PlannedDays, DaysOfSection } from "../metadata/plan-days.js";
import type { Checklist, Completion } from "../model/checklist.js";
import type { RepositoryRef } from "../model/issue.js";
import type { Day } from "../model/metadata.js";
import type { StepPlace } from "../model/plan.js";
import { sectionCompletion } from "../phases/is-phase-finished.js";
import { measureProgress } from "../progress/measure-progress.js";
import type { ChecklistProgress } from "../progress/measure-progress.js";
import { formatPhaseBody } from "../report/phase-body.js";
import { shortenTitle } from "../report/shorten-title.js";
import { describeCell } from "../signoff/describe-entry.js";
import { fileUrl } from "./issue-content.js";
import type { PlacedPhase } from "./place-phases.js";
import type { SelectedChecklist } from "./plan-input.js";

/** What the issue and the milestone of a section are to say. */
export interface PhaseContent {
  readonly title: string;
  /** The block that the app owns. */
  readonly body: string;
  /** The last day of it, or of what it is a part of. */
  readonly due: Day | undefined;
}

interface ContentOptions {
  readonly repository: RepositoryRef;
  /** What week 1 counts from, where the file does not say it. */
  readonly startOf: (selected: SelectedChecklist) => Day | undefined;
  /** Gives the checklist that counts. */
  readonly settled?: (checklist: Checklist) => Checklist;
}

export function phaseContents(
  phases: readonly PlacedPhase[],
  { repository, startOf, settled = (checklist) => checklist }: ContentOptions,
): ReadonlyMap<PlacedPhase, PhaseContent> {
  const titles = distinctTitles(phases);
  const planned = new Map<string, readonly DaysOfSection[]>();
  return new Map(
    phases.map((phase) => {
      const { section } = phase;
      const checklist = settled(phase.checklist);
      const days = planned.get(checklist.path) ?? planSectionDays(checklist, startOf(phase));
      planned.set(checklist.path, days);
      const title = titles.get(phase) ?? "";
      const body = phaseBody({ ...phase, checklist }, days[section], repository);
      return [phase, { title, body, due: planPhaseDays(checklist, section, days).target }] as const;
    }),
  );
}

/** What the states of the phases' issues are to be. `settled` gives the checklist that counts. */
export function phaseCompletions(
  phases: readonly PlacedPhase[],
  settled: (checklist: Checklist) => Checklist = (checklist) => checklist,
): ReadonlyMap<PlacedPhase, Completion> {
  const measured = new Map<string, ChecklistProgress>();
  return new Map(
    phases.map((phase) => {
      const checklist = settled(phase.checklist);
      const progress = measured.get(checklist.path) ?? measureProgress(checklist);
      measured.set(checklist.path, progress);
      const own = progress.sections[phase.section] ?? progress;
      return [phase, sectionCompletion(checklist, phase.section, own)] as const;
    }),
  );
}

export function placeOfPhase({ checklist, section }: PlacedPhase): StepPlace {
  const { line = 1, title = "" } = checklist.sections[section] ?? {};
  return { file: checklist.path, line, title };
}

function phaseBody(
  { checklist, section, key }: PlacedPhase,
  days: PlannedDays | undefined,
  repository: RepositoryRef,
): string {
  const { slug = "", prose = [] } = checklist.sections[section] ?? {};
  const metadata = checklist.metadata.sections[section];
  const { names = [], logins = [] } = metadata?.owners?.value ?? {};
  return formatPhaseBody({
    file: checklist.path,
    key,
    fileUrl: fileUrl(repository, checklist.path, slug),
    section: headingsOf(checklist, section),
    weight: metadata?.weight,
    start: days?.start,
    target: days?.target,
    owners: [...names, ...logins.map((login) => `@${login}`)],
    priority: metadata?.priority?.value,
    signoff: (phaseCells(checklist).get(key) ?? []).map(describeCell),
    prose,
  });
}

function headingsOf({ sections }: SelectedChecklist["checklist"], section: number): string[] {
  const titles: string[] = [];
  for (let at: number | undefined = section; at !== undefined; at = sections[at]?.parent)
    titles.unshift(sections[at]?.title ?? "");
  return titles;
}

/**
 * What people call the phases. Where two checklists have a phase of one name, the checklist is named as well, and
 * where one checklist has two, the headings' anchors: no two milestones of a repository can have one title.
 */
function distinctTitles(phases: readonly PlacedPhase[]): ReadonlyMap<PlacedPhase, string> {
  const plain = (phase: PlacedPhase): string =>
    phaseTitle(phase.checklist.sections[phase.section]?.title ?? "");
  const named = (phase: PlacedPhase): string => `${plain(phase)} (${nameOfFile(phase.checklist.path)})`;
  const located = ({ checklist, section }: PlacedPhase): string =>
    `${checklist.path}#${checklist.sections[section]?.slug ?? ""}`;
  const sameTitle = groupBy(phases, plain);
  const sameName = groupBy(phases, named);
  const titleOf = (phase: PlacedPhase): string => {
    const twins = sameTitle.get(plain(phase)) ?? [];
    if (twins.length === 1) return plain(phase);
    return (sameName.get(named(phase)) ?? []).length === 1
      ? named(phase)
      : `${plain(phase)} (${located(phase)})`;
  };
  return new Map(phases.map((phase) => [phase, shortenTitle(titleOf(phase))]));
}

function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}

function groupBy(
  phases: readonly PlacedPhase[],
  name: (phase: PlacedPhase) => string,
): Map<string, PlacedPhase[]> {
  const groups = new Map<string, PlacedPhase[]>();
  for (const phase of phases) {
    const group = groups.get(name(phase));
    if (group) group.push(phase);
    else groups.set(name(phase), [phase]);
  }
  return groups;
}
