import type { Credential } from "../auth/credential.js";
import { authenticate } from "../auth/credential.js";
import type { Fault } from "../control/faults.js";
import { FAULT_KINDS, milliseconds } from "../control/faults.js";
import { errorAnswer, restError } from "../rest/errors.js";
import { Refusal } from "../world/refusal.js";
import type { Answer, Exchange } from "./exchange.js";
import { isApp, limitKey } from "./exchange.js";
import { limitDenial, limitFault, serverError, statusFault } from "./fault-answers.js";
import type { GraphqlCall } from "./graphql-endpoint.js";
import { answerGraphql, readGraphqlCall } from "./graphql-endpoint.js";
import type { Parts } from "./parts.js";
import type { RestCall } from "./rest-endpoint.js";
import { answerRest, readRestCall } from "./rest-endpoint.js";

/** One request to the API, from credential to answer: faults and limits strike here, before and after the effect. */
export async function answerApi(parts: Parts, exchange: Exchange): Promise<Answer> {
  let credential: Credential;
  try {
    credential = authenticate(parts.world, exchange.headers.authorization);
  } catch (error) {
    if (error instanceof Refusal) return restError(error);
    throw error;
  }
  const graphql = exchange.isGraphql ? readGraphqlCall(exchange) : undefined;
  if (exchange.isGraphql && graphql === undefined) return errorAnswer(400, "Problems parsing JSON");
  const rest = graphql === undefined ? readRestCall(exchange) : undefined;
  const call = graphql ?? rest;
  if (call === undefined) throw new Error("a request is REST or GraphQL");
  if (!isApp(credential))
    return withLimits(
      parts,
      exchange,
      credential,
      await perform(parts, exchange, credential, graphql, rest, []),
    );
  parts.underWay += 1;
  try {
    const struck = parts.faults.take(
      {
        method: exchange.method,
        path: exchange.path,
        operations: [call.operation, ...(graphql?.fields ?? [])],
      },
      REQUEST_FAULTS,
    );
    const answer = await perform(parts, exchange, credential, graphql, rest, struck);
    const record = {
      method: exchange.method,
      path: exchange.isGraphql ? "/graphql" : exchange.path,
      operation: call.operation,
      mutations: call.mutations,
      status: answer.status,
    };
    parts.log.add(record);
    parts.onRequest?.(record);
    return withLimits(parts, exchange, credential, answer);
  } finally {
    parts.underWay -= 1;
  }
}

const REQUEST_FAULTS = FAULT_KINDS.filter((kind) => !kind.startsWith("delivery-"));

async function perform(
  parts: Parts,
  exchange: Exchange,
  credential: Credential,
  graphql: GraphqlCall | undefined,
  rest: RestCall | undefined,
  struck: readonly Fault[],
): Promise<Answer> {
  const find = (kind: Fault["kind"]): Fault | undefined => struck.find((fault) => fault.kind === kind);
  const slow = find("slow");
  if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, milliseconds(slow, 1000)));
  const limit = find("primary-limit") ?? find("secondary-limit");
  if (limit !== undefined) return limitFault(limit, exchange.isGraphql);
  const status = find("status");
  const failure = status === undefined ? undefined : statusFault(status);
  if (failure?.isAfter === false) return serverError(failure.status, exchange.isGraphql);
  const refused = refuseByLimits(parts, exchange, credential, graphql, rest);
  if (refused !== undefined) return refused;
  const stale = find("stale-list");
  const asOf = stale === undefined ? undefined : Date.now() - milliseconds(stale, 1000);
  const answer =
    graphql !== undefined
      ? answerGraphql(parts, credential, graphql, struck, asOf)
      : rest !== undefined
        ? answerRest(parts, exchange, credential, rest, asOf)
        : errorAnswer(404, "Not Found");
  if (failure !== undefined) return serverError(failure.status, exchange.isGraphql);
  return find("drop") === undefined ? answer : { ...answer, isDropped: true };
}

function refuseByLimits(
  parts: Parts,
  exchange: Exchange,
  credential: Credential,
  graphql: GraphqlCall | undefined,
  rest: RestCall | undefined,
): Answer | undefined {
  if (rest?.operation === "rate-limit/get") return undefined;
  const isWrite = (graphql?.mutations ?? rest?.mutations ?? 0) > 0;
  const key = limitKey(credential);
  const denial = parts.limits.spend(key, exchange.isGraphql ? "graphql" : "core", isWrite ? 5 : 1);
  if (denial !== undefined) return limitDenial(denial, exchange.isGraphql);
  if (rest === undefined || rest.creations === 0) return undefined;
  const { allowed, retryAfter } = parts.limits.create(key, rest.creations);
  return allowed === 0 ? limitDenial({ kind: "secondary", retryAfter }, false) : undefined;
}

function withLimits(parts: Parts, exchange: Exchange, credential: Credential, answer: Answer): Answer {
  const resource = exchange.isGraphql ? "graphql" : "core";
  const { limit, remaining, used, reset } = parts.limits.status(limitKey(credential), resource);
  return {
    ...answer,
    headers: {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-resource": resource,
      ...answer.headers,
    },
  };
}
