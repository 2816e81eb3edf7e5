import type { BoardField } from "./board.js";
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
  /** The day, `YYYY-MM-DD`, that "Week 1" and "Month 1" count from. */
  readonly start: string | undefined;
}

/** So many issues, or such a part of the issues that tasks had before. */
export type Limit = number | { readonly percent: number };

/** More than this in one sync waits for a person. */
export interface Limits {
  readonly create: Limit;
  readonly close: Limit;
}

/** A role on the repository; each includes the ones before it. */
export type Permission = "read" | "triage" | "write" | "maintain" | "admin";

/** Who or what satisfies a requirement at sign-off; nothing set means anybody with the permission for commands. */
export interface RequirementRules {
  readonly teams: readonly string[];
  readonly users: readonly string[];
  readonly permission: Permission | undefined;
  readonly evidence: "approved-review" | "green-checks" | undefined;
}

/** Pull requests that touch one of the paths or carry one of the labels wait for the phase. */
export interface SignoffGate {
  readonly phase: string;
  readonly paths: readonly string[];
  readonly labels: readonly string[];
}

/** The project board that is kept in step: an existing one, by its number or address, or one to create. */
export interface ProjectRules {
  readonly board: { readonly number: number } | { readonly url: string } | { readonly create: string };
  /** Name of the board's field by our name for it. */
  readonly fields: Readonly<Partial<Record<BoardField, string>>>;
  /** May a change on the board add a metadata line to the file? */
  readonly addMetadata: boolean;
}

/** `.github/tickmark.yml`, with every default filled in. */
export interface Config {
  /** The first entry that matches a file wins. */
  readonly checklists: readonly ChecklistRules[];
  readonly issues: {
    readonly reference: "link" | "comment";
    readonly labels: readonly string[];
    readonly phases: { readonly issue: boolean; readonly milestone: boolean };
    /** Names of the organization's issue types. */
    readonly types: { readonly phase: string | undefined; readonly task: string | undefined };
  };
  /** Logins and teams by the name that checklists use for an owner. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
  readonly project: ProjectRules | undefined;
  readonly commit: {
    readonly mode: "auto" | "commit" | "pull-request";
    /** With `{summary}`; undefined: the repository's own convention is followed. */
    readonly message: string | undefined;
  };
  readonly signoff: {
    /** By the text of the requirement. */
    readonly requirements: Readonly<Record<string, RequirementRules>>;
    readonly onPush: "dismiss" | "keep";
    readonly gates: readonly SignoffGate[];
  };
  readonly commands: { readonly permission: Permission };
  readonly limits: Limits;
  readonly dashboard: boolean;
  readonly stamps: { readonly updated: boolean; readonly completed: boolean };
  /** Severity by rule name, for the rules of the linter; `off` silences one. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
}
