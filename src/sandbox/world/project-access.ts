import type { Actor } from "./access.js";
import type { Account } from "./model.js";
import type { Project } from "./project-model.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";

export type ProjectRole = "none" | "read" | "write" | "admin";

const ROLES: readonly ProjectRole[] = ["none", "read", "write", "admin"];

/**
 * What somebody may do on a board. Members of the organisation write unless its base role says otherwise, owners
 * administer. An installation has what `organization_projects` grants, and on the boards of users nothing: there is no
 * permission for them.
 * https://docs.github.com/en/issues/planning-and-tracking-with-projects/managing-your-project/managing-access-to-your-projects
 */
export function projectRole(world: World, actor: Actor, project: Project): ProjectRole {
  const role = ownRole(world, actor, project.owner, project.creator);
  return role === "none" && project.public ? "read" : role;
}

function ownRole(world: World, actor: Actor, owner: Account, creator: Account): ProjectRole {
  if (actor.kind === "installation")
    return owner === actor.grant.installation.account
      ? (actor.grant.permissions["organization_projects"] ?? "none")
      : "none";
  if (owner.kind !== "Organization") return owner === actor.account ? "admin" : "none";
  const membership = world.state.roles.get(actor.account) ?? "none";
  if (membership === "none") return "none";
  return membership === "admin" || creator === actor.account ? "admin" : "write";
}

export function isProjectVisible(world: World, actor: Actor, project: Project): boolean {
  return projectRole(world, actor, project) !== "none";
}

/**
 * Refuses as GraphQL does: people do not find a board that they may not see; an app is told that it lacks the
 * permission. `mutation` is GitHub's name of what was asked, which is part of the sentence for people.
 */
export function requireProjectRole(
  world: World,
  actor: Actor,
  project: Project,
  role: "write" | "admin",
  mutation: string,
): void {
  if (ROLES.indexOf(projectRole(world, actor, project)) < ROLES.indexOf(role))
    throw forbidden(actor, mutation);
}

export function requireProjectCreation(world: World, actor: Actor, owner: Account): void {
  if (ROLES.indexOf(ownRole(world, actor, owner, owner)) < ROLES.indexOf("write"))
    throw forbidden(actor, "CreateProjectV2");
}

function forbidden(actor: Actor, mutation: string): Refusal {
  return new Refusal(
    "forbidden",
    actor.kind === "installation"
      ? "Resource not accessible by integration"
      : `${actor.account.login} does not have the correct permissions to execute \`${mutation}\``,
  );
}
