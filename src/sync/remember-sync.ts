import type { ObservedIssue } from "../core/model/issue.js";
import type { BaseRecord, Commit } from "./ports.js";
import type { Snapshot } from "./read-repository.js";
import { changesSince, toSeen } from "./repository-memory.js";
import type { RepositoryMemory, SeenIssue } from "./repository-memory.js";

/** What was known of issues before, and what a sync read and wrote; the later reading counts. */
export function seenIssues(
  memory: RepositoryMemory | undefined,
  issues: readonly ObservedIssue[],
): ReadonlyMap<number, SeenIssue> {
  const seen = new Map(memory?.seen);
  for (const issue of issues) seen.set(issue.number, toSeen(issue));
  return seen;
}

/** What to keep of a sync that went through. */
export function rememberSync(
  { head, files }: Snapshot,
  commit: Commit | undefined,
  base: BaseRecord,
  seen: ReadonlyMap<number, SeenIssue>,
): RepositoryMemory {
  const committed = new Map(commit?.files.map((entry) => [entry.path, entry]));
  const since = changesSince(base);
  return {
    branch: head.branch,
    head: commit?.oid ?? head.oid,
    config: head.config,
    base,
    files: [...files.keys()].map((entry) => committed.get(entry.path) ?? entry),
    // What changed before that is never answered again.
    seen: new Map([...seen].filter(([, { updatedAt }]) => Date.parse(updatedAt) >= Date.parse(since))),
  };
}
