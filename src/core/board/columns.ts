import type { Board, BoardBase, BoardColumn, BoardField, ColumnType } from "../model/board.js";
import type { ProjectRules } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";

interface ColumnRules {
  /** The first is how a new column is called. */
  readonly names: readonly string[];
  /** The first is the type of a new column; the others do as well. */
  readonly types: readonly ColumnType[];
}

/** Text where the number of values has no bound: a choice takes 50 options. People may make a choice of it. */
const RULES: Readonly<Record<BoardField, ColumnRules>> = {
  status: { names: ["Status"], types: ["choice"] },
  phase: { names: ["Phase"], types: ["text", "choice"] },
  checklist: { names: ["Checklist"], types: ["text", "choice"] },
  priority: { names: ["Priority"], types: ["choice", "text"] },
  owner: { names: ["Owner"], types: ["text", "choice"] },
  effort: { names: ["Effort"], types: ["number"] },
  effortText: { names: ["Effort (text)"], types: ["text"] },
  weight: { names: ["Weight"], types: ["number"] },
  start: { names: ["Start", "Start date"], types: ["date"] },
  target: { names: ["Target", "Target date", "Due", "Due date"], types: ["date"] },
  progress: { names: ["Progress"], types: ["number"] },
  signoff: { names: ["Sign-off"], types: ["text", "choice"] },
};

export const BOARD_FIELDS = Object.keys(RULES) as BoardField[];

/** The board's columns by our names. */
export interface Columns {
  readonly known: ReadonlyMap<BoardField, BoardColumn>;
  /** Columns of a type that cannot hold the values: they are left alone. */
  readonly unfit: ReadonlySet<BoardField>;
  readonly diagnostics: readonly Diagnostic[];
}

interface MapOptions {
  readonly rules: ProjectRules;
  /** What remarks name as their file. */
  readonly file: string;
  /** Ids of the columns that were used before. */
  readonly former: BoardBase["columns"] | undefined;
}

/**
 * Finds the columns by their names, in the config's spelling where it has one. Capitals do not matter. One that
 * people have renamed since is still what it was, unless there is another by its former name, or the config says how
 * it is called. One that they have deleted is not wanted, and is not made again.
 */
export function mapColumns(
  { columns, url }: Pick<Board, "columns" | "url">,
  { rules, file, former = {} }: MapOptions,
): Columns {
  const known = new Map<BoardField, BoardColumn>();
  const unfit = new Set<BoardField>();
  const diagnostics: Diagnostic[] = [];
  const named = new Map(BOARD_FIELDS.map((field) => [field, findNamed(columns, namesOf(field, rules))]));
  const taken = new Set([...named.values()].map((column) => column?.id));
  const leaveAlone = (
    field: BoardField,
    problem: Pick<Diagnostic, "rule" | "severity" | "message">,
  ): void => {
    unfit.add(field);
    diagnostics.push({ file, line: 1, column: 1, ...problem });
  };
  for (const field of BOARD_FIELDS) {
    const id = former[field];
    const used = columns.find((column) => column.id === id);
    const isRenamed = used && !taken.has(used.id) && rules.fields[field] === undefined;
    const found = named.get(field) ?? (isRenamed ? used : undefined);
    const wayOut = `name another one as \`project.fields.${configKey(field)}\``;
    if (found && RULES[field].types.includes(found.type)) known.set(field, found);
    else if (found)
      leaveAlone(field, {
        rule: "project-field-type",
        severity: "error",
        message: `Unexpected type of the field ${found.name} on ${url}, expected ${RULES[field].types.map((type) => TYPE_NAMES[type]).join(" or ")}, rename that field, or ${wayOut}`,
      });
    else if (id !== undefined && !used)
      leaveAlone(field, {
        rule: "project-field-deleted",
        severity: "warning",
        message: `Unexpected ${url} without the field ${newColumn(field, rules).name}, which was there before: it is not made again, make one of that name if it is missed, or ${wayOut}`,
      });
  }
  return { known, unfit, diagnostics };
}

function findNamed(columns: readonly BoardColumn[], names: readonly string[]): BoardColumn | undefined {
  return names
    .map((wanted) => columns.find(({ name }) => name.toLowerCase() === wanted.toLowerCase()))
    .find((column) => column !== undefined);
}

const TYPE_NAMES: Readonly<Record<ColumnType, string>> = {
  text: "a text",
  number: "a number",
  date: "a date",
  choice: "a single select",
  other: "something else",
};

/** A column that the board does not have yet. */
export function newColumn(field: BoardField, rules: ProjectRules): { name: string; type: ColumnType } {
  return { name: namesOf(field, rules)[0] ?? field, type: RULES[field].types[0] ?? "text" };
}

function namesOf(field: BoardField, { fields }: ProjectRules): readonly string[] {
  const renamed = fields[field];
  return renamed === undefined ? RULES[field].names : [renamed];
}

function configKey(field: BoardField): string {
  return field === "effortText" ? "effort-text" : field === "signoff" ? "sign-off" : field;
}
