import type { Checklist } from "../model/checklist.js";
import type { Config } from "../model/config.js";
import type { Owners } from "../model/metadata.js";
import { parseOwners } from "../metadata/parse-owners.js";
import { foldName, isTeam, peopleByName } from "./resolve-owners.js";

/** One of the owners that a file names, and who is behind it. */
export interface OwnerWord {
  /** `DevOps`, `@ann`. */
  readonly text: string;
  /** People, in small letters. */
  readonly logins: readonly string[];
  /** A team is behind it as well, which nobody can assign or take away. */
  readonly hasTeam: boolean;
}

/** The owners that a file names, names before logins. */
export function ownerWords(
  { names, logins }: Owners,
  checklist: Pick<Checklist, "metadata">,
  config: Pick<Config, "owners">,
): OwnerWord[] {
  const known = peopleByName(checklist, config);
  const word = (text: string, people: readonly string[]): OwnerWord => ({
    text,
    logins: people.filter((login) => !isTeam(login)).map(foldName),
    hasTeam: people.some(isTeam),
  });
  return [
    ...names.map((name) => word(name, known.get(foldName(name)) ?? [])),
    ...logins.map((login) => word(`@${login}`, [login])),
  ];
}

/**
 * What a file that calls people by names would call these: the name that means one or several of them and nobody
 * else, where there is only one such name; `@login` for the others.
 */
export function nameOwners(
  logins: readonly string[],
  checklist: Pick<Checklist, "metadata">,
  config: Pick<Config, "owners">,
): string[] {
  const wanted = new Set(logins.map(foldName));
  const fitting = namesIn(checklist, config).filter(({ people }) =>
    people.every((login) => wanted.has(login)),
  );
  const named = logins.map((login) => {
    const own = fitting.filter(({ people }) => people.includes(foldName(login)));
    return own.length === 1 && own[0] ? own[0].name : `@${login}`;
  });
  return [...new Set(named)];
}

/** Names with nothing but people behind them, which a file can say. */
function namesIn(
  { metadata }: Pick<Checklist, "metadata">,
  { owners }: Pick<Config, "owners">,
): { readonly name: string; readonly people: readonly string[] }[] {
  const known = peopleByName({ metadata }, { owners });
  const spelled = new Map(
    [...metadata.roles.map(({ role }) => role), ...Object.keys(owners)].map((name) => [
      foldName(name),
      name.trim(),
    ]),
  );
  return [...spelled].flatMap(([folded, name]) => {
    const people = (known.get(folded) ?? []).map(foldName);
    const isSaid = parseOwners(name).names.join() === name;
    return people.length > 0 && !people.some(isTeam) && isSaid ? [{ name, people }] : [];
  });
}
