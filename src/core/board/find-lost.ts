import type { BoardField } from "../model/board.js";
import { baseRowOf } from "./board-input.js";
import type { BoardInput } from "./board-input.js";
import { readValue, toRaw } from "./board-values.js";

/** So many values of one column that are gone at once were not emptied one by one. */
const MANY = 10;

interface Count {
  /** Items that had a value. */
  had: number;
  /** Those that have none now. */
  emptied: number;
  /** The option of an emptied one is gone as well. */
  isOptionGone: boolean;
}

/**
 * Columns that have lost their values: somebody sent the options of a field without their ids, or deleted one, and
 * GitHub emptied every item that had it. That is no word about the tasks, and must not empty the files as well.
 */
export function findLost(input: Omit<BoardInput, "lost">): ReadonlySet<BoardField> {
  const counts = new Map<BoardField, Count>();
  for (const { issue } of input.rows) {
    const item = typeof issue === "number" ? input.board.items.get(issue) : undefined;
    const was = item && baseRowOf(input, issue, item);
    if (item === undefined || was === undefined) continue;
    for (const [field, column] of input.columns.known) {
      const value = was.values[field];
      if (value === undefined) continue;
      const count = counts.get(field) ?? { had: 0, emptied: 0, isOptionGone: false };
      counts.set(field, count);
      count.had += 1;
      if (readValue(field, item, input.columns) !== undefined) continue;
      count.emptied += 1;
      count.isOptionGone ||= column.type === "choice" && toRaw(field, value, column) === undefined;
    }
  }
  return new Set([...counts].filter(([, count]) => isLost(count)).map(([field]) => field));
}

/** All of several at once, many at once, or with the option that they had. */
function isLost({ had, emptied, isOptionGone }: Count): boolean {
  return emptied >= MANY || (had > 1 && emptied === had) || (emptied > 0 && isOptionGone);
}
