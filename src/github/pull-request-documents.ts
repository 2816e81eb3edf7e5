/**
 * The app's branch, the pull requests from it, and what a commit on top of the head needs to know: GitHub keeps the
 * mode of a file only when it is told.
 */
export function proposalDocument(paths: readonly string[]): string {
  const files = paths.map((path, at) => `f${at}: file(path: ${JSON.stringify(path)}) { mode }`);
  return `
  query ReadProposal($owner: String!, $name: String!, $ref: String!, $branch: String!, $head: GitObjectID) {
    repository(owner: $owner, name: $name) {
      autoMergeAllowed squashMergeAllowed rebaseMergeAllowed
      ref(qualifiedName: $ref) {
        target {
          oid
          ... on Commit { author { email } parents(first: 2) { nodes { author { email } } } }
        }
      }
      obstacle: ref(qualifiedName: "refs/heads/tickmark") { name }
      pullRequests(headRefName: $branch, first: 10, orderBy: { field: CREATED_AT, direction: DESC }) {
        nodes { id number url state body baseRefName isCrossRepository isInMergeQueue }
      }
      object(oid: $head) { ... on Commit { tree { oid } ${files.join(" ")} } }
    }
  }`;
}

export const MOVE_BRANCH_DOCUMENT = `
  mutation MoveBranch($input: UpdateRefsInput!) {
    updateRefs(input: $input) { clientMutationId }
  }`;

export const OPEN_DOCUMENT = `
  mutation OpenPullRequest($input: CreatePullRequestInput!) {
    createPullRequest(input: $input) { pullRequest { id number url } }
  }`;

export const UPDATE_DOCUMENT = `
  mutation UpdatePullRequest($input: UpdatePullRequestInput!) {
    updatePullRequest(input: $input) { pullRequest { id } }
  }`;

export const COMMENT_DOCUMENT = `
  mutation CommentPullRequest($input: AddCommentInput!) {
    addComment(input: $input) { clientMutationId }
  }`;

export const AUTO_MERGE_DOCUMENT = `
  mutation EnableAutoMerge($input: EnablePullRequestAutoMergeInput!) {
    enablePullRequestAutoMerge(input: $input) { pullRequest { id } }
  }`;

export const MERGE_DOCUMENT = `
  mutation MergePullRequest($input: MergePullRequestInput!) {
    mergePullRequest(input: $input) { pullRequest { id } }
  }`;
