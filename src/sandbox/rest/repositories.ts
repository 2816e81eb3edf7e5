import type { Actor } from "../world/access.js";
import { hasRole, isVisible, NEEDS, requireAccess, roleOf } from "../world/access.js";
import type { Account, Repository, Role } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { NewRepository } from "../world/repositories.js";
import { createRepository, deleteRepository, editRepository } from "../world/repositories.js";
import type { World } from "../world/world.js";
import { findAccount, fullName } from "../world/world.js";
import { flag, nullableText, oneOf, requiredText, text } from "../fields.js";
import { formatAccount, formatUser } from "./format/account.js";
import { formatFullRepository, formatRepository } from "./format/repository.js";
import { repositoryApiUrl } from "./format/links.js";
import { paged } from "./pages.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, ok, organizationOf, repositoryOf, route } from "./route.js";

const REPOSITORY = "/repos/{owner}/{repo}";

export const REPOSITORY_ROUTES: readonly Route[] = [
  route(`GET ${REPOSITORY}`, "repos/get", (context) => {
    const repository = repositoryOf(context);
    const asked = `${context.params["owner"] ?? ""}/${context.params["repo"] ?? ""}`;
    if (asked.toLowerCase() === fullName(repository).toLowerCase())
      return ok(formatFullRepository(context.world, repository, actorOf(context)));
    const url = repositoryApiUrl(context.world, repository);
    return {
      status: 301,
      headers: { location: url },
      body: { message: "Moved Permanently", url, documentation_url: "https://docs.github.com/rest" },
    };
  }),
  route(`PATCH ${REPOSITORY}`, "repos/update", update),
  route(`DELETE ${REPOSITORY}`, "repos/delete", (context) => {
    deleteRepository(context.world, actorOf(context), repositoryOf(context));
    return NO_CONTENT;
  }),
  route("POST /orgs/{org}/repos", "repos/create-in-org", create),
  route("POST /user/repos", "repos/create-for-authenticated-user", createOwn),
  route("GET /orgs/{org}/repos", "repos/list-for-org", (context) => {
    const organization = organizationOf(context);
    const actor = actorOf(context);
    const visible = [...context.world.state.repositories.values()].filter(
      (repository) => repository.owner === organization && isVisible(actor, repository),
    );
    return paged(context, visible, (repository) => formatRepository(context.world, repository));
  }),
  route(`GET ${REPOSITORY}/collaborators`, "repos/list-collaborators", (context) => {
    const repository = repositoryOf(context);
    requireAccess(actorOf(context), repository, { role: "write", permission: ["metadata", "read"] });
    const people = [...repository.collaborators]
      .filter(([, role]) => role !== "none")
      .map(([account]) => account);
    return paged(context, people, (account) => formatCollaborator(context.world, repository, account));
  }),
  route(`GET ${REPOSITORY}/collaborators/{username}`, "repos/check-collaborator", (context) => {
    const { account, repository } = collaboratorOf(context);
    if (roleOf(account, repository) === "none") throw new Refusal("not-found", "Not Found");
    return NO_CONTENT;
  }),
  route(
    `GET ${REPOSITORY}/collaborators/{username}/permission`,
    "repos/get-collaborator-permission-level",
    (context) => {
      const { account, repository } = collaboratorOf(context);
      const role = roleOf(account, repository);
      return ok({
        permission: legacyPermission(role),
        role_name: role,
        user: formatCollaborator(context.world, repository, account),
      });
    },
  ),
];

/** The old four words: maintain counts as write, triage as read. */
function legacyPermission(role: Role): "admin" | "write" | "read" | "none" {
  if (role === "maintain") return "write";
  return role === "triage" ? "read" : role;
}

function collaboratorOf(context: RestContext): { account: Account; repository: Repository } {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readMetadata);
  const account = findAccount(context.world, context.params["username"] ?? "");
  if (account === undefined)
    throw new Refusal("not-found", `${context.params["username"] ?? ""} is not a user`);
  return { account, repository };
}

function formatCollaborator(world: World, repository: Repository, account: Account) {
  const can = (role: Role): boolean => hasRole(account, repository, role);
  return {
    ...formatAccount(world, account),
    role_name: roleOf(account, repository),
    permissions: {
      pull: can("read"),
      triage: can("triage"),
      push: can("write"),
      maintain: can("maintain"),
      admin: can("admin"),
    },
  };
}

function update(context: RestContext): RestAnswer {
  const repository = repositoryOf(context);
  const { body } = context;
  const name = text(body, "name");
  const description = nullableText(body, "description");
  const isPrivate = flag(body, "private");
  const archived = flag(body, "archived");
  const defaultBranch = text(body, "default_branch");
  const allowAutoMerge = flag(body, "allow_auto_merge");
  const hasIssues = flag(body, "has_issues");
  editRepository(context.world, actorOf(context), repository, {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(isPrivate === undefined ? {} : { private: isPrivate }),
    ...(archived === undefined ? {} : { archived }),
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(allowAutoMerge === undefined ? {} : { allowAutoMerge }),
    ...(hasIssues === undefined ? {} : { hasIssues }),
  });
  return ok(formatFullRepository(context.world, repository, actorOf(context)));
}

function create(context: RestContext): RestAnswer {
  const organization = organizationOf(context);
  const actor = actorOf(context);
  const model = requireOrganizationAdmin(context.world, actor, organization);
  const repository = createRepository(context.world, actor, organization, wantedRepository(context), model);
  return created(formatFullRepository(context.world, repository, actor));
}

/** People have one role in all repositories of the organisation; who is admin anywhere may create. */
function requireOrganizationAdmin(
  world: World,
  actor: Actor,
  organization: Account,
): ReadonlyMap<Account, Role> {
  if (actor.kind === "installation") throw new Refusal("forbidden", "Resource not accessible by integration");
  const roles = new Map<Account, Role>(world.state.roles);
  if (roles.get(actor.account) !== "admin")
    throw new Refusal(
      "forbidden",
      `You need admin access to the organization before adding a repository to it.`,
    );
  if (organization.kind !== "Organization") throw new Refusal("not-found", "Not Found");
  return roles;
}

/** A repository of one's own, which the app is not installed on. */
function createOwn(context: RestContext): RestAnswer {
  const actor = actorOf(context);
  if (actor.kind === "installation") throw new Refusal("forbidden", "Resource not accessible by integration");
  const wanted = wantedRepository(context);
  const roles = new Map<Account, Role>([[actor.account, "admin"]]);
  const repository = createRepository(context.world, actor, actor.account, wanted, roles);
  return created(formatFullRepository(context.world, repository, actor));
}

function wantedRepository({ body }: RestContext): NewRepository {
  const visibility = oneOf(body, "visibility", ["public", "private"] as const);
  return {
    name: requiredText(body, "name"),
    private: visibility === "private" || (flag(body, "private") ?? false),
    description: nullableText(body, "description") ?? null,
    autoInit: flag(body, "auto_init") ?? false,
  };
}

/** `GET /user` and `GET /users/{login}`: people and bots alike. */
export const USER_ROUTES: readonly Route[] = [
  route("GET /user", "users/get-authenticated", (context) => {
    const actor = actorOf(context);
    if (actor.kind !== "user") throw new Refusal("forbidden", "Resource not accessible by integration");
    return ok(formatUser(context.world, actor.account));
  }),
  route("GET /users/{username}", "users/get-by-username", (context) => {
    const account = findAccount(context.world, context.params["username"] ?? "");
    if (account === undefined) throw new Refusal("not-found", "Not Found");
    return ok(formatUser(context.world, account));
  }),
];
