import type { Account, Team } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import { formatAccount, formatTeam } from "./format/account.js";
import { apiUrl } from "./format/links.js";
import { paged } from "./pages.js";
import type { RestContext, Route } from "./route.js";
import { actorOf, NO_CONTENT, ok, organizationOf, route } from "./route.js";

const TEAM = "/orgs/{org}/teams/{team_slug}";

export const ORGANIZATION_ROUTES: readonly Route[] = [
  route("GET /orgs/{org}/teams", "teams/list", (context) => {
    requireMembersAccess(context);
    const organization = organizationOf(context);
    const teams = context.world.state.teams.filter((team) => team.organization === organization);
    return paged(context, teams, (team) => formatTeam(context.world, team));
  }),
  route(`GET ${TEAM}/members`, "teams/list-members-in-org", (context) =>
    paged(context, teamOf(context).members, (account) => formatAccount(context.world, account)),
  ),
  route(`GET ${TEAM}/memberships/{username}`, "teams/get-membership-for-user-in-org", (context) => {
    const team = teamOf(context);
    const login = context.params["username"]?.toLowerCase();
    const member = team.members.find((account) => account.login.toLowerCase() === login);
    if (member === undefined) throw new Refusal("not-found", "Not Found");
    return ok({
      url: apiUrl(
        context.world,
        `/organizations/${team.organization.id}/team/${team.id}/memberships/${member.login}`,
      ),
      role: "member",
      state: "active",
    });
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
