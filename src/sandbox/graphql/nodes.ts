import { isVisible } from "../world/access.js";
import type {
  Account,
  CheckRun,
  Issue,
  IssueComment,
  Label,
  Milestone,
  Repository,
  Team,
} from "../world/model.js";
import { decodeNodeId, encodeNodeId } from "../world/node-ids.js";
import { storeOf } from "../world/world.js";
import { gitObject } from "./git-sources.js";
import { GraphqlProblem } from "./problem.js";
import type { GitObjectSource, GraphqlContext, RefSource } from "./resolver.js";

export type Node =
  | Account
  | Team
  | Repository
  | Issue
  | Label
  | Milestone
  | IssueComment
  | CheckRun
  | RefSource
  | GitObjectSource;

/** An issue and a pull request are one type here: the nodes whose kind can be this. */
type NodeOf<Kind, Each = Node> = Each extends { readonly kind: infer Own }
  ? Extract<Own, Kind> extends never
    ? never
    : Each
  : never;

/** What a node id stands for, as far as the asker may see it; anything else is refused as unknown. */
export function findNode(context: GraphqlContext, id: string): Node {
  const key = decodeNodeId(id);
  const node = key === undefined ? undefined : lookUp(context, key.prefix, key.parts);
  if (node === undefined)
    throw new GraphqlProblem("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`);
  return node;
}

/** As `findNode`, but only things of one kind; mutations name what they work on so. */
export function findNodeOf<Kind extends Node["kind"]>(
  context: GraphqlContext,
  id: string,
  ...kinds: readonly Kind[]
): NodeOf<Kind> {
  const node = findNode(context, id);
  if (!isOneOf(node, kinds))
    throw new GraphqlProblem(
      "NOT_FOUND",
      `Could not resolve to ${kinds[0] ?? "a"} node with the global id of '${id}'.`,
    );
  return node;
}

function isOneOf<Kind extends Node["kind"]>(node: Node, kinds: readonly Kind[]): node is NodeOf<Kind> {
  return kinds.some((kind) => kind === node.kind);
}

function lookUp(
  context: GraphqlContext,
  prefix: string,
  parts: readonly (number | string)[],
): Node | undefined {
  const { state } = context.world;
  const [first, second] = parts;
  if (prefix === "U" || prefix === "BOT" || prefix === "O")
    return state.accounts.find((account) => account.id === first);
  if (prefix === "T") return state.teams.find((team) => team.id === first);
  const repository = state.repositories.get(Number(first));
  if (repository === undefined || !isVisible(context.actor, repository)) return undefined;
  if (prefix === "R") return repository;
  return typeof second === "string"
    ? lookUpGit(context, repository, prefix, second)
    : lookUpIn(repository, prefix, second);
}

function lookUpIn(repository: Repository, prefix: string, id: number | undefined): Node | undefined {
  switch (prefix) {
    case "I":
    case "PR":
      return findFirst(repository.issues.values(), (issue) => issue.id === id);
    case "IC":
      return [...repository.issues.values()]
        .flatMap((issue) => issue.comments)
        .find((comment) => comment.id === id);
    case "LA":
      return repository.labels.find((label) => label.id === id);
    case "CR":
      return repository.checkRuns.find((run) => run.id === id);
    case "MI":
      return repository.milestones.find((milestone) => milestone.id === id);
    default:
      return undefined;
  }
}

function findFirst<T>(things: Iterable<T>, isWanted: (thing: T) => boolean): T | undefined {
  for (const thing of things) if (isWanted(thing)) return thing;
  return undefined;
}

function lookUpGit(
  context: GraphqlContext,
  repository: Repository,
  prefix: string,
  name: string,
): Node | undefined {
  if (prefix === "REF") return repository.refs.has(name) ? { kind: "Ref", repository, name } : undefined;
  return storeOf(context.world, repository).has(name)
    ? gitObject(context.world, repository, name)
    : undefined;
}

export function refNodeId(repository: Repository, name: string): string {
  return encodeNodeId("REF", repository.id, name);
}
