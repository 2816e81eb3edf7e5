import type { ObservedIssue } from "../core/model/issue.js";
import type { Written } from "./apply-issues.js";
import type { IssueCount } from "./ports.js";

/**
 * Whether issues are gone since they were counted, given those that changed since: what was deleted or transferred is
 * in no list of changes, and the event that tells of it may be lost.
 */
export function hasLostIssues(
  before: IssueCount | undefined,
  now: IssueCount,
  changed: readonly ObservedIssue[],
): boolean {
  if (!before) return false;
  const made = new Set(changed.map(({ number }) => number).filter((number) => number > before.newest));
  return now.total < before.total + made.size;
}

/** The count when a sync is over that has written these. */
export function countAfter({ total, newest }: IssueCount, { created }: Pick<Written, "created">): IssueCount {
  const numbers = [...created.values()].map(({ number }) => number);
  return { total: total + numbers.length, newest: Math.max(newest, ...numbers) };
}
