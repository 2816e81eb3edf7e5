import type { Checklist } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { IssueTarget, PhaseOutcome, Plan, Step } from "../model/plan.js";
import { PeopleChooser } from "./choose-people.js";
import { chooseTypes, isUntyped } from "./choose-types.js";
import { layoutIssues } from "./issue-layout.js";
import type { Layout, Layouts } from "./issue-layout.js";
import { matchTasks } from "./match-tasks.js";
import type { Matches } from "./match-tasks.js";
import { phaseCompletions, phaseContents, placeOfPhase } from "./phase-content.js";
import type { PlacedPhase } from "./place-phases.js";
import { planDependencies } from "./plan-dependencies.js";
import type { Issued } from "./plan-dependencies.js";
import type { PlanInput } from "./plan-input.js";
import { planDeselected } from "./plan-deselected.js";
import { planLedgers } from "./plan-ledgers.js";
import { planLeftovers } from "./plan-leftovers.js";
import { doubtsMilestones, missesMilestones, planMilestones } from "./plan-milestones.js";
import { planOrder } from "./plan-order.js";
import type { Child } from "./plan-order.js";
import { planPhases } from "./plan-phases.js";
import { planTasks } from "./plan-tasks.js";
import { settleChecklist } from "./settle-checklist.js";
import { placeOf } from "./step-place.js";
import { taskKey } from "./task-key.js";

/**
 * Decides everything that one sync is to do. Pure: the same input always gives the same plan, and a plan made
 * from what an applied plan leaves behind is empty.
 */
export function planSync(input: PlanInput): Plan {
  const matches = matchTasks(input);
  const layouts = layoutIssues(matches, input);
  const { phases, milestones, head } = layouts;
  const people = new PeopleChooser(input);
  const types = chooseTypes(input, needsTypes(matches, layouts, input));

  const tasks = planTasks(matches, input, { layouts, people, types: types.names });
  const placed = phases.phases.map((phase) => phase.placed);
  const settled = input.head.map(({ checklist }) => settleChecklist(checklist, tasks.steps));
  const ledgers = planLedgers(input, settled);
  const after = new Map([...settled.map((each) => [each.path, each] as const), ...ledgers.signed]);
  const becoming = (checklist: Checklist): Checklist => after.get(checklist.path) ?? checklist;
  const completions = phaseCompletions(placed, becoming);
  const { repository } = input;
  const contents = phaseContents(placed, {
    repository,
    startOf: ({ rules }) => rules.start,
    settled: becoming,
  });
  const planned = planPhases(input, { layouts, people, types: types.names, completions, contents });
  const leftovers = planLeftovers(matches, input);
  const deselected = planDeselected(matches, phases, input);
  const { size: known } = new Set([...matches.base.keys(), ...matches.referenced.keys()]);
  const issueSteps = [...tasks.steps, ...planned.steps, ...leftovers.steps];
  const issued = issuedAt(layouts, matches);
  // An app that knew nothing of phases wrote no dependencies either.
  const dependencies = planDependencies(issued.head, input.base?.phases && issued.base, input);
  const order = planOrder({
    head: childrenOf(issued.head, head),
    base: childrenOf(issued.base, layouts.base),
    steps: issueSteps,
    issues: input.issues,
  });
  const milestoneSteps = planMilestones(phases, milestones, completions, input);
  const diagnostics: readonly Diagnostic[] = [
    ...matches.diagnostics,
    ...head.parents.diagnostics,
    ...tasks.diagnostics,
    ...people.diagnostics(),
    ...types.diagnostics,
    ...dependencies.diagnostics,
    ...ledgers.diagnostics,
  ];
  return {
    steps: inOrder([
      ...milestoneSteps,
      ...issueSteps,
      ...deselected.steps,
      ...dependencies.steps,
      ...order,
      ...ledgers.steps,
    ]),
    diagnostics,
    unread: [...tasks.unread, ...planned.unread, ...leftovers.unread, ...deselected.unread],
    questions: {
      logins: people.questions(),
      milestones:
        milestones.isAsking ||
        missesMilestones(phases, milestones, completions, input) ||
        doubtsMilestones(issueSteps, input),
      types: types.isAsking,
    },
    phases: phaseOutcomes(layouts),
    former: known + matches.recovered.size + deselected.steps.length,
    signoffs: ledgers.phases,
  };
}

