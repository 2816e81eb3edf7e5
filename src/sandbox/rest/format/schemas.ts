import type { components } from "@octokit/openapi-types";

/** GitHub's own description of an answer: the compiler says which field is missing. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
