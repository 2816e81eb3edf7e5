import type { RefusalKind } from "../world/refusal.js";
import { NotEmulated, Refusal } from "../world/refusal.js";
import type { RestAnswer } from "./route.js";

const STATUS: Readonly<Record<RefusalKind, number>> = {
  "bad-request": 400,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  "not-allowed": 405,
  conflict: 409,
  "branch-protection": 422,
  "rule-violation": 422,
  gone: 410,
  unprocessable: 422,
  validation: 422,
  stale: 422,
};

/** An error as GitHub's REST API words it: `{message, documentation_url, status, errors?}`. */
export function restError(error: unknown): RestAnswer {
  if (error instanceof Refusal) {
    const { message, errors } = error;
    return errorAnswer(STATUS[error.kind], message, errors === undefined ? {} : { errors });
  }
  if (error instanceof NotEmulated) return errorAnswer(501, error.message);
  throw error;
}

export function errorAnswer(
  status: number,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): RestAnswer {
  return {
    status,
    body: { message, ...more, documentation_url: "https://docs.github.com/rest", status: String(status) },
  };
}
