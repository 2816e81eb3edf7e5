import type { Body } from "../fields.js";
import { integer, oneOf, record, text } from "../fields.js";
import { Refusal } from "../world/refusal.js";

export const FAULT_KINDS = [
  "status",
  "drop",
  "partial",
  "primary-limit",
  "secondary-limit",
  "slow",
  "stale-list",
  "delivery-late",
  "delivery-double",
  "delivery-reorder",
  "delivery-drop",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One way to misbehave. Requests of people are never hit: only the app's, and the deliveries to it. */
export interface Fault {
  readonly kind: FaultKind;
  /** How often; without it once, or for ever when there is a probability. */
  left: number;
  readonly probability: number;
  readonly random: () => number;
  readonly match: {
    readonly method: string | undefined;
    readonly path: string | undefined;
    readonly operation: string | undefined;
  };
  readonly options: Body;
}

/** What a fault may look at. `operations` are the names by which a request is known: its own and its mutations'. */
export interface FaultSubject {
  readonly method: string;
  readonly path: string;
  readonly operations: readonly string[];
}

export class Faults {
  #faults: Fault[] = [];

  list(): readonly Body[] {
    return this.#faults.map((fault) => ({
      ...fault.options,
      kind: fault.kind,
      ...(Number.isFinite(fault.left) ? { left: fault.left } : {}),
    }));
  }

  add(given: Body): void {
    this.#faults.push(readFault(given));
  }

  clear(): void {
    this.#faults = [];
  }

  /** The faults that strike now; each one found is used up by one. */
  take(subject: FaultSubject, kinds: readonly FaultKind[]): Fault[] {
    const struck = this.#faults.filter(
      (fault) => kinds.includes(fault.kind) && isMatch(fault, subject) && fault.random() < fault.probability,
    );
    for (const fault of struck) fault.left -= 1;
    this.#faults = this.#faults.filter((fault) => fault.left > 0);
    return struck;
  }
}

function isMatch(fault: Fault, subject: FaultSubject): boolean {
  const { method, path, operation } = fault.match;
  return (
    (method === undefined || method.toUpperCase() === subject.method) &&
    (path === undefined || wildcard(path).test(subject.path)) &&
    (operation === undefined || subject.operations.some((name) => wildcard(operation).test(name)))
  );
}

/** `*` stands for anything; without one the whole text must be the same. */
function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
}

function readFault(given: Body): Fault {
  const kind = oneOf(given, "kind", FAULT_KINDS);
  if (kind === undefined)
    throw new Refusal("unprocessable", `a fault needs a kind: ${FAULT_KINDS.join(", ")}`);
  requireKnownOptions(given);
  const chance = given["probability"];
  const probability = typeof chance === "number" ? chance : 1;
  const match = record(given, "match") ?? {};
  return {
    kind,
    left: integer(given, "count") ?? (chance === undefined ? 1 : Number.POSITIVE_INFINITY),
    probability,
    random: seededRandom(integer(given, "seed") ?? 1),
    match: { method: text(match, "method"), path: text(match, "path"), operation: text(match, "operation") },
    options: given,
  };
}

const OPTIONS = [
  "kind",
  "count",
  "probability",
  "seed",
  "match",
  "status",
  "when",
  "fail",
  "every",
  "style",
  "reset",
  "retryAfter",
  "ms",
];

/** A misspelt option would be a fault that never strikes: refused. */
function requireKnownOptions(given: Body): void {
  const unknown = Object.keys(given).filter((name) => !OPTIONS.includes(name));
  if (unknown.length > 0)
    throw new Refusal(
      "unprocessable",
      `unknown option of a fault: ${unknown.join(", ")} (known: ${OPTIONS.join(", ")})`,
    );
}

/** mulberry32: small, and the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function milliseconds(fault: Fault, fallback: number): number {
  return integer(fault.options, "ms") ?? fallback;
}

/** The aliases that a `partial` fault makes fail: the first `fail`, or every n-th. */
export function failingAliases(fault: Fault, aliases: readonly string[]): string[] {
  const every = integer(fault.options, "every");
  if (every !== undefined && every > 0) return aliases.filter((_, index) => (index + 1) % every === 0);
  return aliases.slice(0, integer(fault.options, "fail") ?? 1);
}
