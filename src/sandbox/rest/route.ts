import type { Credential } from "../auth/credential.js";
import type { Actor } from "../world/access.js";
import type { Repository } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { findAccount, findRepository } from "../world/world.js";
import type { Limits } from "../limits/limits.js";
import type { Deliveries } from "../webhooks/deliveries.js";

export interface RestContext {
  readonly world: World;
  readonly deliveries: Deliveries;
  readonly limits: Limits;
  readonly credential: Credential;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** `{}` when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
  /** The path as asked, without the root, for the `link` header. */
  readonly path: string;
  /** Issue lists answer as of this time (fault `stale-list`). */
  readonly asOf: number | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  readonly pattern: string;
  /** GitHub's name of the operation, `operationId` in its description. */
  readonly operation: string;
  readonly run: (context: RestContext) => RestAnswer;
}

/** `route("GET /repos/{owner}/{repo}", "repos/get", run)`; `{name+}` takes slashes too. */
export function route(line: string, operation: string, run: (context: RestContext) => RestAnswer): Route {
  const [method, pattern] = line.split(" ");
  return { method: method ?? "GET", pattern: pattern ?? "/", operation, run };
}

export function ok(body: unknown, headers?: Readonly<Record<string, string>>): RestAnswer {
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

export function created(body: unknown): RestAnswer {
  return { status: 201, body };
}

export const NO_CONTENT: RestAnswer = { status: 204 };

/** Who asks. Without a credential nothing of the sandbox can be seen: its repositories are private. */
export function actorOf(context: RestContext): Actor {
  if (context.credential.kind === "actor") return context.credential.actor;
  throw new Refusal(
    context.credential.kind === "app" ? "forbidden" : "unauthorized",
    context.credential.kind === "app" ? "Resource not accessible by integration" : "Requires authentication",
  );
}

/** The repository of the path, as far as the asker may see it. */
export function repositoryOf(context: RestContext): Repository {
  const repository = findRepository(
    context.world,
    actorOf(context),
    context.params["owner"] ?? "",
    context.params["repo"] ?? "",
  );
  if (repository === undefined) throw new Refusal("not-found", "Not Found");
  return repository;
}

export function organizationOf(context: RestContext) {
  const account = findAccount(context.world, context.params["org"] ?? "");
  if (account?.kind !== "Organization") throw new Refusal("not-found", "Not Found");
  return account;
}

/** A number in the path; anything else is no such thing. */
export function numberParam(context: RestContext, name: string): number {
  const text = context.params[name] ?? "";
  if (!/^\d+$/.test(text)) throw new Refusal("not-found", "Not Found");
  return Number(text);
}

export interface CompiledRoute extends Route {
  readonly expression: RegExp;
  readonly names: readonly string[];
}

export function compileRoute(known: Route): CompiledRoute {
  const names: string[] = [];
  const source = known.pattern
    .replace(/[.]/g, "\\.")
    .replace(/\{(\w+)(\+?)\}/g, (_, name: string, plus: string) => {
      names.push(name);
      return plus === "+" ? "(.+)" : "([^/]+)";
    });
  return { ...known, expression: new RegExp(`^${source}$`), names };
}

export interface Match {
  readonly route: CompiledRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that fits; a path that fits only with other methods is told apart by the caller's 404. */
export function matchRoute(
  routes: readonly CompiledRoute[],
  method: string,
  path: string,
): Match | undefined {
  for (const known of routes) {
    if (known.method !== method) continue;
    const match = known.expression.exec(path);
    if (match === null) continue;
    const params = Object.fromEntries(
      known.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]),
    );
    return { route: known, params };
  }
  return undefined;
}
