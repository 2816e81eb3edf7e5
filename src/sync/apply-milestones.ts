import type { Diagnostic } from "../core/model/diagnostic.js";
import type { MilestoneTarget, SectionKey, Step } from "../core/model/plan.js";
import { refusedStep } from "./refused-step.js";
import type { AttributePort } from "./ports.js";

export interface WrittenMilestones {
  /** Numbers of the new ones. */
  readonly created: ReadonlyMap<SectionKey, number>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes and changes milestones, one request each: GitHub has no GraphQL mutation for them. Without a milestone that was
 * refused the issues are made all the same.
 */
export async function applyMilestones(
  steps: readonly Step[],
  port: AttributePort,
): Promise<WrittenMilestones> {
  const created = new Map<SectionKey, number>();
  const diagnostics: Diagnostic[] = [];
  for (const step of steps) {
    if (step.op === "create-milestone") {
      const result = await port.createMilestone(step.content);
      if (result.ok) created.set(step.section, result.value.number);
      else diagnostics.push(refusedStep(step, "create a milestone for this phase", result));
    } else if (step.op === "update-milestone") {
      const result = await port.changeMilestone(step.milestone, step.change);
      if (!result.ok) diagnostics.push(refusedStep(step, "change the milestone of this phase", result));
    }
  }
  return { created, diagnostics };
}

/** The number of a milestone; undefined where GitHub refused it. */
export function milestoneNumber(
  target: MilestoneTarget | undefined,
  { created }: WrittenMilestones,
): number | undefined {
  return typeof target === "string" ? created.get(target) : target;
}
