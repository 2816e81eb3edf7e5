import { list, requiredText, text } from "../../fields.js";
import { findAccount, findRepository } from "../../world/world.js";
import { GIT_MUTATIONS } from "../mutations/git.js";
import { COMMENT_MUTATIONS } from "../mutations/comments.js";
import { LABEL_MUTATIONS } from "../mutations/labels.js";
import type { Mutate } from "../mutations/mutation.js";
import { ISSUE_TYPE_MUTATIONS } from "../mutations/issue-types.js";
import { ISSUE_MUTATIONS } from "../mutations/issues.js";
import { PROJECT_MUTATIONS } from "../mutations/projects.js";
import { PULL_MUTATIONS } from "../mutations/pulls.js";
import { findNode } from "../nodes.js";
import { GraphqlProblem } from "../problem.js";
import type { Fields, Resolve } from "../resolver.js";
import { record } from "../../fields.js";

const QUERY: Fields<unknown> = {
  viewer: (_, __, { actor }) => actor.account,
  rateLimit: (_, __, { rateLimit, cost }) => ({ ...rateLimit, ...cost }),
  node: (_, args, context) => findNode(context, requiredText(args, "id")),
  // Each unknown id is an error of its own; the others still come.
  nodes: (_, args, context) =>
    (list(args, "ids") ?? []).map((id) => attempt(() => findNode(context, String(id)))),
  repository: (_, args, { world, actor }) => {
    const [owner, name] = [requiredText(args, "owner"), requiredText(args, "name")];
    const repository = findRepository(world, actor, owner, name);
    if (repository === undefined)
      throw new GraphqlProblem(
        "NOT_FOUND",
        `Could not resolve to a Repository with the name '${owner}/${name}'.`,
      );
    return repository;
  },
  repositoryOwner: (_, args, { world }) => findAccount(world, requiredText(args, "login")) ?? null,
  organization: (_, args, { world }) =>
    accountOf(world.state.accounts, text(args, "login") ?? "", "Organization"),
  user: (_, args, { world }) => accountOf(world.state.accounts, text(args, "login") ?? "", "User"),
};

function accountOf<A extends { readonly kind: string; readonly login: string }>(
  accounts: readonly A[],
  login: string,
  kind: string,
): A {
  const found = accounts.find(
    (account) => account.kind === kind && account.login.toLowerCase() === login.toLowerCase(),
  );
  if (found === undefined)
    throw new GraphqlProblem(
      "NOT_FOUND",
      `Could not resolve to ${kind === "User" ? "a User" : "an Organization"} with the login of '${login}'.`,
    );
  return found;
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function mutation(mutate: Mutate): Resolve<unknown> {
  return (_, args, context) => {
    const input = record(args, "input") ?? {};
    return { clientMutationId: text(input, "clientMutationId") ?? null, ...mutate(input, context) };
  };
}

const MUTATION: Fields<unknown> = Object.fromEntries(
  Object.entries({
    ...ISSUE_MUTATIONS,
    ...ISSUE_TYPE_MUTATIONS,
    ...COMMENT_MUTATIONS,
    ...LABEL_MUTATIONS,
    ...PULL_MUTATIONS,
    ...PROJECT_MUTATIONS,
    ...GIT_MUTATIONS,
  }).map(([name, mutate]) => [name, mutation(mutate)]),
);

export const ROOT_FIELDS = { Query: QUERY, Mutation: MUTATION };
