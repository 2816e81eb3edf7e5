import { RetryError } from "../errors.js";

/**
 * GitHub's limits on making content, which the web interface shares:
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 * Whether an aliased mutation counts as one is not documented, so every alias is counted.
 */
const WINDOWS = [
  { lengthMs: 60_000, most: 80 },
  { lengthMs: 3_600_000, most: 500 },
] as const;

/** "Pause at least one second between mutating requests." */
const BETWEEN_WRITES_MS = 1_000;
/** GitHub counts from when a request arrives, which is a little after it was sent. */
const ARRIVAL_MS = 500;
/** A longer wait is left to the queue, so that other repositories go on. */
const LONGEST_SLEEP_MS = 60_000;

/** Spaces the writes of one installation. */
export interface Pace {
  /** Waits until a request that creates that many issues and comments may be sent. */
  beforeWrite(creations: number): Promise<void>;
  /** An issue that the app has made, and when, by GitHub's clock: a former process may have used the budget up. */
  remember(id: string, createdAt: string): void;
}

/** For servers without limits, such as the sandbox. */
export const UNPACED: Pace = { beforeWrite: () => Promise.resolve(), remember: () => undefined };

/** Remembers the writes of one installation, and makes the next one wait for its turn. */
export class InstallationPace implements Pace {
  #writes: { readonly at: number; readonly creations: number }[] = [];
  #turn: Promise<void> = Promise.resolve();
  readonly #startedAt = Date.now();
  readonly #remembered = new Set<string>();

  remember(id: string, createdAt: string): void {
    // Whole seconds are rounded down.
    const at = Date.parse(createdAt) + 1_000;
    if (at >= this.#startedAt || at <= Date.now() - WINDOWS[1].lengthMs || this.#remembered.has(id)) return;
    this.#remembered.add(id);
    this.#writes = [...this.#writes, { at, creations: 1 }].sort((a, b) => a.at - b.at);
  }

  /** Throws `RetryError` when the budget of the hour is used up. */
  beforeWrite(creations: number): Promise<void> {
    const turn = this.#turn.then(() => this.#wait(creations));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #wait(creations: number): Promise<void> {
    const waitMs = delayBeforeWrite(this.#writes, creations, Date.now());
    if (waitMs > LONGEST_SLEEP_MS) {
      throw new RetryError("GitHub takes no more new issues and comments for now", { afterMs: waitMs });
    }
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const now = Date.now();
    this.#writes = [
      ...this.#writes.filter(({ at }) => at > now - WINDOWS[1].lengthMs),
      { at: now + ARRIVAL_MS, creations },
    ];
  }
}

/** Milliseconds to wait at `now` before a request with so many creations, given the writes so far, oldest first. */
export function delayBeforeWrite(
  writes: readonly { readonly at: number; readonly creations: number }[],
  creations: number,
  now: number,
): number {
  const last = writes.at(-1);
  let until = last ? last.at + BETWEEN_WRITES_MS : now;
  for (const { lengthMs, most } of WINDOWS) {
    let sum = creations;
    for (const write of writes.toReversed()) {
      sum += write.creations;
      if (sum <= most) continue;
      until = Math.max(until, write.at + lengthMs);
      break;
    }
  }
  return Math.max(0, until - now);
}
