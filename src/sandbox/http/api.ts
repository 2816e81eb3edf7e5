import type { Credential } from "../auth/credential.js";
import { authenticate } from "../auth/credential.js";
import type { Fault } from "../control/faults.js";
import { FAULT_KINDS, milliseconds } from "../control/faults.js";
import { errorAnswer, restError } from "../rest/errors.js";
import { Refusal } from "../world/refusal.js";
import { conditional } from "./conditional.js";
import type { Answer, Exchange } from "./exchange.js";
import { isApp, limitKey } from "./exchange.js";
import { limitDenial, limitFault, serverError, statusFault } from "./fault-answers.js";
import type { GraphqlCall } from "./graphql-endpoint.js";
import { answerGraphql, readGraphqlCall } from "./graphql-endpoint.js";
import type { Parts } from "./parts.js";
import type { RestCall } from "./rest-endpoint.js";
import { answerRest, readRestCall } from "./rest-endpoint.js";

/** A request of which is known who asks for what. */
interface Asked {
  readonly exchange: Exchange;
  readonly credential: Credential;
  readonly call: RestCall | GraphqlCall;
}

/** One request to the API, from credential to answer: faults and limits strike here, before and after the effect. */
export async function answerApi(parts: Parts, exchange: Exchange): Promise<Answer> {
  if (exchange.headers["user-agent"] === undefined) return errorAnswer(403, NO_USER_AGENT);
  try {
    const credential = authenticate(parts.world, exchange.headers.authorization);
    const call = exchange.isGraphql ? readGraphqlCall(exchange) : readRestCall(exchange);
    if (call === undefined) return errorAnswer(400, "Problems parsing JSON");
    const asked = { exchange, credential, call };
    const answer = isApp(credential) ? await answerTheApp(parts, asked) : await perform(parts, asked, []);
    return withLimits(parts, asked, answer);
  } catch (error) {
    if (error instanceof Refusal) return restError(error);
    throw error;
  }
}

/** https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent-required */
const NO_USER_AGENT =
  "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.";

const REQUEST_FAULTS = FAULT_KINDS.filter((kind) => !kind.startsWith("delivery-"));

/** What the app asks is logged, and only it is hit by faults. */
async function answerTheApp(parts: Parts, asked: Asked): Promise<Answer> {
  const { exchange, call } = asked;
  const { method } = exchange;
  parts.underWay += 1;
  try {
    const operations = [call.operation, ...("fields" in call ? call.fields : [])];
    const struck = parts.faults.take({ method, path: exchange.path, operations }, REQUEST_FAULTS);
    const answer = await perform(parts, asked, struck);
    const path = exchange.isGraphql ? "/graphql" : exchange.path;
    const status = answer.isDropped === true ? 0 : answer.status;
    const line = { method, path, operation: call.operation, mutations: call.mutations, status };
    parts.log.add(line);
    parts.onRequest?.(line);
    return answer;
  } finally {
    parts.underWay -= 1;
  }
}

async function perform(parts: Parts, asked: Asked, struck: readonly Fault[]): Promise<Answer> {
  const { isGraphql } = asked.exchange;
  const find = (kind: Fault["kind"]): Fault | undefined => struck.find((fault) => fault.kind === kind);
  const slow = find("slow");
  if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, milliseconds(slow, 1000)));
  const limit = find("primary-limit") ?? find("secondary-limit");
  if (limit !== undefined) return limitFault(limit, isGraphql);
  const status = find("status");
  const failure = status === undefined ? undefined : statusFault(status);
  if (failure?.isAfter === false) return serverError(failure.status, isGraphql);
  const refused = refuseByLimits(parts, asked);
  if (refused !== undefined) return refused;
  const answer = answerCall(parts, asked, struck);
  if (failure !== undefined) return serverError(failure.status, isGraphql);
  return find("drop") === undefined ? answer : { ...answer, isDropped: true };
}

function answerCall(parts: Parts, { exchange, credential, call }: Asked, struck: readonly Fault[]): Answer {
  const stale = struck.find((fault) => fault.kind === "stale-list");
  const asOf = stale === undefined ? undefined : Date.now() - milliseconds(stale, 1000);
  if ("request" in call) return answerGraphql(parts, credential, call, struck, asOf);
  const answer = conditional(exchange, answerRest(parts, exchange, credential, call, asOf));
  if (answer.status === 304) parts.limits.refund(limitKey(credential), "core");
  return answer;
}

function refuseByLimits(parts: Parts, { exchange, credential, call }: Asked): Answer | undefined {
  if (call.operation === "rate-limit/get") return undefined;
  const key = limitKey(credential);
  const points = call.mutations > 0 ? 5 : 1;
  const denial = parts.limits.spend(
    key,
    exchange.isGraphql ? "graphql" : "core",
    points,
    "cost" in call ? call.cost : 1,
  );
  if (denial !== undefined) return limitDenial(denial, exchange.isGraphql);
  if ("request" in call || call.creations === 0) return undefined;
  const { allowed, retryAfter } = parts.limits.create(key, call.creations);
  return allowed === 0 ? limitDenial({ kind: "secondary", retryAfter }, false) : undefined;
}

function withLimits(parts: Parts, { exchange, credential }: Asked, answer: Answer): Answer {
  const resource = exchange.isGraphql ? "graphql" : "core";
  const { limit, remaining, used, reset } = parts.limits.status(limitKey(credential), resource);
  const counters = {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-used": String(used),
    "x-ratelimit-reset": String(reset),
    "x-ratelimit-resource": resource,
  };
  return { ...answer, headers: { ...counters, ...answer.headers } };
}
