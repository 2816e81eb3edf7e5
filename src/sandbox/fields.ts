import { Refusal } from "./world/refusal.js";

/**
 * Reads the fields of a JSON body. A wrong type is refused in the words of GitHub's request validation; an absent field
 * is undefined, an explicit null is null where null means something.
 */
export type Body = Readonly<Record<string, unknown>>;

function wrongType(name: string, value: unknown, wanted: string): Refusal {
  return new Refusal(
    "unprocessable",
    `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not ${wanted}.`,
  );
}

export function missing(name: string): Refusal {
  return new Refusal("unprocessable", `Invalid request.\n\n"${name}" wasn't supplied.`);
}

export function text(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw wrongType(name, value, "a string");
  return value;
}

export function requiredText(body: Body, name: string): string {
  const value = text(body, name);
  if (value === undefined) throw missing(name);
  return value;
}

/** null stays null: "clear it". */
export function nullableText(body: Body, name: string): string | null | undefined {
  return body[name] === null ? null : text(body, name);
}

export function flag(body: Body, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw wrongType(name, value, "a boolean");
  return value;
}

export function integer(body: Body, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) throw wrongType(name, value, "an integer");
  return number;
}

export function requiredInteger(body: Body, name: string): number {
  const value = integer(body, name);
  if (value === undefined) throw missing(name);
  return value;
}

export function list(body: Body, name: string): readonly unknown[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw wrongType(name, value, "an array");
  return value as readonly unknown[];
}

export function textList(body: Body, name: string): readonly string[] | undefined {
  return list(body, name)?.map((value) => {
    if (typeof value !== "string") throw wrongType(name, value, "a string");
    return value;
  });
}

export function record(body: Body, name: string): Body | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!isBody(value)) throw wrongType(name, value, "an object");
  return value;
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function oneOf<Choice extends string>(
  body: Body,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = text(body, name);
  if (value === undefined) return undefined;
  const choice = choices.find((known) => known === value);
  if (choice === undefined)
    throw new Refusal(
      "unprocessable",
      `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not a possible value. Must be one of the following: ${choices.join(", ")}.`,
    );
  return choice;
}
