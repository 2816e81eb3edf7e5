import type { Checklist } from "../model/checklist.js";
import type { Config } from "../model/config.js";
import type { Owners, Written } from "../model/metadata.js";

export interface ResolvedOwners {
  /** People that the file means, whether they can be assigned or not. Teams are nobody. */
  readonly logins: readonly string[];
  /** Names that neither the config nor a table of roles explains. */
  readonly unknown: readonly string[];
}

const NOBODY: ResolvedOwners = { logins: [], unknown: [] };

/** Who is behind what a file says of owners: logins, the config's names, and the roles of the file itself. */
export function resolveOwners(
  owners: Written<Owners> | undefined,
  { metadata }: Pick<Checklist, "metadata">,
  config: Pick<Config, "owners">,
): ResolvedOwners {
  if (!owners) return NOBODY;
  const { names, logins } = owners.value;
  const known = peopleByName({ metadata }, config);
  const people = names.map((name) => known.get(foldName(name)));
  const all = [...logins, ...people.flatMap((found) => found ?? [])];
  return {
    logins: [...new Set(all.filter((login) => !isTeam(login)))],
    unknown: names.filter((_, at) => people[at] === undefined),
  };
}

/** Logins and teams, without the `@`, by the folded names that mean them. What the config says of a name goes first. */
export function peopleByName(
  { metadata }: Pick<Checklist, "metadata">,
  config: Pick<Config, "owners">,
): ReadonlyMap<string, readonly string[]> {
  const roles = metadata.roles.map(({ role, owners }) => [role, owners.logins] as const);
  const all = [...roles, ...Object.entries(config.owners)];
  return new Map(
    all.map(([name, people]) => [foldName(name), people.map((login) => login.replace(/^@/, ""))]),
  );
}

/** A team has the name of its organization before its own. */
export function isTeam(login: string): boolean {
  return login.includes("/");
}

export function foldName(name: string): string {
  return name.trim().toLowerCase();
}
