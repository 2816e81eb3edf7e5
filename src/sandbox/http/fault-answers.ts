import type { Fault } from "../control/faults.js";
import { integer, oneOf, text } from "../fields.js";
import type { Denial } from "../limits/limits.js";
import { errorAnswer } from "../rest/errors.js";
import type { Answer } from "./exchange.js";

/** A server error in GitHub's words, of which GraphQL has its own; or credentials that are good otherwise, refused. */
export function serverError(status: number, isGraphql: boolean): Answer {
  if (status === 401) return errorAnswer(status, "Bad credentials");
  if (!isGraphql) return errorAnswer(status, "Server Error");
  const message =
    "Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug.";
  return { status, body: { data: null, errors: [{ message }] } };
}

export function statusFault(fault: Fault): { status: number; isAfter: boolean } {
  return {
    status: integer(fault.options, "status") ?? 502,
    isAfter: text(fault.options, "when") === "after",
  };
}

/** A limit that strikes by a fault: `style` 403, 429 or graphql, `retryAfter` in seconds or none. */
export function limitFault(fault: Fault, isGraphql: boolean): Answer {
  const retryAfter = integer(fault.options, "retryAfter");
  if (fault.kind === "secondary-limit") {
    const status = integer(fault.options, "status") === 429 ? 429 : 403;
    return secondaryLimit(status, retryAfter);
  }
  const style = oneOf(
    {
      style:
        fault.options["style"] === undefined ? undefined : String(fault.options["style"] as string | number),
    },
    "style",
    ["403", "429", "graphql"] as const,
  );
  const reset = Math.ceil(Date.now() / 1000) + (integer(fault.options, "reset") ?? 60);
  return primaryLimit(style ?? (isGraphql ? "graphql" : "403"), reset);
}

/** What the enforced limits answer. */
export function limitDenial(denial: Denial, isGraphql: boolean): Answer {
  if (denial.kind === "secondary") return secondaryLimit(403, denial.retryAfter);
  return primaryLimit(isGraphql ? "graphql" : "403", Math.ceil(Date.now() / 1000) + denial.retryAfter);
}

function primaryLimit(style: "403" | "429" | "graphql", reset: number): Answer {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
  const message =
    "API rate limit exceeded for installation. If you reach out to GitHub Support for help, please include the request ID.";
  if (style === "graphql")
    return {
      status: 200,
      headers,
      body: { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded for installation." }] },
    };
  return { ...errorAnswer(Number(style), message), headers };
}

function secondaryLimit(status: number, retryAfter: number | undefined): Answer {
  const message =
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.";
  return {
    ...errorAnswer(status, message),
    ...(retryAfter === undefined ? {} : { headers: { "retry-after": String(retryAfter) } }),
  };
}
