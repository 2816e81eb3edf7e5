import type { BoardOutcome } from "./apply-board.js";
import type { BoardBase } from "../core/model/board.js";
import type { MissingIssue } from "../core/model/issue.js";
import type { PhaseRecords } from "../core/plan/plan-input.js";
import type { Written } from "./apply-issues.js";
import type { Delivery } from "./deliver-files.js";
import { latestChanges } from "./lag.js";
import { countAfter } from "./lost-issues.js";
import type { BaseRecord, IssueStamp, RepositoryPorts } from "./ports.js";
import type { KnownDashboard } from "./publish-dashboard.js";
import { readAllChanged } from "./read-issues.js";
import type { Snapshot } from "./read-repository.js";
import { includedEvents, rememberSync, seenIssues } from "./remember-sync.js";
import { isAsSeen, seenUntil, toSeen } from "./repository-memory.js";
import type { RepositoryMemory, SeenIssue } from "./repository-memory.js";

interface MoveOptions {
  readonly unsettled: readonly number[];
  readonly phases: PhaseRecords;
  readonly ports: RepositoryPorts;
  readonly memory: RepositoryMemory | undefined;
  readonly dashboard: KnownDashboard | undefined;
  /** What became of the board; undefined without one. */
  readonly board: BoardOutcome | undefined;
}

/**
 * Records what both sides agree on now, where that is not what is recorded: the commit that was made, be it in the
 * branch or in a pull request, or the head. Answers what to remember until the next sync.
 */
export async function moveBase(
  snapshot: Snapshot,
  written: Written,
  delivery: Exclude<Delivery, { readonly by: "refusal" }>,
  { phases, ports, memory, dashboard, board, unsettled }: MoveOptions,
): Promise<RepositoryMemory> {
  const { head, base, input } = snapshot;
  const known = seenIssues(memory, input.issues, written);
  const { since, seen } = await agreedSince(head.readAt, written, known, ports);
  const made = "commit" in delivery ? delivery.commit : undefined;
  const proposal = delivery.by === "pull-request" ? delivery.proposal : undefined;
  // What waits in a pull request and is not proposed anew is where the base is already, and in no commit of the branch.
  const waiting = proposal && base?.commit;
  const commit = made?.oid ?? waiting ?? head.oid;
  const record: BaseRecord = {
    commit,
    tag: base?.tag,
    since,
    dashboard: dashboard?.number ?? base?.dashboard,
    included: includedEvents(since, base, input.issues, written),
    count: countAfter(head.count, written),
    latest: latestChanges(stillThere(base?.latest ?? [], input.missing), [
      ...input.issues.values(),
      ...written.created.values(),
      ...written.changed,
    ]),
    ...(unsettled.length > 0 && { unsettled }),
    phases,
    proposal,
    board: board?.agreed ? { ...board.agreed, commit } : base?.board,
  };
  const isWithdrawn = base?.proposal !== undefined && !proposal;
  const isShort = base?.count !== undefined && head.count.total < base.count.total;
  const isPhaseNews = JSON.stringify(phases) !== JSON.stringify(base?.phases);
  const isTitleNews = unsettled.join() !== (base?.unsettled ?? []).join();
  const isNews = isPhaseNews || isTitleNews || isBoardNews(record.board, base);
  const moved = !snapshot.sameAsBase || made !== undefined || isWithdrawn || isShort || isNews;
  const tag = moved ? await ports.base.write(head, record) : base?.tag;
  const agreed = moved || !base ? record : { ...record, commit: base.commit, board: base.board };
  return rememberSync(snapshot, delivery, { ...agreed, tag }, { seen, board: board?.board });
}

/** No list shows an issue that is gone. */
function stillThere(stamps: readonly IssueStamp[], missing: ReadonlyMap<number, MissingIssue>): IssueStamp[] {
  return stamps.filter(({ number }) => !missing.has(number));
}

/** Another board, other columns, or the first time in a while that the board says what the files say. */
function isBoardNews(board: BoardBase | undefined, base: BaseRecord | undefined): boolean {
  if (board === undefined) return false;
  const known = base?.board;
  if (known?.id !== board.id || known.away.join() !== board.away.join()) return true;
  if (JSON.stringify(known.columns) !== JSON.stringify(board.columns)) return true;
  return known.commit !== base?.commit && known.since !== board.since;
}

/** So many issues written that reading them all again after a restart would cost more than one look now. */
const MANY = 50;

interface Agreed {
  readonly since: string;
  /** With the times of now: a new sub-issue is a change of its parent. */
  readonly seen: ReadonlyMap<number, SeenIssue>;
}

/**
 * From when on the next sync must ask for changes: since the issues were read. After many writes that would name
 * them all again, so it is looked once more; if nobody else changed anything meanwhile, the time of that look counts.
 */
async function agreedSince(
  readAt: string,
  written: Written,
  seen: ReadonlyMap<number, SeenIssue>,
  ports: RepositoryPorts,
): Promise<Agreed> {
  if (written.created.size + written.changed.length <= MANY) return { since: seenUntil(readAt), seen };
  const look = await readAllChanged(readAt, ports.issues);
  const foreign = look.issues.some((issue) => !isAsSeen(issue, seen.get(issue.number)));
  if (foreign) return { since: seenUntil(readAt), seen };
  const now = look.issues.map((issue) => [issue.number, toSeen(issue)] as const);
  return { since: seenUntil(look.readAt), seen: new Map([...seen, ...now]) };
}
