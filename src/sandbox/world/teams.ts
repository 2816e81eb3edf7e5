import type { Actor } from "./access.js";
import type { Account, Team } from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { changed, findAccount, nextId } from "./world.js";

/** Everybody in a team: GitHub counts the members of its child teams. */
export function membersOfTeam(world: World, team: Team): Account[] {
  const children = world.state.teams.filter(({ parent }) => parent === team);
  return [...new Set([...team.members, ...children.flatMap((child) => membersOfTeam(world, child))])];
}

/** `pending`: invited, and in none of the teams below either. */
export function membershipOf(world: World, team: Team, login: string): "active" | "pending" | undefined {
  const isThey = (account: Account): boolean => account.login.toLowerCase() === login.toLowerCase();
  if (membersOfTeam(world, team).some(isThey)) return "active";
  return team.invited.some(isThey) ? "pending" : undefined;
}

export function createTeam(
  world: World,
  actor: Actor,
  organization: Account,
  wanted: { readonly name: string; readonly parentId: number | undefined },
): Team {
  requireOwner(world, actor);
  const { name, parentId } = wanted;
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const parent = world.state.teams.find(({ id }) => id === parentId) ?? null;
  if (parentId !== undefined && parent === null)
    throw invalid({ resource: "Team", field: "parent_team_id", code: "invalid" });
  if (world.state.teams.some((known) => known.slug === slug))
    throw invalid({ resource: "Team", field: "name", code: "already_exists" });
  const team: Team = {
    kind: "Team",
    id: nextId(world),
    slug,
    name,
    organization,
    members: [],
    invited: [],
    parent,
  };
  world.state.teams.push(team);
  changed(world);
  return team;
}

/** A member of the organisation is in at once; anybody else is invited to the organisation first. */
export function invite(world: World, actor: Actor, team: Team, login: string): void {
  requireOwner(world, actor);
  const account = findAccount(world, login);
  if (account?.kind !== "User") throw new Refusal("not-found", "Not Found");
  const isMember = (world.state.roles.get(account) ?? "none") !== "none";
  const list = isMember ? team.members : team.invited;
  if (!list.includes(account)) list.push(account);
  changed(world);
}

export function leaveTeam(world: World, actor: Actor, team: Team, login: string): void {
  requireOwner(world, actor);
  for (const list of [team.members, team.invited]) {
    const at = list.findIndex((account) => account.login.toLowerCase() === login.toLowerCase());
    if (at >= 0) list.splice(at, 1);
  }
  changed(world);
}

function requireOwner(world: World, actor: Actor): void {
  if (actor.kind !== "user" || world.state.roles.get(actor.account) !== "admin")
    throw new Refusal("forbidden", "Must be an owner or a maintainer of the team.");
}
