import { parseOwners } from "../metadata/parse-owners.js";
import { parsePriority } from "../metadata/parse-priority.js";
import type { BoardColumn, BoardField, BoardItem, BoardValue, RawValue } from "../model/board.js";
import { roundNumber, sayOwners } from "./board-rows.js";
import type { Columns } from "./columns.js";
import { STATUS_NAMES, optionForStatus, parseStatus } from "./status.js";
import type { Status } from "./status.js";

/** What an item says in a column, in our words; undefined where it says nothing. */
export function readValue(field: BoardField, item: BoardItem, { known }: Columns): BoardValue | undefined {
  const column = known.get(field);
  const raw = column && item.values.get(column.id);
  if (column === undefined || raw === undefined) return undefined;
  const said = column.type === "choice" ? column.options.find(({ id }) => id === raw)?.name : raw;
  if (said === undefined) return undefined;
  if (typeof said === "number") return roundNumber(said);
  if (field === "status") return parseStatus(said) ?? said;
  if (field === "priority") return parsePriority(said) ?? said;
  return field === "owner" ? normalizeOwners(said) : said.trim() === "" ? undefined : said.trim();
}

/** Two spellings of the same owners are the same: "DevOps + QA" and "DevOps, QA". */
function normalizeOwners(text: string): string | undefined {
  return sayOwners(parseOwners(text));
}

/** The value for a column of the board; undefined where the column is a choice that has no such option. */
export function toRaw(field: BoardField, value: BoardValue, column: BoardColumn): RawValue | undefined {
  if (column.type === "choice") return optionFor(field, value, column)?.id;
  return field === "status" ? optionName(field, value, column) : value;
}

function optionFor(field: BoardField, value: BoardValue, column: BoardColumn) {
  if (field === "status" && isStatus(value)) return optionForStatus(column, value);
  const text = String(value);
  if (field === "priority") return column.options.find(({ name }) => parsePriority(name) === text);
  return column.options.find(({ name }) => name.toLowerCase() === text.toLowerCase());
}

const WORDS: Readonly<Record<string, string>> = { P0: "Critical", P1: "High", P2: "Medium", P3: "Low" };

/** How a new option is called: where the board says "High" for a priority, it gets "Low" and not "P3". */
export function optionName(field: BoardField, value: BoardValue, column: BoardColumn | undefined): string {
  if (field === "status" && isStatus(value)) return STATUS_NAMES[value];
  if (field !== "priority") return String(value);
  const isWorded = column?.options.some(({ name }) => parsePriority(name) && !/\bP\d\b/.test(name));
  return isWorded ? (WORDS[value] ?? String(value)) : String(value);
}

/** The options that a new column begins with. */
export function firstOptions(field: BoardField): readonly string[] {
  if (field === "priority") return ["P0", "P1", "P2", "P3"];
  return field === "status" ? Object.values(STATUS_NAMES) : [];
}

function isStatus(value: BoardValue): value is Status {
  return typeof value === "string" && Object.hasOwn(STATUS_NAMES, value);
}
