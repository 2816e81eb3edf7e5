import { changeEntries, entriesOf } from "../core/ledger/ledger-entries.js";
import { writeLedgers } from "../core/markdown/write-ledgers.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Edit } from "../core/model/edit.js";
import type { StepPlace } from "../core/model/plan.js";
import type { LedgerChange } from "../core/model/signoff.js";
import type { ReadChecklist } from "./checklist-cache.js";
import { editOnce } from "./edit-once.js";
import type { FileEntry } from "./ports.js";

/** Edits by file, and the bytes they give. */
export interface EditedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The edits that could be made. */
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
  /** The files whose ledger could be written. */
  readonly ledgers: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Edits the files, tasks first, then ledgers. A line that cannot be edited without changing something else is left
 * out, with a diagnostic; the other edits of its file are made all the same.
 */
export function applyFiles(
  read: ReadonlyMap<FileEntry, ReadChecklist>,
  wanted: ReadonlyMap<string, readonly Edit[]>,
  ledgers: ReadonlyMap<string, readonly LedgerChange[]> = new Map(),
): EditedFiles {
  const files = new Map<string, Uint8Array>();
  const made = new Map<string, readonly Edit[]>();
  const written = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const [{ path }, { source, checklist }] of read) {
    let edits = wanted.get(path) ?? [];
    while (edits.length > 0) {
      const result = editOnce(path, source, edits);
      if (result.ok) {
        files.set(path, result.source);
        made.set(path, edits);
        break;
      }
      diagnostics.push(...result.diagnostics);
      const lines = new Set(result.diagnostics.map(({ line }) => line));
      const kept = withoutRefused(edits, ({ task }) => lines.has(checklist.tasks[task]?.line ?? 0));
      // An editor that blames none of the edited lines: nothing of this file can be trusted.
      edits = kept.length < edits.length ? kept : [];
    }
    const changes = ledgers.get(path);
    if (!changes) continue;
    const entries = changeEntries(entriesOf(checklist), changes);
    const result = writeLedgers(path, files.get(path) ?? source, entries);
    if (!result.ok) diagnostics.push(...result.diagnostics);
    else {
      files.set(path, result.source);
      written.add(path);
    }
  }
  return { files, edits: made, ledgers: written, diagnostics };
}

/** A title or a field that cannot be written must not cost its line the reference or the tick. */
function withoutRefused(edits: readonly Edit[], isRefused: (edit: Edit) => boolean): readonly Edit[] {
  const words = edits.filter(
    (edit) => (edit.op === "set-title" || edit.op === "set-field") && isRefused(edit),
  );
  return edits.filter((edit) => (words.length > 0 ? !words.includes(edit) : !isRefused(edit)));
}

/** The edits of steps by file. */
export function groupEdits(
  steps: readonly { readonly place: StepPlace; readonly edit: Edit }[],
): ReadonlyMap<string, readonly Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const { place, edit } of steps) {
    const group = groups.get(place.file);
    if (group) group.push(edit);
    else groups.set(place.file, [edit]);
  }
  return groups;
}
