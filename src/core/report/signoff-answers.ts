import { requirementLabel } from "../ledger/ledger-text.js";
import type { RequirementRules } from "../model/config.js";
import type { PhaseSignoff, Requirement } from "../model/signoff.js";
import { escapePlain } from "./plain-text.js";
import { formatObstacles, formatRules } from "./pull-signoff.js";

// What somebody is told who asked to sign: Markdown that mentions nobody and refers to nothing.

/** Why somebody may not sign a requirement; as `judgeSignoff` says it. */
export type RefusalReason =
  | { readonly why: "bot" }
  | { readonly why: "author" }
  | { readonly why: "not-entitled"; readonly rules: RequirementRules }
  | { readonly why: "evidence-only"; readonly evidence: NonNullable<RequirementRules["evidence"]> }
  | { readonly why: "not-a-maintainer" };

export interface RefusedRequirement {
  readonly requirement: Requirement;
  readonly refusal: RefusalReason;
}

/** Nothing was signed, because of what is missing. */
export function formatBlocked(name: string, blocked: Pick<PhaseSignoff, "openTasks" | "unsigned">): string {
  return [`\`${name}\` cannot be signed yet.`, ...formatObstacles(blocked)].join("\n\n");
}

/** Nothing was signed, because of who asked. */
export function formatRefusals(name: string, refused: readonly RefusedRequirement[]): string {
  const [first] = refused;
  if (first && refused.every(({ refusal }) => refusal.why === first.refusal.why)) {
    const common = formatCommon(first.refusal);
    if (common !== undefined) return common;
  }
  const lines = refused.map(
    ({ requirement, refusal }) => `- ${label(requirement)}: ${formatRefusal(refusal)}`,
  );
  return [`You cannot sign this of \`${name}\`:`, lines.join("\n")].join("\n\n");
}

function formatCommon({ why }: RefusalReason): string | undefined {
  switch (why) {
    case "author":
      return "Nobody signs their own pull request: somebody else has to do it.";
    case "bot":
      return "Bots sign nothing.";
    case "not-a-maintainer":
      return "Only people with maintain access can set a requirement aside.";
    default:
      return undefined;
  }
}

function formatRefusal(refusal: RefusalReason): string {
  switch (refusal.why) {
    case "not-entitled":
      return `it needs ${formatRules(refusal.rules)}`;
    case "evidence-only":
      return refusal.evidence === "approved-review"
        ? "an approving review of the latest commit meets it, nobody's word"
        : "green checks on the latest commit meet it, nobody's word";
    default:
      return formatCommon(refusal) ?? "";
  }
}

/** The names of requirements, as people read them. */
export function listRequirementNames(requirements: readonly Requirement[]): string {
  return requirements.map(label).join(", ");
}

function label({ text }: Requirement): string {
  return escapePlain(requirementLabel(text));
}

/** What could have been meant, as code. */
export function formatChoices(choices: readonly string[]): string {
  const shown = choices.slice(0, 20).map((choice) => `\`${choice.replace(/[`\r\n]/g, "")}\``);
  return choices.length > 20 ? `${shown.join(", ")} …` : shown.join(", ");
}
