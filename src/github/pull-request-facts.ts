import { LRUCache } from "lru-cache";
import type { PullFacts, PullPort } from "../signoff/ports.js";
import type { GitHubClient } from "./client.js";
import { isBaseMerge } from "./base-merge.js";
import { pullLists } from "./list-pulls.js";
import { hasRuns } from "./own-runs.js";
import type { SuitesNode } from "./own-runs.js";
import type { RepositoryAddress } from "./repository-address.js";

interface Person {
  readonly __typename: string;
  readonly login: string;
}

interface PullNode {
  readonly number: number;
  readonly state: "OPEN" | "CLOSED" | "MERGED";
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly mergedAt: string | null;
  readonly mergedBy: Person | null;
  readonly author: Person | null;
  readonly labels: { readonly nodes: readonly { readonly name: string }[] } | null;
  readonly changedFiles: number;
  readonly files: { readonly nodes: readonly { readonly path: string }[] } | null;
  readonly closingIssuesReferences: {
    readonly nodes: readonly { readonly number: number; readonly repository: { readonly id: string } }[];
  } | null;
  readonly latestOpinionatedReviews: { readonly nodes: readonly ReviewNode[] } | null;
  readonly commits: { readonly nodes: readonly { readonly commit: CommitNode }[] };
}

interface ReviewNode {
  readonly state: string;
  readonly submittedAt: string | null;
  readonly author: Person | null;
  readonly commit: { readonly oid: string } | null;
}

interface CommitNode extends SuitesNode {
  readonly oid: string;
}

/** Everything about one pull request in one request; only the files of a large one take more. */
const PULL_DOCUMENT = `
  query ReadPull($owner: String!, $name: String!, $number: Int!, $appId: Int!) {
    repository(owner: $owner, name: $name) {
      id
      pullRequest(number: $number) {
        number state baseRefName headRefOid mergedAt changedFiles
        mergedBy { __typename login }
        author { __typename login }
        labels(first: 100) { nodes { name } }
        files(first: 100) { nodes { path } }
        closingIssuesReferences(first: 100) { nodes { number repository { id } } }
        latestOpinionatedReviews(first: 100, writersOnly: true) {
          nodes { state submittedAt author { __typename login } commit { oid } }
        }
        commits(last: 100) {
          nodes {
            commit { oid checkSuites(first: 1, filterBy: { appId: $appId }) { nodes { checkRuns(first: 1) { totalCount } } } }
          }
        }
      }
    }
  }`;

/** So many answers about pushes are kept: two commits never change. */
const PUSHES = 500;

/** The pull requests of one repository, by GraphQL. */
export function repositoryPulls(client: GitHubClient, address: RepositoryAddress, appId: number): PullPort {
  const { owner, name } = address;
  const pushes = new LRUCache<string, Promise<boolean>>({ max: PUSHES });

  async function read(number: number): Promise<PullFacts | undefined> {
    const { data } = await client.query<{
      repository: { readonly id: string; readonly pullRequest: PullNode | null } | null;
    }>("read a pull request", PULL_DOCUMENT, { owner, name, number, appId });
    const pull = data.repository?.pullRequest;
    if (!pull) return undefined;
    const files = (pull.files?.nodes ?? []).map(({ path }) => path);
    return {
      ...toFacts(pull, data.repository?.id ?? ""),
      files: pull.changedFiles > files.length ? await readFiles(number) : files,
    };
  }

  /** Up to 3,000 of them: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
  async function readFiles(number: number): Promise<readonly string[]> {
    const { octokit } = client;
    const files = await client.read("read the files of a pull request", () =>
      octokit.paginate(octokit.rest.pulls.listFiles, {
        owner,
        repo: name,
        pull_number: number,
        per_page: 100,
      }),
    );
    return files.flatMap(({ filename, previous_filename: former }) => [
      filename,
      ...(former ? [former] : []),
    ]);
  }

  return {
    read,
    ...pullLists(client, address, appId),
    isBaseMerge: (push) => {
      const key = [push.base, push.before, push.after].join(" ");
      const known = pushes.get(key);
      if (known) return known;
      const asked = isBaseMerge(client, address, push);
      pushes.set(key, asked);
      asked.catch(() => pushes.delete(key));
      return asked;
    },
  };
}

function toFacts(pull: PullNode, repositoryId: string): Omit<PullFacts, "files"> {
  const opinions = (pull.latestOpinionatedReviews?.nodes ?? []).filter(
    // A robot's approval is nobody's.
    ({ author }) => author?.__typename === "User",
  );
  const latestFirst = [...opinions].sort((a, b) => time(b) - time(a));
  const of = (state: string): readonly ReviewNode[] => latestFirst.filter((review) => review.state === state);
  return {
    number: pull.number,
    author: loginOf(pull.author),
    state: STATES[pull.state],
    base: pull.baseRefName,
    head: pull.headRefOid,
    labels: (pull.labels?.nodes ?? []).map((label) => label.name),
    closes: (pull.closingIssuesReferences?.nodes ?? [])
      .filter(({ repository }) => repository.id === repositoryId)
      .map(({ number }) => number),
    approvals: of("APPROVED").map(({ author, commit }) => ({
      by: loginOf(author),
      head: commit?.oid ?? "",
    })),
    objections: of("CHANGES_REQUESTED").map(({ author }) => loginOf(author)),
    merged: pull.mergedAt === null ? undefined : { by: loginOf(pull.mergedBy), at: pull.mergedAt },
    marked: pull.commits.nodes
      .map(({ commit }) => commit)
      .filter((commit) => commit.oid !== pull.headRefOid && hasRuns(commit))
      .map(({ oid }) => oid)
      .reverse(),
  };
}

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

function time({ submittedAt }: ReviewNode): number {
  return Date.parse(submittedAt ?? "") || 0;
}

/** GitHub shows `ghost` for an account that is gone. */
function loginOf(person: Person | null): string {
  return person?.login ?? "ghost";
}
