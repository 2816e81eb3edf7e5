import type { Account, Team } from "../../world/model.js";
import { nodeId } from "../../world/node-ids.js";
import { isVisible } from "../../world/access.js";
import { text } from "../../fields.js";
import { connection } from "../connection.js";
import { ORGANIZATION_TYPES } from "./issue-types.js";
import { PROJECT_OWNER } from "./projects.js";
import type { Fields } from "../resolver.js";
import { findRepository } from "../../world/world.js";

const ACTOR: Fields<Account> = {
  id: (account) => nodeId(account),
  login: (account) => account.login,
  avatarUrl: (account, _, { world }) => `${world.baseUrl}/avatars/${account.id}`,
  url: (account, _, { world }) => `${world.baseUrl}/${account.login}`,
  resourcePath: (account) => `/${account.login}`,
  databaseId: (account) => account.id,
  createdAt: (account) => account.createdAt,
  updatedAt: (account) => account.createdAt,
};

const OWNER: Fields<Account> = {
  ...ACTOR,
  ...PROJECT_OWNER,
  name: () => null,
  email: () => "",
  repository: (account, args, { world, actor }) =>
    findRepository(world, actor, account.login, text(args, "name") ?? "") ?? null,
  repositories: (account, args, { world, actor }, info) =>
    connection(
      [...world.state.repositories.values()].filter(
        (repository) => repository.owner === account && isVisible(actor, repository),
      ),
      args,
      info,
    ),
};

/** A bot's login has no `[bot]` here, unlike in REST. */
export const ACCOUNT_FIELDS = {
  User: {
    ...OWNER,
    isViewer: (account, _, { actor }) => actor.account === account,
  } satisfies Fields<Account>,
  Organization: {
    ...OWNER,
    ...ORGANIZATION_TYPES,
    team: (account, args, { world }) =>
      world.state.teams.find((team) => team.organization === account && team.slug === text(args, "slug")) ??
      null,
    teams: (account, args, { world }, info) =>
      connection(
        world.state.teams.filter((team) => team.organization === account),
        args,
        info,
      ),
  } satisfies Fields<Account>,
  Bot: {
    ...ACTOR,
    login: (account) => account.login.replace(/\[bot\]$/, ""),
    url: (account, _, { world }) => `${world.baseUrl}/apps/${account.login.replace(/\[bot\]$/, "")}`,
    resourcePath: (account) => `/apps/${account.login.replace(/\[bot\]$/, "")}`,
  } satisfies Fields<Account>,
  Team: {
    id: (team) => nodeId(team),
    databaseId: (team) => team.id,
    name: (team) => team.name,
    slug: (team) => team.slug,
    combinedSlug: (team) => `${team.organization.login}/${team.slug}`,
    organization: (team) => team.organization,
    members: (team, args, _, info) => connection(team.members, args, info),
  } satisfies Fields<Team>,
};
