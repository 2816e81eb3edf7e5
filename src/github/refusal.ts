import type { GraphqlProblem } from "./domain-error.js";

/**
 * The words in which GitHub says that a branch takes no direct commits: by classic protection (a type of its own),
 * by a ruleset (`UNPROCESSABLE`, "Repository rule violations found"), in the words of git (GH006, GH013), and rule
 * by rule.
 *
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
 */
const REFUSALS: readonly RegExp[] = [
  /repository rule violation/i,
  /\bGH0(?:06|13)\b/,
  /protected branch|branch is protected|locked branch|protected ref\b/i,
  /must be made through (?:a pull request|the merge queue)/i,
  /required (?:status )?checks?\b|status checks? .*\b(?:is|are) expected/i,
  /approving review is required/i,
  /must not contain merge commits/i,
  /must have (?:verified|valid) signatures/i,
  /not authorized to push to this branch/i,
];

const TYPES: ReadonlySet<string> = new Set(["BRANCH_PROTECTION_RULE_VIOLATION", "REPOSITORY_RULE_VIOLATION"]);

/**
 * Why a branch refuses to be written to, in GitHub's words; undefined for every other problem. A branch that moved
 * is not refused: that is asked first, because a message may speak of both.
 */
export function branchRefusal({ type, message }: GraphqlProblem): string | undefined {
  if (type === "STALE_DATA" || /Expected (?:branch|ref) .*to point to/.test(message)) return undefined;
  if (!TYPES.has(type ?? "") && !REFUSALS.some((words) => words.test(message))) return undefined;
  const said = message.replace(/^\s*(?:GH0\d\d: )?Repository rule violations? found\b[^\n]*/i, "");
  return (said.trim() === "" ? message : said).replace(/\s+/g, " ").trim();
}
