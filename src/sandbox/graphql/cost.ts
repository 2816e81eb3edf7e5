import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode } from "graphql";
import { Kind } from "graphql";
import type { Body } from "../fields.js";
import type { FormattedProblem } from "./problem.js";

export interface Cost {
  /** How many nodes may come back at most. */
  readonly nodeCount: number;
  /** Points of the primary limit: one per hundred connections to ask for, at least one. */
  readonly cost: number;
}

export const MAX_NODES = 500_000;

/** https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export function costOf(document: DocumentNode, variables: Body): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const total = { nodes: 0, connections: 0 };
  const walk = (set: SelectionSetNode | undefined, times: number, depth: number): void => {
    // Fragments that name themselves are refused later, by validation.
    if (set === undefined || depth > 50) return;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        walk(fragments.get(selection.name.value)?.selectionSet, times, depth + 1);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, times, depth + 1);
      else {
        const page = pageSize(selection, variables);
        total.nodes += times * (page ?? 0);
        total.connections += page === undefined ? 0 : times;
        walk(selection.selectionSet, times * (page ?? 1), depth + 1);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, 1, 0);
  }
  return { nodeCount: total.nodes, cost: Math.max(1, Math.round(total.connections / 100)) };
}

function pageSize(field: FieldNode, variables: Body): number | undefined {
  const boundary = field.arguments?.find(
    ({ name }) => name.value === "first" || name.value === "last",
  )?.value;
  if (boundary?.kind === Kind.INT) return Number(boundary.value);
  const value = boundary?.kind === Kind.VARIABLE ? variables[boundary.name.value] : undefined;
  return typeof value === "number" ? value : undefined;
}

/** GitHub refuses such a document before it runs. */
export function tooManyNodes({ nodeCount }: Cost): FormattedProblem {
  const asked = nodeCount.toLocaleString("en-US");
  const message = `This query requests up to ${asked} possible nodes which exceeds the maximum limit of 500,000.`;
  return { type: "MAX_NODE_LIMIT_EXCEEDED", message };
}
