import type { Step } from "../model/plan.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { placeOf } from "./step-place.js";

/** How the reference to an issue is to be written. */
export function newReference(number: number, url: string, repository: string, style: "link" | "comment") {
  return style === "comment" ? ({ style, number } as const) : ({ style, number, url, repository } as const);
}

/** The link that was lost on the way to the file. */
export function lostReference(placed: PlacedTask, number: number, { config, repository }: PlanInput): Step {
  return {
    op: "edit-task",
    place: placeOf(placed),
    issue: number,
    edit: {
      op: "set-reference",
      task: placed.task.index,
      reference: newReference(
        number,
        `${repository.url}/issues/${number}`,
        `${repository.owner}/${repository.name}`,
        config.issues.reference,
      ),
    },
    reason: "its issue exists already",
  };
}
