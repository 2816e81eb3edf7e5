import { z } from "zod";

import { isGlob } from "./glob.js";

// The kinds of values of a config. Each knows what a message says when something else stands in its place.

/** How every message goes on after "Unexpected X". */
export function expectation(what: string, example: string): string {
  return `expected ${what}, write for example \`${example}\``;
}

export function expected(what: string, example: string): { error: string } {
  return { error: expectation(what, example) };
}

export function strict<Shape extends z.ZodRawShape>(example: string, shape: Shape) {
  return z.strictObject(shape, expected("a map", example));
}

export function list<Element extends z.ZodType>(element: Element, what: string, example: string) {
  return z.array(element, expected(what, example));
}

export function choice<const Values extends readonly [string, ...string[]]>(values: Values, example: string) {
  return z.enum(values, expected(`one of ${values.map((value) => `\`${value}\``).join(", ")}`, example));
}

export function permission(example: string) {
  return choice(["read", "triage", "write", "maintain", "admin"], example);
}

export function flag(example: string) {
  return z.boolean(expected("true or false", example));
}

export function whole(min: number, max: number, example: string) {
  const error = expected(`a whole number from ${min} to ${max}`, example);
  return z.int(error).min(min, error).max(max, error);
}

/** A number, or a share such as `20%`. */
export function limit(max: number, example: string) {
  const error = expected(`a whole number from 0 to ${max}, or a share from 0% to 100%`, example);
  const share = z.string(error).regex(/^(?:100|\d{1,2})%$/, error);
  return z.union([z.int(error).min(0, error).max(max, error), share], error);
}

export function words(what: string, example: string) {
  return z.string(expected(what, example)).trim().min(1, expected(what, example));
}

/** GitHub refuses longer names. */
export function labels(example: string) {
  const what = "a list of labels of at most 50 characters";
  return list(
    words("a label", example).max(50, expected("a label of at most 50 characters", example)),
    what,
    example,
  );
}

export function owner() {
  const error = expected(
    "a login or a team like `@acme/backend`",
    'owners: { DevOps: [octocat, "@acme/ops"] }',
  );
  return z.string(error).regex(/^(?:@?[A-Za-z0-9][\w-]*|@[A-Za-z0-9][\w-]*\/[\w.-]+)$/, error);
}

/** The last part of the team's address: GitHub finds no team by its name, so nobody could sign. */
export function team(example: string) {
  const error = expected("the slug of a team, without `@organization/`", example);
  return z.string(error).regex(/^[A-Za-z0-9][\w-]*$/, error);
}

/** Of a project board. */
export function address(example: string) {
  const error = expected("the address of an organization's project", example);
  return z.string(error).regex(/^https?:\/\/[^/\s]+\/orgs\/[\w-]+\/projects\/\d+\/?$/, error);
}

export function glob(example: string) {
  const error = expected("a glob from the repository's root, without `/`, `./` or `!` in front", example);
  return z.string(error).refine((text) => !isFromElsewhere(text) && isGlob(text), error);
}

export function day(example: string) {
  const error = expected("a day as YYYY-MM-DD", example);
  return z.string(error).refine(isDay, error);
}

/** Paths are those from the root, and there is nothing to take away from. */
function isFromElsewhere(text: string): boolean {
  return text.trim() === "" || /^(?:\.?\/|!|\.\.)|\\$/.test(text);
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
