import type { Actor } from "./access.js";
import { closeIssue } from "./issues.js";
import type { Repository } from "./model.js";
import type { World } from "./world.js";

const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

/**
 * "Closes #12" in a commit that reaches the default branch closes the issue:
 * https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
export function closeMentioned(world: World, actor: Actor, repository: Repository, text: string): void {
  for (const match of text.matchAll(CLOSING)) {
    const issue = repository.issues.get(Number(match[1]));
    if (issue?.pull === null && issue.state === "open") closeIssue(world, actor, issue, "completed");
  }
}
