import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import { problemToError } from "./domain-error.js";
import type { RepositoryAddress } from "./repository-address.js";

/** As an object id: there is no such ref. */
export const NOWHERE = "0".repeat(40);

/** A branch as one part of a ref's name: git keeps no ref `release` beside one that is called `release/1.0`. */
export function refName(branch: string): string {
  return branch.replaceAll("%", "%25").replaceAll("/", "%2F");
}

/** The branch that a part of a ref's name stands for. */
export function branchName(part: string): string {
  return part.replaceAll("%2F", "/").replaceAll("%25", "%");
}

/** A move of a ref below `refs/`, by its name there, from one object to another. */
export interface RefMove {
  readonly repositoryId: string;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** What a ref below `refs/` points to, or `NOWHERE`. Read by REST: GraphQL answers nothing outside of heads and tags. */
export async function readRef(
  client: GitHubClient,
  what: string,
  { owner, name }: RepositoryAddress,
  ref: string,
): Promise<{ readonly sha: string; readonly type: string }> {
  const answer = await client
    .read(what, () => client.octokit.rest.git.getRef({ owner, repo: name, ref }))
    .catch((error: unknown) => (statusOf(error) === 404 ? undefined : Promise.reject(error as Error)));
  return answer?.data.object ?? { sha: NOWHERE, type: "none" };
}

/**
 * Moves a ref by compare-and-set; from and to `NOWHERE` makes and deletes it. Answers false where the ref is not what
 * it was. How GitHub words that is not documented: the ref itself says it.
 *
 * https://docs.github.com/en/graphql/reference/git#updaterefs
 */
export async function moveRef(
  client: GitHubClient,
  what: string,
  address: RepositoryAddress,
  { repositoryId, ref, before, after }: RefMove,
): Promise<boolean> {
  const refUpdates = [{ name: `refs/${ref}`, beforeOid: before, afterOid: after, force: true }];
  const { problems } = await client.mutate(what, MOVE_REF_DOCUMENT, { input: { repositoryId, refUpdates } });
  const problem = problems[0];
  if (problem && (await readRef(client, "read the ref", address, ref)).sha === before)
    throw problemToError(problem, what);
  return problem === undefined;
}

const MOVE_REF_DOCUMENT = `
  mutation MoveRef($input: UpdateRefsInput!) {
    updateRefs(input: $input) { clientMutationId }
  }`;
