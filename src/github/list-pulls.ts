import type { PullPort, WatchedPull } from "../signoff/ports.js";
import type { GitHubClient } from "./client.js";
import { hasRuns } from "./own-runs.js";
import type { SuitesNode } from "./own-runs.js";
import type { RepositoryAddress } from "./repository-address.js";

interface MergedNode {
  readonly number: number;
  readonly mergedAt: string;
  readonly updatedAt: string;
}

interface OpenNode {
  readonly number: number;
  readonly headRefOid: string;
  readonly commits: { readonly nodes: readonly { readonly commit: SuitesNode }[] };
}

interface Page<Node> {
  readonly repository: {
    readonly pullRequests: {
      readonly nodes: readonly Node[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

const MERGED_DOCUMENT = `
  query ReadMerged($owner: String!, $name: String!, $base: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      pullRequests(
        first: 100, after: $after, states: MERGED, baseRefName: $base
        orderBy: { field: UPDATED_AT, direction: DESC }
      ) {
        nodes { number mergedAt updatedAt }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

const OPEN_DOCUMENT = `
  query ReadOpen($owner: String!, $name: String!, $appId: Int!) {
    repository(owner: $owner, name: $name) {
      pullRequests(first: 100, states: OPEN, orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes {
          number headRefOid
          commits(last: 1) {
            nodes { commit { checkSuites(first: 1, filterBy: { appId: $appId }) { nodes { checkRuns(first: 1) { totalCount } } } } }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

/** Lists of pull requests, by GraphQL. */
export function pullLists(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  appId: number,
): Pick<PullPort, "mergedSince" | "watched"> {
  /** What was merged since was changed since as well, so the list is read up to what is older. */
  async function readMerged(
    base: string,
    since: string,
    after: string | null,
  ): Promise<readonly MergedNode[]> {
    const { data } = await client.query<Page<MergedNode>>("read the merged pull requests", MERGED_DOCUMENT, {
      owner,
      name,
      base,
      after,
    });
    const { nodes = [], pageInfo } = data.repository?.pullRequests ?? {};
    const isRead = nodes.some(({ updatedAt }) => Date.parse(updatedAt) < Date.parse(since));
    if (isRead || !pageInfo?.hasNextPage) return nodes;
    return [...nodes, ...(await readMerged(base, since, pageInfo.endCursor))];
  }

  async function mergedSince(base: string, since: string): Promise<readonly number[]> {
    return (await readMerged(base, since, null))
      .filter(({ mergedAt }) => Date.parse(mergedAt) >= Date.parse(since))
      .sort((a, b) => Date.parse(a.mergedAt) - Date.parse(b.mergedAt))
      .map(({ number }) => number);
  }

  /** Of more than a hundred only those that changed last: a commit whose checks are under way is a new one. */
  async function watched(): Promise<readonly WatchedPull[]> {
    const { data } = await client.query<Page<OpenNode>>("read the open pull requests", OPEN_DOCUMENT, {
      owner,
      name,
      appId,
    });
    return (data.repository?.pullRequests.nodes ?? [])
      .filter(({ commits }) => commits.nodes.some(({ commit }) => hasRuns(commit)))
      .map(({ number, headRefOid }) => ({ number, head: headRefOid }));
  }

  return { mergedSince, watched };
}
