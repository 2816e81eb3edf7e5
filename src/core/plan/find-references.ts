import type { Reference } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { RepositoryRef } from "../model/issue.js";
import type { PlacedTask, SelectedChecklist } from "./plan-input.js";

/** A task that names an issue of another repository. */
export interface ForeignTask {
  readonly placed: PlacedTask;
  /** `owner/name`, as the link spells it. */
  readonly repository: string;
}

export interface References {
  /** By issue number: the task that keeps the reference. */
  readonly referenced: ReadonlyMap<number, PlacedTask>;
  readonly foreign: readonly ForeignTask[];
  /** Tasks without a reference, or with one that another line keeps. */
  readonly loose: readonly PlacedTask[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds which task is which issue. Of several with one reference the first keeps it; but where the base knows it in
 * another file, a copy does not take it away from there.
 */
export function findReferences(
  checklists: readonly SelectedChecklist[],
  repository: RepositoryRef,
  known: ReadonlyMap<number, PlacedTask> = new Map(),
): References {
  const tasks = checklists.flatMap(tasksOf);
  const referenced = new Map<number, PlacedTask>();
  const foreign: ForeignTask[] = [];
  for (const placed of tasks) {
    const { reference } = placed.task;
    if (reference && !isOwn(reference, repository)) {
      foreign.push({ placed, repository: reference.repository ?? "" });
    } else if (reference) {
      const first = referenced.get(reference.number);
      const home = known.get(reference.number)?.checklist.path;
      const isCopied = first && first.checklist.path !== home && placed.checklist.path === home;
      if (!first || isCopied) referenced.set(reference.number, placed);
    }
  }
  const settled = new Set([...referenced.values(), ...foreign.map(({ placed }) => placed)]);
  const candidates = tasks.filter((placed) => !settled.has(placed));
  const diagnostics = candidates.flatMap((placed) => duplicateReference(placed, referenced));
  const isFree = (reference: Reference): boolean =>
    isOwn(reference, repository) && known.has(reference.number) && !referenced.has(reference.number);
  const loose: PlacedTask[] = [];
  for (const placed of candidates) {
    const displaced = placed.task.mentioned.find(isFree);
    if (displaced) {
      referenced.set(displaced.number, placed);
      diagnostics.push(displacedReference(placed, displaced.number));
    } else loose.push(placed);
  }
  return { referenced, foreign, loose, diagnostics };
}

/** A line that says "TBD" and names an issue is that issue's: somebody renamed it so. */
function tasksOf({ checklist, rules }: SelectedChecklist): PlacedTask[] {
  return checklist.tasks
    .filter(({ kind, reference }) => kind === "task" || (kind === "placeholder" && reference !== undefined))
    .filter(({ untracked }) => !untracked)
    .map((task) => ({ checklist, rules, task }));
}

function isOwn(reference: Reference, repository: RepositoryRef): boolean {
  if (reference.repository === undefined) return true;
  const names = [`${repository.owner}/${repository.name}`, ...repository.formerNames];
  return names.some((name) => name.toLowerCase() === reference.repository?.toLowerCase());
}

/** Within one file, reading it has told so already. */
function duplicateReference(placed: PlacedTask, referenced: ReadonlyMap<number, PlacedTask>): Diagnostic[] {
  const number = placed.task.reference?.number;
  const keeper = number === undefined ? undefined : referenced.get(number);
  if (!keeper || keeper.checklist === placed.checklist) return [];
  const where = `${keeper.checklist.path}:${keeper.task.line}`;
  const message = `Unexpected second reference to #${number}, expected it on one line only: ${where} keeps it, this task gets an issue of its own.`;
  return [remark(placed, "duplicate-reference", message)];
}

function displacedReference(placed: PlacedTask, number: number): Diagnostic {
  const message = `Unexpected text after the reference #${number}, expected the reference to be last on the line; move it to the end.`;
  return remark(placed, "displaced-reference", message);
}

function remark({ checklist, task }: PlacedTask, rule: string, message: string): Diagnostic {
  return { file: checklist.path, line: task.line, column: 1, rule, severity: "warning", message };
}
