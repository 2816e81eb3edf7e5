import { nearestName } from "../config/nearest-name.js";
import { slugOf } from "../ledger/ledger-text.js";
import type { Requirement } from "../model/signoff.js";

/** The requirements that somebody names, and the words that name none or several. */
export interface ResolvedRequirements {
  readonly named: readonly Requirement[];
  readonly unknown: readonly { readonly word: string; readonly choices: readonly string[] }[];
}

/**
 * Finds requirements by their words: `security testing` are two, `code review completion` is one, `perf` is the only
 * one with a word that starts so. What stands behind them and is like none of them is politeness ("please"); before
 * any was named, nothing is guessed.
 */
export function resolveRequirements(
  words: readonly string[],
  requirements: readonly Requirement[],
): ResolvedRequirements {
  const named = new Set<Requirement>();
  const unknown: { word: string; choices: readonly string[] }[] = [];
  for (let at = 0; at < words.length;) {
    const found = longestName(words.slice(at), requirements);
    if (found) {
      named.add(found.requirement);
      at += found.length;
      continue;
    }
    const word = words[at] ?? "";
    const like = startingWith(slugOf(word), requirements);
    const nearest = nearestName(
      word,
      requirements.flatMap(({ key }) => [key, ...key.split("-")]),
    );
    const isMeant = like.length > 0 || nearest !== undefined;
    const choices = (like.length > 0 ? like : requirements).map(({ key }) => key);
    if (named.size === 0 || isMeant) unknown.push({ word, choices });
    at += 1;
  }
  return { named: [...named], unknown };
}

function longestName(
  words: readonly string[],
  requirements: readonly Requirement[],
): { readonly requirement: Requirement; readonly length: number } | undefined {
  for (let length = Math.min(words.length, 12); length > 0; length--) {
    const name = slugOf(words.slice(0, length).join(" "));
    const exact = requirements.filter(({ key }) => key === name);
    const found = exact.length > 0 ? exact : startingWith(name, requirements);
    if (found.length === 1 && found[0]) return { requirement: found[0], length };
  }
  return undefined;
}

/** Requirements in whose text a word starts so. */
function startingWith(name: string, requirements: readonly Requirement[]): readonly Requirement[] {
  if (name === "") return [];
  return requirements.filter(({ key }) => key.startsWith(name) || key.includes(`-${name}`));
}
