// Holds what passes over the wire against GitHub's own OpenAPI description, of which scripts/slice-openapi.js keeps the
// part that the sandbox serves. A violation is a mistake of ours, in the app or in the sandbox: it is recorded, never
// shown to a client, and a test run must end with none.

import { findOperation, findWebhook, type Operation, type Parameter } from "./description.js";
import { errorsByParameters, errorsBySchema, fieldsOfSchema } from "./schemas.js";

export interface Violation {
  readonly where: "request" | "response" | "webhook";
  /** GitHub's operation id (`issues/create`), the webhook's event and action, or method and path when nothing fits. */
  readonly operation: string;
  readonly message: string;
}

const BASIC_ERROR = "/components/schemas/basic-error";

/**
 * Checks a REST request. Stricter than GitHub in one point: fields and query parameters that GitHub does not describe
 * (it ignores them) are violations, because they are our misspellings. `path` has no query and no `/api/v3`.
 */
export function checkRequest(
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
  body: unknown,
): Violation[] {
  if (isOutside(path)) return [];
  const operation = findOperation(method, path);
  if (operation === undefined)
    return violations("request", `${method} ${path}`, ["it is not in GitHub's description"]);
  return violations("request", operation.id, [
    ...errorsInParameters(operation, "path", operation.pathValues),
    ...errorsInParameters(operation, "query", withoutBrackets(query)),
    ...errorsInBody(operation, body),
  ]);
}

/**
 * Checks an answer to a REST request. A body that is text was asked for in another form than JSON, and an answer to a
 * request that GitHub does not describe was reported with the request: neither is checked.
 */
export function checkResponse(method: string, path: string, status: number, body: unknown): Violation[] {
  const operation = isOutside(path) ? undefined : findOperation(method, path);
  if (operation === undefined || typeof body === "string" || status >= 500) return [];
  const errors = method.toUpperCase() === "HEAD" ? [] : errorsInAnswer(operation, status, body);
  return violations("response", `${operation.id} ${status}`, errors);
}

/** Checks the payload of a webhook; `action` is the payload's, undefined for events that have none. */
export function checkWebhook(event: string, action: string | undefined, payload: unknown): Violation[] {
  const name = action === undefined ? event : `${event}.${action}`;
  const schema = findWebhook(event, action);
  if (schema === undefined) return violations("webhook", name, ["it is not in GitHub's description"]);
  return violations("webhook", name, errorsBySchema(schema, payload));
}

/** The sandbox's own control is no part of GitHub, and GraphQL has a schema of its own. */
function isOutside(path: string): boolean {
  return /^\/(_sandbox|graphql|api\/graphql)(\/|$)/.test(path);
}

function errorsInParameters(
  operation: Operation,
  kind: "path" | "query",
  values: Record<string, string>,
): string[] {
  const described: Parameter[] = operation.parameters.filter((parameter) => parameter.in === kind);
  const known = kind === "path" ? described.filter(({ name }) => values[name] !== undefined) : described;
  const ofKnown = kind === "path" ? pickNames(values, known) : values;
  return errorsByParameters(`${operation.id} ${kind}`, known, ofKnown).map((error) => `${kind}: ${error}`);
}

/** `compare/{base}...{head}` and a few others name parameters in the path that they do not describe. */
function pickNames(
  values: Readonly<Record<string, string>>,
  named: readonly Parameter[],
): Record<string, string> {
  return Object.fromEntries(named.map(({ name }) => [name, values[name] ?? ""]));
}

function errorsInBody(operation: Operation, body: unknown): string[] {
  if (isEmpty(body) && !operation.needsBody) return [];
  if (!operation.takesBody) return ["body: GitHub describes none"];
  if (operation.bodyPointer === undefined) return [];
  const known = fieldsOfSchema(operation.bodyPointer);
  const sent = typeof body === "object" && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  const unknown = known === undefined ? [] : sent.filter((name) => !known.has(name));
  return [
    ...errorsBySchema(operation.bodyPointer, body).map((error) => `body: ${error}`),
    ...unknown.map((name) => `body: GitHub describes no field ${name}`),
  ];
}

function errorsInAnswer(operation: Operation, status: number, body: unknown): string[] {
  const isDescribed = operation.statuses.includes(String(status));
  const schema = operation.responsePointer(status);
  if (schema !== undefined) return errorsBySchema(schema, body);
  if (status >= 400) return [...errorsBySchema(BASIC_ERROR, body), ...errorsWithoutMessage(body)];
  if (!isDescribed && status !== 304)
    return [`GitHub describes no status ${status}, only ${operation.statuses.join(", ")}`];
  return isEmpty(body) ? [] : ["GitHub describes no body"];
}

/** GitHub's schema of an error demands nothing; its errors have these two all the same, and clients print them. */
function errorsWithoutMessage(body: unknown): string[] {
  const fields = typeof body === "object" && body !== null ? body : {};
  return ["message", "documentation_url"]
    .filter((name) => !(name in fields))
    .map((name) => `it must have ${name}`);
}

function isEmpty(body: unknown): boolean {
  return (
    body === undefined ||
    body === null ||
    body === "" ||
    (typeof body === "object" && Object.keys(body).length === 0)
  );
}

/** Lists are asked for as `fields[]=1` too. */
function withoutBrackets(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name.replace(/\[\]$/, ""), value]));
}

function violations(where: Violation["where"], operation: string, messages: readonly string[]): Violation[] {
  return messages.map((message) => ({ where, operation, message }));
}
