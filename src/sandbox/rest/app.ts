import { issueToken } from "../auth/credential.js";
import type { App, Installation } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import { isVisible } from "../world/access.js";
import { integer, isBody, list, record, textList } from "../fields.js";
import { formatApp, formatInstallation } from "./format/account.js";
import { formatRepository } from "./format/repository.js";
import { paged } from "./pages.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, numberParam, ok, organizationOf, route } from "./route.js";

/** What an app asks with its JSON web token, and installations about themselves. */
export const APP_ROUTES: readonly Route[] = [
  route("GET /app", "apps/get-authenticated", (context) =>
    ok({ ...formatApp(context.world, requireApp(context)), installations_count: 1 }),
  ),
  route("GET /app/installations", "apps/list-installations", (context) => {
    requireApp(context);
    return paged(context, [context.world.state.installation], (installation) =>
      formatInstallation(context.world, installation),
    );
  }),
  route("GET /app/installations/{installation_id}", "apps/get-installation", (context) =>
    ok(formatInstallation(context.world, requireInstallation(context))),
  ),
  route(
    "POST /app/installations/{installation_id}/access_tokens",
    "apps/create-installation-access-token",
    createToken,
  ),
  route("GET /repos/{owner}/{repo}/installation", "apps/get-repo-installation", (context) => {
    requireApp(context);
    const { owner, repo } = context.params;
    const { installation, repositories } = context.world.state;
    const known = [...repositories.values()].some(
      (repository) => repository.owner.login === owner && repository.name === repo,
    );
    if (!known || owner !== installation.account.login) throw new Refusal("not-found", "Not Found");
    return ok(formatInstallation(context.world, installation));
  }),
  route("GET /orgs/{org}/installation", "apps/get-org-installation", (context) => {
    requireApp(context);
    const { installation } = context.world.state;
    if (organizationOf(context) !== installation.account) throw new Refusal("not-found", "Not Found");
    return ok(formatInstallation(context.world, installation));
  }),
  route("GET /installation/repositories", "apps/list-repos-accessible-to-installation", (context) => {
    const actor = actorOf(context);
    if (actor.kind !== "installation")
      throw new Refusal(
        "forbidden",
        "You must authenticate with an installation access token in order to list repositories for an installation.",
      );
    const visible = [...context.world.state.repositories.values()].filter((repository) =>
      isVisible(actor, repository),
    );
    return paged(
      context,
      visible,
      (repository) => formatRepository(context.world, repository),
      (repositories) => ({ total_count: visible.length, repository_selection: "all", repositories }),
    );
  }),
];

export function requireApp(context: RestContext): App {
  if (context.credential.kind === "app") return context.credential.app;
  throw new Refusal("unauthorized", "A JSON web token could not be decoded");
}

function requireInstallation(context: RestContext): Installation {
  requireApp(context);
  const { installation } = context.world.state;
  if (numberParam(context, "installation_id") !== installation.id)
    throw new Refusal("not-found", "Not Found");
  return installation;
}

function createToken(context: RestContext): RestAnswer {
  const installation = requireInstallation(context);
  const permissions = grantedPermissions(installation, record(context.body, "permissions"));
  const repositoryIds = grantedRepositories(context);
  const issued = issueToken(context.world, { installation, permissions, repositoryIds });
  return created({
    token: issued.token,
    expires_at: new Date(issued.expiresAt).toISOString().replace(".000Z", "Z"),
    permissions,
    repository_selection: repositoryIds === undefined ? "all" : "selected",
    ...(repositoryIds === undefined
      ? {}
      : { repositories: repositoryIds.flatMap((id) => formatKnown(context, id)) }),
  });
}

function formatKnown(context: RestContext, id: number): unknown[] {
  const repository = context.world.state.repositories.get(id);
  return repository === undefined ? [] : [formatRepository(context.world, repository)];
}

function grantedPermissions(
  installation: Installation,
  asked: Readonly<Record<string, unknown>> | undefined,
): Record<string, "read" | "write"> {
  if (asked === undefined) return { ...installation.permissions };
  const granted: Record<string, "read" | "write"> = { metadata: "read" };
  for (const [name, level] of Object.entries(asked)) {
    const has = installation.permissions[name];
    if (
      (level !== "read" && level !== "write") ||
      has === undefined ||
      (level === "write" && has !== "write")
    ) {
      throw new Refusal("unprocessable", "The permissions requested are not granted to this installation.");
    }
    granted[name] = level;
  }
  return granted;
}

function grantedRepositories(context: RestContext): number[] | undefined {
  const { repositories, installation } = context.world.state;
  const names = textList(context.body, "repositories");
  const ids = list(context.body, "repository_ids");
  if (names === undefined && ids === undefined) return undefined;
  const own = [...repositories.values()].filter((repository) => repository.owner === installation.account);
  const byName = (names ?? []).map(
    (name) => own.find((repository) => repository.name.toLowerCase() === name.toLowerCase())?.id,
  );
  const byId = (ids ?? []).map(
    (id) => own.find((repository) => repository.id === integer(isBody(id) ? id : { id }, "id"))?.id,
  );
  const granted = [...byName, ...byId];
  const known = granted.filter((id) => id !== undefined);
  if (known.length < granted.length)
    throw new Refusal(
      "unprocessable",
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  return known;
}
