import type { Credential } from "../auth/credential.js";
import type { Violation } from "../contract/contract.js";
import { checkRequest, checkResponse } from "../contract/contract.js";
import { findOperation } from "../contract/description.js";
import { isBody } from "../fields.js";
import { errorAnswer, restError } from "../rest/errors.js";
import type { Match, RestAnswer } from "../rest/route.js";
import { matchRoute } from "../rest/route.js";
import { ROUTES } from "../rest/routes.js";
import { NotEmulated, Refusal } from "../world/refusal.js";
import type { Answer, Exchange } from "./exchange.js";
import { isApp } from "./exchange.js";
import type { Parts } from "./parts.js";

export interface RestCall {
  readonly match: Match | undefined;
  /** GitHub has such an operation, whether it is emulated or not. */
  readonly isReal: boolean;
  readonly operation: string;
  readonly mutations: number;
  /** Counts against the limit of content creation. */
  readonly creations: number;
}

const CREATES_CONTENT = /\/(issues|comments|pulls|reviews)$/;

export function readRestCall(exchange: Exchange): RestCall {
  const match = matchRoute(ROUTES, exchange.method === "HEAD" ? "GET" : exchange.method, exchange.path);
  const isWrite = !["GET", "HEAD", "OPTIONS"].includes(exchange.method);
  const described = findOperation(exchange.method, exchange.path)?.id;
  return {
    // A general pattern must not swallow a path that means something else on GitHub.
    match: described === undefined || described === match?.route.operation ? match : undefined,
    isReal: described !== undefined,
    operation: described ?? match?.route.operation ?? `${exchange.method} ${exchange.path}`,
    // A new token changes nothing that anybody sees.
    mutations: isWrite && !exchange.path.endsWith("/access_tokens") ? 1 : 0,
    creations: exchange.method === "POST" && CREATES_CONTENT.test(exchange.path) ? 1 : 0,
  };
}

/** Runs one REST request and holds it against GitHub's description. */
export function answerRest(
  parts: Parts,
  exchange: Exchange,
  credential: Credential,
  call: RestCall,
  asOf: number | undefined,
): Answer {
  const body = readBody(exchange);
  if (body === undefined) return errorAnswer(400, "Problems parsing JSON");
  const answer = run(parts, exchange, credential, call, asOf, body);
  recordViolations(parts, exchange, credential, body, answer);
  return answer;
}

function run(
  parts: Parts,
  exchange: Exchange,
  credential: Credential,
  call: RestCall,
  asOf: number | undefined,
  body: unknown,
): RestAnswer {
  try {
    if (call.match === undefined && call.isReal) throw new NotEmulated(`${exchange.method} ${exchange.path}`);
    if (call.match === undefined) return errorAnswer(404, "Not Found");
    return call.match.route.run({
      world: parts.world,
      deliveries: parts.deliveries,
      limits: parts.limits,
      credential,
      params: call.match.params,
      query: exchange.query,
      body: body as Readonly<Record<string, unknown>>,
      accept: exchange.headers.accept ?? "",
      path: exchange.path,
      asOf,
    });
  } catch (error) {
    if (error instanceof NotEmulated)
      parts.log.addViolations([{ where: "request", operation: call.operation, message: error.message }]);
    if (error instanceof Refusal || error instanceof NotEmulated) return restError(error);
    throw error;
  }
}

/** `{}` when empty, undefined when it is not JSON. Lists are allowed: some label routes take them. */
function readBody(exchange: Exchange): unknown {
  if (exchange.bodyText.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(exchange.bodyText);
    return isBody(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a person asks and GitHub refuses is no breach; what the app asks must always be right. */
function recordViolations(
  parts: Parts,
  exchange: Exchange,
  credential: Credential,
  body: unknown,
  answer: RestAnswer,
): void {
  const { method, path, query } = exchange;
  const violations: Violation[] = [];
  const hasBody = exchange.bodyText.trim() !== "";
  if (answer.status < 400 || isApp(credential))
    violations.push(...checkRequest(method, path, Object.fromEntries(query), hasBody ? body : undefined));
  if (!Buffer.isBuffer(answer.body))
    violations.push(...checkResponse(method, path, answer.status, answer.body));
  parts.log.addViolations(violations);
}
