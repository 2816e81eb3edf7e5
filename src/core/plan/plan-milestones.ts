import type { Completion } from "../model/checklist.js";
import type { MilestoneContent, ObservedMilestone } from "../model/issue.js";
import type { MilestoneChange, MilestoneTarget, Step } from "../model/plan.js";
import { formatMilestoneDescription } from "../report/milestone-text.js";
import { readPhaseMarker } from "../report/phase-marker.js";
import { shortenTitle } from "../report/shorten-title.js";
import { fileUrl } from "./issue-content.js";
import type { MatchedPhase, PhaseMatches, PhaseState } from "./match-phases.js";
import { placeOfPhase } from "./phase-content.js";
import { sectionKeyOf } from "./place-phases.js";
import type { PlacedPhase } from "./place-phases.js";
import type { PlanInput } from "./plan-input.js";

/** Milestones by phase. `null`: a person deleted it. */
export interface ChosenMilestones {
  readonly targets: ReadonlyMap<MatchedPhase, MilestoneTarget | null>;
  /** Whether the milestones of the repository have to be known first. */
  readonly isAsking: boolean;
}

/**
 * The milestone of each phase with tasks: the one that is remembered, the one that names the phase in its marker, or a
 * new one. What only holds other phases needs none: it would be a milestone of one issue.
 */
export function chooseMilestones(
  { phases }: PhaseMatches,
  input: PlanInput,
  isOpen: (placed: PlacedPhase) => boolean,
): ChosenMilestones {
  const targets = new Map<MatchedPhase, MilestoneTarget | null>();
  if (!input.config.issues.phases.milestone) return { targets, isAsking: false };
  const listed = input.facts?.milestones;
  const numbers = listed && new Set(listed.map(({ number }) => number));
  const marked = byMarker(listed ?? [], phases);
  let isAsking = false;
  for (const phase of phases) {
    const { placed, known } = phase;
    const { checklist, rules, section } = placed;
    const remembered = known?.record.milestone;
    if (checklist.sections[section]?.phase === undefined) continue;
    if (remembered === null || (remembered !== undefined && numbers && !numbers.has(remembered))) {
      targets.set(phase, null);
    } else if (remembered !== undefined) {
      targets.set(phase, remembered);
      isAsking ||= needsReading(phase, isOpen(placed));
    } else if (placed.hasTasks && (isOpen(placed) || rules.completed === "mirror")) {
      const found = marked.get(markerName(checklist.path, placed.key));
      targets.set(phase, found?.number ?? sectionKeyOf(checklist.path, section));
      isAsking = true;
    }
  }
  return { targets, isAsking: isAsking && input.facts !== undefined && listed === undefined };
}

/** Whether a milestone that nobody has read would change by what the plan makes of its phase. */
export function missesMilestones(
  { phases }: PhaseMatches,
  { targets }: ChosenMilestones,
  completions: ReadonlyMap<PlacedPhase, Completion>,
  { facts }: PlanInput,
): boolean {
  if (facts === undefined || facts.milestones !== undefined) return false;
  return phases.some(
    (phase) =>
      typeof targets.get(phase) === "number" && needsReading(phase, completions.get(phase.placed) === "open"),
  );
}

/**
 * Whether an issue is to be put into a milestone of which nobody has looked whether it is still there. A person may
 * have deleted it: GitHub takes it away from its issues then, and tells nobody.
 */
export function doubtsMilestones(steps: readonly Step[], { facts }: PlanInput): boolean {
  if (facts === undefined || facts.milestones !== undefined) return false;
  return steps.some((step) => step.op === "set-milestone" && typeof step.milestone === "number");
}

