import type { Step } from "../model/plan.js";

export type CreateStep = Extract<Step, { op: "create-issue" | "create-phase" }>;

/** Whether a step makes an issue. */
export function isCreation(step: Step): step is CreateStep {
  return step.op === "create-issue" || step.op === "create-phase";
}
