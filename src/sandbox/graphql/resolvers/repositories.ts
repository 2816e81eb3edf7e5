import { resolveCommit } from "../../git/refs.js";
import { entryAt } from "../../git/trees.js";
import { repositoryUrl } from "../../rest/format/links.js";
import { integer, list, record, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import { hasRole, NEEDS, requireAccess, roleOf } from "../../world/access.js";
import type { IssueSort } from "../../world/issue-list.js";
import { revisionAt } from "../../world/revisions.js";
import { listIssues } from "../../world/issue-list.js";
import { isAssignable } from "../../world/issue-attributes.js";
import { findLabel } from "../../world/labels.js";
import type { Issue, Milestone, Repository } from "../../world/model.js";
import { nodeId } from "../../world/node-ids.js";
import { fullName, storeOf } from "../../world/world.js";
import { connection } from "../connection.js";
import { REPOSITORY_TYPES } from "./issue-types.js";
import { REPOSITORY_PROJECTS } from "./projects.js";
import { gitObject } from "../git-sources.js";
import { GraphqlProblem } from "../problem.js";
import type { Fields, GitObjectSource, GraphqlContext, RefSource } from "../resolver.js";
import type { GraphQLResolveInfo } from "graphql";

const FACTS: Fields<Repository> = {
  id: (repository) => nodeId(repository),
  databaseId: (repository) => repository.id,
  name: (repository) => repository.name,
  nameWithOwner: (repository) => fullName(repository),
  owner: (repository) => repository.owner,
  description: (repository) => repository.description,
  url: (repository, _, { world }) => repositoryUrl(world, repository),
  resourcePath: (repository) => `/${fullName(repository)}`,
  isArchived: (repository) => repository.archived,
  isEmpty: (repository) => repository.refs.size === 0,
  isPrivate: (repository) => repository.private,
  isFork: () => false,
  isDisabled: () => false,
  isLocked: () => false,
  isTemplate: () => false,
  isInOrganization: (repository) => repository.owner.kind === "Organization",
  visibility: (repository) => (repository.private ? "PRIVATE" : "PUBLIC"),
  hasIssuesEnabled: (repository) => repository.hasIssues,
  hasProjectsEnabled: () => true,
  autoMergeAllowed: (repository) => repository.allowAutoMerge,
  mergeCommitAllowed: () => true,
  squashMergeAllowed: () => true,
  rebaseMergeAllowed: () => true,
  createdAt: (repository) => repository.createdAt,
  updatedAt: (repository) => repository.updatedAt,
  pushedAt: (repository) => repository.pushedAt,
  viewerPermission: (repository, _, { actor }) =>
    actor.kind === "user" ? roleOf(actor.account, repository).toUpperCase() : null,
  viewerCanAdminister: (repository, _, { actor }) =>
    actor.kind === "user" && hasRole(actor.account, repository, "admin"),
};

const GIT: Fields<Repository> = {
  defaultBranchRef: (repository, _, { actor }) => {
    requireAccess(actor, repository, NEEDS.readContents);
    return visibleRef(repository, `refs/heads/${repository.defaultBranch}`);
  },
  ref: (repository, args, { actor }) => {
    requireAccess(actor, repository, NEEDS.readContents);
    const name = text(args, "qualifiedName") ?? "";
    return (
      visibleRef(repository, name) ??
      visibleRef(repository, `refs/heads/${name}`) ??
      visibleRef(repository, `refs/tags/${name}`)
    );
  },
  refs: (repository, args, { actor }, info) => {
    requireAccess(actor, repository, NEEDS.readContents);
    const prefix = text(args, "refPrefix") ?? "";
    const query = text(args, "query") ?? "";
    const found = [...repository.refs.keys()]
      .filter((name) => name.startsWith(prefix) && name.slice(prefix.length).includes(query))
      .sort();
    return connection(
      found.flatMap((name) => visibleRef(repository, name) ?? []),
      args,
      info,
    );
  },
  object: (repository, args, context) => {
    requireAccess(context.actor, repository, NEEDS.readContents);
    const oid = text(args, "oid");
    const expression = text(args, "expression");
    if (oid !== undefined) return gitObject(context.world, repository, oid) ?? null;
    return expression === undefined ? null : (evaluate(repository, expression, context) ?? null);
  },
};

/** Nobody has verified that GraphQL shows refs outside of heads and tags; REST does. The careful answer is: no. */
function visibleRef(repository: Repository, name: string): RefSource | null {
  const isShown = name.startsWith("refs/heads/") || name.startsWith("refs/tags/");
  return isShown && repository.refs.has(name) ? { kind: "Ref", repository, name } : null;
}

/** `main`, `HEAD:path/to/file`, `<oid>:` and the like. */
function evaluate(
  repository: Repository,
  expression: string,
  { world }: GraphqlContext,
): GitObjectSource | undefined {
  const [revision = "", path] = expression.split(/:(.*)/s, 2);
  const name = revision === "HEAD" ? repository.defaultBranch : revision;
  const isHidden = name.startsWith("refs/") && visibleRef(repository, name) === null;
  const oid = isHidden ? undefined : resolveCommit(world, repository, name);
  if (oid === undefined || path === undefined)
    return oid === undefined ? undefined : gitObject(world, repository, oid);
  const store = storeOf(world, repository);
  const entry = entryAt(store, store.readCommit(oid).tree, path);
  return entry === undefined ? undefined : gitObject(world, repository, entry.oid, entry.path);
}

const ISSUES: Fields<Repository> = {
  issue: (repository, args, context) =>
    numbered(repository, args, context, "issue", (issue) => issue.pull === null),
  issueOrPullRequest: (repository, args, context) =>
    numbered(repository, args, context, "issue or pull request", () => true),
  pullRequest: (repository, args, context) =>
    numbered(repository, args, context, "PullRequest", (issue) => issue.pull !== null),
  issues: (repository, args, context, info) => {
    requireAccess(context.actor, repository, NEEDS.readIssues);
    return issueConnection(repository, args, context, info);
  },
  pullRequests: (repository, args, context, info) => {
    requireAccess(context.actor, repository, NEEDS.readPulls);
    const states = list(args, "states");
    const head = text(args, "headRefName");
    const base = text(args, "baseRefName");
    const { asOf } = context;
    const known = [...repository.issues.values()].filter(
      (issue) => asOf === undefined || revisionAt(issue, asOf) !== undefined,
    );
    const found = known.filter(
      ({ pull, state }) =>
        pull !== null &&
        (states === undefined || states.includes(pull.mergedAt !== null ? "MERGED" : state.toUpperCase())) &&
        (head === undefined || pull.headRef === head) &&
        (base === undefined || pull.baseRef === base),
    );
    const { field, direction } = record(args, "orderBy") ?? {};
    // As GitHub lists them without an order: by number.
    if (field === "UPDATED_AT") found.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt));
    return connection(direction === "DESC" ? found.reverse() : found, args, info);
  },
  label: (repository, args) => findLabel(repository, text(args, "name") ?? "") ?? null,
  labels: (repository, args, _, info) => {
    const query = text(args, "query")?.toLowerCase() ?? "";
    return connection(
      repository.labels.filter((label) => label.name.toLowerCase().includes(query)),
      args,
      info,
    );
  },
  milestone: (repository, args) =>
    repository.milestones.find((milestone) => milestone.number === integer(args, "number")) ?? null,
  milestones: (repository, args, _, info) => {
    const states = list(args, "states");
    const query = text(args, "query")?.toLowerCase() ?? "";
    const found = repository.milestones.filter(
      (milestone) =>
        (states === undefined || states.includes(milestone.state.toUpperCase())) &&
        milestone.title.toLowerCase().includes(query),
    );
    const order = record(args, "orderBy") ?? {};
    const keyOf = MILESTONE_KEYS[text(order, "field") ?? "NUMBER"] ?? String;
    found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return connection(text(order, "direction") === "DESC" ? found.reverse() : found, args, info);
  },
  assignableUsers: (repository, args, { world }, info) => {
    const query = text(args, "query")?.toLowerCase() ?? "";
    return connection(
      world.state.accounts.filter(
        (account) => isAssignable(account, repository) && account.login.toLowerCase().includes(query),
      ),
      args,
      info,
    );
  },
  collaborators: (repository, args, { actor }, info) => {
    requireAccess(actor, repository, { role: "write", permission: ["metadata", "read"] });
    return connection(
      [...repository.collaborators].filter(([, role]) => role !== "none").map(([account]) => account),
      args,
      info,
    );
  },
};

