import type { IssueTarget, MilestoneTarget, Plan } from "../core/model/plan.js";
import type { PhaseRecord, PhaseRecords } from "../core/plan/plan-input.js";

interface Numbers {
  readonly issue: (target: IssueTarget) => number | undefined;
  readonly milestone: (target: MilestoneTarget) => number | undefined;
}

/** What the app is to remember of phases: what a plan found, with the numbers that its new issues have got. */
export function recordPhases({ phases }: Plan, { issue, milestone }: Numbers): PhaseRecords {
  const records: Record<string, Record<string, PhaseRecord>> = {};
  for (const phase of phases) {
    const record: PhaseRecord = {
      issue: resolve(phase.issue, issue),
      milestone: resolve(phase.milestone, milestone),
    };
    if (record.issue === undefined && record.milestone === undefined) continue;
    const file = (records[phase.file] ??= {});
    file[phase.key] = record;
  }
  return records;
}

function resolve<Target>(
  target: Target | null | undefined,
  number: (target: Target) => number | undefined,
): number | null | undefined {
  if (target === undefined) return undefined;
  return target === null ? null : number(target);
}
