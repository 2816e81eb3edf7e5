import type { Board, BoardColumn, BoardField } from "../core/model/board.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import { RetryError } from "../errors.js";
import type { Result } from "./ports.js";
import { remark } from "./read-board.js";

/** https://docs.github.com/en/issues/planning-and-tracking-with-projects/understanding-fields */
const MOST_COLUMNS = 50;

const NO_ANSWER = "no answer for this part of the request";

/** What GitHub refused on a board: however often it said the same, it is one remark. */
export class Refusals {
  readonly #said = new Map<string, { rule: string; what: string[] }>();
  readonly #fields = new Set<BoardField>();
  #keepsApart = false;
  #isOutdated = false;

  /** The board is no longer as it was read: it has to be read anew before anything else is decided. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Some value is not on the board that should be: board and files do not agree. */
  get keepsApart(): boolean {
    return this.#keepsApart;
  }

  /** Whether a value may be missing because its column takes no more options. */
  hasField(field: BoardField): boolean {
    return this.#fields.has(field);
  }

  add(what: string, refusal: string, rule = ruleFor(refusal)): void {
    this.#keepsApart = true;
    this.#say(what, refusal, rule);
  }

  addColumn(board: Board, name: string, result: Result<unknown> | undefined): void {
    const isFull = board.columns.length >= MOST_COLUMNS;
    const refusal = refusalOf(result);
    // Somebody else has added it meanwhile.
    if (/already been taken/i.test(refusal)) this.#isOutdated = true;
    this.#say(`add the field ${name}`, refusal, isFull ? "project-field-limit" : ruleFor(refusal));
  }

  addOptions(field: BoardField, column: string, refusal: string): void {
    this.#fields.add(field);
    this.#say(`add options to ${column}`, refusal, "project-options");
  }

  /** What is in the archive was put there by somebody. */
  addItem(issue: number, result: Result<unknown> | undefined): void {
    const refusal = refusalOf(result);
    if (!ARCHIVED.test(refusal)) this.add(`put #${issue} on the board`, refusal);
  }

  /** Throws `RetryError` where somebody has taken the item off, or archived it, since it was read: nothing is to be set. */
  addValue({ issue, item, column }: RefusedValue, result: Result<unknown> | undefined): void {
    const refusal = refusalOf(result);
    const isGone = (id: string): boolean => GONE.test(refusal) && refusal.includes(id);
    if (isGone(item) || ITEM_ARCHIVED.test(refusal))
      throw new RetryError(`the board changed meanwhile: ${refusal}`);
    this.#isOutdated ||= isGone(column.id);
    const rule = isGone(column.id) ? "project-field-deleted" : ruleFor(refusal);
    this.add(`set ${column.name} of #${issue}`, refusal, rule);
  }

  diagnostics(): Diagnostic[] {
    return [...this.#said].map(([refusal, { rule, what }]) => {
      const [first = "", ...more] = what;
      const all = more.length === 0 ? first : `${first} and ${more.length} more`;
      return remark(
        rule,
        `Unexpected refusal to ${all}: ${refusal} Expected a board that takes it, ${WAYS_OUT[rule] ?? WAY_OUT}`,
      );
    });
  }

  #say(what: string, refusal: string, rule: string): void {
    const text = /[.!?]$/.test(refusal) ? refusal : `${refusal}.`;
    const said = this.#said.get(text) ?? { rule, what: [] };
    said.what.push(what);
    this.#said.set(text, said);
  }
}

interface RefusedValue {
  readonly issue: number;
  /** Id of the project item. */
  readonly item: string;
  readonly column: BoardColumn;
}

/** GitHub names the id. */
const GONE = /could not resolve to a node/i;
const ARCHIVED = /\barchived?\b/;
/** Something else may be archived, and stay so: to come back would not help. */
const ITEM_ARCHIVED = /\bitem is archived\b/i;

const WAY_OUT = "change it on the board, or in `project`";
const WAYS_OUT: Readonly<Record<string, string>> = {
  "project-no-permission": "let an owner of the organization grant the app to write projects",
  "project-not-found": "name another board in `project` if this one was deleted",
  "project-field-deleted": "make a field of that name if it is missed",
  "project-field-limit": "delete a field that nobody needs",
  "project-options": "delete options that nobody needs, or make the field a text",
};

function ruleFor(refusal: string): string {
  if (/not accessible|permission/i.test(refusal)) return "project-no-permission";
  return /could not resolve to a/i.test(refusal) ? "project-not-found" : "project-refused";
}

function refusalOf(result: Result<unknown> | undefined): string {
  return result?.ok === false ? result.refusal : NO_ANSWER;
}
