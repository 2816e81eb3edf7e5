// Brings the checklists into acme/app the way a person would: one commit by `owner`, over the sandbox's own API.

import { Octokit } from "@octokit/rest";
import type { ChecklistFile } from "./read-checklists.js";

export interface Pushed {
  readonly pushed: readonly string[];
  /** Files that a kept state already has: pushing them again would wipe out their references. */
  readonly kept: readonly string[];
}

export const REPOSITORY = { owner: "acme", repo: "app" };
const NAME = `${REPOSITORY.owner}/${REPOSITORY.repo}`;

const COMMIT = `mutation PushChecklists($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** A client of the sandbox, with the rights of one of its logins. */
export function clientOf(url: string, login: string): Octokit {
  const ignore = () => undefined; // a refusal is thrown; Octokit would print it besides
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  return new Octokit({
    baseUrl: `${url}/api/v3`,
    auth: `sandbox-${login}`,
    userAgent: "tickmark-sandbox",
    log,
  });
}

/** Pushes the files and the config, byte for byte and in one commit. */
export async function pushChecklists(
  client: Octokit,
  files: readonly ChecklistFile[],
  config: ChecklistFile,
): Promise<Pushed> {
  const { data: repository } = await client.rest.repos.get(REPOSITORY);
  const branch = repository.default_branch;
  const { data: head } = await client.rest.git.getRef({ ...REPOSITORY, ref: `heads/${branch}` });
  const { data: tree } = await client.rest.git.getTree({
    ...REPOSITORY,
    tree_sha: head.object.sha,
    recursive: "1",
  });
  const present = new Set(tree.tree.map(({ path }) => path));
  const additions = [...files, config].filter(({ path }) => !present.has(path));
  if (additions.length > 0) {
    await client.graphql(COMMIT, {
      input: {
        branch: { repositoryNameWithOwner: NAME, branchName: branch },
        expectedHeadOid: head.object.sha,
        message: { headline: "docs: add our checklists" },
        fileChanges: {
          additions: additions.map(({ path, bytes }) => ({ path, contents: bytes.toString("base64") })),
        },
      },
    });
  }
  const names = files.map(({ path }) => path);
  return {
    pushed: names.filter((path) => !present.has(path)),
    kept: names.filter((path) => present.has(path)),
  };
}
