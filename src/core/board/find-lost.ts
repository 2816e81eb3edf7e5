import type { BoardField } from "../model/board.js";
import { baseRowOf } from "./board-input.js";
import type { BoardInput } from "./board-input.js";
import { readValue } from "./board-values.js";

/** So many values of one column that are gone at once were not emptied one by one. */
const MANY = 10;

/**
 * Columns that have lost their values: somebody sent the options of a field without their ids, or deleted one, and
 * GitHub emptied every item that had it. That is no word about the tasks, and must not empty the files as well.
 */
export function findLost(input: Omit<BoardInput, "lost">): ReadonlySet<BoardField> {
  const emptied = new Map<BoardField, number>();
  for (const { issue } of input.rows) {
    const item = typeof issue === "number" ? input.board.items.get(issue) : undefined;
    const was = item && baseRowOf(input, issue, item);
    if (item === undefined || was === undefined) continue;
    for (const field of input.columns.known.keys()) {
      if (was.values[field] === undefined || readValue(field, item, input.columns) !== undefined) continue;
      emptied.set(field, (emptied.get(field) ?? 0) + 1);
    }
  }
  return new Set([...emptied].filter(([, count]) => count >= MANY).map(([field]) => field));
}