/** Issues are made before they are changed, parents are set before children close, files come last. */
const ORDER: Readonly<Record<Step["op"], number>> = {
  "create-milestone": 0,
  "update-milestone": 1,
  "create-phase": 2,
  "create-issue": 3,
  "update-issue": 4,
  "set-parent": 5,
  "set-milestone": 6,
  "set-assignees": 7,
  "set-type": 7,
  "set-completion": 8,
  "let-go": 8,
  "add-dependency": 9,
  "remove-dependency": 10,
  "order-sub-issue": 11,
  "create-board": 12,
  "create-board-column": 13,
  "add-board-options": 14,
  "set-board-values": 15,
  "edit-task": 16,
  "edit-ledger": 17,
};

/** Sorts steps into the order in which they are applied. */
export function inOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => ORDER[a.op] - ORDER[b.op]);
}

/** Whether there are issues to be made, or issues of ours without a type. */
function needsTypes(
  { unissued, referenced, recovered }: Matches,
  { phases: { phases } }: Layouts,
  { issues }: PlanInput,
): boolean {
  if (unissued.length > 0 || phases.some(({ issue }) => typeof issue === "string")) return true;
  const numbers = [...referenced.keys(), ...[...recovered.values()].map(({ number }) => number)];
  return [...numbers, ...phases.map(({ issue }) => issue)].some((number) => {
    const issue = typeof number === "number" ? issues.get(number) : undefined;
    return issue !== undefined && isUntyped(issue);
  });
}

/** Everything that has an issue, now and at the base. */
function issuedAt(
  { phases: { phases }, head, base }: Layouts,
  { referenced, recovered, unissued, base: former }: Matches,
): { readonly head: Issued; readonly base: Issued } {
  const tasks: Issued["tasks"] = [
    ...[...referenced].map(([number, placed]) => [placed, number] as const),
    ...[...recovered].map(([placed, { number }]) => [placed, number] as const),
    ...unissued.map((placed) => [placed, taskKey(placed.checklist.path, placed.task)] as const),
  ];
  const withIssue = (all: readonly PlacedPhase[], { sections }: Layout): Issued["phases"] =>
    all.flatMap((phase) => {
      const issue = sections.of(phase.checklist, phase.section);
      return issue === undefined ? [] : [[phase, issue] as const];
    });
  return {
    head: {
      tasks,
      phases: withIssue(
        phases.map(({ placed }) => placed),
        head,
      ),
      sections: head.sections,
    },
    base: {
      tasks: [...former].map(([number, placed]) => [placed, number] as const),
      phases: withIssue(
        phases.flatMap(({ base: state }) => state?.placed ?? []),
        base,
      ),
      sections: base.sections,
    },
  };
}

function childrenOf({ tasks, phases }: Issued, layout: Layout): Child[] {
  const child = (issue: IssueTarget, parent: IssueTarget | undefined, place: Child["place"]): Child[] =>
    parent === undefined ? [] : [{ issue, parent, place }];
  return [
    ...phases.flatMap(([phase, issue]) => child(issue, layout.ofPhase(phase).parent, placeOfPhase(phase))),
    ...tasks.flatMap(([placed, issue]) => child(issue, layout.parents.of(placed), placeOf(placed))),
  ];
}

/** What is to be remembered. What is switched off keeps its numbers, and so do sections that are gone. */
function phaseOutcomes({ phases: { phases, known }, milestones }: Layouts): PhaseOutcome[] {
  const paired = new Set(phases.map((phase) => phase.known));
  const rest = known.filter((phase) => !paired.has(phase));
  return [
    ...rest.map(({ file, key, record }) => ({ file, key, issue: record.issue, milestone: record.milestone })),
    ...phases.map((phase) => ({
      file: phase.placed.checklist.path,
      key: phase.placed.key,
      issue: phase.issue === undefined ? phase.known?.record.issue : phase.issue,
      milestone: milestones.targets.has(phase)
        ? milestones.targets.get(phase)
        : phase.known?.record.milestone,
    })),
  ];
}
