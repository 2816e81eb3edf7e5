import type { StepPlace } from "../model/plan.js";
import type { PlacedTask } from "./plan-input.js";

/** Where a step comes from. */
export function placeOf({ checklist, task }: PlacedTask): StepPlace {
  return { file: checklist.path, line: task.line, title: task.title };
}
