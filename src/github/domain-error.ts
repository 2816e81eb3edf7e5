import { NoAnswerError, RetryError, StaleHeadError, TerminalError } from "../errors.js";

/** One entry of `errors` in a GraphQL answer. GitHub adds `type`, which the specification does not know. */
export interface GraphqlProblem {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[] | null;
}

type Headers = Readonly<Record<string, string | number | undefined>>;

interface HttpFailure {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers?: Headers };
}

/** Without a hint from GitHub: "wait for at least one minute before retrying". */
const SECONDARY_LIMIT_MS = 60_000;

/** An error of a request, as one of our kinds; the cause is kept. */
export function toDomainError(error: unknown, what: string): Error {
  if (error instanceof RetryError || error instanceof StaleHeadError || error instanceof TerminalError)
    return error;
  if (!isHttpFailure(error)) return new NoAnswerError(`${what}: no answer from GitHub`, { cause: error });
  const message = `${what}: GitHub answered ${error.status}: ${error.message}`;
  const limitMs = limitDelay(error);
  if (limitMs !== undefined) return new RetryError(message, { cause: error, afterMs: limitMs });
  if (error.status >= 500 || error.status === 408) return new RetryError(message, { cause: error });
  return new TerminalError(message, { cause: error });
}

/** Milliseconds that GitHub wants us to wait; undefined when the answer is not about limits. */
function limitDelay({ status, message, response }: HttpFailure): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const hint = hintedDelay(response?.headers ?? {});
  return hint ?? (status === 429 || isAboutLimits(message) ? SECONDARY_LIMIT_MS : undefined);
}

/** What the headers say, by GitHub's own clock: the machine's may be wrong. */
function hintedDelay(headers: Headers): number | undefined {
  const retryAfter = Number(headers["retry-after"]);
  if (Number.isFinite(retryAfter) && retryAfter > 0) return retryAfter * 1_000;
  const reset = Number(headers["x-ratelimit-reset"]) * 1_000;
  if (String(headers["x-ratelimit-remaining"]) !== "0" || !Number.isFinite(reset)) return undefined;
  const now = Date.parse(String(headers["date"]));
  return Math.max(1_000, reset - (Number.isNaN(now) ? Date.now() : now));
}

/** In GitHub's own words: a message may also quote a person's. */
function isAboutLimits(message: string): boolean {
  return /rate limit exceeded|secondary rate limit|was submitted too quickly|abuse detection/i.test(message);
}

function isHttpFailure(error: unknown): error is HttpFailure {
  // Octokit reports a connection that broke as status 500 without a response: nothing was answered.
  return error instanceof Error && "status" in error && "response" in error && error.response !== undefined;
}

/** What a problem of a GraphQL answer means for the request that had it. */
export function problemToError(problem: GraphqlProblem, what: string, headers: Headers = {}): Error {
  const { type, message } = problem;
  const text = `${what}: ${message}`;
  // https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch
  if (type === "STALE_DATA" || /Expected branch to point to/.test(message)) return new StaleHeadError(text);
  if (isLimit(problem)) return new RetryError(text, { afterMs: hintedDelay(headers) ?? SECONDARY_LIMIT_MS });
  return isFinal(problem) ? new TerminalError(text) : new RetryError(text);
}

const FINAL: ReadonlySet<string | undefined> = new Set([
  "NOT_FOUND",
  "FORBIDDEN",
  "UNPROCESSABLE",
  "VALIDATION",
  "INSUFFICIENT_SCOPES",
]);

/** Which type a comment on a locked issue fails with is not documented; that it fails is, and it always will. */
const LOCKED = /\bissue is locked\b/i;

/** GitHub's final word on one part of a request. Anything unknown may be a passing fault of the server. */
export function isFinal(problem: GraphqlProblem): boolean {
  return (FINAL.has(problem.type) || LOCKED.test(problem.message)) && !isLimit(problem);
}

/** "was submitted too quickly" comes as a refusal of what was asked, and is none. */
function isLimit({ type, message }: GraphqlProblem): boolean {
  return type === "RATE_LIMITED" || isAboutLimits(message);
}
