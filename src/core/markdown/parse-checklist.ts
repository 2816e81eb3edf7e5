import type { Checklist } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { diagnoseChecklist } from "./rules/diagnose-checklist.js";
import { readChecklist } from "./read-checklist.js";

export interface ParsedChecklist {
  readonly checklist: Checklist;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a Markdown file as GitHub shows it: what GitHub renders as a checkbox is a task, and nothing else is. What
 * only looks like a task is a diagnostic.
 */
export function parseChecklist(path: string, source: Uint8Array): ParsedChecklist {
  const read = readChecklist(path, source);
  return { checklist: read.checklist, diagnostics: diagnoseChecklist(read) };
}
