import { isVisible } from "../world/access.js";
import type {
  Account,
  CheckRun,
  Issue,
  IssueComment,
  IssueType,
  Label,
  Milestone,
  Repository,
  Team,
} from "../world/model.js";
import { isProjectVisible } from "../world/project-access.js";
import type { Project, ProjectField, ProjectItem } from "../world/project-model.js";
import { decodeNodeId, encodeNodeId, isProjectPrefix } from "../world/node-ids.js";
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
  | IssueType
  | Project
  | ProjectField
  | ProjectItem
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
  const node = lookUpId(context, id);
  if (node === undefined || !isBoardVisible(context, node))
    throw new GraphqlProblem("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`);
  return node;
}

/**
 * As `findNode`, but only things of one kind; mutations name what they work on so. An app that may not see a board is
 * not told that there is none, but that it lacks the permission, by what the mutation asks for next.
 */
export function findNodeOf<Kind extends Node["kind"]>(
  context: GraphqlContext,
  id: string,
  ...kinds: readonly Kind[]
): NodeOf<Kind> {
  const found = lookUpId(context, id);
  const isKnown = found !== undefined && context.actor.kind === "installation";
  const node = isKnown ? found : findNode(context, id);
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

function lookUpId(context: GraphqlContext, id: string): Node | undefined {
  const key = decodeNodeId(id);
  return key === undefined ? undefined : lookUp(context, key.prefix, key.parts);
}

/** Anything but a board and what is on it is visible when it was found at all. */
function isBoardVisible({ world, actor }: GraphqlContext, node: Node): boolean {
  switch (node.kind) {
    case "ProjectV2":
      return isProjectVisible(world, actor, node);
    case "ProjectV2Field":
    case "ProjectV2SingleSelectField":
    case "ProjectV2IterationField":
    case "ProjectV2Item":
      return isProjectVisible(world, actor, node.project);
    default:
      return true;
  }
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
  if (prefix === "IT") return state.issueTypes.find((type) => type.id === second);
  if (isProjectPrefix(prefix)) {
    const project = state.projects.get(Number(second));
    return project === undefined ? undefined : lookUpInProject(project, prefix, Number(parts[2]));
  }
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

function lookUpInProject(project: Project, prefix: string, id: number): Node | undefined {
  if (prefix === "PVT") return project;
  return prefix === "PVTI" ? project.items.get(id) : project.fields.find((field) => field.id === id);
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
