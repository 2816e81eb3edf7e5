import { requirementLabel } from "../ledger/ledger-text.js";
import type { RequirementRules } from "../model/config.js";
import type { PhaseSignoff, Requirement } from "../model/signoff.js";
import { escapePlain } from "./plain-text.js";
import { code, formatObstacles, formatRules } from "./pull-signoff.js";

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
  const shown = choices.slice(0, MOST_CHOICES).map((choice) => `\`${code(choice)}\``);
  return choices.length > MOST_CHOICES ? `${shown.join(", ")} …` : shown.join(", ");
}

const MOST_CHOICES = 20;
/** Of what people wrote, as much as tells them what is meant. */
const LONGEST_WORD = 80;

/** Nothing was signed, because it is not clear of what phase: the choices, each as a command to paste. */
export function formatWhichPhase({ what, problem, written, choices, likely, rest }: WhichPhase): string {
  const word = `“${escapePlain(written.slice(0, LONGEST_WORD))}”`;
  const question = {
    missing: "Which phase?",
    unknown: `I know no phase ${word}.`,
    ambiguous: `I am not sure which phase ${word} is.`,
  }[problem];
  const behind = what === "waive" ? [...(rest.length > 0 ? rest : ["REQUIREMENT"]), '"reason"'] : rest;
  const lines = choices
    .slice(0, MOST_CHOICES)
    .map(
      (choice, at) =>
        `- \`${code([`/${what}`, choice, ...behind].join(" "))}\`${at < likely ? " (there is work of it here)" : ""}`,
    );
  const more = choices.length > MOST_CHOICES ? [`- … and ${choices.length - MOST_CHOICES} more`] : [];
  return [`${question} Write one of these:`, [...lines, ...more].join("\n")].join("\n\n");
}

interface WhichPhase {
  readonly what: "signoff" | "waive";
  readonly problem: "missing" | "unknown" | "ambiguous";
  /** The first word behind the command. */
  readonly written: string;
  readonly choices: readonly string[];
  /** How many of the choices are probably meant. */
  readonly likely: number;
  /** What stands behind the phase. */
  readonly rest: readonly string[];
}

const MOST_UNKNOWN = 5;

/** Nothing was signed, because words name no requirement, or several. */
export function formatUnknown(
  unknown: readonly { readonly word: string; readonly choices: readonly string[] }[],
): string {
  return unknown
    .slice(0, MOST_UNKNOWN)
    .map(
      ({ word, choices }) =>
        `I know no single requirement “${escapePlain(word.slice(0, LONGEST_WORD))}”, so I did nothing. There are: ${formatChoices(choices)}.`,
    )
    .join("\n\n");
}
