import { userActor } from "../auth/credential.js";
import type { Body } from "../fields.js";
import { record, textList } from "../fields.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { changed, emit } from "../world/world.js";

type Permissions = Readonly<Record<string, "read" | "write">>;

/**
 * The owner of the App changes what it asks for: `null` takes a permission away. That holds at once; what is new waits
 * until the owner of the installation accepts it.
 *
 * https://docs.github.com/en/apps/maintaining-github-apps/modifying-a-github-app-registration#changing-the-permissions-of-a-github-app
 */
export function setRegistration(world: World, given: Body): void {
  const { app, installation } = world.state;
  app.permissions = withChanges(app.permissions, record(given, "permissions") ?? {});
  app.events = textList(given, "events") ?? app.events;
  grantInstallation(world, atMost(installation.permissions, app.permissions));
  changed(world);
}

/** The App asks for other permissions, and the owner of the installation has accepted them. Of more the app is told. */
export function setPermissions(world: World, given: Body): void {
  const { app, installation } = world.state;
  const before = installation.permissions;
  app.permissions = withChanges(app.permissions, given);
  grantInstallation(world, app.permissions);
  if (Object.entries(app.permissions).some(([name, level]) => !isWithin(level, before[name])))
    tellOfMore(world);
  changed(world);
}

function withChanges(permissions: Permissions, given: Body): Permissions {
  const kept = { ...permissions };
  for (const [name, level] of Object.entries(given)) {
    if (level === null) delete kept[name];
    else if (level === "read" || level === "write") kept[name] = level;
    else throw new Refusal("unprocessable", `${name} must be "read", "write" or null`);
  }
  return kept;
}

/** Tokens that were given out lose what the installation loses, and get no more than they were given. */
function grantInstallation({ state }: World, permissions: Permissions): void {
  state.installation.permissions = permissions;
  for (const [token, issued] of state.tokens) {
    const left = atMost(issued.grant.permissions, permissions);
    state.tokens.set(token, { ...issued, grant: { ...issued.grant, permissions: left } });
  }
}

function isWithin(level: "read" | "write", granted: "read" | "write" | undefined): boolean {
  return granted === "write" || granted === level;
}

function tellOfMore(world: World): void {
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
