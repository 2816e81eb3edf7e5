import type { Completion } from "../model/checklist.js";
import type { Config } from "../model/config.js";
import type { ObservedIssue } from "../model/issue.js";
import type { SectionKey, Step } from "../model/plan.js";
import { readIssueBody } from "../report/issue-body.js";
import type { PeopleChooser } from "./choose-people.js";
import type { Layouts } from "./issue-layout.js";
import type { PlacedPhase } from "./place-phases.js";
import { agreedCompletion, titleChanges } from "./agreed-state.js";
import type { MatchedPhase, PhaseMatches } from "./match-phases.js";
import { mergeThreeWay } from "./merge-three-way.js";
import { nextBody } from "./next-body.js";
import { placeOfPhase } from "./phase-content.js";
import type { PhaseContent } from "./phase-content.js";
import { isSameAttributes, planAttributes } from "./plan-attributes.js";
import type { Attributes } from "./plan-attributes.js";
import { headLink } from "./plan-leftovers.js";
import type { PlanInput } from "./plan-input.js";

interface PlannedPhases {
  readonly steps: readonly Step[];
  readonly unread: readonly number[];
}

interface PhaseOptions {
  readonly layouts: Layouts;
  readonly people: PeopleChooser;
  readonly types: Config["issues"]["types"];
  /** As the boxes will be. */
  readonly completions: ReadonlyMap<PlacedPhase, Completion>;
  /** As the ledgers will be. */
  readonly contents: ReadonlyMap<PlacedPhase, PhaseContent>;
}

/** What every phase and its issue need to be in step. */
export function planPhases(
  input: PlanInput,
  { layouts, people, types, completions, contents }: PhaseOptions,
): PlannedPhases {
  const steps: Step[] = [];
  const unread: number[] = [];
  for (const matched of layouts.phases.phases) {
    const phase = { ...matched, content: contents.get(matched.placed) ?? matched.content };
    const { placed, issue, base } = phase;
    if (issue === undefined || issue === null) continue;
    const wanted = layouts.head.ofPhase(placed);
    const completion = completions.get(placed) ?? "open";
    const isRead = typeof issue === "string" || input.issues.has(issue);
    const assignable = isRead ? people.assignable(wanted, placeOfPhase(placed)) : [];
    people.checkNames(placed.checklist.metadata.sections[placed.section]?.owners, placed);
    if (typeof issue === "string") {
      steps.push(createPhase(phase, issue, { wanted, assignable, completion, type: types.phase }, input));
    } else {
      const agreed = base && layouts.base.ofPhase(base.placed);
      const pair = { phase, number: issue, wanted, agreed, assignable, completion, type: types.phase };
      const planned = planPhase(pair, input);
      if (!planned) unread.push(issue);
      steps.push(...(planned ?? []));
    }
  }
  const gone = planGonePhases(layouts.phases, input);
  return { steps: [...steps, ...gone.steps], unread: [...unread, ...gone.unread] };
}

interface NewPhase {
  readonly wanted: Attributes;
  readonly assignable: readonly string[];
  readonly completion: Completion;
  readonly type: string | undefined;
}

function createPhase(
  { placed, content }: MatchedPhase,
  section: SectionKey,
  { wanted, assignable, completion, type }: NewPhase,
  { config }: PlanInput,
): Step {
  const labels = [...new Set([...config.issues.labels, ...placed.rules.labels])];
  const { title, body } = content;
  return {
    op: "create-phase",
    section,
    place: placeOfPhase(placed),
    content: { title, body, labels, assignees: assignable, type },
    parent: wanted.parent,
    milestone: wanted.milestone,
    completion,
    reason:
      placed.checklist.sections[placed.section]?.phase === undefined
        ? "too many tasks for one phase"
        : "new phase",
  };
}

/** A phase whose issue exists, and all that is known of the two. */
interface PhasePair {
  readonly phase: MatchedPhase;
  readonly number: number;
  readonly wanted: Attributes;
  /** As the base says. */
  readonly agreed: Attributes | undefined;
  readonly assignable: readonly string[];
  readonly type: string | undefined;
  /** As the boxes will be. */
  readonly completion: Completion;
}

