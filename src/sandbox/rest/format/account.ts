import type { Account, App, Installation, Team } from "../../world/model.js";
import { nodeId } from "../../world/node-ids.js";
import { membersOfTeam } from "../../world/teams.js";
import type { World } from "../../world/world.js";
import { apiUrl } from "./links.js";
import type { Schema } from "./schemas.js";

export function formatAccount(world: World, account: Account): Schema<"simple-user"> {
  const api = apiUrl(world, `/users/${encodeURIComponent(account.login)}`);
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account),
    avatar_url: `${world.baseUrl}/avatars/${account.id}`,
    gravatar_id: "",
    url: api,
    html_url:
      account.kind === "Bot"
        ? `${world.baseUrl}/apps/${account.login.replace("[bot]", "")}`
        : `${world.baseUrl}/${account.login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.kind,
    site_admin: false,
    user_view_type: "public",
  };
}

export function formatUser(world: World, account: Account): Schema<"public-user"> {
  return {
    ...formatAccount(world, account),
    email: null,
    gravatar_id: "",
    name: null,
    company: null,
    blog: null,
    location: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

/** An organisation as webhooks carry it. */
export function formatOrganization(world: World, account: Account): Schema<"organization-simple"> {
  const api = apiUrl(world, `/orgs/${account.login}`);
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${world.baseUrl}/avatars/${account.id}`,
    description: null,
  };
}

export function formatApp(world: World, app: App): Schema<"integration"> & object {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId(app),
    client_id: app.clientId,
    owner: formatAccount(world, app.owner),
    name: "Tickmark",
    description: null,
    external_url: `${world.baseUrl}/apps/${app.slug}`,
    html_url: `${world.baseUrl}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: { ...app.permissions },
    events: [...app.events],
  };
}

export function formatInstallation(world: World, installation: Installation): Schema<"installation"> {
  const { app, account } = installation;
  return {
    id: installation.id,
    account: formatAccount(world, account),
    repository_selection: "all",
    access_tokens_url: apiUrl(world, `/app/installations/${installation.id}/access_tokens`),
    repositories_url: apiUrl(world, "/installation/repositories"),
    html_url: `${world.baseUrl}/organizations/${account.login}/settings/installations/${installation.id}`,
    app_id: app.id,
    client_id: app.clientId,
    target_id: account.id,
    target_type: account.kind,
    permissions: { ...installation.permissions },
    events: [...app.events],
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    app_slug: app.slug,
    suspended_by: null,
    suspended_at: null,
    contact_email: null,
  };
}

export function formatTeam(world: World, team: Team): Schema<"team"> {
  const api = apiUrl(world, `/organizations/${team.organization.id}/team/${team.id}`);
  return {
    id: team.id,
    node_id: nodeId(team),
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "push",
    url: api,
    html_url: `${world.baseUrl}/orgs/${team.organization.login}/teams/${team.slug}`,
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
    type: "organization",
    organization_id: team.organization.id,
    parent: null,
  };
}

/** What one team is asked for carries. */
export function formatFullTeam(world: World, team: Team): Schema<"team-full"> {
  const { organization: account } = team;
  const organization = {
    ...formatOrganization(world, account),
    html_url: `${world.baseUrl}/${account.login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: account.kind,
    created_at: account.createdAt,
    updated_at: account.createdAt,
    archived_at: null,
  };
  return {
    ...formatTeam(world, team),
    privacy: "closed",
    notification_setting: "notifications_enabled",
    type: "organization",
    parent: null,
    members_count: membersOfTeam(world, team).length,
    repos_count: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
    organization,
  };
}
