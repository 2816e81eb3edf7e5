import type { Limits } from "../model/config.js";
import type { GuardedPlan, Plan, Step } from "../model/plan.js";

/**
 * Refuses to do too much at once without a person: a glob that matches the wrong files, a folder that was
 * removed by mistake. A held plan is held whole, so that the base stays where both sides agreed.
 */
export function guardPlan(plan: Plan, limits: Limits): GuardedPlan {
  const creates = plan.steps.filter((step) => step.op === "create-issue").length;
  const closes = plan.steps.filter(isClose).length;
  const excess = [
    creates > limits.create ? `create ${creates} issues (limits.create is ${limits.create})` : undefined,
    closes > limits.close ? `close ${closes} issues (limits.close is ${limits.close})` : undefined,
  ].filter((part) => part !== undefined);
  if (excess.length === 0) return { verdict: "apply", plan };
  const why = `This sync would ${excess.join(" and ")}. If that is meant, raise the limit in .github/tickmark.yml.`;
  return { verdict: "held", plan, why };
}

function isClose(step: Step): boolean {
  return step.op === "set-completion" && step.completion !== "open";
}
