import type { ProposalRequest } from "../sync/ports.js";
import type { GitHubClient } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";
import { bodyOf } from "./repository-source.js";

interface Parent {
  readonly tree: string;
  /** As git writes it: `100644`, or `100755` for an executable file. */
  readonly modes: ReadonlyMap<string, string>;
}

interface TreeEntry {
  readonly path: string;
  readonly mode: "100644" | "100755";
  readonly type: "blob";
  readonly content?: string;
  readonly sha?: string;
}

/**
 * Makes a commit that no branch holds yet, on top of the head: the app's branch then moves from one state to the
 * next at once. Were it set back to the head first, GitHub would close its pull request.
 *
 * The author and committer are left to GitHub, which then signs the commit:
 * https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification#signature-verification-for-bots
 */
export async function makeDetachedCommit(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  request: ProposalRequest,
  parent: Parent,
): Promise<string> {
  const repository = { owner, repo: name };
  const { git } = client.octokit.rest;
  const tree: TreeEntry[] = [];
  for (const [path, bytes] of request.files) {
    const mode = parent.modes.get(path) === "100755" ? "100755" : "100644";
    const content = asText(bytes);
    tree.push({
      path,
      mode,
      type: "blob",
      ...(content === undefined ? { sha: await makeBlob(bytes) } : { content }),
    });
  }
  const { data: made } = await client.write("write the files", () =>
    git.createTree({ ...repository, base_tree: parent.tree, tree: [...tree] }),
  );
  const { data: commit } = await client.write("write the commit", () =>
    git.createCommit({
      ...repository,
      message: `${request.headline}\n\n${bodyOf(request)}`,
      tree: made.sha,
      parents: [request.expectedHead],
    }),
  );
  return commit.sha;

  async function makeBlob(bytes: Uint8Array): Promise<string> {
    const { data } = await client.write("write a file", () =>
      git.createBlob({
        ...repository,
        content: Buffer.from(bytes).toString("base64"),
        encoding: "base64",
      }),
    );
    return data.sha;
  }
}

/** Undefined for bytes that are no UTF-8: as text they would arrive changed. */
function asText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
