import { integer, requiredText } from "../fields.js";
import type { Account, Team } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import { createTeam, invite, leaveTeam, membershipOf, membersOfTeam } from "../world/teams.js";
import { formatAccount, formatFullTeam, formatTeam } from "./format/account.js";
import { apiUrl } from "./format/links.js";
import { paged } from "./pages.js";
import type { RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, ok, organizationOf, route } from "./route.js";

const TEAM = "/orgs/{org}/teams/{team_slug}";

export const ORGANIZATION_ROUTES: readonly Route[] = [
  route("GET /orgs/{org}/teams", "teams/list", (context) => {
    requireMembersAccess(context);
    const organization = organizationOf(context);
    const teams = context.world.state.teams.filter((team) => team.organization === organization);
    return paged(context, teams, (team) => formatTeam(context.world, team));
  }),
  route("POST /orgs/{org}/teams", "teams/create", (context) => {
    const team = createTeam(context.world, actorOf(context), organizationOf(context), {
      name: requiredText(context.body, "name"),
      parentId: integer(context.body, "parent_team_id"),
    });
    return created(formatFullTeam(context.world, team));
  }),
  route(`GET ${TEAM}`, "teams/get-by-name", (context) => ok(formatFullTeam(context.world, teamOf(context)))),
  route(`GET ${TEAM}/members`, "teams/list-members-in-org", (context) =>
    paged(context, membersOfTeam(context.world, teamOf(context)), (account) =>
      formatAccount(context.world, account),
    ),
  ),
  route(`GET ${TEAM}/memberships/{username}`, "teams/get-membership-for-user-in-org", (context) => {
    return ok(formatMembership(context));
  }),
  route(`PUT ${TEAM}/memberships/{username}`, "teams/add-or-update-membership-for-user-in-org", (context) => {
    invite(context.world, actorOf(context), teamOf(context), context.params["username"] ?? "");
    return ok(formatMembership(context));
  }),
  route(`DELETE ${TEAM}/memberships/{username}`, "teams/remove-membership-for-user-in-org", (context) => {
    leaveTeam(context.world, actorOf(context), teamOf(context), context.params["username"] ?? "");
    return NO_CONTENT;
  }),
  route("GET /orgs/{org}/members", "orgs/list-members", (context) => {
    requireMembersAccess(context);
    organizationOf(context);
    return paged(context, membersOf(context), (account) => formatAccount(context.world, account));
  }),
  route("GET /orgs/{org}/members/{username}", "orgs/check-membership-for-user", (context) => {
    requireMembersAccess(context);
    organizationOf(context);
    const login = context.params["username"]?.toLowerCase();
    if (!membersOf(context).some((account) => account.login.toLowerCase() === login))
      throw new Refusal("not-found", "Not Found");
    return NO_CONTENT;
  }),
];

function formatMembership(context: RestContext): object {
  const team = teamOf(context);
  const login = context.params["username"]?.toLowerCase() ?? "";
  const state = membershipOf(context.world, team, login);
  if (state === undefined) throw new Refusal("not-found", "Not Found");
  const path = `/organizations/${team.organization.id}/team/${team.id}/memberships/${login}`;
  return { url: apiUrl(context.world, path), role: "member", state };
}

function membersOf(context: RestContext): Account[] {
  return [...context.world.state.roles].filter(([, role]) => role !== "none").map(([account]) => account);
}

/** Teams and members are seen by members of the organisation and by apps that may read them. */
function requireMembersAccess(context: RestContext): void {
  const actor = actorOf(context);
  if (actor.kind === "installation") {
    if (actor.grant.permissions["members"] === undefined)
      throw new Refusal("forbidden", "Resource not accessible by integration");
  } else if (!membersOf(context).includes(actor.account)) throw new Refusal("not-found", "Not Found");
}

function teamOf(context: RestContext): Team {
  requireMembersAccess(context);
  const organization = organizationOf(context);
  const team = context.world.state.teams.find(
    (known) => known.organization === organization && known.slug === context.params["team_slug"],
  );
  if (team === undefined) throw new Refusal("not-found", "Not Found");
  return team;
}