function numbered(
  repository: Repository,
  args: Body,
  { actor }: GraphqlContext,
  what: string,
  isWanted: (issue: Issue) => boolean,
): Issue {
  requireAccess(actor, repository, NEEDS.readIssues);
  const number = integer(args, "number") ?? 0;
  const issue = repository.issues.get(number);
  const isHidden = issue?.pull === null && !repository.hasIssues;
  if (issue === undefined || !isWanted(issue) || isHidden) {
    throw new GraphqlProblem(
      "NOT_FOUND",
      `Could not resolve to ${/^[aeiou]/i.test(what) ? "an" : "a"} ${what} with the number of ${number}.`,
    );
  }
  return issue;
}

const MILESTONE_KEYS: Readonly<Record<string, (milestone: Milestone) => string>> = {
  NUMBER: ({ number }) => String(number).padStart(9, "0"),
  CREATED_AT: ({ createdAt, number }) => `${createdAt}|${String(number).padStart(9, "0")}`,
  UPDATED_AT: ({ updatedAt, number }) => `${updatedAt}|${String(number).padStart(9, "0")}`,
  DUE_DATE: ({ dueOn, number }) => `${dueOn ?? "9999"}|${String(number).padStart(9, "0")}`,
};

const SORTS: Readonly<Record<string, IssueSort>> = {
  CREATED_AT: "created",
  UPDATED_AT: "updated",
  COMMENTS: "comments",
};

