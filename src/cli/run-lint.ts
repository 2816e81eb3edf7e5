import { applySeverities } from "../core/config/apply-severities.js";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import { formatDiagnostic, formatSummary } from "./format-diagnostic.js";
import { print, printJson } from "./print.js";
import { readConfig } from "./read-config.js";
import { readSources } from "./read-sources.js";

/** Checks files and the config. Answers the exit status: 1 when there is an error. */
export async function runLint(
  names: readonly string[],
  { json, config }: { json: boolean; config: string | undefined },
): Promise<0 | 1> {
  const settings = await readConfig(config);
  const sources = await readSources(names);
  const rules = settings.ok ? settings.config.rules : {};
  const found = sources.flatMap(({ path, bytes }) => parseChecklist(path, bytes).diagnostics);
  const diagnostics = [...settings.diagnostics, ...applySeverities(found, rules)];
  if (json) {
    printJson({ files: sources.map(({ path }) => path), diagnostics });
  } else {
    for (const diagnostic of diagnostics) print(formatDiagnostic(diagnostic));
    print(formatSummary(diagnostics, sources.length));
  }
  return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}
