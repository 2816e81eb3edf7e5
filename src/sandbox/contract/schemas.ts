// Compiles the description's schemas when they are first needed: all of them would take seconds, a test needs a few.

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import ajvFormats from "ajv-formats";
import { description, type Parameter } from "./description.js";

const ID = "github";
const bodies = newAjv(false);
const parameters = newAjv(true);
const compiled = new Map<string, ValidateFunction>();
const MOST_ERRORS = 8;

/** What is wrong with `value` by the schema at `pointer` (see description.ts), in one line each; empty when it fits. */
export function errorsBySchema(pointer: string, value: unknown): string[] {
  const validate = remember(pointer, () => {
    const found = bodies.getSchema(`${ID}#${pointer}`);
    if (found === undefined) throw new Error(`GitHub's description has nothing at ${pointer}`);
    return found;
  });
  return validate(value) === true ? [] : explain(validate.errors ?? []);
}

/** The same for the values of path or query parameters, which arrive as text: "7" is an integer here. */
export function errorsByParameters(
  key: string,
  described: readonly Parameter[],
  values: Readonly<Record<string, string>>,
): string[] {
  const validate = remember(key, () =>
    parameters.compile({
      type: "object",
      properties: Object.fromEntries(described.map(({ name, schema }) => [name, schema])),
      required: described.filter(({ required }) => required === true).map(({ name }) => name),
      additionalProperties: false,
    }),
  );
  return validate({ ...values }) === true ? [] : explain(validate.errors ?? []);
}

/** The fields that an object schema names, or undefined where it leaves them open or offers alternatives. */
export function fieldsOfSchema(pointer: string): ReadonlySet<string> | undefined {
  const steps = pointer.split("/").slice(1);
  const unescape = (step: string) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
  const schema = steps.reduce<unknown>(
    (node, step) => (node as Record<string, unknown>)[unescape(step)],
    description,
  );
  const { properties, anyOf, allOf, $ref } = schema as Record<string, object | undefined> & { $ref?: string };
  if ($ref !== undefined) return fieldsOfSchema($ref.slice(1));
  return properties === undefined || anyOf !== undefined || allOf !== undefined
    ? undefined
    : new Set(Object.keys(properties));
}

function newAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, coerceTypes, logger: false });
  ajvFormats.default(ajv, { mode: "fast", formats: ["date-time", "date", "uri", "uri-template"] });
  return ajv.addSchema({ $id: ID, ...description });
}

function remember(key: string, compile: () => ValidateFunction): ValidateFunction {
  const validate = compiled.get(key) ?? compile();
  compiled.set(key, validate);
  return validate;
}

/** Of a value that fits none of several alternatives, the errors that lie deepest say most: they come first. */
function explain(errors: readonly ErrorObject[]): string[] {
  const depth = ({ instancePath }: ErrorObject) => instancePath.split("/").length;
  const lines = [...errors]
    .sort((one, other) => depth(other) - depth(one))
    .map(({ instancePath, message, keyword, params }) => {
      const detail = keyword === "additionalProperties" ? ` (${String(params["additionalProperty"])})` : "";
      const allowed = keyword === "enum" ? ` (${JSON.stringify(params["allowedValues"])})` : "";
      return `${instancePath === "" ? "it" : instancePath} ${message ?? keyword}${detail}${allowed}`;
    });
  return [...new Set(lines)].slice(0, MOST_ERRORS);
}