/**
 * What the issue of a phase needs to be as the file says. Undefined when it was not read and what the base says of it
 * is not enough to decide. Nothing goes back into the file: it has no place for the state and the name of a phase.
 */
function planPhase(pair: PhasePair, input: PlanInput): readonly Step[] | undefined {
  const issue = input.issues.get(pair.number);
  if (!issue) return isAsBase(pair) ? [] : undefined;
  const place = placeOfPhase(pair.phase.placed);
  return [
    ...planContent(pair, issue, input),
    ...planCompletion(pair, issue, input),
    ...planAttributes({ ...pair, issue, place, base: pair.agreed }, input),
  ];
}

function isAsBase({ phase: { content, base }, wanted, agreed, completion }: PhasePair): boolean {
  if (!base || !agreed || !isSameAttributes(wanted, agreed)) return false;
  const { title, body } = base.content;
  return title === content.title && body === content.body && completion === base.completion;
}

/** A name that a person gave the issue stays until the heading changes. */
function planContent(
  { phase: { placed, content, base }, number }: PhasePair,
  issue: ObservedIssue,
  input: PlanInput,
): Step[] {
  const changes = titleChanges(issue, content.title, { baseTitle: base?.content.title, base: input.base });
  const title = issue.title !== content.title && changes.byFile ? content.title : undefined;
  const body = nextBody(issue, content.body);
  if (title === undefined && body === undefined) return [];
  const reason = title !== undefined ? "the heading was reworded" : "what the file says of it changed";
  return [{ op: "update-issue", issue: number, place: placeOfPhase(placed), title, body, reason }];
}

const REASONS: Readonly<Record<Completion, string>> = {
  open: "something in it is open",
  done: "everything in it is done",
  dropped: "everything in it was dropped",
};

/** The other way there is nothing to do: an issue that a person closes or reopens stays as they want it. */
function planCompletion(
  { phase: { placed, base }, number, completion: wanted }: PhasePair,
  issue: ObservedIssue,
  input: PlanInput,
): Step[] {
  const task = base && { completion: base.completion };
  const merge = mergeThreeWay<Completion>({
    base: agreedCompletion(issue, { task, base: input.base, recovered: true }),
    file: wanted,
    issue: issue.completion,
    tie: "issue",
  });
  if (merge.to !== "issue") return [];
  const place = placeOfPhase(placed);
  const completion = merge.value;
  return [
    {
      op: "set-completion",
      issue: number,
      place,
      completion,
      comment: undefined,
      reason: REASONS[completion],
    },
  ];
}

/** Issues of sections that are gone are closed as not planned, and which of them must be read to know. */
function planGonePhases(
  { gone, strays }: PhaseMatches,
  input: PlanInput,
): { steps: Step[]; unread: number[] } {
  const steps: Step[] = [];
  const unread: number[] = [];
  const close = (number: number, file: string, line: number, title: string): void => {
    const comment = `This section is no longer in \`${file}\`, as of ${headLink(input)}. If it comes back, this issue is reopened.`;
    const place = { file, line, title };
    steps.push({
      op: "set-completion",
      issue: number,
      place,
      completion: "dropped",
      comment,
      reason: "its section was removed",
    });
  };
  for (const { record, placed, file } of gone) {
    const number = record.issue;
    if (typeof number !== "number" || !input.config.issues.phases.issue || input.missing.has(number))
      continue;
    const { line, title } = placeOfPhase(placed);
    const issue = input.issues.get(number);
    if (!issue) unread.push(number);
    else if (issue.completion === "open") close(number, file, line, title);
  }
  for (const { number, title, body } of strays) close(number, fileIn(body), 1, title);
  return { steps, unread };
}

function fileIn(body: string): string {
  return readIssueBody(body)?.phase?.file ?? "";
}