/** Oldest first unless asked otherwise; the cursor remembers the sorted value, so a page never skips what did not move. */
function issueConnection(
  repository: Repository,
  args: Body,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
) {
  const filter = record(args, "filterBy") ?? {};
  const order = record(args, "orderBy") ?? {};
  const sort = SORTS[text(order, "field") ?? "CREATED_AT"] ?? "created";
  const isDescending = text(order, "direction") === "DESC";
  const states = list(args, "states") ?? list(filter, "states");
  const milestone = text(filter, "milestoneNumber");
  const found = listIssues(
    repository,
    {
      states: states?.map((state) => (state === "OPEN" ? "open" : "closed")),
      labels: (list(args, "labels") ?? list(filter, "labels"))?.map(String),
      since: text(filter, "since"),
      creator: text(filter, "createdBy"),
      assignee: filter["assignee"] === null ? "none" : text(filter, "assignee"),
      milestone,
      type: text(filter, "type"),
      asOf: context.asOf,
    },
    sort,
    isDescending,
  );
  requireKnownFilters(filter);
  const keyOf = (issue: Issue): string => {
    const value = {
      created: issue.createdAt,
      updated: issue.updatedAt,
      comments: String(issue.comments.length).padStart(9, "0"),
    }[sort];
    return `${value}|${String(issue.number).padStart(9, "0")}`;
  };
  return connection(
    found.filter((issue) => issue.pull === null && repository.hasIssues),
    args,
    info,
    { keyOf, isDescending },
  );
}

function requireKnownFilters(filter: Body): void {
  for (const name of ["mentioned", "milestone"]) {
    if (filter[name] !== undefined && filter[name] !== null)
      throw new GraphqlProblem("INTERNAL", `not emulated: IssueFilters.${name}`);
  }
}

export const REPOSITORY_FIELDS = {
  Repository: { ...FACTS, ...GIT, ...ISSUES, ...REPOSITORY_TYPES, ...REPOSITORY_PROJECTS },
};
