import type { Outcome } from "./sync-repository.js";

/** An outcome in one sentence, for logs and `/status`. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.result) {
    case "unusable":
      return `nothing can be done: ${outcome.why}`;
    case "wrong-config":
      return `nothing was synced: ${outcome.diagnostics.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join("; ")}`;
    case "unchanged":
      return "nothing to do";
    case "held":
      return `held: ${outcome.why}`;
    case "planned":
      return `planned ${outcome.plan.steps.length} steps`;
    case "applied": {
      const { created, changed, commit, plan } = outcome;
      if (plan.steps.length === 0) return "nothing to do";
      const parts = [
        created > 0 ? `created ${count(created, "issue")}` : undefined,
        changed > 0 ? `changed ${count(changed, "issue")}` : undefined,
        commit === undefined ? undefined : `committed ${commit.slice(0, 7)}`,
      ].filter((part) => part !== undefined);
      return parts.length > 0 ? parts.join(", ") : "nothing could be done, see the diagnostics";
    }
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
