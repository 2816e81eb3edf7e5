import type { Credential } from "../auth/credential.js";
import type { Fault } from "../control/faults.js";
import { failingAliases } from "../control/faults.js";
import { isBody, record, text } from "../fields.js";
import { costOf } from "../graphql/cost.js";
import type { GraphqlAnswer, GraphqlRequest, Operation } from "../graphql/execute.js";
import { executeOperation, isOperation, readOperation } from "../graphql/execute.js";
import { errorAnswer } from "../rest/errors.js";
import { isoSecond } from "../world/world.js";
import type { Answer, Exchange } from "./exchange.js";
import { isApp, limitKey } from "./exchange.js";
import type { Parts } from "./parts.js";

export interface GraphqlCall {
  readonly request: GraphqlRequest;
  readonly read: Operation | GraphqlAnswer;
  readonly operation: string;
  readonly fields: readonly string[];
  readonly mutations: number;
  /** The aliases that count as content creations. */
  readonly creations: readonly string[];
  /** Points of the primary limit. */
  readonly cost: number;
}

const CREATES_CONTENT = [
  "createIssue",
  "addComment",
  "createPullRequest",
  "addPullRequestReview",
  "createDiscussion",
];

/** The document of the body; undefined when the body is no GraphQL request. */
export function readGraphqlCall(exchange: Exchange): GraphqlCall | undefined {
  const request = readRequest(exchange.bodyText);
  if (request === undefined) return undefined;
  const read = readOperation(request);
  const mutations = isOperation(read) ? read.mutations : [];
  return {
    request,
    read,
    operation: (isOperation(read) ? read.name : undefined) ?? mutations[0]?.field ?? "graphql",
    fields: [...new Set(mutations.map(({ field }) => field))],
    mutations: mutations.length,
    cost: isOperation(read) ? costOf(read.document, request.variables).cost : 1,
    creations: mutations.filter(({ field }) => CREATES_CONTENT.includes(field)).map(({ alias }) => alias),
  };
}

function readRequest(bodyText: string): GraphqlRequest | undefined {
  try {
    const body: unknown = JSON.parse(bodyText);
    const query = isBody(body) ? text(body, "query") : undefined;
    if (!isBody(body) || query === undefined) return undefined;
    return { query, variables: record(body, "variables") ?? {}, operationName: text(body, "operationName") };
  } catch {
    return undefined;
  }
}

/** Runs one document. GitHub answers 200 whatever happens inside. */
export function answerGraphql(
  parts: Parts,
  credential: Credential,
  call: GraphqlCall,
  struck: readonly Fault[],
  asOf: number | undefined,
): Answer {
  if (credential.kind !== "actor") {
    return errorAnswer(
      credential.kind === "app" ? 403 : 401,
      credential.kind === "app"
        ? "Resource not accessible by integration"
        : "This endpoint requires you to be authenticated.",
    );
  }
  if (!isOperation(call.read)) return { status: 200, body: call.read };
  const key = limitKey(credential);
  const status = parts.limits.status(key, "graphql");
  const { allowed } = parts.limits.create(key, call.creations.length);
  const answer = executeOperation(
    call.read,
    call.request,
    {
      world: parts.world,
      actor: credential.actor,
      asOf,
      rateLimit: { ...status, resetAt: isoSecond(status.reset) },
    },
    {
      tooFast: new Set(call.creations.slice(allowed)),
      failing: new Set(
        struck
          .filter((fault) => fault.kind === "partial")
          .flatMap((fault) => failingAliases(fault, aliasesOf(call.read))),
      ),
    },
  );
  recordProblems(parts, credential, call, answer);
  return { status: 200, body: answer };
}

function aliasesOf(read: Operation | GraphqlAnswer): string[] {
  return isOperation(read) ? read.mutations.map(({ alias }) => alias) : [];
}

/** Fields that are not emulated, and documents of the app that GitHub's schema refuses, must not pass unseen. */
function recordProblems(
  parts: Parts,
  credential: Credential,
  call: GraphqlCall,
  answer: GraphqlAnswer,
): void {
  for (const problem of answer.errors ?? []) {
    const isInvalid = answer.data === undefined && isApp(credential);
    if (isInvalid || problem.message.startsWith("not emulated"))
      parts.log.addViolations([{ where: "request", operation: call.operation, message: problem.message }]);
  }
}
