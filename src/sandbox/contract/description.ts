// GitHub's description as the checks see it: an operation is found by method and path, a schema by where it stands.

import openapi from "./openapi.json" with { type: "json" };
import webhooks from "./webhooks.json" with { type: "json" };

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly "x-multi-segment"?: boolean;
  readonly schema: object;
}

interface Content {
  readonly content?: { readonly "application/json"?: { readonly schema: object } };
}

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

/** An operation of GitHub's REST API, and the values that a certain path gave its path parameters. */
export interface Operation {
  readonly id: string;
  readonly parameters: readonly Parameter[];
  readonly pathValues: Readonly<Record<string, string>>;
  readonly takesBody: boolean;
  readonly needsBody: boolean;
  readonly statuses: readonly string[];
  /** JSON pointers into `description`; undefined where GitHub describes no JSON. */
  readonly bodyPointer: string | undefined;
  responsePointer(status: number): string | undefined;
}

interface Route {
  readonly template: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly methods: Readonly<Record<string, DescribedOperation>>;
}

const paths = openapi.paths as unknown as Readonly<
  Record<string, Readonly<Record<string, DescribedOperation>>>
>;

/** One document for ajv: the webhooks use the schemas of the REST description too. */
export const description = {
  paths,
  webhooks: webhooks.webhooks as Readonly<Record<string, object>>,
  components: {
    schemas: { ...openapi.components.schemas, ...webhooks.components.schemas } as Readonly<
      Record<string, object>
    >,
  },
};

const routes: readonly Route[] = Object.entries(paths)
  .map(([template, methods]) => ({ template, methods, ...patternOf(template, methods) }))
  .sort(bySpecificity);

/** Finds the operation that GitHub would serve for a request; `path` has no query and no `/api/v3`. */
export function findOperation(method: string, path: string): Operation | undefined {
  const verb = method.toLowerCase() === "head" ? "get" : method.toLowerCase();
  for (const route of routes) {
    const match = route.pattern.exec(path);
    const operation = route.methods[verb];
    if (match === null || operation === undefined) continue;
    const pathValues = Object.fromEntries(
      route.names.map((name, index) => [name, decode(match[index + 1] ?? "")]),
    );
    return describe(operation, pointer("paths", route.template, verb), pathValues);
  }
  return undefined;
}

/** The place of a webhook's payload schema, or undefined when GitHub knows no such event and action. */
export function findWebhook(event: string, action: string | undefined): string | undefined {
  const name = (action === undefined ? event : `${event}-${action}`).replaceAll("_", "-");
  return description.webhooks[name] === undefined ? undefined : pointer("webhooks", name);
}

function describe(operation: DescribedOperation, at: string, pathValues: Record<string, string>): Operation {
  const inContent = pointer("content", "application/json", "schema");
  const { requestBody, responses } = operation;
  return {
    id: operation.operationId,
    parameters: operation.parameters,
    pathValues,
    takesBody: requestBody !== undefined,
    needsBody: requestBody?.required === true,
    statuses: Object.keys(responses),
    bodyPointer: requestBody?.content === undefined ? undefined : `${at}/requestBody${inContent}`,
    responsePointer: (status) =>
      responses[String(status)]?.content === undefined ? undefined : `${at}/responses/${status}${inContent}`,
  };
}

function patternOf(template: string, methods: Route["methods"]): Pick<Route, "pattern" | "names"> {
  const parameters = Object.values(methods).flatMap((operation) => operation.parameters);
  const isLong = (name: string) =>
    parameters.some((parameter) => parameter.name === name && parameter["x-multi-segment"] === true);
  const names: string[] = [];
  const source = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    names.push(name);
    return isLong(name) ? "(.*)" : "([^/]+)";
  });
  return { names, pattern: new RegExp(`^${source}/?$`) };
}

/**
 * Orders templates so that the first that fits is GitHub's: `/issues/comments` before `/issues/{issue_number}`, and
 * `/branches/{branch}/protection` before `/branches/{branch}`, whose branch may have slashes.
 */
function bySpecificity(one: Route, other: Route): number {
  const key = ({ template }: Route) => `${template.replace(/\{[^}]+\}/g, "~")}\uffff`; // "~" sorts behind every letter
  return key(one) < key(other) ? -1 : 1;
}

function pointer(...steps: string[]): string {
  return steps
    .map((step) => `/${encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
