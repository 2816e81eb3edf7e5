import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GraphQLSchema } from "graphql";
import { buildASTSchema, parse } from "graphql";
import { SCHEMA_EXTENSION } from "./extension.js";

let built: GraphQLSchema | undefined;

/** GitHub's published schema, read once per process and only when the first GraphQL request comes (it takes a third of a second). */
export function publishedSchema(): GraphQLSchema {
  if (built === undefined) {
    const document = parse(`${readFileSync(findSchema(), "utf8")}\n${SCHEMA_EXTENSION}`, {
      noLocation: true,
    });
    // The published SDL repeats fields of one type; that is the package's slip, not ours.
    built = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  }
  return built;
}

/** The package does not export its SDL by path, and its entry reads 15 MB of JSON: look for the file itself. */
function findSchema(): string {
  const wanted = join("node_modules", "@octokit", "graphql-schema", "schema.graphql");
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, wanted))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the package @octokit/graphql-schema is not installed (npm ci)");
    folder = parent;
  }
  return join(folder, wanted);
}
