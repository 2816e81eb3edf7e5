import type { Limit, Limits } from "../model/config.js";
import type { GuardedPlan, Plan, Step } from "../model/plan.js";
import { isCreation } from "./is-creation.js";
import { planFingerprint } from "./plan-fingerprint.js";

/**
 * Refuses to do too much at once without a person: a glob that matches the wrong files, a folder that was
 * removed by mistake. A held plan is held whole, so that the base stays where both sides agreed.
 *
 * `released` is the fingerprint of the plan that a person agreed to, or `all` for whatever is planned now.
 */
export function guardPlan(plan: Plan, limits: Limits, released?: string): GuardedPlan {
  const creates = plan.steps.filter(isCreation).length;
  const closes = plan.steps.filter(isClose).length;
  const losses = plan.steps.filter((step) => step.op === "let-go").length;
  const excess = [
    creates > most(limits.create, plan)
      ? `create ${creates} issues (limits.create is ${describe(limits.create, plan)})`
      : undefined,
    closes + losses > most(limits.close, plan)
      ? `${describeLosses(closes, losses)} (limits.close is ${describe(limits.close, plan)})`
      : undefined,
  ].filter((part) => part !== undefined);
  if (excess.length === 0 || released === "all" || released === planFingerprint(plan)) {
    return { verdict: "apply", plan };
  }
  const why = `This sync would ${excess.join(" and ")}. If that is meant, release it, or raise the limit in .github/tickmark.yml.`;
  return { verdict: "held", plan, why };
}

function isClose(step: Step): boolean {
  return step.op === "set-completion" && step.completion !== "open";
}

function describeLosses(closes: number, losses: number): string {
  const lost = `let go of ${losses} issues whose files the config no longer selects`;
  if (losses === 0) return `close ${closes} issues`;
  return closes === 0 ? lost : `close ${closes} issues and ${lost}`;
}

/** A share of a few issues is rounded up: closing one of three is nothing that has to wait. */
function most(limit: Limit, { former }: Plan): number {
  return typeof limit === "number" ? limit : Math.ceil((former * limit.percent) / 100);
}

function describe(limit: Limit, { former }: Plan): string {
  return typeof limit === "number" ? String(limit) : `${limit.percent}% of ${former}`;
}
