/** What we know of a project board (Projects v2), in our words. */

/** Our names of the columns that the app fills. */
export type BoardField =
  | "status"
  | "phase"
  | "checklist"
  | "priority"
  | "owner"
  | "effort"
  | "effortText"
  | "weight"
  | "start"
  | "target"
  | "progress"
  | "signoff";

/** `choice` is a single select. `other` is a type that the app never writes: iterations, assignees, labels … */
export type ColumnType = "text" | "number" | "date" | "choice" | "other";

export interface BoardOption {
  readonly id: string;
  readonly name: string;
}

export interface BoardColumn {
  readonly id: string;
  readonly name: string;
  readonly type: ColumnType;
  /** Of a choice, in the board's order. */
  readonly options: readonly BoardOption[];
}

/** A text, a number, a day, or the id of an option, as the type of the column says. */
export type RawValue = string | number;

/** An issue on the board. */
export interface BoardItem {
  readonly id: string;
  /** GitHub's time, ISO 8601. */
  readonly createdAt: string;
  /** By the id of the column. What is empty is absent. */
  readonly values: ReadonlyMap<string, RawValue>;
  /** Columns whose value is the one that this process wrote last. */
  readonly own: ReadonlySet<string>;
  /** The app made the issue, and it is closed as not planned. */
  readonly isDropped: boolean;
}

export interface Board {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly columns: readonly BoardColumn[];
  /** By the number of the issue; issues of other repositories are left out, and so is what is in the archive. */
  readonly items: ReadonlyMap<number, BoardItem>;
}

/** What a value says, whatever kind of column it is in: `P0`, `todo`, a number of days, a day of the calendar. */
export type BoardValue = string | number;

export type BoardValues = Readonly<Partial<Record<BoardField, BoardValue>>>;

/** A value that is to be set, or taken away. */
export interface BoardChange {
  readonly field: BoardField;
  readonly value: BoardValue | undefined;
}

/** When the board and the files last agreed. */
export interface BoardBase {
  /** Of the board: values of another one say nothing. */
  readonly id: string;
  /** The commit of the files. */
  readonly commit: string;
  /** GitHub's time when all of it was on the board. What was added later was not part of it. */
  readonly since: string;
  /** Ids of the columns that it had for our values: one that was made since is empty, and nobody has emptied it. */
  readonly columns: Readonly<Partial<Record<BoardField, string>>>;
  /** Issues that had no item then: what one says that comes back from the archive is older than this. */
  readonly away: readonly number[];
}
