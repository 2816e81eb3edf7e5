import type { Octokit } from "@octokit/rest";
import { parseMarkdown, readBoxes, type Box } from "../page/boxes.js";
import { findSignablePhases, type FilePhase } from "../page/find-signable-phase.js";
import type { FileView } from "../view.js";
import { REPOSITORY } from "./push-checklists.js";

export interface ObservedFile {
  readonly path: string;
  readonly boxes: readonly Box[];
}

/** What the repository looks like after the first sync, read over the API as anybody would. */
export interface ObservedRepository {
  readonly files: readonly ObservedFile[];
  /** What could be signed, the smallest first. */
  readonly phases: readonly FilePhase[];
  readonly openIssues: number;
  readonly closedIssues: number;
  readonly head: { readonly oid: string; readonly headline: string; readonly author: string };
  /** The address of the board of the organization, if there is one. */
  readonly board: string | undefined;
}

const BOARDS = `query Boards($login: String!) {
  organization(login: $login) { projectsV2(first: 1) { nodes { url } } }
}`;

interface BoardsAnswer {
  readonly organization: { readonly projectsV2: { readonly nodes: readonly { readonly url: string }[] } };
}

/** Reads the pushed files, the issues, the newest commit and the board. */
export async function observeRepository(
  client: Octokit,
  paths: readonly string[],
): Promise<ObservedRepository> {
  const files = await Promise.all(paths.map((path) => readFile(client, path)));
  const issues = await client.paginate(client.rest.issues.listForRepo, {
    ...REPOSITORY,
    state: "all",
    per_page: 100,
  });
  const open = issues.filter(({ state }) => state === "open").length;
  const { data: commits } = await client.rest.repos.listCommits({ ...REPOSITORY, per_page: 1 });
  const [commit] = commits;
  const { organization } = await client.graphql<BoardsAnswer>(BOARDS, { login: REPOSITORY.owner });
  return {
    files: files.map(({ path, text }) => ({ path, boxes: readBoxes(parseMarkdown(text)) })),
    phases: findSignablePhases(files),
    openIssues: open,
    closedIssues: issues.length - open,
    head: {
      oid: commit?.sha ?? "",
      headline: commit?.commit.message.split("\n")[0] ?? "",
      author: commit?.author?.login ?? commit?.commit.author?.name ?? "",
    },
    board: organization.projectsV2.nodes[0]?.url,
  };
}

async function readFile(client: Octokit, path: string): Promise<FileView> {
  const { data } = await client.rest.repos.getContent({ ...REPOSITORY, path });
  return { path, text: "content" in data ? Buffer.from(data.content, "base64").toString() : "" };
}
