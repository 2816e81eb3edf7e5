import type { z } from "zod";

import type { Diagnostic } from "../model/diagnostic.js";
import { configSchema } from "./config-schema.js";
import { nearestName } from "./nearest-name.js";
import type { YamlSource } from "./yaml-source.js";

/** Says what the schema found wrong, where it stands, and how it would be right. */
export function describeIssue(issue: z.core.$ZodIssue, yaml: YamlSource): Diagnostic[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => describeKey(key, issue.path, yaml));
  }
  const missing = isMissing(issue, yaml);
  const said = missing
    ? `Missing \`${String(issue.path.at(-1))}\``
    : `Unexpected ${yaml.excerpt(issue.path)}`;
  return [
    yaml.remark(issue.path, {
      rule: missing ? "config-missing" : "config-value",
      severity: "error",
      message: `${said}, ${issue.message}`,
    }),
  ];
}

function describeKey(key: string, path: readonly PropertyKey[], yaml: YamlSource): Diagnostic {
  const names = keysAt(configSchema, path);
  const meant = nearestName(key, names);
  const way = meant === undefined ? "remove it" : `did you mean \`${meant}\`?`;
  const listed = names.map((name) => `\`${name}\``).join(", ");
  return yaml.remark([...path, key], {
    at: "key",
    rule: "config-key",
    severity: "error",
    message: `Unexpected key \`${key}\`, expected one of ${listed}, ${way}`,
  });
}

function isMissing(issue: z.core.$ZodIssue, yaml: YamlSource): boolean {
  const value = issue.path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null
        ? (inside as Record<PropertyKey, unknown>)[key]
        : undefined,
    yaml.value,
  );
  return issue.code === "invalid_type" && value === undefined && issue.path.length > 0;
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  if (def.type === "optional" || def.type === "default" || def.type === "prefault")
    return keysAt(def.innerType, path);
  const [key, ...rest] = path;
  if (def.type === "object") {
    if (key === undefined) return Object.keys(def.shape);
    const inside = def.shape[String(key)];
    return inside ? keysAt(inside, rest) : [];
  }
  if (def.type === "array") return keysAt(def.element, rest);
  return def.type === "record" ? keysAt(def.valueType, rest) : [];
}
