import type { Plan, Questions } from "../core/model/plan.js";
import type { Facts } from "../core/plan/plan-input.js";
import type { AttributePort } from "./ports.js";

/** Whether a plan would have to know more of the repository. */
export function asks({ questions: { logins, milestones, types } }: Plan): boolean {
  return logins.length > 0 || milestones || types;
}

/** What is known, and the answers. */
export async function readFacts(
  { logins, milestones, types }: Questions,
  known: Facts,
  port: AttributePort,
): Promise<Facts> {
  const found = logins.length > 0 ? await port.assignable(logins) : new Map<string, boolean>();
  return {
    assignable: new Map([...known.assignable, ...found]),
    milestones: milestones ? await port.milestones() : known.milestones,
    types: types ? await port.types() : known.types,
  };
}
