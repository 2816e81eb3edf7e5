import type { ByteRange } from "../model/metadata.js";
import { findFields } from "./find-fields.js";
import { readFields } from "./read-fields.js";
import type { FieldValues } from "./read-fields.js";
import type { Reading } from "./reading.js";
import type { TextLine } from "./text-lines.js";

export interface TaskFields {
  readonly values: FieldValues;
  /** The first line of fields below the task's text. */
  line: ByteRange | undefined;
}

/** Reads lines such as `**Owner:** DevOps | **Effort:** 2 weeks` that stand inside of a task. */
export function readTaskFields(lines: readonly TextLine[], fields: TaskFields, reading: Reading): void {
  for (const line of lines) {
    const found = findFields(line);
    if (found.length === 0) continue;
    readFields(found, fields.values, reading);
    if (found.some(({ name }) => name !== "depends" && name !== "schedule"))
      fields.line ??= reading.write(undefined, { text: line.raw.trimEnd(), line, at: 0 }).range;
  }
}
