import { randomBytes } from "node:crypto";
import type { Actor, Grant } from "../world/access.js";
import type { Account, App } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import type { IssuedToken, World } from "../world/world.js";
import { changed } from "../world/world.js";
import { verifyAppJwt } from "./jwt.js";

/** What a request brought to show who it is from. */
export type Credential =
  | { readonly kind: "anonymous" }
  | { readonly kind: "app"; readonly app: App }
  | { readonly kind: "actor"; readonly actor: Actor };

const TOKEN_MS = 3_600_000;
const USER_TOKEN = /^sandbox-(.+)$/;

/** `Authorization: token …`, `bearer …` or Basic (the token as password, or as user name). A wrong one is refused, none is anonymous. */
export function authenticate(world: World, header: string | undefined): Credential {
  if (header === undefined) return { kind: "anonymous" };
  const [scheme, value] = header.trim().split(/\s+/, 2);
  const token = scheme?.toLowerCase() === "basic" ? basicToken(value ?? "") : value;
  if (token === undefined || token === "") throw new Refusal("unauthorized", "Bad credentials");
  if (token.startsWith("ghs_")) return { kind: "actor", actor: installationActor(world, token) };
  const login = USER_TOKEN.exec(token)?.[1];
  const account =
    login === undefined
      ? undefined
      : world.state.accounts.find((known) => known.login === login && known.kind === "User");
  if (account !== undefined) return { kind: "actor", actor: userActor(account) };
  if (token.split(".").length !== 3) throw new Refusal("unauthorized", "Bad credentials");
  verifyAppJwt(world, token);
  return { kind: "app", app: world.state.app };
}

function basicToken(value: string): string {
  const [name, password] = Buffer.from(value, "base64").toString("utf8").split(":", 2);
  return password === undefined || password === "" || password === "x-oauth-basic" ? (name ?? "") : password;
}

export function userActor(account: Account): Actor {
  return { kind: "user", account, app: null };
}

function installationActor(world: World, token: string): Actor {
  const issued = world.state.tokens.get(token);
  if (issued === undefined || issued.expiresAt <= Date.now())
    throw new Refusal("unauthorized", "Bad credentials");
  const { app } = world.state;
  return { kind: "installation", account: app.bot, app, grant: issued.grant };
}

/** A new token for an hour; old ones are forgotten on the way. */
export function issueToken(world: World, grant: Grant): IssuedToken & { readonly token: string } {
  const { tokens } = world.state;
  for (const [token, known] of tokens) if (known.expiresAt <= Date.now()) tokens.delete(token);
  const token = `ghs_${randomBytes(27).toString("base64url").replace(/[-_]/g, "0")}`;
  const issued = { grant, expiresAt: Math.floor(Date.now() / 1000) * 1000 + TOKEN_MS };
  tokens.set(token, issued);
  changed(world);
  return { token, ...issued };
}
