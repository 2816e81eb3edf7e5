import type { Plan } from "../model/plan.js";
import { isCreation } from "./is-creation.js";
import { shortHash } from "./task-key.js";

/**
 * Names what a plan would create, close and let go. A person who releases a held plan releases exactly that: when the
 * files change so that more would happen, the fingerprint is another one.
 */
export function planFingerprint({ steps }: Plan): string {
  const heavy = steps.flatMap((step) => {
    if (isCreation(step)) return [`+${step.place.file}:${step.place.title}`];
    if (step.op === "let-go") return [`~${step.issue}`];
    return step.op === "set-completion" && step.completion !== "open" ? [`-${step.issue}`] : [];
  });
  return shortHash(heavy.sort());
}
