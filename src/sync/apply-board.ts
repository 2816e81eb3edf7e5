import type { BoardInput } from "../core/board/board-input.js";
import { toRaw } from "../core/board/board-values.js";
import { mapColumns } from "../core/board/columns.js";
import { planBoard } from "../core/board/plan-board.js";
import type { Board, BoardBase, BoardColumn, BoardField, BoardItem } from "../core/model/board.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { ObservedIssue } from "../core/model/issue.js";
import type { Step } from "../core/model/plan.js";
import { RetryError } from "../errors.js";
import type { NewKey } from "./issue-changes.js";
import type { BoardPort, BoardWrite } from "./board-port.js";
import { Refusals } from "./board-refusals.js";
import { BATCH, CONFIG_PATH } from "./ports.js";
import type { Result } from "./ports.js";

/** How the board is now. */
export interface BoardOutcome {
  /** Undefined where that has to be read anew. */
  readonly board: Board | undefined;
  /** What to remember of it; undefined where it does not say all that it should. */
  readonly agreed: Omit<BoardBase, "commit"> | undefined;
  /** Issues that were put on it or changed. */
  readonly changed: number;
  readonly diagnostics: readonly Diagnostic[];
  /** A passing fault in the middle; what was done till then stays done. */
  readonly failure: RetryError | undefined;
}

interface ApplyOptions {
  readonly port: BoardPort;
  readonly repositoryId: string;
  readonly created: ReadonlyMap<NewKey, ObservedIssue>;
  readonly progress: (text: string) => void;
}

/** Issues are put on the board so many at a time: it is one mutation for each, and nothing is created but a place. */
const ADDED_AT_ONCE = 50;

/**
 * Makes the board say what it should: first what values need (the board itself, columns, options, items), then the
 * values. What is left to do is asked anew of the board as it is after each part.
 */
export async function applyBoard(wanted: BoardInput, options: ApplyOptions): Promise<BoardOutcome> {
  const refusals = new Refusals();
  const failed = { board: undefined, agreed: undefined, changed: 0, failure: undefined };
  try {
    const begun = await ensureBoard(wanted, options, refusals);
    if (begun === undefined) return { ...failed, diagnostics: refusals.diagnostics() };
    let input = resolveRows(begun, options.created);
    input = await ensureColumns(input, options.port, refusals);
    input = await addItems(input, options, refusals);
    const values = await setValues(input, options, refusals);
    const { id, items } = values.board;
    const columns = [...input.columns.known].filter(([field]) => !refusals.hasField(field));
    const agreed = {
      id,
      since: latest(wanted.base?.since, options.port.answeredAt),
      columns: { ...deletedColumns(wanted), ...idsOf(columns) },
      away: input.rows.flatMap(({ issue }) =>
        typeof issue === "number" && !items.has(issue) ? [issue] : [],
      ),
    };
    return {
      ...values,
      board: refusals.isOutdated ? undefined : values.board,
      agreed: refusals.keepsApart ? undefined : agreed,
      diagnostics: refusals.diagnostics(),
      failure: undefined,
    };
  } catch (error) {
    // What files and issues agreed on must not be forgotten because the board has to wait.
    if (!(error instanceof RetryError)) throw error;
    return { ...failed, diagnostics: refusals.diagnostics(), failure: error };
  }
}

/** A board that was remembered and needed nothing has answered nothing either. */
function latest(known = "", answered: string): string {
  return known !== "" && Date.parse(known) > Date.parse(answered) ? known : answered;
}

async function ensureBoard(
  wanted: BoardInput,
  { port, repositoryId }: ApplyOptions,
  refusals: Refusals,
): Promise<BoardInput | undefined> {
  if (wanted.board.id !== "") return wanted;
  const made = await port.create(wanted.board.title, repositoryId);
  if (!made.ok) {
    refusals.add("create the board", made.refusal);
    return undefined;
  }
  return withBoard(wanted, made.value);
}

function withBoard(input: BoardInput, board: Board): BoardInput {
  const former = idsOf([...input.columns.known]);
  const mapped = mapColumns(board, { rules: input.rules, file: CONFIG_PATH, former });
  return {
    ...input,
    board,
    columns: { ...mapped, unfit: new Set([...input.columns.unfit, ...mapped.unfit]) },
  };
}

function idsOf(columns: readonly (readonly [BoardField, BoardColumn])[]): BoardBase["columns"] {
  return Object.fromEntries(columns.map(([field, { id }]) => [field, id]));
}

/** What somebody has deleted is remembered, so that it is not made again. */
function deletedColumns({ board, base }: BoardInput): BoardBase["columns"] {
  const present = new Set(board.columns.map(({ id }) => id));
  return Object.fromEntries(Object.entries(base?.columns ?? {}).filter(([, id]) => !present.has(id)));
}

/** Issues that this sync has made have numbers now; one that was refused has no place on the board. */
function resolveRows(input: BoardInput, created: ApplyOptions["created"]): BoardInput {
  const rows = input.rows.flatMap((row) => {
    const issue = typeof row.issue === "number" ? row.issue : created.get(row.issue)?.number;
    return issue === undefined ? [] : [{ ...row, issue }];
  });
  return { ...input, rows };
}

