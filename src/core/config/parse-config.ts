import type { z } from "zod";

import type { Config, Limit, ProjectRules } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { configSchema, type ParsedConfig } from "./config-schema.js";
import { describeIssue } from "./describe-issue.js";
import { remarkUnused } from "./remark-unused.js";
import { readYaml } from "./yaml-source.js";
import type { YamlSource } from "./yaml-source.js";

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads `.github/tickmark.yml`; `path` is what the diagnostics call it. No text, or an empty one, is a config of
 * defaults. A wrong one is no config at all, so that nothing is done with half of it, and all that is wrong with it
 * is said at once.
 */
export function parseConfig(path: string, text: string | undefined): ConfigResult {
  const yaml = readYaml(path, text ?? "");
  if (yaml.diagnostics.length > 0) return { ok: false, diagnostics: yaml.diagnostics };
  const parsed = configSchema.safeParse(yaml.value ?? {});
  if (parsed.success) {
    return { ok: true, config: toConfig(parsed.data), diagnostics: remarkUnused(yaml) };
  }
  const issues: readonly z.core.$ZodIssue[] = parsed.error.issues;
  const diagnostics = issues.flatMap((issue) => describeIssue(issue, yaml));
  return { ok: false, diagnostics: diagnostics.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** For remarks about what a config that is right by itself says about the files. Reads it when there is one. */
export function remarkOn(path: string, text: string | undefined): YamlSource["remark"] {
  let yaml: YamlSource | undefined;
  return (at, said) => (yaml ??= readYaml(path, text ?? "")).remark(at, said);
}

function toConfig({ issues, commit, signoff, project, limits, ...rest }: ParsedConfig): Config {
  return {
    ...rest,
    checklists: rest.checklists.map((entry) => ({ ...entry, start: entry.start })),
    issues: { ...issues, types: { phase: issues.types.phase, task: issues.types.task } },
    project: project && toProject(project),
    limits: { create: toLimit(limits.create), close: toLimit(limits.close) },
    commit: { mode: commit.mode, message: commit.message },
    signoff: {
      requirements: mapValues(signoff.requirements, ({ permission, evidence, ...who }) => ({
        ...who,
        permission,
        evidence,
      })),
      onPush: signoff["on-push"],
      gates: signoff.gates,
    },
  };
}

function toLimit(limit: number | string): Limit {
  return typeof limit === "number" ? limit : { percent: Number.parseInt(limit, 10) };
}

function toProject(project: NonNullable<ParsedConfig["project"]>): ProjectRules {
  const { number, url, create = "", fields, "add-metadata": addMetadata } = project;
  const { "effort-text": effortText, "sign-off": signoff, ...rest } = fields;
  const named = Object.entries({ ...rest, effortText, signoff }).filter(([, name]) => name !== undefined);
  const existing = url === undefined ? undefined : { url };
  return {
    board: number === undefined ? (existing ?? { create }) : { number },
    fields: Object.fromEntries(named),
    addMetadata,
  };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  convert: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}
