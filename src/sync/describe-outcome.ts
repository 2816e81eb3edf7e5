import type { Proposal } from "./ports.js";
import type { Outcome } from "./sync-repository.js";

/** An outcome in one sentence, for logs and `/status`. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.result) {
    case "unusable":
      return `nothing can be done: ${outcome.why}`;
    case "wrong-config":
      return `nothing was synced: ${outcome.diagnostics.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join("; ")}`;
    case "unchanged":
      return withProposal(["nothing to do"], outcome.proposal);
    case "held":
      return `held: ${outcome.why}`;
    case "planned":
      return `planned ${outcome.plan.steps.length} steps`;
    case "applied": {
      const { created, changed, onBoard, commit, plan, proposal } = outcome;
      if (plan.steps.length === 0 && commit === undefined) return withProposal(["nothing to do"], proposal);
      const parts = [
        created > 0 ? `created ${count(created, "issue")}` : undefined,
        changed > 0 ? `changed ${count(changed, "issue")}` : undefined,
        onBoard > 0 ? `changed ${count(onBoard, "issue")} on the board` : undefined,
        commit === undefined ? undefined : `committed ${commit.slice(0, 7)}`,
      ].filter((part) => part !== undefined);
      const isIdle = parts.length === 0 && !proposal;
      return isIdle ? "nothing could be done, see the diagnostics" : withProposal(parts, proposal);
    }
  }
}

function withProposal(parts: readonly string[], proposal: Proposal | undefined): string {
  const waiting =
    proposal &&
    `pull request #${proposal.number} ${proposal.declined ? "was closed and stays so" : "is open"}: ${proposal.url} (${proposal.why})`;
  return [...parts, ...(waiting === undefined ? [] : [waiting])].join(", ");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
