import type { AttributeEvent, IssueEvent, ObservedIssue } from "../core/model/issue.js";
import type { Written } from "./apply-issues.js";
import type { Delivery } from "./deliver-files.js";
import type { BaseRecord, FileEntry } from "./ports.js";
import type { Snapshot } from "./read-repository.js";
import { changesSince, toSeen } from "./repository-memory.js";
import type { RepositoryMemory, SeenIssue } from "./repository-memory.js";

/** What was known of issues before, what a sync read, and what it wrote, unless somebody interfered. */
export function seenIssues(
  memory: RepositoryMemory | undefined,
  read: ReadonlyMap<number, ObservedIssue>,
  { created, changed, undisturbed }: Written,
): ReadonlyMap<number, SeenIssue> {
  const seen = new Map(memory?.seen);
  const settled = changed.filter(({ number }) => undisturbed.has(number));
  for (const issue of [...read.values(), ...created.values(), ...settled])
    seen.set(issue.number, toSeen(issue));
  return seen;
}

/**
 * The events at or after `since` that the new base includes: what was read, and what the app did itself. What
 * people did between the two is not included, even in the same second.
 */
export function includedEvents(
  since: string,
  base: BaseRecord | undefined,
  read: ReadonlyMap<number, ObservedIssue>,
  { created, changed }: Written,
): Readonly<Record<string, string>> {
  const own = [...created.values(), ...changed].flatMap(eventsOf).filter((event) => event.own);
  const known = [...[...read.values()].flatMap(eventsOf), ...own].map(({ id, at }) => [id, at] as const);
  const all = [...Object.entries(base?.included ?? {}), ...known];
  return Object.fromEntries(all.filter(([, at]) => at >= since));
}

function eventsOf({ events, attributeEvents }: ObservedIssue): (IssueEvent | AttributeEvent)[] {
  return [...events, ...attributeEvents];
}

/** What to keep of a sync that went through. */
export function rememberSync(
  { head, config, files, atHead }: Snapshot,
  delivery: Delivery,
  base: BaseRecord,
  { seen, board }: Pick<RepositoryMemory, "seen" | "board">,
): RepositoryMemory {
  const atBase = filesOfBase({ files, atHead }, delivery);
  const since = changesSince(base);
  return {
    branch: head.branch,
    head: delivery.by === "commit" ? delivery.commit.oid : head.oid,
    config: head.config,
    base,
    own: [head.ownCommit?.oid, "commit" in delivery ? delivery.commit?.oid : undefined].filter(
      (oid) => oid !== undefined,
    ),
    board,
    hasBoard: config.project !== undefined,
    files: atBase,
    filesAtHead: delivery.by === "pull-request" ? [...atHead.values()].map(({ entry }) => entry) : atBase,
    // What changed before that is never answered again.
    seen: new Map([...seen].filter(([, { updatedAt }]) => Date.parse(updatedAt) >= Date.parse(since))),
  };
}

/** The commit of a delivery is the head with some files changed; one that was there before is what was read. */
function filesOfBase({ files, atHead }: Pick<Snapshot, "files" | "atHead">, delivery: Delivery): FileEntry[] {
  const isAsBefore = delivery.by === "pull-request" && delivery.commit === undefined;
  if (isAsBefore) return [...files.keys()];
  const commit = "commit" in delivery ? delivery.commit : undefined;
  const committed = new Map(commit?.files.map((entry) => [entry.path, entry]));
  return [...atHead.values()].map(({ entry }) => committed.get(entry.path) ?? entry);
}
