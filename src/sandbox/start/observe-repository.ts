import type { Octokit } from "@octokit/rest";
import { parseMarkdown, readBoxes, type Box } from "../page/boxes.js";
import { REPOSITORY } from "./push-checklists.js";

export interface ObservedFile {
  readonly path: string;
  readonly boxes: readonly Box[];
}

/** What the repository looks like after the first sync, read over the API as anybody would. */
export interface ObservedRepository {
  readonly files: readonly ObservedFile[];
  readonly openIssues: number;
  readonly closedIssues: number;
  readonly head: { readonly oid: string; readonly headline: string; readonly author: string };
}

/** Reads the pushed files, the issues and the newest commit. */
export async function observeRepository(
  client: Octokit,
  paths: readonly string[],
): Promise<ObservedRepository> {
  const files = await Promise.all(paths.map((path) => observeFile(client, path)));
  const issues = await client.paginate(client.rest.issues.listForRepo, {
    ...REPOSITORY,
    state: "all",
    per_page: 100,
  });
  const open = issues.filter(({ state }) => state === "open").length;
  const { data: commits } = await client.rest.repos.listCommits({ ...REPOSITORY, per_page: 1 });
  const [commit] = commits;
  return {
    files,
    openIssues: open,
    closedIssues: issues.length - open,
    head: {
      oid: commit?.sha ?? "",
      headline: commit?.commit.message.split("\n")[0] ?? "",
      author: commit?.author?.login ?? commit?.commit.author?.name ?? "",
    },
  };
}

async function observeFile(client: Octokit, path: string): Promise<ObservedFile> {
  const { data } = await client.rest.repos.getContent({ ...REPOSITORY, path });
  const text = "content" in data ? Buffer.from(data.content, "base64").toString() : "";
  return { path, boxes: readBoxes(parseMarkdown(text)) };
}
