import type { Config } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ObservedIssue } from "../model/issue.js";
import type { PlanInput } from "./plan-input.js";

/** The issue types of the app's issues, as far as the organization has them. */
export interface ChosenTypes {
  readonly names: Config["issues"]["types"];
  /** Whether the types have to be known before issues are made. */
  readonly isAsking: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** One of the app's issues that never had a type, or not by a person: what people choose, or take away, is theirs. */
export function isUntyped({ own, type, attributeEvents }: ObservedIssue): boolean {
  return (
    own &&
    type === undefined &&
    !attributeEvents.some(({ own: byApp, change }) => !byApp && change.what === "type")
  );
}

/** `isNeeded`: there are issues to give a type to. */
export function chooseTypes(
  { config, facts }: Pick<PlanInput, "config" | "facts">,
  isNeeded: boolean,
): ChosenTypes {
  const { types } = config.issues;
  const wanted = [types.phase, types.task].filter((name) => name !== undefined);
  if (wanted.length === 0 || !isNeeded || !facts) return { names: types, isAsking: false, diagnostics: [] };
  const { types: listed } = facts;
  const find = (name: string | undefined): string | undefined =>
    listed?.find((other) => other.toLowerCase() === name?.toLowerCase());
  const unknown = listed ? [...new Set(wanted.filter((name) => find(name) === undefined))] : [];
  return {
    names: { phase: find(types.phase), task: find(types.task) },
    isAsking: listed === undefined,
    diagnostics: unknown.map((name) => remark(name, listed ?? [])),
  };
}

function remark(name: string, listed: readonly string[]): Diagnostic {
  const expected =
    listed.length === 0 ? "none, because the repository has no issue types" : `one of ${listed.join(", ")}`;
  return {
    file: ".github/tickmark.yml",
    line: 1,
    column: 1,
    rule: "unknown-issue-type",
    severity: "warning",
    message: `Unexpected issue type “${name}”, expected ${expected}, correct \`issues.types\``,
  };
}
