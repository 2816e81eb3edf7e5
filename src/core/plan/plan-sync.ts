import type { Diagnostic } from "../model/diagnostic.js";
import type { MissingIssue, ObservedIssue } from "../model/issue.js";
import type { IssueTarget, Plan, Step } from "../model/plan.js";
import { issueContent } from "./issue-content.js";
import { isDiscussion, matchTasks } from "./match-tasks.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { planDeselected } from "./plan-deselected.js";
import { planLeftovers } from "./plan-leftovers.js";
import { planParents } from "./plan-parents.js";
import { planTask } from "./plan-task.js";
import { placeOf } from "./step-place.js";
import { taskKey } from "./task-key.js";

/**
 * Decides everything that one sync is to do. Pure: the same input always gives the same plan, and a plan made
 * from what an applied plan leaves behind is empty.
 */
export function planSync(input: PlanInput): Plan {
  const matches = matchTasks(input);
  const parents = planParents(matches);
  const baseParents = planParents({ referenced: matches.base, recovered: new Map(), unissued: [] });
  const steps: Step[] = [];
  const unread: number[] = [];
  const diagnostics: Diagnostic[] = [...matches.diagnostics, ...parents.diagnostics];

  const plan = (placed: PlacedTask, number: number, issue: ObservedIssue | undefined): void => {
    const base = matches.base.get(number);
    const baseParent = base && baseParents.of(base);
    const recovered = matches.recovered.has(placed);
    const pair = { placed, number, issue, base, parent: parents.of(placed), baseParent, recovered };
    const decision = planTask(pair, input);
    if (!decision) unread.push(number);
    steps.push(...(decision?.steps ?? []));
    diagnostics.push(...(decision?.diagnostics ?? []));
  };
  for (const [number, placed] of matches.referenced) {
    const issue = input.issues.get(number);
    const missing = issue && isDiscussion(issue) ? DISCUSSION : input.missing.get(number);
    if (missing) follow(missing, placed, number, { steps, diagnostics, known: matches.base.has(number) });
    else plan(placed, number, issue);
  }
  for (const [placed, issue] of matches.recovered) {
    steps.push(reference(placed, issue.number, input));
    plan(placed, issue.number, issue);
  }
  steps.push(...matches.unissued.map((placed) => createIssue(placed, input, parents.of(placed))));
  const leftovers = planLeftovers(matches, input);
  const deselected = planDeselected(matches, input);
  const { size: known } = new Set([...matches.base.keys(), ...matches.referenced.keys()]);
  return {
    steps: inOrder([...steps, ...leftovers.steps, ...deselected.steps]),
    diagnostics,
    unread: [...unread, ...leftovers.unread, ...deselected.unread],
    former: known + matches.recovered.size + deselected.steps.length,
  };
}

const DISCUSSION: MissingIssue = { kind: "discussion" };

/** Issues are made before they are changed, parents are set before children close, files come last. */
const ORDER: Readonly<Record<Step["op"], number>> = {
  "create-issue": 0,
  "update-issue": 1,
  "set-parent": 2,
  "set-completion": 3,
  "let-go": 3,
  "create-board": 4,
  "create-board-column": 5,
  "add-board-options": 6,
  "set-board-values": 7,
  "edit-task": 8,
};

function inOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => ORDER[a.op] - ORDER[b.op]);
}

function createIssue(placed: PlacedTask, input: PlanInput, parent: IssueTarget | undefined): Step {
  return {
    op: "create-issue",
    task: taskKey(placed.checklist.path, placed.task),
    place: placeOf(placed),
    content: issueContent(placed, input.config, input.repository),
    parent,
    completion: placed.task.completion,
    reason: "new task",
  };
}

/** The link that was lost on the way to the file. */
function reference(placed: PlacedTask, number: number, { config, repository }: PlanInput): Step {
  return {
    op: "edit-task",
    place: placeOf(placed),
    issue: number,
    edit: {
      op: "set-reference",
      task: placed.task.index,
      reference: newReference(
        number,
        `${repository.url}/issues/${number}`,
        `${repository.owner}/${repository.name}`,
        config.issues.reference,
      ),
    },
    reason: "its issue exists already",
  };
}

/** How the reference to an issue is to be written. */
export function newReference(number: number, url: string, repository: string, style: "link" | "comment") {
  return style === "comment" ? ({ style, number } as const) : ({ style, number, url, repository } as const);
}

interface Following {
  readonly steps: Step[];
  readonly diagnostics: Diagnostic[];
  readonly known: boolean;
}

/** A reference to something that is no issue of this repository (any more). */
function follow(
  missing: MissingIssue,
  placed: PlacedTask,
  number: number,
  { steps, diagnostics, known }: Following,
): void {
  const place = placeOf(placed);
  const task = placed.task.index;
  if (missing.kind === "moved") {
    const reference = newReference(missing.number, missing.url, missing.repository, "link");
    steps.push({
      op: "edit-task",
      place,
      issue: number,
      edit: { op: "set-reference", task, reference },
      reason: `#${number} was transferred`,
    });
  } else if (
    missing.kind === "deleted" ||
    missing.kind === "discussion" ||
    (missing.kind === "never" && known)
  ) {
    const reason = `#${number} ${missing.kind === "discussion" ? "became a discussion" : "was deleted"}`;
    steps.push({ op: "edit-task", place, issue: number, edit: { op: "set-untracked", task }, reason });
  } else {
    const what =
      missing.kind === "pull-request"
        ? `#${number}, which is a pull request`
        : `#${number}, which does not exist`;
    const message = `Unexpected reference to ${what}, expected an issue; correct the number, or remove the reference to get a new issue.`;
    diagnostics.push({
      file: place.file,
      line: place.line,
      column: 1,
      rule: "dead-reference",
      severity: "warning",
      message,
    });
  }
}
