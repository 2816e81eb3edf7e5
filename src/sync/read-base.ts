import type { BaseRecord, HeadReading, OwnCommit, RepositoryPorts } from "./ports.js";
import { seenUntil } from "./repository-memory.js";
import type { RepositoryMemory } from "./repository-memory.js";

/** The base, and where it comes from. */
export interface RecalledBase {
  readonly base: BaseRecord | undefined;
  /** The branch's ref says so, and not only a commit, or another branch. */
  readonly isRecorded: boolean;
  /** Branches that were the default branch before, and for which the app's pull request may still be open. */
  readonly abandoned: readonly string[];
}

/** What waits in a pull request may have been settled by another process, and no commit of the branch tells of that. */
export async function isOvertaken(
  { base }: RepositoryMemory,
  head: HeadReading,
  ports: RepositoryPorts,
): Promise<boolean> {
  return base.proposal !== undefined && (await ports.base.read(head))?.tag !== base.tag;
}

/**
 * The base, as the repository remembers it. A process that died between its commit and the move of the ref left
 * the ref one step behind: the commit says from which base it was planned and when, and if that is the ref's, or was
 * later, the commit itself is the state on which both sides agreed last.
 */
export async function readBase(
  head: HeadReading,
  ports: RepositoryPorts,
  memory: RepositoryMemory | undefined,
): Promise<RecalledBase> {
  const present = await ports.base.read(head);
  // A branch that is the default one again has a base of its own, and all the same another one was that in between.
  const isOther = memory !== undefined && memory.branch !== head.branch;
  const former = present && !isOther ? undefined : await ports.base.readFormer(head, head.oid);
  const recorded = present ?? former?.base;
  const abandoned = former?.proposed ?? [];
  const own = head.ownCommit;
  if (own && own.oid !== recorded?.commit && follows(own, recorded)) {
    return {
      base: {
        commit: own.oid,
        tag: recorded?.tag,
        since: own.since,
        included: {},
        dashboard: recorded?.dashboard,
        count: recorded?.count,
        unsettled: recorded?.unsettled,
        phases: recorded?.phases,
        latest: recorded?.latest,
        board: recorded?.board,
        // Whatever it proposed, this commit was made later: of its pull request only the rest is to be cleared up.
        proposal: recorded?.proposal && { ...recorded.proposal, head: own.oid },
      },
      isRecorded: false,
      abandoned,
    };
  }
  return { base: recorded, isRecorded: former === undefined, abandoned };
}

/** Another process may have moved the base on while the commit was planned from the one before. */
function follows({ base, since }: OwnCommit, recorded: BaseRecord | undefined): boolean {
  if (base === recorded?.commit) return true;
  return recorded !== undefined && Date.parse(seenUntil(since)) > Date.parse(recorded.since);
}
