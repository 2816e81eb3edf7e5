import type { Diagnostic } from "../model/diagnostic.js";
import type { YamlSource } from "./yaml-source.js";

/** What a config may say already, although this version does not act upon it. `*` stands for every entry of a list. */
const NOT_YET: readonly (readonly string[])[] = [
  ["checklists", "*", "start"],
  ["issues", "phases"],
  ["issues", "types"],
  ["owners"],
  ["stamps"],
];

/** Tells a person about settings that have no effect yet. */
export function remarkUnused(yaml: YamlSource): Diagnostic[] {
  return NOT_YET.flatMap((pattern) =>
    pathsTo(yaml.value, pattern).map((path) =>
      yaml.remark(path, {
        at: "key",
        rule: "config-not-yet",
        severity: "info",
        message: `Unexpected \`${pattern.filter((key) => key !== "*").join(".")}\`, this version does nothing with it yet, keep it for a later one or remove it`,
      }),
    ),
  );
}

type Path = readonly PropertyKey[];

/** Where a config has what a pattern names. */
function pathsTo(value: unknown, pattern: readonly string[], path: Path = []): Path[] {
  const [key, ...rest] = pattern;
  if (key === undefined) return [path];
  if (key === "*") {
    return Array.isArray(value)
      ? value.flatMap((entry, index) => pathsTo(entry, rest, [...path, index]))
      : [];
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return [];
  return pathsTo((value as Readonly<Record<string, unknown>>)[key], rest, [...path, key]);
}