async function ensureColumns(input: BoardInput, port: BoardPort, refusals: Refusals): Promise<BoardInput> {
  const steps = planBoard(input);
  const missing = steps.filter((step) => step.op === "create-board-column");
  const results = await port.createColumns(input.board, missing);
  const refused = new Set<BoardField>(input.columns.unfit);
  const made: BoardColumn[] = [];
  for (const [at, { field, name }] of missing.entries()) {
    const result = results[at];
    if (result?.ok) made.push(result.value);
    else {
      refused.add(field);
      refusals.addColumn(input.board, name, result);
    }
  }
  const columns = [...input.board.columns, ...made];
  const present = withBoard(
    { ...input, columns: { ...input.columns, unfit: refused } },
    { ...input.board, columns },
  );
  return addOptions(present, steps, port, refusals);
}

async function addOptions(
  input: BoardInput,
  steps: readonly Step[],
  port: BoardPort,
  refusals: Refusals,
): Promise<BoardInput> {
  let columns = input.board.columns;
  for (const step of steps) {
    const column = step.op === "add-board-options" ? input.columns.known.get(step.field) : undefined;
    if (step.op !== "add-board-options" || column === undefined) continue;
    const result = await addOptionsTo(column, step.options, port);
    if (result.ok) columns = columns.map((each) => (each.id === column.id ? result.value : each));
    else refusals.addOptions(step.field, column.name, result.refusal);
  }
  return withBoard(input, { ...input.board, columns });
}

/** https://docs.github.com/en/issues/planning-and-tracking-with-projects/understanding-fields/about-single-select-fields */
const MOST_OPTIONS = 50;

function addOptionsTo(
  column: BoardColumn,
  names: readonly string[],
  port: BoardPort,
): Promise<Result<BoardColumn>> {
  return column.options.length + names.length > MOST_OPTIONS
    ? Promise.resolve({ ok: false, refusal: `a field has at most ${MOST_OPTIONS} options` })
    : port.addOptions(column, names);
}

async function addItems(input: BoardInput, options: ApplyOptions, refusals: Refusals): Promise<BoardInput> {
  const missing = itemSteps(input).flatMap(({ add, issue }) =>
    add && typeof issue === "number" ? [issue] : [],
  );
  const items = new Map(input.board.items);
  for (const issues of chunks(missing, ADDED_AT_ONCE)) {
    const results = await options.port.addItems(input.board, issues);
    for (const [at, issue] of issues.entries()) {
      const result = results[at];
      if (result?.ok) items.set(issue, result.value);
      else refusals.addItem(issue, result);
    }
    options.progress(`${items.size} of ${input.rows.length} issues on the board`);
    if (isHopeless(results)) break;
  }
  return { ...input, board: { ...input.board, items } };
}

interface Change extends BoardWrite {
  readonly issue: number;
}

async function setValues(input: BoardInput, { port, progress }: ApplyOptions, refusals: Refusals) {
  const items = new Map(input.board.items);
  const changes = listChanges(input);
  const changed = new Set<number>();
  let done = 0;
  for (const some of chunks(changes, BATCH)) {
    const results = await port.setValues(input.board, some);
    for (const [at, change] of some.entries()) {
      const result = results[at];
      if (!result?.ok) refusals.addValue(change, result);
      else {
        changed.add(change.issue);
        items.set(change.issue, withValue(items.get(change.issue), change));
      }
    }
    done += some.length;
    progress(`${done} of ${changes.length} values on the board`);
    if (isHopeless(results)) break;
  }
  return { board: { ...input.board, items }, changed: changed.size };
}

function listChanges(input: BoardInput): Change[] {
  return itemSteps(input).flatMap(({ issue, add, values }) => {
    const item = typeof issue === "number" ? input.board.items.get(issue) : undefined;
    if (add || item === undefined || typeof issue !== "number") return [];
    return values.flatMap(({ field, value }): Change[] => {
      const column = input.columns.known.get(field);
      const raw = column && value !== undefined ? toRaw(field, value, column) : undefined;
      // The option that a value needs was refused, and that was said.
      if (column === undefined || (value !== undefined && raw === undefined)) return [];
      return [{ issue, item: item.id, column, value: raw }];
    });
  });
}

function withValue(item: BoardItem | undefined, { item: id, column, value }: Change): BoardItem {
  const values = new Map(item?.values);
  const own = new Set(item?.own);
  if (value === undefined) values.delete(column.id);
  else values.set(column.id, value);
  if (value === undefined) own.delete(column.id);
  else own.add(column.id);
  return { id, createdAt: item?.createdAt ?? "", isDropped: item?.isDropped ?? false, values, own };
}

function itemSteps(input: BoardInput) {
  return planBoard(input).filter((step) => step.op === "set-board-values");
}

/** All of it is refused: the board was deleted, or the permission is missing, and the rest would be refused too. */
function isHopeless(results: readonly Result<unknown>[]): boolean {
  return results.length > 1 && results.every(({ ok }) => !ok);
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < list.length; at += size) result.push(list.slice(at, at + size));
  return result;
}
