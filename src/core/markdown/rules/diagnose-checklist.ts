import type { Diagnostic } from "../../model/diagnostic.js";
import type { ReadChecklist } from "../read-checklist.js";
import { diagnoseBoxes } from "./box-rules.js";
import { diagnoseEncoding, diagnoseSetextTraps } from "./file-rules.js";
import { diagnoseLedgers, diagnoseRequirements } from "./ledger-rules.js";
import { diagnoseTasks } from "./task-rules.js";

/**
 * Remarks about near misses and traps, in the file's order. Code, HTML and front matter are left alone, and nothing
 * is ever guessed: a remark changes no task.
 */
export function diagnoseChecklist(read: ReadChecklist): Diagnostic[] {
  const rules = [
    diagnoseEncoding,
    diagnoseBoxes,
    diagnoseSetextTraps,
    diagnoseTasks,
    diagnoseLedgers,
    diagnoseRequirements,
  ];
  return [...read.remarks, ...rules.flatMap((rule) => rule(read))].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  );
}
