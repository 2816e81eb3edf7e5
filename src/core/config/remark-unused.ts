import type { Diagnostic } from "../model/diagnostic.js";
import type { YamlSource } from "./yaml-source.js";

/** What a config may say already, although this version does not act upon it. */
const NOT_YET: readonly (readonly string[])[] = [["stamps"]];

/** Tells a person about settings that have no effect yet. */
export function remarkUnused(yaml: YamlSource): Diagnostic[] {
  const { value } = yaml;
  return NOT_YET.filter((path) => hasPath(value, path)).map((path) =>
    yaml.remark(path, {
      at: "key",
      rule: "config-not-yet",
      severity: "info",
      message: `Unexpected \`${path.join(".")}\`, this version does nothing with it yet, keep it for a later one or remove it`,
    }),
  );
}

function hasPath(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
  return hasPath((value as Readonly<Record<string, unknown>>)[key], rest);
}
