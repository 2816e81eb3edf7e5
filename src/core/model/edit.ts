import type { TaskField } from "./metadata.js";

/** A reference to be written: a link needs the address, a comment does not. */
export type NewReference =
  | { readonly style: "link"; readonly number: number; readonly url: string; readonly repository: string }
  | { readonly style: "comment"; readonly number: number };

/**
 * A change to one task of a file, by the task's index. Several edits of one task are allowed, one of each kind
 * (and field) at most; `tick` against `untick` is a contradiction and refused.
 */
export type Edit =
  | { readonly op: "tick"; readonly task: number }
  | { readonly op: "untick"; readonly task: number }
  | { readonly op: "strike"; readonly task: number }
  | { readonly op: "unstrike"; readonly task: number }
  /** Adds the reference, or puts it in the place of the one that is there (or of `<!-- no issue -->`). */
  | { readonly op: "set-reference"; readonly task: number; readonly reference: NewReference }
  | { readonly op: "remove-reference"; readonly task: number }
  /** Puts `<!-- no issue -->` in the place of the reference. */
  | { readonly op: "set-untracked"; readonly task: number }
  /** The new title is plain text: it is escaped, and as much as possible of the old markup is kept. */
  | { readonly op: "set-title"; readonly task: number; readonly title: string }
  /**
   * Writes a field of the task's metadata, in the style of what is there: over the old value, or behind the fields
   * that the task has; below the task on a line of its own only where `addLine` allows that. Without a value the field
   * is taken out. `P1`, `@ann, QA`, `3 days` and `2026-03-01` are how values are given.
   */
  | {
      readonly op: "set-field";
      readonly task: number;
      readonly field: TaskField;
      readonly value: string | undefined;
      readonly addLine: boolean;
    };
