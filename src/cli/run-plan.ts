import { applySeverities } from "../core/config/apply-severities.js";
import { selectChecklist } from "../core/config/select-checklist.js";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import type { ChecklistRules, Config } from "../core/model/config.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Plan } from "../core/model/plan.js";
import { guardPlan } from "../core/plan/guard-plan.js";
import { planSync } from "../core/plan/plan-sync.js";
import { formatPlan, formatPlanSummary } from "../core/report/format-plan.js";
import { formatDiagnostic } from "./format-diagnostic.js";
import { count, paint, print, printJson } from "./print.js";
import { readConfig } from "./read-config.js";
import { readSources, type Source } from "./read-sources.js";
import { UsageError } from "./usage-error.js";

/** Stands for the repository that the files would be pushed to. */
const ANY_REPOSITORY = {
  owner: "owner",
  name: "repository",
  url: "https://github.com/owner/repository",
  branch: "main",
  formerNames: [],
};

/** Shows what a sync of these files would do to a repository that has no issues yet. */
export async function runPlan(
  names: readonly string[],
  { json, config: name }: { json: boolean; config: string | undefined },
): Promise<void> {
  const settings = await readConfig(name);
  if (!settings.ok) throw new UsageError(settings.diagnostics.map(formatDiagnostic).join("\n"));
  const plan = planFirstSync(await readSources(names), settings.config);
  const guarded = guardPlan(plan, settings.config.limits);
  const held = guarded.verdict === "held" ? guarded.why : undefined;
  const diagnostics = [...settings.diagnostics, ...applySeverities(plan.diagnostics, settings.config.rules)];
  if (json) printJson({ ...plan, diagnostics, held: held ?? null });
  else printPlan({ ...plan, diagnostics }, held);
}

function planFirstSync(sources: readonly Source[], config: Config): Plan {
  const files = sources.map(({ path, bytes }) => ({
    ...parseChecklist(path, bytes),
    ...select(path, config),
  }));
  const plan = planSync({
    repository: ANY_REPOSITORY,
    headOid: "0".repeat(40),
    config,
    head: files,
    base: undefined,
    issues: new Map(),
    missing: new Map(),
    record: [],
  });
  const remarks = files.flatMap(({ diagnostics, remark }) => [...remark, ...diagnostics]);
  // Reading and planning both look at references; one remark about a line is enough.
  const said = new Set(remarks.map(({ file, line, rule }) => `${file}:${line} ${rule}`));
  const news = plan.diagnostics.filter(({ file, line, rule }) => !said.has(`${file}:${line} ${rule}`));
  return { ...plan, diagnostics: [...remarks, ...news] };
}

/** A file that somebody names is planned even where the config does not select it. */
function select(path: string, config: Config): { rules: ChecklistRules; remark: readonly Diagnostic[] } {
  const selected = selectChecklist(path, config);
  const rules = selected ?? config.checklists[0];
  if (!rules) throw new UsageError("tickmark: the config selects no files at all (checklists: [])");
  const message =
    "Unexpected file, expected one that `checklists` in the config selects, add a glob for it or move it to have it synced";
  const remark = { file: path, line: 1, column: 1, rule: "not-selected", severity: "info", message } as const;
  return { rules, remark: selected ? [] : [remark] };
}

const COLORS = { "+": "green", "~": "yellow", "-": "red" } as const;

function printPlan(plan: Plan, held: string | undefined): void {
  for (const line of formatPlan(plan))
    print(line.replace(/^[+~-]/, (sign) => paint(COLORS[sign as "+"], sign)));
  if (plan.steps.length > 0) print();
  for (const diagnostic of plan.diagnostics) print(formatDiagnostic(diagnostic));
  print(formatPlanSummary(plan));
  if (plan.unread.length > 0) {
    print(`${count(plan.unread.length, "task")} with an issue already: a sync looks at that issue first.`);
  }
  if (held !== undefined) print(paint("yellow", held));
}
