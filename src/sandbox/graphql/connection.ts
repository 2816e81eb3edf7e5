import type { GraphQLResolveInfo } from "graphql";
import { integer, text } from "../fields.js";
import type { Body } from "../fields.js";
import { GraphqlProblem } from "./problem.js";

const MAX_RECORDS = 100;

export interface Order<T> {
  /** A text that sorts as the list does, unique per node: a cursor stays right when the list changes between pages. */
  readonly keyOf: (node: T) => string;
  readonly isDescending: boolean;
}

/** One page of nodes in GitHub's connection shape. `first` or `last` must be given, 1 to 100. */
export function connection<T>(all: readonly T[], args: Body, info: GraphQLResolveInfo, order?: Order<T>) {
  const { first, last } = requireBoundaries(args, info);
  const cursorOf = (index: number): string =>
    encodeCursor(order === undefined ? String(index + 1) : order.keyOf(all[index] as T));
  let from = startAfter(all, text(args, "after"), order);
  let to = endBefore(all, text(args, "before"), order);
  if (first !== undefined) to = Math.min(to, from + first);
  if (last !== undefined) from = Math.max(from, to - last);
  const nodes = all.slice(from, Math.max(from, to));
  return {
    totalCount: all.length,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursorOf(from + index) })),
    pageInfo: {
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
      startCursor: nodes.length === 0 ? null : cursorOf(from),
      endCursor: nodes.length === 0 ? null : cursorOf(from + nodes.length - 1),
    },
  };
}

function requireBoundaries(
  args: Body,
  info: GraphQLResolveInfo,
): { first: number | undefined; last: number | undefined } {
  const first = integer(args, "first");
  const last = integer(args, "last");
  const name = info.fieldName;
  if (first === undefined && last === undefined) {
    throw new GraphqlProblem(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  for (const [boundary, value] of [
    ["first", first],
    ["last", last],
  ] as const) {
    if (value === undefined) continue;
    if (value > MAX_RECORDS)
      throw new GraphqlProblem(
        "EXCESSIVE_PAGINATION",
        `Requesting ${value} records on the \`${name}\` connection exceeds the \`${boundary}\` limit of ${MAX_RECORDS} records.`,
      );
    if (value < 0)
      throw new GraphqlProblem(
        "EXCESSIVE_PAGINATION",
        `\`${boundary}\` on the \`${name}\` connection cannot be less than zero.`,
      );
  }
  return { first, last };
}

function startAfter<T>(all: readonly T[], cursor: string | undefined, order: Order<T> | undefined): number {
  if (cursor === undefined) return 0;
  const key = decodeCursor(cursor);
  if (order === undefined) return Math.min(Number(key), all.length);
  const index = all.findIndex((node) => isBehind(order, order.keyOf(node), key));
  return index < 0 ? all.length : index;
}

function endBefore<T>(all: readonly T[], cursor: string | undefined, order: Order<T> | undefined): number {
  if (cursor === undefined) return all.length;
  const key = decodeCursor(cursor);
  if (order === undefined) return Math.max(0, Number(key) - 1);
  const index = all.findIndex((node) => !isBehind(order, key, order.keyOf(node)));
  return index < 0 ? all.length : index;
}

function isBehind<T>(order: Order<T>, key: string, mark: string): boolean {
  return order.isDescending ? key < mark : key > mark;
}

function encodeCursor(key: string): string {
  return Buffer.from(`cursor:v2:${key}`).toString("base64");
}

function decodeCursor(cursor: string): string {
  const match = /^cursor:v2:(.+)$/.exec(Buffer.from(cursor, "base64").toString("utf8"));
  const key = match?.[1];
  if (key === undefined)
    throw new GraphqlProblem(
      "INVALID_CURSOR_ARGUMENTS",
      `\`${cursor}\` does not appear to be a valid cursor.`,
    );
  return key;
}
