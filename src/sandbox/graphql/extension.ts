import { BOARDS } from "./extension/boards.js";
import { DEPENDENCIES } from "./extension/dependencies.js";
import { ISSUE_TYPES } from "./extension/issue-types.js";
import { TIMELINE } from "./extension/timeline.js";

/**
 * What GitHub's GraphQL API has and the published package `@octokit/graphql-schema` 15 has not (it lags behind). Names
 * and types are the ones of https://docs.github.com/en/graphql/reference; fields that the sandbox does not emulate still
 * fail loudly.
 */
export const SCHEMA_EXTENSION = [BOARDS, DEPENDENCIES, ISSUE_TYPES, TIMELINE].join("\n");
