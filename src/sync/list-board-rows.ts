import { SectionDays, taskRow } from "../core/board/board-rows.js";
import type { BoardRow } from "../core/board/board-rows.js";
import { phaseRows } from "../core/board/phase-rows.js";
import type { PhaseIssue } from "../core/board/phase-rows.js";
import type { Plan } from "../core/model/plan.js";
import { findReferences } from "../core/plan/find-references.js";
import { matchTasks } from "../core/plan/match-tasks.js";
import type { PhaseRecords, PlacedTask, PlanInput, SelectedChecklist } from "../core/plan/plan-input.js";
import { settleChecklist } from "../core/plan/settle-checklist.js";
import { taskKey } from "../core/plan/task-key.js";

/**
 * What the board is to say once a plan is applied: first the phases, then the tasks. Before there is a plan, what the
 * files and issues say now, with the phases that the base remembers.
 */
export function listBoardRows(input: PlanInput, addMetadata: boolean, plan: Plan | undefined): BoardRow[] {
  const { referenced, recovered, unissued } = matchTasks(input);
  const steps = plan?.steps ?? [];
  const days = new SectionDays();
  const closings = new Map(
    steps.flatMap((step) => (step.op === "set-completion" ? [[step.issue, step.completion]] : [])),
  );
  const settle = (row: BoardRow): BoardRow => {
    if (typeof row.issue !== "number") return row;
    const known = closings.get(row.issue) ?? input.issues.get(row.issue)?.completion;
    return { ...row, completion: known ?? row.completion };
  };
  const ofTask = (placed: PlacedTask, issue: BoardRow["issue"]): BoardRow =>
    settle(taskRow(placed, issue, { days, addMetadata }));
  const head = input.head.map((each) => ({ ...each, checklist: settleChecklist(each.checklist, steps) }));
  const phases = plan ? plannedPhases(plan) : knownPhases(input.base?.phases);
  return [
    ...phaseRows(head, phases).map(settle),
    ...[...referenced].map(([number, placed]) => ofTask(placed, number)),
    ...[...recovered].map(([placed, { number }]) => ofTask(placed, number)),
    ...unissued.map((placed) => ofTask(placed, taskKey(placed.checklist.path, placed.task))),
  ].filter(({ issue }) => typeof issue !== "number" || !input.missing.has(issue));
}

interface FormerRows extends Pick<PlanInput, "repository"> {
  readonly addMetadata: boolean;
  readonly phases: PhaseRecords | undefined;
}

/** What the board said when it agreed with these files. */
export function formerBoardRows(
  checklists: readonly SelectedChecklist[],
  { addMetadata, phases, repository }: FormerRows,
): ReadonlyMap<number, BoardRow> {
  const days = new SectionDays();
  const { referenced } = findReferences(checklists, repository);
  const rows = [
    ...phaseRows(checklists, knownPhases(phases)),
    ...[...referenced].map(([number, placed]) => taskRow(placed, number, { days, addMetadata })),
  ];
  return new Map(rows.flatMap((row) => (typeof row.issue === "number" ? [[row.issue, row] as const] : [])));
}

function plannedPhases({ phases }: Plan): PhaseIssue[] {
  return phases.flatMap(({ file, key, issue }) =>
    issue === null || issue === undefined ? [] : [{ file, key, issue }],
  );
}

function knownPhases(records: PhaseRecords = {}): PhaseIssue[] {
  return Object.entries(records).flatMap(([file, sections]) =>
    Object.entries(sections).flatMap(([key, { issue }]) =>
      typeof issue === "number" ? [{ file, key, issue }] : [],
    ),
  );
}
