import { ISSUE_FIELDS } from "./observed-issue.js";

/** A page of issues. */
export const ISSUE_PAGE = `
  nodes { ${ISSUE_FIELDS} }
  pageInfo { hasNextPage endCursor }`;

/**
 * The latest numbers that were given, which issues and pull requests share. A list that lags knows nothing younger: asked
 * for in the same answer, they tell how far it can be believed.
 */
export const NEWEST = `
  newest: issues(first: 1, orderBy: { field: CREATED_AT, direction: DESC }) { totalCount nodes { number } }
  newestPull: pullRequests(first: 1, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { number } }`;

/** Issues by number, or what else has it. */
export function numbered(numbers: readonly number[]): string {
  return numbers
    .map(
      (number) =>
        `n${number}: issueOrPullRequest(number: ${number}) { __typename ... on Issue { ${ISSUE_FIELDS} } }`,
    )
    .join("\n");
}

/**
 * All that a sync with nothing to do has to know. The config is read from the same commit as everything else,
 * and the history tells how commits are worded here and which was the app's own last one. The number of issues tells
 * what no list of changes does: that some were deleted or transferred. `numbers` are asked for as well.
 */
export function headDocument(numbers: readonly number[]): string {
  return `
  query ReadHead($owner: String!, $name: String!, $since: DateTime, $news: Boolean!) {
    repository(owner: $owner, name: $name) {
      id name url isArchived hasIssuesEnabled
      owner { login }
      defaultBranchRef {
        name
        target {
          oid
          ... on Commit {
            file(path: ".github/tickmark.yml") { object { ... on Blob { text } } }
            history(first: 50) { nodes { oid message author { email } signature { isValid wasSignedByGitHub } } }
          }
        }
      }
      ${NEWEST}
      issues(first: 100, filterBy: { since: $since }, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $news) {
        ${ISSUE_PAGE}
      }
      ${numbered(numbers)}
    }
  }`;
}

/** How many levels of folders one request opens. */
const LEVELS = 4;

/** The trees of some folders at a commit, and whether the commit is there: a folder of no commit is null as well. */
export function filesDocument(oid: string, folders: readonly string[]): string {
  let tree = "... on Tree { entries { path oid mode size } }";
  for (let level = 1; level < LEVELS; level += 1)
    tree = `... on Tree { entries { path oid mode size object { ${tree} } } }`;
  const parts = folders.map(
    (folder, at) => `f${at}: object(expression: ${JSON.stringify(`${oid}:${folder}`)}) { ${tree} }`,
  );
  const commit = `commit: object(oid: ${JSON.stringify(oid)}) { oid }`;
  return `query ListFiles($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${[commit, ...parts].join("\n")} } }`;
}

/** The contents of some blobs. */
export function blobsDocument(oids: readonly string[]): string {
  const parts = oids.map((oid, at) => `b${at}: object(oid: ${JSON.stringify(oid)}) { ... on Blob { text } }`);
  return `query ReadFiles($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${parts.join("\n")} } }`;
}

export const COMMIT_DOCUMENT = `
  mutation CommitFiles($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) { commit { oid } }
  }`;
