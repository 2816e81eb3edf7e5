import { limitKey } from "../http/exchange.js";
import type { Resource } from "../limits/limits.js";
import type { Route } from "./route.js";
import { ok, route } from "./route.js";

/** Asking costs nothing. */
export const LIMIT_ROUTES: readonly Route[] = [
  route("GET /rate_limit", "rate-limit/get", ({ credential, limits }) => {
    const status = (resource: Resource) => limits.status(limitKey(credential), resource);
    const search = { ...status("core"), limit: 30, remaining: 30, used: 0 };
    return ok({
      resources: { core: status("core"), graphql: status("graphql"), search },
      rate: status("core"),
    });
  }),
];
