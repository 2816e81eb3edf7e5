import type { BoardInput } from "../core/board/board-input.js";
import { findLost } from "../core/board/find-lost.js";
import { planBoard } from "../core/board/plan-board.js";
import { planBoardNews } from "../core/board/plan-news.js";
import type { BoardMove, BoardNews } from "../core/board/plan-news.js";
import type { Completion } from "../core/model/checklist.js";
import type { ObservedIssue } from "../core/model/issue.js";
import type { Plan, Step } from "../core/model/plan.js";
import type { PlanInput } from "../core/plan/plan-input.js";
import { inOrder, planSync } from "../core/plan/plan-sync.js";
import { applyFiles, groupEdits } from "./apply-files.js";
import type { EditedFiles } from "./apply-files.js";
import { parseOnce } from "./edit-once.js";
import { listBoardRows } from "./list-board-rows.js";
import { withoutUnplaceable } from "./place-references.js";
import { CONFIG_PATH } from "./ports.js";
import type { BoardView } from "./read-board.js";
import type { Snapshot } from "./read-repository.js";

/** A plan, unless it needs more to be read first. */
export interface Draft {
  readonly plan: Plan;
  /** Issues that have to be read, as `Plan.unread`. */
  readonly unread: readonly number[];
  /** Issues whose items on the board are only remembered, and are about to be changed. */
  readonly stale: readonly number[];
  /** What the board is compared with once the plan is applied; undefined without a board. */
  readonly board: BoardInput | undefined;
}

/**
 * A plan for files, issues and the board. What people have changed on the board comes first: it is planned as if they
 * had written it in the file, or closed the issue. What is different after that is for the board to follow.
 */
export function planWithBoard(
  input: PlanInput,
  files: Snapshot["files"],
  view: BoardView | undefined,
): Draft {
  if (view === undefined) {
    const plan = planSync(input);
    return { plan: withoutUnplaceable(plan, files), unread: plan.unread, stale: [], board: undefined };
  }
  const before = compare(input, view, undefined);
  const news = planBoardNews(before);
  const unknown = news.moves.map(({ issue }) => issue).filter((issue) => !input.issues.has(issue));
  const moves = news.moves.filter(({ issue, from }) => input.issues.get(issue)?.completion === from);
  const edited = applyFiles(files, groupEdits(news.edits));
  const settled = settle(input, moves, edited);
  const synced = planSync(settled);
  const plan = withoutUnplaceable(synced, files);
  const board = { ...compare(settled, view, plan), lost: before.lost };
  const boardSteps = planBoard(board);
  const made = news.edits.filter(({ place, edit }) => edited.edits.get(place.file)?.includes(edit));
  return {
    plan: {
      ...plan,
      steps: inOrder([
        ...(view.board === undefined ? [createBoard(view)] : []),
        ...plan.steps,
        ...moveSteps(moves, plan.steps),
        ...made,
        ...boardSteps,
      ]),
      diagnostics: [...plan.diagnostics, ...news.diagnostics, ...edited.diagnostics],
    },
    unread: [...new Set([...unknown, ...synced.unread])],
    stale: staleIssues(view, boardSteps, news),
    board,
  };
}

/** The board beside what the files say, or will say once these steps are done. */
function compare(
  input: PlanInput,
  { board, columns, rules, base }: BoardView,
  plan: Plan | undefined,
): BoardInput {
  const compared = {
    board: board ?? {
      id: "",
      title: "create" in rules.board ? rules.board.create : "",
      url: "",
      columns: [],
      items: new Map(),
    },
    columns,
    rules,
    file: CONFIG_PATH,
    rows: listBoardRows(input, rules.addMetadata, plan),
    base,
    removed: removedIssues(plan),
  };
  return { ...compared, lost: findLost(compared) };
}

/** Issues are dropped because of their line, or because it is gone: those that have one have a row. */
function removedIssues(plan: Plan | undefined): BoardInput["removed"] {
  return new Map(
    plan?.steps.flatMap((step) =>
      step.op === "set-completion" && step.completion === "dropped" ? [[step.issue, step.place]] : [],
    ),
  );
}

/** The files with what the board says in them, and the issues as people have moved them on the board. */
function settle(input: PlanInput, moves: readonly BoardMove[], { files }: EditedFiles): PlanInput {
  const head = input.head.map(({ checklist, rules }) => {
    const bytes = files.get(checklist.path);
    return { rules, checklist: bytes ? parseOnce(checklist.path, bytes).checklist : checklist };
  });
  const issues = new Map<number, ObservedIssue>(input.issues);
  for (const { issue, to } of moves) {
    const observed = issues.get(issue);
    if (observed) issues.set(issue, moved(observed, to, input.base?.since));
  }
  return { ...input, head, issues };
}

/** As if somebody had closed or reopened it after `since`, the time of the base. */
function moved(observed: ObservedIssue, to: Completion, since = observed.updatedAt): ObservedIssue {
  const change = { what: "state", completion: to } as const;
  const event = { id: `moved on the board to ${to}`, at: since, own: false, change };
  return { ...observed, completion: to, events: [...observed.events, event] };
}

/** Where the files or the issue have had the last word, there is a step for the issue already. */
function moveSteps(moves: readonly BoardMove[], steps: readonly Step[]): Step[] {
  const decided = new Set(steps.flatMap((step) => (step.op === "set-completion" ? [step.issue] : [])));
  return moves
    .filter(({ issue }) => !decided.has(issue))
    .map(({ issue, place, to, status }): Step => {
      const completion: Completion = to;
      const reason = `moved to ${status} on the board`;
      return { op: "set-completion", issue, place, completion, comment: undefined, reason };
    });
}

function createBoard({ rules }: BoardView): Step {
  const title = "create" in rules.board ? rules.board.create : "";
  return {
    op: "create-board",
    place: { file: CONFIG_PATH, line: 1, title },
    reason: "the config asks for it",
  };
}

/** Nobody's latest change may be written over because the app remembers an older one. */
function staleIssues({ fresh }: BoardView, steps: readonly Step[], { edits, moves }: BoardNews): number[] {
  if (fresh === "all") return [];
  const touched = [...steps, ...edits, ...moves].flatMap((each) => {
    if ("op" in each && each.op === "set-board-values" && each.add) return [];
    return "issue" in each && typeof each.issue === "number" ? [each.issue] : [];
  });
  return [...new Set(touched)].filter((issue) => !fresh.has(issue));
}
