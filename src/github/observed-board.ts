import type { Board, BoardColumn, BoardItem, ColumnType, RawValue } from "../core/model/board.js";
import { isApp } from "./observed-issue.js";

export interface OptionNode {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

export interface ColumnNode {
  readonly id: string;
  readonly name: string;
  readonly dataType: string;
  readonly options?: readonly OptionNode[];
}

interface ValueNode {
  readonly field?: { readonly id?: string };
  readonly text?: string | null;
  readonly number?: number | null;
  readonly date?: string | null;
  readonly optionId?: string | null;
}

export interface ItemNode {
  readonly id: string;
  readonly createdAt: string;
  readonly isArchived: boolean;
  readonly content: {
    readonly id?: string;
    readonly number?: number;
    readonly stateReason?: string | null;
    readonly author?: Parameters<typeof isApp>[0];
    readonly repository?: { readonly nameWithOwner: string };
  } | null;
  readonly fieldValues: { readonly nodes: readonly (ValueNode | null)[] };
}

export interface ProjectNode {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly closed: boolean;
  readonly fields: { readonly nodes: readonly (ColumnNode | null)[] };
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  TEXT: "text",
  NUMBER: "number",
  DATE: "date",
  SINGLE_SELECT: "choice",
};

/** The kinds of columns that can be made, in GitHub's words. */
export const DATA_TYPES: Readonly<Record<Exclude<ColumnType, "other">, string>> = {
  text: "TEXT",
  number: "NUMBER",
  date: "DATE",
  choice: "SINGLE_SELECT",
};

export function toColumn({ id, name, dataType, options = [] }: ColumnNode): BoardColumn {
  return {
    id,
    name,
    type: TYPES[dataType] ?? "other",
    options: options.map((option) => ({ id: option.id, name: option.name })),
  };
}

export function toBoard(
  { id, title, url, fields }: ProjectNode,
  items: ReadonlyMap<number, BoardItem>,
): Board {
  return {
    id,
    title,
    url,
    columns: fields.nodes.flatMap((field) => (field ? [toColumn(field)] : [])),
    items,
  };
}

/** Whether the app of that slug made the issue, and it is closed as not planned. */
export function isDropped({ content }: ItemNode, slug: string): boolean {
  const { stateReason, author = null } = content ?? {};
  return isApp(author, slug) && (stateReason === "NOT_PLANNED" || stateReason === "DUPLICATE");
}

/** The values by column, without those that the app does not know how to write. */
export function valuesOf({ fieldValues }: ItemNode): ReadonlyMap<string, RawValue> {
  return new Map(
    fieldValues.nodes.flatMap((value): [string, RawValue][] => {
      const said = value?.optionId ?? value?.text ?? value?.number ?? value?.date;
      const column = value?.field?.id;
      return column === undefined || said === undefined || said === null ? [] : [[column, said]];
    }),
  );
}
