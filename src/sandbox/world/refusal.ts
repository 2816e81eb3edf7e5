/** One entry of `errors[]` in a 422 answer of GitHub's REST API. */
export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "unprocessable" | "custom";
  readonly message?: string;
  readonly value?: readonly string[];
}

export type RefusalKind =
  | "bad-request"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "not-allowed"
  | "conflict"
  | "gone"
  | "unprocessable"
  | "validation"
  | "stale"
  | "branch-protection"
  | "rule-violation";

/**
 * GitHub says no. Thrown by everything that changes or reads the world; REST turns it into a status, GraphQL into an
 * entry of `errors[]`, so that both refuse the same things.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  /** A few routes of GitHub answer plain sentences instead. */
  readonly errors: readonly (FieldError | string)[] | undefined;

  constructor(kind: RefusalKind, message: string, errors?: readonly (FieldError | string)[]) {
    super(message);
    this.name = "Refusal";
    this.kind = kind;
    this.errors = errors;
  }
}

/** A 422 with one explained field. */
export function invalid(error: FieldError): Refusal {
  return new Refusal("unprocessable", "Validation Failed", [error]);
}

/** A feature that GitHub has and the sandbox has not: it must fail loudly, and show as a violation. */
export class NotEmulated extends Error {
  constructor(what: string) {
    super(`not emulated: ${what}`);
    this.name = "NotEmulated";
  }
}
