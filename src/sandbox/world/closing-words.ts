import type { Actor } from "./access.js";
import { closeIssue } from "./issues.js";
import type { Issue, Repository } from "./model.js";
import type { World } from "./world.js";

const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

/** The open and closed issues of the repository that a text says to close. */
export function mentionedToClose(repository: Repository, text: string): readonly Issue[] {
  const numbers = new Set([...text.matchAll(CLOSING)].map((match) => Number(match[1])));
  return [...numbers].flatMap((number) => {
    const issue = repository.issues.get(number);
    return issue?.pull === null ? [issue] : [];
  });
}

/**
 * "Closes #12" in a commit that reaches the default branch closes the issue:
 * https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
export function closeMentioned(world: World, actor: Actor, repository: Repository, text: string): void {
  for (const issue of mentionedToClose(repository, text)) {
    if (issue.state === "open") closeIssue(world, actor, issue, "completed");
  }
}
