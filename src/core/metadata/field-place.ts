import type { TaskField, TaskMetadata } from "../model/metadata.js";

/** The words that say a value now, or room for new ones. */
export type FieldPlace = "words" | "room";

/** Where a file can say a value of a task; undefined where it has no place for it. */
export function fieldPlace(
  metadata: TaskMetadata | undefined,
  field: TaskField,
  addMetadata: boolean,
): FieldPlace | undefined {
  const written = metadata?.[field];
  if (written === undefined) return metadata?.fields !== undefined || addMetadata ? "room" : undefined;
  // Points and sizes are no days: a number of days must not take their place.
  const isDays = field !== "effort" || metadata?.effort?.value.days !== undefined;
  return written.range !== undefined && isDays ? "words" : undefined;
}
