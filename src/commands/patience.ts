import { LRUCache } from "lru-cache";
import type { CommandComment } from "./ports.js";

const HOUR_MS = 3_600_000;
const MOST_COMMENTS = 10;
/** People who are remembered. */
const MOST_PEOPLE = 1_000;

/**
 * How often somebody is answered who may not ask for much: anybody on GitHub can comment in a public repository, and
 * must not make the app write a hundred comments there.
 */
export class Patience {
  /** Ids of the comments that were answered, by repository and person. */
  readonly #answered = new LRUCache<string, Set<number>>({
    max: MOST_PEOPLE,
    ttl: HOUR_MS,
    noUpdateTTL: true,
  });

  /** Whether this comment is still to be answered. Asked twice for the same comment, it says the same. */
  isLeftFor({ repository: { owner, name }, author, id }: CommandComment): boolean {
    const key = `${owner}/${name} ${author}`;
    const answered = this.#answered.get(key) ?? new Set();
    if (answered.size < MOST_COMMENTS) this.#answered.set(key, answered.add(id));
    return answered.has(id);
  }
}
