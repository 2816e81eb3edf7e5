import { mapColumns } from "../core/board/columns.js";
import type { Columns } from "../core/board/columns.js";
import type { AgreedRows } from "../core/board/board-input.js";
import type { Board } from "../core/model/board.js";
import { selectChecklist } from "../core/config/select-checklist.js";
import type { Config, ProjectRules } from "../core/model/config.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Base, SelectedChecklist } from "../core/plan/plan-input.js";
import type { ChecklistCache } from "./checklist-cache.js";
import { formerBoardRows } from "./list-board-rows.js";
import { CONFIG_PATH } from "./ports.js";
import type { RepositoryPorts } from "./ports.js";
import { UnknownCommitError } from "../errors.js";
import { readChecklists } from "./read-files.js";
import type { Snapshot } from "./read-repository.js";

/** The board as a sync sees it. */
export interface BoardView {
  readonly rules: ProjectRules;
  /** Undefined: it is to be created. */
  readonly board: Board | undefined;
  readonly columns: Columns;
  readonly base: AgreedRows | undefined;
  /** Issues whose items are as GitHub has them now, and not as they were remembered. */
  readonly fresh: ReadonlySet<number> | "all";
}

/** The board, or why it is left alone. */
export interface BoardLook {
  readonly view: BoardView | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The board as it is remembered, and ids of items that have changed since; `all` for whatever may have. */
export interface KnownBoard {
  readonly board: Board | undefined;
  readonly news: readonly string[];
}

interface BoardOptions {
  readonly ports: Pick<RepositoryPorts, "board" | "source">;
  readonly cache: ChecklistCache;
  readonly known: KnownBoard;
}

/** Reads the board that the config names. Whatever is wrong with it is said, and keeps nothing else from being synced. */
export async function readBoard(
  snapshot: Snapshot,
  { ports, cache, known }: BoardOptions,
): Promise<BoardLook> {
  const rules = snapshot.config.project;
  if (rules === undefined) return { view: undefined, diagnostics: [] };
  const remembered = known.news.includes("all") ? undefined : known.board;
  const reading = remembered
    ? ({ state: "read", board: remembered } as const)
    : await ports.board.read(rules.board, snapshot.base?.board?.id);
  if (reading.state === "unusable")
    return { view: undefined, diagnostics: [remark(reading.rule, reading.why)] };
  const board = reading.state === "read" ? reading.board : undefined;
  const columns = mapColumns(board ?? { columns: [], url: "" }, {
    rules,
    file: CONFIG_PATH,
    former: snapshot.base?.board?.id === board?.id ? snapshot.base?.board?.columns : undefined,
  });
  const base = board && (await readBase(board, rules, snapshot, { ports, cache }));
  const view = { rules, board, columns, base, fresh: remembered ? new Set<number>() : ("all" as const) };
  return { view, diagnostics: columns.diagnostics };
}

/** The files with which the board last agreed: mostly those of the base, older ones where the board refused something. */
async function readBase(
  board: Board,
  rules: ProjectRules,
  { base, config, input }: Snapshot,
  { ports, cache }: Omit<BoardOptions, "known">,
): Promise<AgreedRows | undefined> {
  const agreed = base?.board;
  if (agreed?.id !== board.id) return undefined;
  const checklists =
    agreed.commit === base?.commit
      ? selectedThen(input.base)
      : await readSelected(agreed.commit, config, { source: ports.source, cache }).catch(forgotten);
  if (checklists === undefined) return undefined;
  const { since, columns, away } = agreed;
  const rows = formerBoardRows(checklists, {
    addMetadata: rules.addMetadata,
    phases: base?.phases,
    repository: input.repository,
  });
  return { rows, since, columns, away: new Set(away) };
}

/** What another config did not select was not kept on the board. */
function selectedThen({ checklists = [], config }: Partial<Base> = {}): readonly SelectedChecklist[] {
  return checklists.filter(({ checklist }) => config && selectChecklist(checklist.path, config));
}

async function readSelected(
  commit: string,
  config: Config,
  from: Parameters<typeof readChecklists>[2],
): Promise<readonly SelectedChecklist[]> {
  const checklists = await readChecklists(commit, config, from);
  return checklists.flatMap((checklist) => {
    const rules = selectChecklist(checklist.path, config);
    return rules ? [{ checklist, rules }] : [];
  });
}

/** A commit that the history has lost since: board and files meet as for the first time. */
function forgotten(error: unknown): undefined {
  if (!(error instanceof UnknownCommitError)) throw error;
}

/** A remark about the board, at the config: no file of the repository says it. */
export function remark(rule: string, message: string): Diagnostic {
  return { file: CONFIG_PATH, line: 1, column: 1, rule, severity: "error", message };
}
