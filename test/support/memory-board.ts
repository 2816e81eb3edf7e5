import type { Board, BoardColumn, BoardItem, RawValue } from "../../src/core/model/board.js";
import type { BoardPort, BoardReading, BoardWrite, NewColumn } from "../../src/sync/board-port.js";
import type { Result } from "../../src/sync/ports.js";

/** A board in memory that implements our port. It has no workflows: tests move items as people do. */
export class MemoryBoard implements BoardPort {
  answeredAt = new Date(0).toISOString();
  columns: BoardColumn[] = [column("Status", "choice", ["Todo", "In Progress", "Done"])];
  readonly items = new Map<number, BoardItem>();
  readonly archive = new Map<number, BoardItem>();
  /** What reading it answers instead. */
  reading: BoardReading | undefined;
  /** Why a part of a write is refused, by the name of the column or `add`; undefined: it is not. */
  refusal: (what: string) => string | undefined = () => undefined;
  readonly #ask: (operation: string) => void;
  readonly #answered: (operation: string) => void;
  readonly #isDropped: (issue: number) => boolean;
  readonly #written = new Map<string, RawValue>();
  #seconds = 0;

  /**
   * Both are told of every request, before and after it is carried out, and may throw. `isDropped` says whether the
   * app has made an issue that is closed as not planned.
   */
  constructor(
    ask: (operation: string) => void,
    answered: (operation: string) => void,
    isDropped: (issue: number) => boolean,
  ) {
    this.#ask = ask;
    this.#answered = answered;
    this.#isDropped = isDropped;
  }

  /** Another process does not know what this one wrote. */
  forget(): void {
    this.#written.clear();
  }

  /** Somebody moves an item from one to the other: into the archive, or out of it. */
  move(issue: number, from: Map<number, BoardItem>, to: Map<number, BoardItem>): void {
    const item = from.get(issue);
    if (item === undefined) throw new Error(`#${issue} is not there`);
    from.delete(issue);
    to.set(issue, item);
  }

  /** What an item shows, by the names of the columns. */
  shown(issue: number): Record<string, RawValue> {
    const item = this.items.get(issue);
    return Object.fromEntries(
      this.columns.flatMap(({ id, name, options }) => {
        const raw = item?.values.get(id);
        if (raw === undefined) return [];
        return [[name, options.find((option) => option.id === raw)?.name ?? raw]];
      }),
    );
  }

  /** Somebody sets a value, or empties it. */
  set(issue: number, name: string, value: RawValue | undefined): void {
    const { id, options } = this.column(name);
    const raw = options.find((option) => option.name === value)?.id ?? value;
    const item = this.items.get(issue);
    if (item === undefined) throw new Error(`#${issue} is not on the board`);
    const values = new Map(item.values);
    if (raw === undefined) values.delete(id);
    else values.set(id, raw);
    this.items.set(issue, { ...item, values });
  }

  column(name: string): BoardColumn {
    const found = this.columns.find((each) => each.name === name);
    if (found === undefined) throw new Error(`The board has no column ${name}`);
    return found;
  }

  /** Somebody adds a column of their own, or renames one. */
  addColumn(name: string, type: BoardColumn["type"], options: readonly string[] = []): void {
    this.columns.push(column(name, type, options));
  }

  read(): Promise<BoardReading> {
    return this.#answer("board.read", () => this.reading ?? { state: "read", board: this.#board() });
  }

  readItems(_board: Board, issues: readonly number[]): Promise<ReadonlyMap<number, BoardItem> | undefined> {
    return this.#answer("board.readItems", () => {
      if (this.reading) return undefined;
      const all = this.#board().items;
      return new Map(
        issues.flatMap((issue) => {
          const item = all.get(issue);
          return item === undefined ? [] : [[issue, item] as const];
        }),
      );
    });
  }

  create(): Promise<Result<Board>> {
    this.reading = undefined;
    return this.#answer("board.create", () => ({ ok: true, value: this.#board() }));
  }

  createColumns(_board: Board, columns: readonly NewColumn[]): Promise<readonly Result<BoardColumn>[]> {
    if (columns.length === 0) return Promise.resolve([]);
    return this.#answer("board.createColumns", () =>
      columns.map(({ name, type, options }) =>
        this.#unless(name, () => {
          this.addColumn(name, type, options);
          return this.column(name);
        }),
      ),
    );
  }

  addOptions({ name }: BoardColumn, names: readonly string[]): Promise<Result<BoardColumn>> {
    return this.#answer("board.addOptions", () =>
      this.#unless(name, () => {
        const present = this.column(name);
        const options = [...present.options, ...names.map((each) => ({ id: `${name}-${each}`, name: each }))];
        const changed = { ...present, options };
        this.columns = this.columns.map((each) => (each.id === changed.id ? changed : each));
        return changed;
      }),
    );
  }

  addItems(_board: Board, issues: readonly number[]): Promise<readonly Result<BoardItem>[]> {
    return this.#answer("board.addItems", () =>
      issues.map((issue) =>
        this.#unless(this.archive.has(issue) ? "archive" : "add", () => {
          const present = this.items.get(issue);
          const made = {
            id: `PVTI_${issue}`,
            createdAt: this.#now(),
            values: new Map(),
            own: new Set<string>(),
            isDropped: false,
          };
          this.items.set(issue, present ?? made);
          return present ?? made;
        }),
      ),
    );
  }

  setValues(_board: Board, writes: readonly BoardWrite[]): Promise<readonly Result<undefined>[]> {
    return this.#answer("board.setValues", () =>
      writes.map(({ item, column: { id, name }, value }) =>
        this.#unless(name, () => {
          const [issue] = [...this.items].find(([, each]) => each.id === item) ?? [];
          if (issue === undefined) throw new Error(`There is no item ${item}`);
          this.set(issue, name, value);
          if (value !== undefined) this.#written.set(`${item} ${id}`, value);
          return undefined;
        }),
      ),
    );
  }

  #unless<T>(what: string, act: () => T): Result<T> {
    const refusal = what === "archive" ? "it is in the board's archive" : this.refusal(what);
    return refusal === undefined ? { ok: true, value: act() } : { ok: false, refusal };
  }

  #board(): Board {
    const items = [...this.items].map(([issue, item]) => {
      const own = [...item.values].filter(([id, value]) => this.#written.get(`${item.id} ${id}`) === value);
      const isDropped = this.#isDropped(issue);
      return [issue, { ...item, own: new Set(own.map(([id]) => id)), isDropped }] as const;
    });
    const url = "https://github.com/orgs/acme/projects/7";
    return { id: "PVT_7", title: "Checklists", url, columns: this.columns, items: new Map(items) };
  }

  /** Every write takes a second. */
  #now(): string {
    this.#seconds += 1;
    return new Date(Date.UTC(2026, 0, 1) + this.#seconds * 1_000).toISOString();
  }

  #answer<T>(operation: string, act: () => T): Promise<T> {
    try {
      this.#ask(operation);
      const answer = act();
      this.#answered(operation);
      this.answeredAt = this.#now();
      return Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function column(name: string, type: BoardColumn["type"], options: readonly string[]): BoardColumn {
  return {
    id: `PVTF_${name}`,
    name,
    type,
    options: options.map((each) => ({ id: `${name}-${each}`, name: each })),
  };
}
