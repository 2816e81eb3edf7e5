import type { Issue } from "./model.js";

/**
 * The short past of each issue, so that a list can be answered "as of two seconds ago" (the fault `stale-list`):
 * GitHub's lists are read from replicas that lag.
 */
interface Revision {
  readonly at: number;
  /** null: deleted or moved away. */
  readonly issue: Issue | null;
}

const KEPT_MS = 120_000;
const revisions = new WeakMap<Issue, Revision[]>();

export function rememberRevision(issue: Issue, isGone = false): void {
  const at = Date.now();
  const known = revisions.get(issue) ?? [];
  known.push({ at, issue: isGone ? null : { ...issue } });
  const firstNeeded = known.findLastIndex((revision) => revision.at < at - KEPT_MS);
  revisions.set(issue, firstNeeded > 0 ? known.slice(firstNeeded) : known);
}

/** The issue as it was at that time; undefined when it was not there. */
export function revisionAt(issue: Issue, at: number): Issue | undefined {
  const known = revisions.get(issue);
  if (known === undefined) return issue;
  return known.findLast((revision) => revision.at <= at)?.issue ?? undefined;
}
