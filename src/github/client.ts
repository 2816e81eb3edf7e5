import type { ProbotOctokit } from "probot";
import { NoAnswerError, RetryError } from "../errors.js";
import { problemToError, toDomainError } from "./domain-error.js";
import type { GraphqlProblem } from "./domain-error.js";
import type { Pace } from "./pace.js";

export type Octokit = InstanceType<typeof ProbotOctokit>;

/** A GraphQL answer, whole or in part. */
export interface GraphqlAnswer<T> {
  readonly data: T;
  readonly problems: readonly GraphqlProblem[];
  /** GitHub's clock when it answered: the machine's own may be wrong, and is never compared with GitHub's times. */
  readonly answeredAt: string;
}

/**
 * Requests of one installation: paced, never repeated by themselves (a create must be looked for before it is
 * tried again), with errors in our kinds.
 */
export class GitHubClient {
  readonly octokit: Octokit;
  readonly pace: Pace;

  constructor(octokit: Octokit, pace: Pace) {
    this.octokit = octokit;
    this.pace = pace;
    octokit.hook.after("request", ({ headers }, { request }) => {
      const onDate: unknown = request?.["onDate"];
      if (isDateListener(onDate)) onDate(headers.date);
    });
  }

  /** A query: all of it or an error. Parts that are not there are null in GraphQL, and reported as NOT_FOUND. */
  async query<T>(
    what: string,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<GraphqlAnswer<T>> {
    const answer = await readTwice(() => this.#graphql<T>(what, document, variables));
    const problem = answer.problems.find(({ type }) => type !== "NOT_FOUND");
    if (problem) throw problemToError(problem, what);
    return answer;
  }

  /** A mutation, answered alias by alias: some may have failed while others went through. */
  async mutate<T>(
    what: string,
    document: string,
    variables: Record<string, unknown>,
    creations = 0,
  ): Promise<GraphqlAnswer<T>> {
    await this.pace.beforeWrite(creations);
    return this.#graphql<T>(what, document, variables);
  }

  async #graphql<T>(
    what: string,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<GraphqlAnswer<T>> {
    let date: string | undefined;
    const request = { onDate: (header: string | undefined) => void (date = header) };
    const answered = (data: T, problems: readonly GraphqlProblem[]): GraphqlAnswer<T> => {
      const at = Date.parse(date ?? "");
      return { data, problems, answeredAt: new Date(Number.isNaN(at) ? 0 : at).toISOString() };
    };
    try {
      const data = await this.octokit.graphql<T | undefined>(document, { ...variables, request });
      if (data === undefined) throw new RetryError(`${what}: GitHub answered something else`);
      return answered(data, []);
    } catch (error) {
      if (!isGraphqlFailure(error)) throw toDomainError(error, what);
      const problems = error.errors ?? [];
      date ??= error.headers?.["date"];
      if (error.data === null || error.data === undefined) {
        throw problemToError(problems[0] ?? { message: "no data" }, what, error.headers);
      }
      return answered(error.data as T, problems);
    }
  }

  /** A REST request that reads. */
  async read<T>(what: string, send: () => Promise<T>): Promise<T> {
    return readTwice(() => this.#send(what, send));
  }

  async #send<T>(what: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw toDomainError(error, what);
    }
  }

  /** A REST request that writes, and creates so many issues and comments. */
  async write<T>(what: string, send: () => Promise<T>, creations = 0): Promise<T> {
    await this.pace.beforeWrite(creations);
    return this.#send(what, send);
  }
}

/** A server may close an idle connection just as it is used again. What only reads is then asked once more. */
async function readTwice<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NoAnswerError) return read();
    throw error;
  }
}

/** The status of a failed REST request that a domain error stands for. */
export function statusOf(error: unknown): number | undefined {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error &&
    "status" in cause &&
    typeof cause.status === "number" &&
    !(error instanceof RetryError)
    ? cause.status
    : undefined;
}

function isDateListener(value: unknown): value is (header: string | undefined) => void {
  return typeof value === "function";
}

interface GraphqlFailure {
  readonly data?: unknown;
  readonly errors?: readonly GraphqlProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** By name: Probot brings its own copy of the class, so `instanceof` would compare with another one. */
function isGraphqlFailure(error: unknown): error is Error & GraphqlFailure {
  return error instanceof Error && error.name === "GraphqlResponseError";
}
