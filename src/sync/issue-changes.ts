import type { ObservedIssue } from "../core/model/issue.js";
import type { IssueTarget, SectionKey, Step, TaskKey } from "../core/model/plan.js";
import { milestoneNumber } from "./apply-milestones.js";
import type { WrittenMilestones } from "./apply-milestones.js";
import { BATCH } from "./ports.js";
import type { IssueChange } from "./ports.js";

export type ChangeStep = Extract<
  Step,
  {
    op:
      | "update-issue"
      | "set-parent"
      | "set-milestone"
      | "set-assignees"
      | "set-type"
      | "set-completion"
      | "let-go";
  }
>;
/** What a plan calls the issues that it makes. */
export type NewKey = TaskKey | SectionKey;

export function isChange(step: Step): step is ChangeStep {
  return CHANGES.has(step.op);
}

const CHANGES: ReadonlySet<Step["op"]> = new Set([
  "update-issue",
  "set-parent",
  "set-milestone",
  "set-assignees",
  "set-type",
  "set-completion",
  "let-go",
]);

export function toChange(
  issue: number,
  steps: readonly ChangeStep[],
  {
    created,
    milestones,
  }: { readonly created: ReadonlyMap<NewKey, ObservedIssue>; readonly milestones: WrittenMilestones },
): IssueChange {
  return steps.reduce<IssueChange>(
    (change, step) => {
      switch (step.op) {
        case "update-issue":
          return {
            ...change,
            ...(step.title !== undefined && { title: step.title }),
            ...(step.body !== undefined && { body: step.body }),
          };
        case "set-parent":
          return { ...change, parent: resolve(step.parent, created) ?? null };
        case "set-milestone":
          return { ...change, milestone: milestoneNumber(step.milestone, milestones) ?? null };
        case "set-assignees":
          return { ...change, assign: step.assign, unassign: step.unassign };
        case "set-type":
          return { ...change, type: step.type };
        case "let-go":
          return {
            ...change,
            ...(step.body !== undefined && { body: step.body }),
            comment: step.comment,
          };
        case "set-completion":
          return {
            ...change,
            completion: step.completion,
            ...(step.comment !== undefined && { comment: step.comment }),
          };
      }
    },
    { issue },
  );
}

/** The number of an issue; undefined where GitHub refused it. */
export function resolve(
  target: IssueTarget | undefined,
  created: ReadonlyMap<NewKey, ObservedIssue>,
): number | undefined {
  return typeof target === "string" ? created.get(target)?.number : target;
}

/** At most how many mutations the steps of one issue need: its words, milestone and type are one. */
export function countMutations(steps: readonly ChangeStep[]): number {
  const kinds = steps.flatMap((step) => {
    switch (step.op) {
      case "update-issue":
      case "set-milestone":
      case "set-type":
        return ["update"];
      case "set-assignees":
        return ["assign", "unassign"];
      case "let-go":
        return ["update", "comment"];
      case "set-completion":
        return step.comment === undefined ? ["state"] : ["state", "comment"];
      case "set-parent":
        return ["parent"];
    }
  });
  return new Set(kinds).size;
}

/** GitHub breaks off what takes longer than ten seconds: a request has no more than so many mutations. */
export function batches<T>(list: readonly T[], weigh: (each: T) => number): T[][] {
  const result: T[][] = [];
  let room = 0;
  for (const each of list) {
    const weight = weigh(each);
    if (weight > room) {
      result.push([]);
      room = BATCH;
    }
    result.at(-1)?.push(each);
    room -= weight;
  }
  return result;
}
