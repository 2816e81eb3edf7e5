import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Step } from "../core/model/plan.js";
import type { Result } from "./ports.js";

/** What to tell when GitHub refused a step. The other steps go on. */
export function refusedStep(
  { place }: Pick<Step, "place">,
  what: string,
  result: Result<unknown> | undefined,
): Diagnostic {
  const why = result && !result.ok ? result.refusal : "no answer for this part of the request";
  return {
    file: place.file,
    line: place.line,
    column: 1,
    rule: "refused-by-github",
    severity: "error",
    message: `Unexpected refusal to ${what}: ${why}`,
  };
}
