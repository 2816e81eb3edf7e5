/**
 * GitHub's limits for one credential:
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 *
 * Whether aliases of one GraphQL document count one by one as content creations is not documented; the careful reading
 * is that they do.
 */
export type Resource = "core" | "graphql";

const PRIMARY = 5_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const POINTS_PER_MINUTE: Readonly<Record<Resource, number>> = { core: 900, graphql: 2_000 };
const CREATIONS_PER_MINUTE = 80;
const CREATIONS_PER_HOUR = 500;

interface Spending {
  readonly at: number;
  readonly amount: number;
}

interface Account {
  windowStart: number;
  used: number;
  points: Spending[];
}

export interface Denial {
  readonly kind: "primary" | "secondary";
  readonly retryAfter: number;
}

export class Limits {
  readonly #isEnforced: boolean;
  readonly #accounts = new Map<string, Account>();
  readonly #creations = new Map<string, Spending[]>();
  #ahead = 0;

  constructor(isEnforced: boolean) {
    this.#isEnforced = isEnforced;
  }

  /** Moves the clock of the limits, and only that. */
  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  /** Books one request, or says why it is refused. */
  spend(key: string, resource: Resource, points: number, cost = 1): Denial | undefined {
    const account = this.#account(key, resource);
    if (!this.#isEnforced) return undefined;
    const now = this.#now();
    if (account.used >= PRIMARY)
      return { kind: "primary", retryAfter: Math.ceil((account.windowStart + HOUR - now) / 1000) };
    account.points = account.points.filter((spending) => spending.at > now - MINUTE);
    if (sum(account.points) + points > POINTS_PER_MINUTE[resource])
      return { kind: "secondary", retryAfter: this.#waitFor(account.points, MINUTE) };
    account.points.push({ at: now, amount: points });
    account.used += cost;
    return undefined;
  }

  /** An answer of 304 is free. */
  refund(key: string, resource: Resource): void {
    const account = this.#account(key, resource);
    if (this.#isEnforced) account.used = Math.max(0, account.used - 1);
  }

  /** How many of these content creations are allowed now; the allowed ones are booked. */
  create(key: string, wanted: number): { readonly allowed: number; readonly retryAfter: number } {
    if (!this.#isEnforced || wanted === 0) return { allowed: wanted, retryAfter: 0 };
    const now = this.#now();
    const known = (this.#creations.get(key) ?? []).filter((spending) => spending.at > now - HOUR);
    const lastMinute = known.filter((spending) => spending.at > now - MINUTE);
    const [minuteLeft, hourLeft] = [CREATIONS_PER_MINUTE - sum(lastMinute), CREATIONS_PER_HOUR - sum(known)];
    const allowed = Math.max(0, Math.min(wanted, minuteLeft, hourLeft));
    if (allowed > 0) known.push({ at: now, amount: allowed });
    this.#creations.set(key, known);
    if (allowed === wanted) return { allowed, retryAfter: 0 };
    return {
      allowed,
      retryAfter: hourLeft <= minuteLeft ? this.#waitFor(known, HOUR) : this.#waitFor(lastMinute, MINUTE),
    };
  }

  /** The counters; they stand still when nothing is enforced. */
  status(key: string, resource: Resource): { limit: number; remaining: number; used: number; reset: number } {
    const { used, windowStart } = this.#account(key, resource);
    return {
      limit: PRIMARY,
      remaining: PRIMARY - used,
      used,
      reset: Math.ceil((windowStart + HOUR - this.#ahead) / 1000),
    };
  }

  #now(): number {
    return Date.now() + this.#ahead;
  }

  #account(key: string, resource: Resource): Account {
    const name = `${key} ${resource}`;
    const now = this.#now();
    const known = this.#accounts.get(name);
    if (known !== undefined && known.windowStart + HOUR > now) return known;
    const fresh: Account = { windowStart: now, used: 0, points: [] };
    this.#accounts.set(name, fresh);
    return fresh;
  }

  #waitFor(spendings: readonly Spending[], window: number): number {
    const [oldest] = spendings;
    return oldest === undefined ? 1 : Math.max(1, Math.ceil((oldest.at + window - this.#now()) / 1000));
  }
}

function sum(spendings: readonly Spending[]): number {
  return spendings.reduce((total, spending) => total + spending.amount, 0);
}
