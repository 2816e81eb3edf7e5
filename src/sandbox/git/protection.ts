import type { Actor } from "../world/access.js";
import { hasRole } from "../world/access.js";
import type { Issue, Repository } from "../world/model.js";
import { Refusal } from "../world/refusal.js";

export const THROUGH_QUEUE = "Changes must be made through the merge queue";

const QUEUED =
  "A pull request for this branch has been added to a merge queue. Branches that are queued for merging cannot be updated. To modify this branch, dequeue the associated pull request.";

/**
 * A branch that wants pull requests refuses to be moved directly. GitHub words it differently for classic protection
 * and for rulesets; administrators pass classic protection (it is not "enforced for administrators").
 */
export function refuseDirectPush(actor: Actor, repository: Repository, ref: string): void {
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
  const isQueued = ({ pull }: Issue): boolean =>
    pull !== null && pull.queued !== null && pull.headRef === branch;
  if ([...repository.issues.values()].some(isQueued)) throw new Refusal("branch-protection", QUEUED);
  for (const rule of repository.rules) {
    if (rule.branch !== branch) continue;
    if (rule.style === "protection" && actor.kind === "user" && hasRole(actor.account, repository, "admin"))
      continue;
    const reasons = [
      ...(rule.mergeQueue ? [THROUGH_QUEUE] : []),
      ...(rule.requiresPullRequest ? ["Changes must be made through a pull request."] : []),
      ...(rule.requiredChecks.length > 0 ? [requiredChecksText(rule.requiredChecks)] : []),
    ];
    const kind = rule.style === "protection" ? "branch-protection" : "rule-violation";
    if (reasons.length > 0) throw new Refusal(kind, ruleText(rule.style, reasons));
  }
}

function requiredChecksText(checks: readonly string[]): string {
  const [only] = checks;
  return checks.length === 1 && only !== undefined
    ? `Required status check "${only}" is expected.`
    : `${checks.length} of ${checks.length} required status checks are expected.`;
}

function ruleText(style: "protection" | "ruleset", reasons: readonly string[]): string {
  return style === "ruleset"
    ? `Repository rule violations found\n\n${reasons.join("\n\n")}\n\n`
    : reasons.join(" ");
}
