import type { Diagnostic } from "../model/diagnostic.js";
import type { IssueTarget, TaskKey } from "../model/plan.js";
import type { Matches } from "./match-tasks.js";
import type { PlacedTask } from "./plan-input.js";
import { SUB_ISSUES_PER_PARENT } from "./place-phases.js";
import { NO_SECTIONS } from "./section-targets.js";
import type { SectionTargets } from "./section-targets.js";
import { taskKey } from "./task-key.js";

const LEVELS = 8;

export interface Parents {
  /** The issue that a task's issue belongs under. */
  of(placed: PlacedTask): IssueTarget | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The part of the matches that nesting depends on. */
type Pairings = Pick<Matches, "referenced" | "recovered" | "unissued">;

/**
 * Nesting as sub-issues: of tasks in tasks, and of what is in no task in its section. What is beyond GitHub's limits
 * (closed issues count too) becomes an ordinary issue, and a diagnostic.
 */
export function planParents(
  { referenced, recovered, unissued }: Pairings,
  sections: SectionTargets = NO_SECTIONS,
): Parents {
  const targets = new Map<TaskKey, IssueTarget>();
  for (const [number, placed] of referenced) targets.set(keyOf(placed), number);
  for (const [placed, issue] of recovered) targets.set(keyOf(placed), issue.number);
  for (const placed of unissued) targets.set(keyOf(placed), keyOf(placed));

  const parents = new Map<TaskKey, IssueTarget>();
  const children = new Map<IssueTarget, number>();
  for (const parent of sections.parents()) children.set(parent, (children.get(parent) ?? 0) + 1);
  const diagnostics: Diagnostic[] = [];
  for (const placed of [...referenced.values(), ...recovered.keys(), ...unissued]) {
    const { parent, level } = ancestry(placed, targets, sections);
    if (parent === undefined) continue;
    const siblings = children.get(parent) ?? 0;
    if (level > LEVELS) diagnostics.push(beyond(placed, `nesting of ${level} levels`, `at most ${LEVELS}`));
    else if (siblings >= SUB_ISSUES_PER_PARENT)
      diagnostics.push(
        beyond(placed, `sub-issue number ${siblings + 1} of one issue`, `at most ${SUB_ISSUES_PER_PARENT}`),
      );
    else {
      parents.set(keyOf(placed), parent);
      children.set(parent, siblings + 1);
    }
  }
  return { of: (placed) => parents.get(keyOf(placed)), diagnostics };
}

function keyOf(placed: PlacedTask): TaskKey {
  return taskKey(placed.checklist.path, placed.task);
}

/** By what has an issue, not by what deserves one: a task that was ticked before its number arrived has one. */
function ancestry(
  { checklist, task }: PlacedTask,
  targets: ReadonlyMap<TaskKey, IssueTarget>,
  sections: SectionTargets,
) {
  let parent: IssueTarget | undefined;
  let level = 1;
  for (let at = task.parent; at !== undefined; at = checklist.tasks[at]?.parent) {
    const target = targets.get(`${checklist.path}#${at}`);
    if (target === undefined) continue;
    parent ??= target;
    level += 1;
  }
  const around = sections.around(checklist, task.sectionIndex);
  return { parent: parent ?? around[0], level: level + around.length };
}

function beyond({ checklist, task }: PlacedTask, unexpected: string, expected: string): Diagnostic {
  return {
    file: checklist.path,
    line: task.line,
    column: 1,
    rule: "sub-issue-limit",
    severity: "warning",
    message: `Unexpected ${unexpected}, expected ${expected}: GitHub takes no more sub-issues, so this task's issue has no parent; split the list.`,
  };
}
