import { editChecklist } from "../core/markdown/edit-checklist.js";
import type { EditResult } from "../core/markdown/edit-checklist.js";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import type { ParsedChecklist } from "../core/markdown/parse-checklist.js";
import type { Edit } from "../core/model/edit.js";

interface KnownEdit {
  readonly key: string;
  readonly result: EditResult;
}

/** What is to be written, and whether references could be: a sync asks for no more of one file. */
const KEPT = 2;

/** By the bytes that were edited, and by those that came of it: nobody changes bytes, they are made anew. */
const EDITS = new WeakMap<Uint8Array, readonly KnownEdit[]>();
const PARSED = new WeakMap<Uint8Array, ParsedChecklist>();

/**
 * Edits a file as `editChecklist` does, but the same edits of the same bytes only once: a sync asks for them in every
 * round of its planning, and once more when it applies the plan, and each time would read the file twice.
 */
export function editOnce(path: string, source: Uint8Array, edits: readonly Edit[]): EditResult {
  const key = JSON.stringify([path, edits]);
  const known = EDITS.get(source) ?? [];
  const same = known.find((each) => each.key === key);
  if (same) return same.result;
  const result = editChecklist(path, source, edits);
  EDITS.set(source, [{ key, result }, ...known].slice(0, KEPT));
  if (result.ok) PARSED.set(result.source, result);
  return result;
}

/** Parses a file, unless these bytes came of an edit: what they say was read and compared then. */
export function parseOnce(path: string, source: Uint8Array): ParsedChecklist {
  const { checklist, diagnostics } = PARSED.get(source) ?? parseChecklist(path, source);
  return { checklist, diagnostics };
}
