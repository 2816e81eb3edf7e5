import type { TaskField, TaskMetadata } from "../model/metadata.js";
import { parseDay } from "./parse-day.js";
import { parseEffort } from "./parse-effort.js";
import { parseOwners } from "./parse-owners.js";
import { parsePriority } from "./parse-priority.js";

/** What a field of a task means. */
export type FieldValue = NonNullable<TaskMetadata[TaskField]>["value"];

/** What a text means as the value of a field; undefined for a text that means nothing there. */
export function parseField(field: TaskField, text: string): FieldValue | undefined {
  switch (field) {
    case "priority":
      return parsePriority(text);
    case "effort":
      return parseEffort(text);
    case "owners": {
      const owners = parseOwners(text);
      return owners.names.length + owners.logins.length > 0 ? owners : undefined;
    }
    case "start":
    case "due": {
      const parsed = parseDay(text);
      return parsed.kind === "day" ? parsed.day : undefined;
    }
  }
}

/** Whether two texts mean the same in a field. */
export function isSameField(field: TaskField, one: string, other: string): boolean {
  return JSON.stringify(parseField(field, one)) === JSON.stringify(parseField(field, other));
}
