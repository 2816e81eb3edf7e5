import type { BoardInput } from "../core/board/board-input.js";
import type { Plan } from "../core/model/plan.js";
import type { ChecklistCache } from "./checklist-cache.js";
import { planWithPeople } from "./plan-with-people.js";
import type { RepositoryPorts } from "./ports.js";
import { readBoard } from "./read-board.js";
import type { BoardLook, KnownBoard } from "./read-board.js";
import { asks, readFacts } from "./read-facts.js";
import { readByNumber } from "./read-issues.js";
import type { Snapshot } from "./read-repository.js";

/** A plan, and the snapshot with every issue that it was made from. */
export interface Complete {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** What the board is to say; undefined without one. */
  readonly board: BoardInput | undefined;
}

interface Planning {
  readonly ports: RepositoryPorts;
  readonly cache: ChecklistCache;
  readonly known: KnownBoard;
}

/** A plan names what it would have to know; each round reads some of it, and there are few. */
const MOST_ROUNDS = 12;

/** Plans, reads what the plan does not know for certain, and plans again. */
export async function planCompletely(snapshot: Snapshot, options: Planning): Promise<Complete> {
  const { ports } = options;
  const issues = new Map(snapshot.input.issues);
  const missing = new Map(snapshot.input.missing);
  let look = await refresh(
    await readBoard(snapshot, options),
    changedIssues(options.known),
    snapshot,
    options,
  );
  let { facts } = snapshot.input;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const input = { ...snapshot.input, issues, missing, facts };
    const { plan, unread, stale, board } = planWithPeople(input, snapshot.files, look.view);
    if (facts && asks(plan)) facts = await readFacts(plan.questions, facts, ports.attributes);
    else if (unread.length > 0) await readByNumber(unread, { issues, missing }, ports.issues);
    else if (stale.length > 0) look = await refresh(look, stale, snapshot, options);
    else {
      const diagnostics = [...snapshot.diagnostics, ...look.diagnostics];
      return { plan, snapshot: { ...snapshot, diagnostics, input }, board };
    }
  }
  throw new Error("A plan keeps asking for what was read");
}

function changedIssues({ board, news }: KnownBoard): number[] {
  const items = [...(board?.items ?? [])];
  return items.flatMap(([issue, { id }]) => (news.includes(id) ? [issue] : []));
}

/** What is remembered of some items gives way to what GitHub says now. */
async function refresh(
  look: BoardLook,
  stale: readonly number[],
  snapshot: Snapshot,
  options: Planning,
): Promise<BoardLook> {
  const { view } = look;
  if (!view?.board || view.fresh === "all" || stale.length === 0) return look;
  const read = await options.ports.board.readItems(view.board, stale);
  // The board went away since: reading it as for the first time says how.
  if (!read) return readBoard(snapshot, { ...options, known: { board: undefined, news: [] } });
  const items = new Map(view.board.items);
  for (const issue of stale) {
    const item = read.get(issue);
    if (item) items.set(issue, item);
    else items.delete(issue);
  }
  const board = { ...view.board, items };
  return { ...look, view: { ...view, board, fresh: new Set([...view.fresh, ...stale]) } };
}
