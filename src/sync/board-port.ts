import type { Board, BoardColumn, BoardItem, ColumnType, RawValue } from "../core/model/board.js";
import type { ProjectRules } from "../core/model/config.js";
import type { Result } from "./ports.js";

/** What came of looking for the board that the config means. */
export type BoardReading =
  | { readonly state: "read"; readonly board: Board }
  /** The config asks for one by its title, and there is none. */
  | { readonly state: "absent" }
  /** `rule` names the kind of trouble for a diagnostic whose message is `why`. */
  | { readonly state: "unusable"; readonly rule: string; readonly why: string };

export interface NewColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Of a choice. */
  readonly options: readonly string[];
}

/** One value of an item; undefined empties it. */
export interface BoardWrite {
  readonly item: string;
  readonly column: BoardColumn;
  readonly value: RawValue | undefined;
}

/** The project board of an organization, as far as issues of one repository are on it. */
export interface BoardPort {
  /** With all of its items. `known` is the id of the board that was used before, in case it was renamed. */
  read(wanted: ProjectRules["board"], known: string | undefined): Promise<BoardReading>;
  /** The items of some issues as they are now; one that is gone is left out. Undefined: the board is gone or closed. */
  readItems(board: Board, issues: readonly number[]): Promise<ReadonlyMap<number, BoardItem> | undefined>;
  create(title: string, repositoryId: string): Promise<Result<Board>>;
  createColumns(board: Board, columns: readonly NewColumn[]): Promise<readonly Result<BoardColumn>[]>;
  /** Adds options to a choice; those that are there keep their ids, so that nobody's values are cleared. */
  addOptions(column: BoardColumn, names: readonly string[]): Promise<Result<BoardColumn>>;
  /** Puts issues on the board. One that is there already is answered as it is. */
  addItems(board: Board, issues: readonly number[]): Promise<readonly Result<BoardItem>[]>;
  setValues(board: Board, writes: readonly BoardWrite[]): Promise<readonly Result<undefined>[]>;
  /** GitHub's time of the latest answer. */
  readonly answeredAt: string;
}
