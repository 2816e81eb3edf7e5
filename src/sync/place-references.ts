import type { Diagnostic } from "../core/model/diagnostic.js";
import type { IssueTarget, Plan, Step } from "../core/model/plan.js";
import type { ReadChecklist } from "./checklist-cache.js";
import { editOnce } from "./edit-once.js";
import type { FileEntry } from "./ports.js";

type CreateStep = Extract<Step, { op: "create-issue" }>;

/**
 * Takes out the tasks whose line has no place for a reference. An issue whose number can never reach the file
 * would be made again and again, so it is not made at all, and the author is told.
 */
export function withoutUnplaceable(plan: Plan, files: ReadonlyMap<FileEntry, ReadChecklist>): Plan {
  const creates = plan.steps.filter((step) => step.op === "create-issue");
  if (creates.length === 0) return plan;
  const refused = new Set<IssueTarget>();
  const diagnostics: Diagnostic[] = [];
  for (const [{ path }, read] of files) {
    let tasks = creates.filter(({ place }) => place.file === path);
    while (tasks.length > 0) {
      const blamed = tryReferences(path, read, tasks);
      const out = tasks.filter(({ place }) => blamed.some(({ line }) => line === place.line));
      for (const { task } of out.length > 0 || blamed.length === 0 ? out : tasks) refused.add(task);
      diagnostics.push(...blamed);
      if (blamed.length === 0) break;
      tasks = tasks.filter(({ task }) => !refused.has(task));
    }
  }
  if (refused.size === 0) return plan;
  const steps = plan.steps.flatMap((step): Step[] => {
    if (step.op !== "create-issue") return [step];
    if (refused.has(step.task)) return [];
    const orphan = typeof step.parent === "string" && refused.has(step.parent);
    return [orphan ? { ...step, parent: undefined } : step];
  });
  return { ...plan, steps, diagnostics: [...plan.diagnostics, ...diagnostics] };
}

function tryReferences(
  path: string,
  { source }: ReadChecklist,
  tasks: readonly CreateStep[],
): readonly Diagnostic[] {
  const reference = { style: "comment", number: 1 } as const;
  const edits = tasks.map(({ task }) => ({
    op: "set-reference" as const,
    task: Number(task.slice(task.lastIndexOf("#") + 1)),
    reference,
  }));
  const result = editOnce(path, source, edits);
  return result.ok ? [] : result.diagnostics;
}
