import type { BoardChange, BoardColumn, BoardField, BoardItem } from "../model/board.js";
import type { Completion } from "../model/checklist.js";
import type { Step } from "../model/plan.js";
import { baseRowOf, sidesOf } from "./board-input.js";
import type { BoardInput } from "./board-input.js";
import { FILE_FIELDS } from "./board-rows.js";
import type { BoardRow } from "./board-rows.js";
import { firstOptions, optionName, readValue, toRaw } from "./board-values.js";
import { BOARD_FIELDS, newColumn } from "./columns.js";
import { mergeRepeated, mergeValue } from "./merge-value.js";
import { STATUS_OF, completionOf, parseStatus } from "./status.js";

/**
 * What the board needs to say what the files and issues say: columns, options, items, values. `rows` are as they will
 * be, with all that the files take over from the board.
 */
export function planBoard(input: BoardInput): Step[] {
  const items = [...input.rows.flatMap((row) => planItem(row, input)), ...planRemoved(input)];
  return [...planColumns(items, input), ...items];
}

type ItemStep = Extract<Step, { op: "set-board-values" }>;

function planItem(row: BoardRow, input: BoardInput): ItemStep[] {
  const item = typeof row.issue === "number" ? input.board.items.get(row.issue) : undefined;
  if (item === undefined && isTakenOff(row, input)) return [];
  const values = item === undefined ? allValues(row, input) : changedValues(row, item, input);
  if (item !== undefined && values.length === 0) return [];
  const { issue, place } = row;
  const reason = item === undefined ? "not on the board yet" : "the board says something else";
  return [{ op: "set-board-values", issue, place, add: item === undefined, values, reason }];
}

/** It was on the board when both sides agreed: somebody has removed or archived it, and that counts. */
function isTakenOff({ issue }: BoardRow, { base }: BoardInput): boolean {
  return typeof issue === "number" && base?.rows.has(issue) === true;
}

/**
 * Items whose line is gone keep what they say, and are cancelled like their issue. GitHub's own workflow calls them
 * done, and may do so only after the line has been forgotten.
 */
function planRemoved({ board, columns, rows, removed, file }: BoardInput): ItemStep[] {
  if (columns.unfit.has("status")) return [];
  const listed = new Set(rows.map(({ issue }) => issue));
  return [...board.items].flatMap(([issue, item]): ItemStep[] => {
    if (listed.has(issue)) return [];
    const said = readValue("status", item, columns);
    const present = typeof said === "string" ? completionOf(parseStatus(said)) : undefined;
    const isWrong = removed.has(issue) ? present !== "dropped" : item.isDropped && present === "done";
    if (!isWrong) return [];
    const place = removed.get(issue) ?? { file, line: 1, title: `#${issue}` };
    const values = [{ field: "status", value: STATUS_OF.dropped }] as const;
    return [{ op: "set-board-values", issue, place, add: false, values, reason: "its line was removed" }];
  });
}

function allValues({ values, completion }: BoardRow, { columns }: BoardInput): BoardChange[] {
  const status = { field: "status", value: STATUS_OF[completion] } as const;
  const said = BOARD_FIELDS.map((field): BoardChange => ({ field, value: values[field] }));
  return [status, ...said].filter(({ field, value }) => value !== undefined && !columns.unfit.has(field));
}

function changedValues(row: BoardRow, item: BoardItem, input: BoardInput): BoardChange[] {
  const changes = BOARD_FIELDS.flatMap((field): BoardChange[] => {
    if (field === "status" || input.columns.unfit.has(field)) return [];
    const merge = (FILE_FIELDS[field] ? mergeValue : mergeRepeated)(sidesOf(field, row, item, input));
    return merge.to === "board" ? [{ field, value: row.values[field] }] : [];
  });
  const status = statusFor(row, item, input);
  return status === undefined ? changes : [{ field: "status", value: status }, ...changes];
}

/** A status that fits the completion stays, whatever it is called; one of people's own stays until the task changes. */
function statusFor(row: BoardRow, item: BoardItem, input: BoardInput): string | undefined {
  if (input.columns.unfit.has("status")) return undefined;
  const said = readValue("status", item, input.columns);
  const present = typeof said === "string" ? completionOf(parseStatus(said)) : undefined;
  if (present === row.completion) return undefined;
  const agreed: Completion | undefined = baseRowOf(input, row.issue, item)?.completion;
  const isForeign = said !== undefined && present === undefined;
  if (isForeign && (row.completion === "open" || row.completion === agreed)) return undefined;
  return STATUS_OF[row.completion];
}

/** Columns and options that the values need and that the board does not have. */
function planColumns(items: readonly ItemStep[], { columns, rules, file, board }: BoardInput): Step[] {
  const steps: Step[] = [];
  const place = { file, line: 1, title: board.title };
  for (const field of BOARD_FIELDS) {
    const values = items.flatMap((step) => step.values.filter((change) => change.field === field));
    const wanted = [...new Set(values.flatMap(({ value }) => value ?? []))];
    if (wanted.length === 0) continue;
    const column = columns.known.get(field);
    if (column === undefined) {
      const { name, type } = newColumn(field, rules);
      const options = type === "choice" ? firstOptions(field) : [];
      const reason = "the board has no such field";
      steps.push({ op: "create-board-column", field, name, type, options, place, reason });
      continue;
    }
    const options = missingOptions(field, wanted, column);
    if (options.length === 0) continue;
    const reason = "the field has no such option";
    steps.push({ op: "add-board-options", field, name: column.name, options, place, reason });
  }
  return steps;
}

function missingOptions(
  field: BoardField,
  wanted: readonly (string | number)[],
  column: BoardColumn,
): string[] {
  if (column.type !== "choice") return [];
  const missing = wanted.filter((value) => toRaw(field, value, column) === undefined);
  return [...new Set(missing.map((value) => optionName(field, value, column)))];
}
