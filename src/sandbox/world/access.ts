import type { Account, App, Installation, Issue, Repository, Role } from "./model.js";
import { Refusal } from "./refusal.js";

/** Who asks, and what the credential allows. An installation acts as the app's bot. */
export type Actor =
  | { readonly kind: "user"; readonly account: Account; readonly app: null }
  | { readonly kind: "installation"; readonly account: Account; readonly app: App; readonly grant: Grant };

/** What one installation token may do: fewer permissions and repositories than the app when it was asked for so. */
export interface Grant {
  readonly installation: Installation;
  readonly permissions: Readonly<Record<string, "read" | "write">>;
  /** undefined: every repository of the account. */
  readonly repositoryIds: readonly number[] | undefined;
}

export interface Need {
  readonly role: Role;
  /** The app permission, such as `issues: write`. */
  readonly permission: readonly [name: string, level: "read" | "write"];
}

export const ROLES: readonly Role[] = ["none", "read", "triage", "write", "maintain", "admin"];

export const NEEDS = {
  readMetadata: { role: "read", permission: ["metadata", "read"] },
  readContents: { role: "read", permission: ["contents", "read"] },
  writeContents: { role: "write", permission: ["contents", "write"] },
  readIssues: { role: "read", permission: ["issues", "read"] },
  openIssues: { role: "read", permission: ["issues", "write"] },
  triageIssues: { role: "triage", permission: ["issues", "write"] },
  writeIssues: { role: "write", permission: ["issues", "write"] },
  readPulls: { role: "read", permission: ["pull_requests", "read"] },
  writePulls: { role: "write", permission: ["pull_requests", "write"] },
  readChecks: { role: "read", permission: ["checks", "read"] },
  writeStatuses: { role: "write", permission: ["statuses", "write"] },
  readStatuses: { role: "read", permission: ["statuses", "read"] },
  administer: { role: "admin", permission: ["administration", "write"] },
  readAdministration: { role: "admin", permission: ["administration", "read"] },
  maintain: { role: "maintain", permission: ["administration", "write"] },
} as const satisfies Record<string, Need>;

/** The role of a person in a repository; the owner's own rights come from the collaborators' table as well. */
export function roleOf(account: Account, repository: Repository): Role {
  const role = repository.collaborators.get(account);
  if (role !== undefined) return role;
  return repository.private ? "none" : "read";
}

export function hasRole(account: Account, repository: Repository, role: Role): boolean {
  return ROLES.indexOf(roleOf(account, repository)) >= ROLES.indexOf(role);
}

/** Whether the actor may do what needs this; strangers of a private repository may not even see it. */
export function isAllowed(actor: Actor, repository: Repository, need: Need): boolean {
  if (actor.kind === "user") return hasRole(actor.account, repository, need.role);
  const [name, level] = need.permission;
  const granted = actor.grant.permissions[name];
  return isVisible(actor, repository) && (granted === "write" || granted === level);
}

export function isVisible(actor: Actor, repository: Repository): boolean {
  if (actor.kind === "user") return hasRole(actor.account, repository, "read");
  const { installation, repositoryIds } = actor.grant;
  if (installation.account !== repository.owner) return !repository.private;
  return repositoryIds === undefined || repositoryIds.includes(repository.id);
}

/** Refuses in GitHub's way: 404 for what the actor may not see, 403 for what it may see and not change. */
export function requireAccess(actor: Actor, repository: Repository, need: Need): void {
  if (!isVisible(actor, repository)) throw new Refusal("not-found", "Not Found");
  if (isAllowed(actor, repository, need)) return;
  throw new Refusal("forbidden", forbiddenMessage(actor, need));
}

function forbiddenMessage(actor: Actor, need: Need): string {
  if (actor.kind === "installation") return "Resource not accessible by integration";
  return need.role === "admin"
    ? "Must have admin rights to Repository."
    : "Must have push access to repository";
}

/** An archived repository is read-only for everybody. */
export function requireWritable(repository: Repository): void {
  if (repository.archived) throw new Refusal("forbidden", "Repository was archived so is read-only.");
}

/** Authors may edit and close what they wrote; others need the triage role (to close) or write (to edit). */
export function requireOwnOr(actor: Actor, issue: Issue, need: Need): void {
  requireAccess(actor, issue.repository, NEEDS.openIssues);
  if (issue.author === actor.account) return;
  if (!isAllowed(actor, issue.repository, need)) {
    throw new Refusal(
      "forbidden",
      actor.kind === "installation"
        ? "Resource not accessible by integration"
        : "Must have admin rights to Repository.",
    );
  }
}
