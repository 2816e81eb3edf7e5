import type { Severity } from "./diagnostic.js";

/** One entry of `checklists`: which files, and how their tasks are mirrored. */
export interface ChecklistRules {
  /** Globs against the path from the repository's root. */
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
  /** Tasks at this nesting level (1 = not nested) and above have an issue; deeper ones are lines in its body. */
  readonly depth: number | "all";
  /** What becomes of tasks that were ticked before they had an issue. */
  readonly completed: "skip" | "mirror";
  readonly labels: readonly string[];
}

/** More than this in one sync waits for a person. */
export interface Limits {
  readonly create: number;
  readonly close: number;
}

/** `.github/tickmark.yml`, with every default filled in. */
export interface Config {
  /** The first entry that matches a file wins. */
  readonly checklists: readonly ChecklistRules[];
  readonly issues: {
    readonly reference: "link" | "comment";
    readonly labels: readonly string[];
  };
  readonly commit: {
    /** With `{summary}`; undefined: the repository's own convention is followed. */
    readonly message: string | undefined;
  };
  readonly limits: Limits;
  /** Severity by rule name, for the rules of the linter; `off` silences one. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
}
