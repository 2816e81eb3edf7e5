import type { GraphQLError } from "graphql";
import { NotEmulated, Refusal } from "../world/refusal.js";
import type { RefusalKind } from "../world/refusal.js";

export type ProblemType =
  | "NOT_FOUND"
  | "FORBIDDEN"
  | "UNPROCESSABLE"
  | "VALIDATION"
  | "STALE_DATA"
  | "BRANCH_PROTECTION_RULE_VIOLATION"
  | "MISSING_PAGINATION_BOUNDARIES"
  | "EXCESSIVE_PAGINATION"
  | "INVALID_CURSOR_ARGUMENTS"
  | "RATE_LIMITED"
  | "INTERNAL";

/** A refusal that only GraphQL knows. */
export class GraphqlProblem extends Error {
  readonly type: ProblemType;

  constructor(type: ProblemType, message: string) {
    super(message);
    this.name = "GraphqlProblem";
    this.type = type;
  }
}

const TYPES: Readonly<Record<RefusalKind, ProblemType>> = {
  "bad-request": "UNPROCESSABLE",
  unauthorized: "FORBIDDEN",
  forbidden: "FORBIDDEN",
  "not-found": "NOT_FOUND",
  "not-allowed": "UNPROCESSABLE",
  conflict: "UNPROCESSABLE",
  gone: "NOT_FOUND",
  unprocessable: "UNPROCESSABLE",
  validation: "VALIDATION",
  stale: "STALE_DATA",
  "branch-protection": "BRANCH_PROTECTION_RULE_VIOLATION",
  "rule-violation": "UNPROCESSABLE",
};

export interface FormattedProblem {
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
}

/** One entry of `errors[]` in GitHub's shape. */
export function formatProblem(error: GraphQLError): FormattedProblem {
  const { type, message } = describe(error);
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message,
  };
}

function describe(error: GraphQLError): { type?: ProblemType; message: string } {
  const cause = error.originalError;
  if (cause instanceof GraphqlProblem) return { type: cause.type, message: cause.message };
  if (cause instanceof Refusal) return { type: TYPES[cause.kind], message: refusalText(cause) };
  if (cause instanceof NotEmulated) return { type: "INTERNAL", message: cause.message };
  return { message: error.message };
}

/** GraphQL says in one sentence what REST says in `errors[]`. */
function refusalText(refusal: Refusal): string {
  const [first] = refusal.errors ?? [];
  if (first === undefined) return refusal.message;
  if (typeof first === "string") return first;
  const field = first.field ?? "";
  const text =
    first.message ??
    (first.code === "already_exists"
      ? `${field} has already been taken`
      : first.code === "missing_field"
        ? `${field} can't be blank`
        : `${field} is invalid`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
