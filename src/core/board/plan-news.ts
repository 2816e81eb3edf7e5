import type { BoardItem } from "../model/board.js";
import type { Completion } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Step, StepPlace } from "../model/plan.js";
import { baseRowOf, sidesOf } from "./board-input.js";
import type { BoardInput } from "./board-input.js";
import { FILE_FIELDS, fileText } from "./board-rows.js";
import type { BoardRow } from "./board-rows.js";
import { BOARD_FIELDS } from "./columns.js";
import { mergeValue } from "./merge-value.js";
import type { ValueSides } from "./merge-value.js";
import { completionOf, parseStatus } from "./status.js";

/** Somebody moved an issue on the board. */
export interface BoardMove {
  readonly issue: number;
  readonly place: StepPlace;
  readonly from: Completion;
  readonly to: Completion;
  /** The status, as the board calls it. */
  readonly status: string;
}

/** What the board says that the files and issues do not say yet. */
export interface BoardNews {
  readonly edits: readonly Extract<Step, { op: "edit-task" }>[];
  readonly moves: readonly BoardMove[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Decides what the files and issues are to take over from the board. */
export function planBoardNews(input: BoardInput): BoardNews {
  const edits: BoardNews["edits"][number][] = [];
  const moves: BoardMove[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const row of input.rows) {
    const item = typeof row.issue === "number" ? input.board.items.get(row.issue) : undefined;
    if (item === undefined) continue;
    moves.push(...findMove(row, item, input));
    const news = readNews(row, item, input);
    edits.push(...news.edits);
    diagnostics.push(...news.diagnostics);
  }
  return { edits, moves, diagnostics };
}

function readNews(row: BoardRow, item: BoardItem, input: BoardInput): Omit<BoardNews, "moves"> {
  const edits: BoardNews["edits"][number][] = [];
  const diagnostics: Diagnostic[] = [];
  for (const field of BOARD_FIELDS) {
    const own = FILE_FIELDS[field];
    const column = input.columns.known.get(field);
    if (own === undefined || column === undefined) continue;
    const sides = sidesOf(field, row, item, input);
    const value = sides.board === undefined ? undefined : fileText(field, sides.board);
    const merge = mergeValue(sides);
    const conflict = "conflict" in merge && merge.conflict;
    if (conflict) diagnostics.push(remarkConflict(row, column.name, sides, merge.to === "board"));
    if (merge.to !== "file" || row.task === undefined) continue;
    edits.push({
      op: "edit-task",
      place: row.place,
      issue: typeof row.issue === "number" ? row.issue : undefined,
      edit: { op: "set-field", task: row.task, field: own, value, addLine: input.rules.addMetadata },
      reason: `the board says ${sides.board ?? "nothing"}`,
    });
  }
  return { edits, diagnostics };
}

/**
 * A status of another completion than the one that was agreed is a move. "Done" on what was dropped is none: GitHub's
 * own workflow gives that status to whatever is closed.
 */
function findMove(row: BoardRow, item: BoardItem, input: BoardInput): BoardMove[] {
  const was = baseRowOf(input, row.issue, item);
  const column = input.columns.known.get("status");
  if (was === undefined || column === undefined || typeof row.issue !== "number") return [];
  const raw = item.values.get(column.id);
  const status = column.options.find(({ id }) => id === raw)?.name ?? "";
  const to = completionOf(parseStatus(status));
  const isClosed = was.completion === "dropped" && to === "done";
  if (to === undefined || to === was.completion || isClosed || item.own.has(column.id)) return [];
  return [{ issue: row.issue, place: row.place, from: was.completion, to, status }];
}

function remarkConflict(
  { place }: BoardRow,
  column: string,
  { file, board }: Pick<ValueSides, "file" | "board">,
  fileCounts: boolean,
): Diagnostic {
  const said = `the file says ${file ?? "nothing"}, the board's ${column} says ${board ?? "nothing"}`;
  return {
    file: place.file,
    line: place.line,
    column: 1,
    rule: "board-conflict",
    severity: "warning",
    message: `Unexpected change on both sides: ${said}; the ${fileCounts ? "file" : "board"} counts.`,
  };
}