/** What the milestones need to be as the files say; what people changed of one stays until the file changes it too. */
export function planMilestones(
  { phases, gone }: PhaseMatches,
  { targets }: ChosenMilestones,
  completions: ReadonlyMap<PlacedPhase, Completion>,
  input: PlanInput,
): Step[] {
  const listed = new Map(input.facts?.milestones?.map((milestone) => [milestone.number, milestone]));
  const ours = new Set([...targets.values()]);
  const taken = new Set(
    [...listed.values()].filter(({ number }) => !ours.has(number)).map(({ title }) => title),
  );
  const steps: Step[] = [];
  for (const phase of phases) {
    const target = targets.get(phase);
    if (target === undefined || target === null) continue;
    const place = placeOfPhase(phase.placed);
    const isOpen = completions.get(phase.placed) === "open";
    const content = milestoneContent(phase, isOpen, input);
    const title = freeTitle(content.title, phase, taken);
    taken.add(title);
    const wanted = { ...content, title };
    if (typeof target === "string") {
      steps.push({ op: "create-milestone", section: target, place, content: wanted, reason: "new phase" });
    } else {
      const before = phase.base && milestoneContent(phase.base, phase.base.completion === "open", input);
      const change = changeOf(wanted, before, listed.get(target));
      if (Object.keys(change).length > 0)
        steps.push({
          op: "update-milestone",
          milestone: target,
          place,
          change,
          reason: "what the file says of the phase changed",
        });
    }
  }
  return [...steps, ...closeGone(gone, input)];
}

function needsReading({ content, base }: MatchedPhase, isOpen: boolean): boolean {
  if (!base) return true;
  const { title, due } = base.content;
  return title !== content.title || due !== content.due || (base.completion === "open") !== isOpen;
}

/** A field that the file changed, or that nobody remembers, is written where it differs. */
function changeOf(
  wanted: MilestoneContent,
  before: MilestoneContent | undefined,
  observed: ObservedMilestone | undefined,
): MilestoneChange {
  if (!observed) return {};
  const differs = (name: keyof MilestoneContent): boolean =>
    wanted[name] !== observed[name] && (before === undefined || wanted[name] !== before[name]);
  return {
    ...(differs("title") && { title: wanted.title }),
    ...(differs("description") && { description: wanted.description }),
    ...(differs("due") && { due: wanted.due ?? null }),
    ...(differs("isOpen") && { isOpen: wanted.isOpen }),
  };
}

function milestoneContent(
  { placed, content }: PhaseState,
  isOpen: boolean,
  { repository }: PlanInput,
): MilestoneContent {
  const { checklist, section, key } = placed;
  const file = checklist.path;
  const address = fileUrl(repository, file, checklist.sections[section]?.slug ?? "");
  return {
    title: content.title,
    description: formatMilestoneDescription({ file, key, fileUrl: address }),
    due: content.due,
    isOpen,
  };
}

/** No two milestones of a repository can have one title, and one that a person made is theirs. */
function freeTitle(title: string, { placed }: MatchedPhase, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  return shortenTitle(`${title} (${placed.checklist.path} ${placed.key})`);
}

function closeGone(gone: PhaseMatches["gone"], { config }: PlanInput): Step[] {
  if (!config.issues.phases.milestone) return [];
  return gone.flatMap(({ record, placed }): Step[] => {
    if (typeof record.milestone !== "number") return [];
    const place = placeOfPhase(placed);
    const change = { isOpen: false };
    return [
      {
        op: "update-milestone",
        milestone: record.milestone,
        place,
        change,
        reason: "its section was removed",
      },
    ];
  });
}

/** Only milestones that this app made, and that no other phase has. */
function byMarker(
  milestones: readonly ObservedMilestone[],
  phases: readonly MatchedPhase[],
): ReadonlyMap<string, ObservedMilestone> {
  const remembered = new Set(phases.map(({ known }) => known?.record.milestone));
  const marked = new Map<string, ObservedMilestone>();
  for (const milestone of milestones.toSorted((a, b) => a.number - b.number)) {
    const marker =
      milestone.own &&
      !remembered.has(milestone.number) &&
      readPhaseMarker(milestone.description, "milestone");
    const name = marker ? markerName(marker.file, marker.key) : undefined;
    if (name !== undefined && !marked.has(name)) marked.set(name, milestone);
  }
  return marked;
}

function markerName(file: string, key: string): string {
  return JSON.stringify([file, key]);
}
