import type { Config } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ObservedIssue } from "../model/issue.js";
import type { Step } from "../model/plan.js";
import { agreedFiles } from "./agreed-state.js";
import type { PeopleChooser } from "./choose-people.js";
import { findMissing, followMissing } from "./follow-missing.js";
import { issueContent } from "./issue-content.js";
import type { Layouts } from "./issue-layout.js";
import type { Matches } from "./match-tasks.js";
import { lostReference } from "./new-reference.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { planTask } from "./plan-task.js";
import { placeOf } from "./step-place.js";
import { taskKey } from "./task-key.js";

interface PlannedTasks {
  readonly steps: readonly Step[];
  readonly unread: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
}

interface TaskOptions {
  readonly layouts: Layouts;
  readonly people: PeopleChooser;
  readonly types: Config["issues"]["types"];
}

/** What every task and its issue need to be in step. */
export function planTasks(
  matches: Matches,
  input: PlanInput,
  { layouts, people, types }: TaskOptions,
): PlannedTasks {
  const steps: Step[] = [];
  const unread: number[] = [];
  const diagnostics: Diagnostic[] = [];
  const files = agreedFiles(input.base);
  const plan = (placed: PlacedTask, number: number, issue: ObservedIssue | undefined): void => {
    const former = matches.base.get(number);
    const base = former && files.has(former.checklist.path) ? former : undefined;
    const wanted = layouts.head.ofTask(placed);
    const agreed = base && layouts.base.ofTask(base);
    const assignable = issue ? people.assignable(wanted, placeOf(placed)) : [];
    const recovered = matches.recovered.has(placed);
    const { task: type } = types;
    const pair = { placed, number, issue, base, wanted, agreed, assignable, recovered, type };
    const decision = planTask(pair, input);
    people.checkNames(placed.checklist.metadata.tasks[placed.task.index]?.owners, placed);
    if (!decision) unread.push(number);
    steps.push(...(decision?.steps ?? []));
    diagnostics.push(...(decision?.diagnostics ?? []));
  };
  for (const [number, placed] of matches.referenced) {
    const missing = findMissing(number, input);
    if (missing)
      followMissing(missing, placed, number, { steps, diagnostics, known: matches.base.has(number) });
    else plan(placed, number, input.issues.get(number));
  }
  for (const [placed, issue] of matches.recovered) {
    steps.push(lostReference(placed, issue.number, input));
    plan(placed, issue.number, issue);
  }
  for (const placed of matches.unissued) {
    const { parent, milestone, logins } = layouts.head.ofTask(placed);
    const assignees = people.assignable({ parent, milestone, logins }, placeOf(placed));
    people.checkNames(placed.checklist.metadata.tasks[placed.task.index]?.owners, placed);
    steps.push({
      op: "create-issue",
      task: taskKey(placed.checklist.path, placed.task),
      place: placeOf(placed),
      content: { ...issueContent(placed, input.config, input.repository), assignees, type: types.task },
      parent,
      milestone,
      completion: placed.task.completion,
      reason: "new task",
    });
  }
  return { steps, unread, diagnostics };
}
