import type { MissingIssue } from "../core/model/issue.js";
import { RetryError } from "../errors.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";

/** REST tells a deleted issue (410) and a transferred one (301, followed) from a number that was never used. */
export async function traceIssue(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<MissingIssue> {
  const rest = client.octokit.rest.issues;
  try {
    const { data } = await client.read(`read issue #${number}`, () =>
      rest.get({ owner, repo: name, issue_number: number }),
    );
    const repository = data.repository_url.split("/").slice(-2).join("/");
    if (data.number === number && repository.toLowerCase() === `${owner}/${name}`.toLowerCase()) {
      throw new RetryError(`read issue #${number}: GitHub's answers contradict each other`);
    }
    return { kind: "moved", repository, number: data.number, url: data.html_url };
  } catch (error) {
    const status = statusOf(error);
    if (status === 410) return { kind: "deleted" };
    if (status === 404) return { kind: "never" };
    throw error;
  }
}
