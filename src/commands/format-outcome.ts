import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Plan } from "../core/model/plan.js";
import { defuse } from "../core/report/defuse.js";
import { formatPlan, formatPlanSummary } from "../core/report/format-plan.js";
import { describeOutcome } from "../sync/describe-outcome.js";
import type { Outcome } from "../sync/sync-repository.js";
import type { Section } from "./command.js";
import { formatBlock, formatFolded } from "./folded-block.js";

/** An outcome for the person who asked for it. */
export function formatOutcome(outcome: Outcome, room: number): Section {
  switch (outcome.result) {
    case "unusable":
      return { text: `I can do nothing here: ${defuse(outcome.why)}.`, isDone: false };
    case "wrong-config":
      return { text: formatWrongConfig(outcome.diagnostics, room), isDone: false };
    case "unchanged":
      return { text: sentence(describeOutcome(outcome)), isDone: true };
    case "held": {
      const text = `I am waiting for a person's word. ${defuse(outcome.why)} To go ahead with it, comment \`/tickmark apply\`.`;
      return { text: join(text, ...details(outcome, room)), isDone: false };
    }
    case "planned": {
      const nothing = outcome.plan.steps.length === 0;
      const text = nothing ? "Everything is in step: nothing to do." : "This is what a sync would do now.";
      return { text: join(text, ...details(outcome, room)), isDone: true };
    }
    case "applied": {
      const { plan, created, changed, commit, proposal } = outcome;
      const isDone = plan.steps.length === 0 || created + changed > 0 || Boolean(commit ?? proposal);
      const text = sentence(describeOutcome(outcome));
      return { text: join(text, ...details(outcome, room)), isDone };
    }
  }
}

/** The config's mistakes, for whoever can mend them. */
export function formatWrongConfig(diagnostics: readonly Diagnostic[], room: number): string {
  const what = "Nothing is synced until this is mended:";
  return join(what, formatBlock(diagnostics.map(formatRemark), { room: room - what.length }));
}

/** How many remarks there are, and folded away what they say. */
export function formatRemarks(diagnostics: readonly Diagnostic[], room: number): readonly string[] {
  if (diagnostics.length === 0) return [];
  const title =
    diagnostics.length === 1 ? "One remark about a file" : `${diagnostics.length} remarks about files`;
  return [formatFolded(title, diagnostics.map(formatRemark), { room })];
}

function details(
  { plan, diagnostics }: { readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] },
  room: number,
): readonly string[] {
  const most = Math.floor(room / 2) - 500;
  const steps =
    plan.steps.length === 0
      ? []
      : [formatFolded(formatPlanSummary(plan), formatPlan(plan), { room: most, language: "diff" })];
  return [...steps, ...formatRemarks(diagnostics, most)];
}

function formatRemark({ file, line, column, severity, message }: Diagnostic): string {
  return `${file}:${line}:${column} ${severity} ${message}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${defuse(text.slice(1))}.`;
}

function join(...parts: readonly string[]): string {
  return parts.join("\n\n");
}
