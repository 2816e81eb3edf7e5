import type {
  DocumentNode,
  ExecutionResult,
  GraphQLError,
  GraphQLFieldResolver,
  GraphQLTypeResolver,
  OperationDefinitionNode,
} from "graphql";
import {
  execute,
  GraphQLError as GraphQLErrorClass,
  Kind,
  OperationTypeNode,
  parse,
  validate,
} from "graphql";
import type { Body } from "../fields.js";
import { isBody } from "../fields.js";
import { NotEmulated } from "../world/refusal.js";
import { costOf, MAX_NODES, tooManyNodes } from "./cost.js";
import type { FormattedProblem } from "./problem.js";
import { formatProblem, GraphqlProblem } from "./problem.js";
import type { Fields, GraphqlContext, Resolve } from "./resolver.js";
import { ACCOUNT_FIELDS } from "./resolvers/accounts.js";
import { GIT_FIELDS } from "./resolvers/git.js";
import { ISSUE_TYPE_FIELDS } from "./resolvers/issue-types.js";
import { ISSUE_FIELDS } from "./resolvers/issues.js";
import { PROJECT_FIELDS } from "./resolvers/projects.js";
import { PULL_FIELDS } from "./resolvers/pulls.js";
import { REPOSITORY_FIELDS } from "./resolvers/repositories.js";
import { ROOT_FIELDS } from "./resolvers/roots.js";
import { TIMELINE_FIELDS } from "./resolvers/timeline.js";
import { publishedSchema } from "./schema.js";

export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Body;
  readonly operationName: string | undefined;
}

export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly FormattedProblem[];
}

/** Aliases of a mutation that fail without running: by a fault, or because content is created too fast. */
export interface RefusedAliases {
  readonly failing: ReadonlySet<string>;
  readonly tooFast: ReadonlySet<string>;
}

/** What is known of a document before it runs. */
export interface Operation {
  readonly document: DocumentNode;
  readonly name: string | undefined;
  /** The aliases of a mutation document, in order; empty for a query. */
  readonly mutations: readonly { readonly alias: string; readonly field: string }[];
}

const TYPES = {
  ...ROOT_FIELDS,
  ...ACCOUNT_FIELDS,
  ...REPOSITORY_FIELDS,
  ...ISSUE_FIELDS,
  ...TIMELINE_FIELDS,
  ...ISSUE_TYPE_FIELDS,
  ...PULL_FIELDS,
  ...PROJECT_FIELDS,
  ...GIT_FIELDS,
} as unknown as Readonly<Record<string, Fields<unknown>>>;

/** Reads the document; a syntax error is the answer. */
export function readOperation(request: GraphqlRequest): Operation | GraphqlAnswer {
  try {
    const document = parse(request.query);
    const operations = document.definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    );
    const chosen = operations.find(
      (operation) => request.operationName === undefined || operation.name?.value === request.operationName,
    );
    return {
      document,
      name: request.operationName ?? chosen?.name?.value,
      mutations: chosen === undefined ? [] : mutationsOf(chosen),
    };
  } catch (error) {
    if (error instanceof GraphQLErrorClass) return { errors: [formatProblem(error)] };
    throw error;
  }
}

export function isOperation(read: Operation | GraphqlAnswer): read is Operation {
  return "document" in read;
}

function mutationsOf(operation: OperationDefinitionNode): { alias: string; field: string }[] {
  if (operation.operation !== OperationTypeNode.MUTATION) return [];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD
      ? [{ alias: selection.alias?.value ?? selection.name.value, field: selection.name.value }]
      : [],
  );
}

/**
 * Runs a document against GitHub's published schema. Mutations run one after the other; one that fails answers null
 * with an error, the others go on.
 */
export function executeOperation(
  operation: Operation,
  request: GraphqlRequest,
  context: GraphqlContext,
  refused: RefusedAliases,
): GraphqlAnswer {
  const schema = publishedSchema();
  const cost = costOf(operation.document, request.variables);
  if (cost.nodeCount > MAX_NODES) return { errors: [tooManyNodes(cost)] };
  const invalid = validate(schema, operation.document);
  if (invalid.length > 0) return { errors: invalid.map(formatInvalid) };
  const result = execute({
    schema,
    document: operation.document,
    variableValues: request.variables,
    operationName: request.operationName ?? null,
    contextValue: { ...context, cost },
    fieldResolver: (source, args: Body, known: GraphqlContext, info) => {
      if (info.path.prev === undefined) refuseAlias(String(info.path.key), refused);
      return resolveField(source, args, known, info);
    },
    typeResolver: resolveType,
  });
  if (result instanceof Promise) throw new Error("no resolver is asynchronous");
  return formatResult(result);
}

function refuseAlias(alias: string, refused: RefusedAliases): void {
  if (refused.failing.has(alias))
    throw new GraphqlProblem("INTERNAL", "Something went wrong while executing your query.");
  if (refused.tooFast.has(alias)) throw new GraphqlProblem("UNPROCESSABLE", "was submitted too quickly");
}

const resolveField: GraphQLFieldResolver<unknown, GraphqlContext, Body> = (source, args, context, info) => {
  const type = info.parentType.name;
  const resolve: Resolve<unknown> | undefined = TYPES[type]?.[info.fieldName];
  if (resolve !== undefined) return resolve(source, args, context, info);
  // Payloads, connections and the like have no table: what is there is there, and nothing else.
  if (TYPES[type] === undefined && isBody(source) && info.fieldName in source) return source[info.fieldName];
  throw new NotEmulated(`${type}.${info.fieldName}`);
};

const resolveType: GraphQLTypeResolver<unknown, GraphqlContext> = (value) => {
  if (isBody(value) && typeof value["kind"] === "string") return value["kind"];
  return isBody(value) && "tree" in value ? "GpgSignature" : undefined;
};

function formatResult(result: ExecutionResult): GraphqlAnswer {
  const data = result.data === undefined ? {} : { data: result.data };
  return result.errors === undefined ? data : { ...data, errors: result.errors.map(formatProblem) };
}

/** Validation errors carry GitHub's codes where clients look at them. */
function formatInvalid(error: GraphQLError): FormattedProblem {
  const undefinedField = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  const [, fieldName, typeName] = undefinedField ?? [];
  if (fieldName === undefined || typeName === undefined) return formatProblem(error);
  return {
    ...formatProblem(error),
    extensions: { code: "undefinedField", typeName, fieldName },
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
  };
}
