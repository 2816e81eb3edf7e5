import type { GitHubClient } from "./client.js";
import type { GraphqlProblem } from "./domain-error.js";
import { AUTO_MERGE_DOCUMENT, MERGE_DOCUMENT } from "./pull-request-documents.js";

interface Mergeable {
  readonly id: string;
  readonly head: string;
  readonly allowed: {
    readonly autoMergeAllowed: boolean;
    readonly squashMergeAllowed: boolean;
    readonly rebaseMergeAllowed: boolean;
  };
}

/** GitHub has nothing to wait for: everything that the branch asks of a pull request is there already. */
const NOTHING_TO_WAIT_FOR = /in clean status/i;

/**
 * Has the pull request merged as soon as the branch's rules are met; at once when they are. Only where the repository
 * allows auto-merge: elsewhere, and whatever else GitHub objects to, it waits for a person. Answers whether it is
 * merged.
 *
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/automatically-merging-a-pull-request
 */
export async function tryToMerge(client: GitHubClient, { id, head, allowed }: Mergeable): Promise<boolean> {
  if (!allowed.autoMergeAllowed) return false;
  const mergeMethod = methodOf(allowed);
  const refused = await ask(client, "have the pull request merged", AUTO_MERGE_DOCUMENT, {
    pullRequestId: id,
    mergeMethod,
  });
  if (!refused || !NOTHING_TO_WAIT_FOR.test(refused.message)) return false;
  const input = { pullRequestId: id, expectedHeadOid: head, mergeMethod };
  return (await ask(client, "merge the pull request", MERGE_DOCUMENT, input)) === undefined;
}

/** Squashed, the commit is signed by GitHub and the history stays linear: no rule objects to that. */
function methodOf(allowed: Mergeable["allowed"]): "SQUASH" | "REBASE" | "MERGE" {
  if (allowed.squashMergeAllowed) return "SQUASH";
  return allowed.rebaseMergeAllowed ? "REBASE" : "MERGE";
}

async function ask(
  client: GitHubClient,
  what: string,
  document: string,
  input: Readonly<Record<string, unknown>>,
): Promise<GraphqlProblem | undefined> {
  const { problems } = await client.mutate(what, document, { input });
  return problems[0];
}
