import { userActor } from "../auth/credential.js";
import type { Body } from "../fields.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { changed, emit } from "../world/world.js";

type Permissions = Readonly<Record<string, "read" | "write">>;

/**
 * Grants the app other permissions: `null` takes one away. Tokens that were given out lose what the app loses, and get
 * no more than they were given. Of more the app is told.
 */
export function setPermissions(world: World, given: Body): void {
  const { app, tokens } = world.state;
  const kept = { ...app.permissions };
  for (const [name, level] of Object.entries(given)) {
    if (level === null) delete kept[name];
    else if (level === "read" || level === "write") kept[name] = level;
    else throw new Refusal("unprocessable", `${name} must be "read", "write" or null`);
  }
  const isMore = Object.entries(kept).some(([name, level]) => !isWithin(level, app.permissions[name]));
  app.permissions = kept;
  for (const [token, issued] of tokens) {
    const permissions = atMost(issued.grant.permissions, kept);
    tokens.set(token, { ...issued, grant: { ...issued.grant, permissions } });
  }
  if (isMore) acceptPermissions(world);
  changed(world);
}

function isWithin(level: "read" | "write", granted: "read" | "write" | undefined): boolean {
  return granted === "write" || granted === level;
}

function acceptPermissions(world: World): void {
  const owner = [...world.state.roles].find(([, role]) => role === "admin")?.[0];
  if (owner !== undefined)
    emit(world, userActor(owner), { type: "installation", action: "new_permissions_accepted" });
}

function atMost(given: Permissions, limit: Permissions): Permissions {
  const both = Object.entries(given).flatMap(([name, level]) => {
    const most = limit[name];
    return most === undefined ? [] : [[name, most === "read" ? most : level] as const];
  });
  return Object.fromEntries(both);
}
