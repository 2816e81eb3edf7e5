import type { Board, BoardBase, BoardField, BoardItem } from "../model/board.js";
import type { ProjectRules } from "../model/config.js";
import type { StepPlace } from "../model/plan.js";
import { canFollow } from "./board-rows.js";
import type { BoardRow } from "./board-rows.js";
import { readValue } from "./board-values.js";
import type { Columns } from "./columns.js";
import type { ValueSides } from "./merge-value.js";

/** What the board is compared with. */
export interface BoardInput {
  readonly board: Board;
  readonly columns: Columns;
  readonly rules: ProjectRules;
  /** What remarks about the board name as their file: the config. */
  readonly file: string;
  readonly rows: readonly BoardRow[];
  /** The rows of the files with which the board last agreed, and when; undefined on the first meeting. */
  readonly base: AgreedRows | undefined;
  /** Columns whose values were lost, so that what is empty there was not emptied by anybody. */
  readonly lost: ReadonlySet<BoardField>;
  /** Issues that the plan closes because their lines are gone, with where these were. */
  readonly removed: ReadonlyMap<number, StepPlace>;
}

export interface AgreedRows extends Pick<BoardBase, "since" | "columns"> {
  readonly rows: ReadonlyMap<number, BoardRow>;
  readonly away: ReadonlySet<number>;
}

/** An item that was on the board when both sides last agreed, with the row that it had. */
export function baseRowOf(
  { base }: Pick<BoardInput, "base">,
  issue: BoardRow["issue"],
  item: BoardItem,
): BoardRow | undefined {
  if (typeof issue !== "number" || base === undefined) return undefined;
  const isNew = base.away.has(issue) || Date.parse(item.createdAt) > Date.parse(base.since);
  return isNew ? undefined : base.rows.get(issue);
}

/** An item that is back from the archive says what was agreed when it went there. */
function isRestored({ base }: BoardInput, issue: BoardRow["issue"], item: BoardItem): boolean {
  if (typeof issue !== "number" || base === undefined) return false;
  return base.away.has(issue) && Date.parse(item.createdAt) <= Date.parse(base.since);
}

/** The sides of one value other than the status. What this process wrote itself was agreed, whatever the base says. */
export function sidesOf(field: BoardField, row: BoardRow, item: BoardItem, input: BoardInput): ValueSides {
  const was = baseRowOf(input, row.issue, item);
  const board = readValue(field, item, input.columns);
  const column = input.columns.known.get(field);
  const isOwn = column !== undefined && item.own.has(column.id);
  const isThere = column !== undefined && input.base?.columns[field] === column.id;
  const isLost = board === undefined && input.lost.has(field);
  const isOld = row.values[field] !== undefined && isRestored(input, row.issue, item);
  return {
    isKnown: (was !== undefined && isThere && !isLost) || isOwn || isOld,
    base: isOwn || isOld ? board : was?.values[field],
    file: row.values[field],
    board,
    hasPlace: canFollow(row, field, board),
    hadPlace: was?.places.has(field) ?? false,
  };
}
