import type { PullPort } from "../signoff/ports.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";

/** GitHub compares no more: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const MOST_FILES = 300;
const MOST_COMMITS = 250;

interface Comparison {
  readonly total_commits: number;
  readonly commits: readonly {
    readonly sha: string;
    readonly parents: readonly { readonly sha: string }[];
  }[];
  readonly files?: readonly ComparedFile[];
}

interface ComparedFile {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: string;
  readonly sha: string | null;
  readonly patch?: string;
}

/**
 * Whether a push brought nothing but merges of the base branch. Two things together say so: the commits that are new
 * in the pull request are merges, and what the pull request changes against the base is the same as before, line by
 * line. A merge in which somebody changed more than the merge itself does not pass, and neither does a comparison that
 * GitHub cut short.
 */
export async function isBaseMerge(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  { base, before, after }: Parameters<PullPort["isBaseMerge"]>[0],
): Promise<boolean> {
  if (before === after) return true;
  const compare = (from: string, to: string): Promise<Comparison | undefined> =>
    client
      .read("compare two commits", async () => {
        const { data } = await client.octokit.rest.repos.compareCommitsWithBasehead({
          owner,
          repo: name,
          basehead: `${from}...${to}`,
        });
        return data;
      })
      .catch((error: unknown) => {
        // A commit that is gone: somebody pushed by force.
        if (statusOf(error) === 404) return undefined;
        throw error;
      });
  const [old, now] = [await compare(base, before), await compare(base, after)];
  if (!old || !now || !isWhole(old) || !isWhole(now)) return false;
  const known = new Set(old.commits.map(({ sha }) => sha));
  const added = now.commits.filter(({ sha }) => !known.has(sha));
  const isKept = old.commits.every(({ sha }) => now.commits.some((commit) => commit.sha === sha));
  return isKept && added.every(({ parents }) => parents.length > 1) && isSameChange(old, now);
}

function isWhole({ files, commits, total_commits: total }: Comparison): boolean {
  return (
    files !== undefined && files.length < MOST_FILES && total <= MOST_COMMITS && commits.length === total
  );
}

function isSameChange(old: Comparison, now: Comparison): boolean {
  const spell = ({ files = [] }: Comparison): string => JSON.stringify(files.map(spellFile).sort());
  return spell(old) === spell(now);
}

/** Without line numbers: the base moves them. Where there is no patch (a large or binary file), the content itself. */
function spellFile({ filename, previous_filename: former, status, sha, patch }: ComparedFile): string {
  const lines = patch?.split("\n").map((line) => (line.startsWith("@@") ? "@@" : line));
  return JSON.stringify([filename, former, status, lines ?? sha]);
}
