import type { IssueTarget, MilestoneTarget, Plan } from "../core/model/plan.js";
import type { PhaseRecord, PhaseRecords } from "../core/plan/plan-input.js";

interface Numbers {
  readonly issue: (target: IssueTarget) => number | undefined;
  readonly milestone: (target: MilestoneTarget) => number | undefined;
}

/** What the app is to remember of phases: what a plan found, with the numbers that its new issues have got. */
export function recordPhases({ phases }: Plan, { issue, milestone }: Numbers): PhaseRecords {
  const files = new Map<string, Map<string, PhaseRecord>>();
  for (const phase of phases) {
    const record: PhaseRecord = {
      issue: resolve(phase.issue, issue),
      milestone: resolve(phase.milestone, milestone),
    };
    if (record.issue === undefined && record.milestone === undefined) continue;
    const sections = files.get(phase.file) ?? new Map<string, PhaseRecord>();
    files.set(phase.file, sections.set(phase.key, record));
  }
  // A heading may be called anything, `__proto__` too: entries become properties all the same.
  return Object.fromEntries([...files].map(([file, sections]) => [file, Object.fromEntries(sections)]));
}

function resolve<Target>(
  target: Target | null | undefined,
  number: (target: Target) => number | undefined,
): number | null | undefined {
  if (target === undefined) return undefined;
  return target === null ? null : number(target);
}
