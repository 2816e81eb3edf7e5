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
  const configured = new Map(Object.entries(config.owners).map(([name, people]) => [fold(name), people]));
  const roles = new Map(metadata.roles.map(({ role, owners: people }) => [fold(role), people.logins]));
  const people = names.map((name) => configured.get(fold(name)) ?? roles.get(fold(name)));
  const all = [...logins, ...people.flatMap((found) => found ?? [])].map((login) => login.replace(/^@/, ""));
  return {
    logins: [...new Set(all.filter((login) => !login.includes("/")))],
    unknown: names.filter((_, at) => people[at] === undefined),
  };
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
