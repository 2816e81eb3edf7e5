import type {
  Commit,
  CommitRequest,
  FileEntry,
  HeadReading,
  OwnCommit,
  Result,
  SourcePort,
} from "../sync/ports.js";
import { StaleHeadError, UnknownCommitError } from "../errors.js";
import type { GitHubClient } from "./client.js";
import { problemToError } from "./domain-error.js";
import { gitBlobId } from "./git-blob-id.js";
import type { IssueAnswer, IssueReader, NewestNumbers, NumberedIssue, NumberedNode } from "./issue-reader.js";
import { formatTrailer, readTrailer } from "./base-trailer.js";
import { branchRefusal } from "./refusal.js";
import { blobsDocument, COMMIT_DOCUMENT, filesDocument, headDocument } from "./source-documents.js";
import type { RepositoryAddress } from "./repository-address.js";
import type { RepositoryNames } from "./repository-names.js";

interface HistoryNode {
  readonly oid: string;
  readonly message: string;
  readonly author: { readonly email: string | null } | null;
  readonly signature: { readonly isValid: boolean; readonly wasSignedByGitHub: boolean } | null;
}

interface RepositoryNode extends NewestNumbers {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly login: string };
  readonly url: string;
  readonly isArchived: boolean;
  readonly hasIssuesEnabled: boolean;
  readonly defaultBranchRef: {
    readonly name: string;
    readonly target: {
      readonly oid: string;
      readonly file: { readonly object: { readonly text?: string | null } | null } | null;
      readonly history: { readonly nodes: readonly HistoryNode[] };
    };
  } | null;
  readonly issues?: IssueAnswer["issues"];
  /** What has a number, as `n<number>`. */
  readonly [alias: `n${number}`]: NumberedNode | null;
}

/** Files and commits by GraphQL: the head in one request, contents many at a time, signed commits by compare-and-set. */
export function repositorySource(
  client: GitHubClient,
  address: RepositoryAddress,
  reader: IssueReader,
  names: RepositoryNames,
): SourcePort {
  return {
    readHead: (ask) => readHead(client, address, reader, ask),
    namesOf: (repositoryId, asked) => names.leadingTo(repositoryId, asked),
    listFiles: (oid, folders) => listFiles(client, address, oid, folders),
    readFiles: (entries) => readFiles(client, address, entries),
    commit: (request) => commitFiles(client, address, request),
  };
}

/** Numbers asked for at once beyond those that a list knew of. Deleted issues and discussions leave gaps. */
const BEYOND = 20;

async function readHead(
  client: GitHubClient,
  address: RepositoryAddress,
  reader: IssueReader,
  { since, beyond }: { readonly since: string | undefined; readonly beyond?: number },
): Promise<HeadReading> {
  const numbers = beyond === undefined ? [] : Array.from({ length: BEYOND }, (_, at) => beyond + 1 + at);
  const { data, answeredAt } = await client.query<{ repository: RepositoryNode | null }>(
    "read the head",
    headDocument(numbers),
    { ...address, since, news: since !== undefined },
  );
  const { repository } = data;
  const younger = numbers.flatMap((number) => repository?.[`n${number}`] ?? []);
  const last = numbers.findLast((number) => repository?.[`n${number}`]);
  const further =
    last === undefined
      ? undefined
      : await readHead(client, address, reader, { since: undefined, beyond: last });
  const head = repository?.defaultBranchRef;
  const commits = head?.target.history.nodes ?? [];
  const latest = [...(repository?.newest.nodes ?? []), ...(repository?.issues?.nodes ?? [])];
  return {
    repositoryId: repository?.id ?? "",
    owner: repository?.owner.login ?? address.owner,
    name: repository?.name ?? address.name,
    url: repository?.url ?? "",
    branch: head?.name ?? "",
    oid: head?.target.oid ?? "",
    unusable: whyUnusable(repository),
    config: head?.target.file?.object?.text ?? undefined,
    headlines: commits.map(({ message }) => message.split("\n", 1)[0] ?? ""),
    ownCommit: commits.map((commit) => asOwnCommit(commit, reader.slug)).find((own) => own !== undefined),
    count: {
      total: repository?.newest.totalCount ?? 0,
      newest: Math.max(0, ...latest.map(({ number }) => number)),
    },
    changed: repository?.issues && reader.page({ ...repository, issues: repository.issues }, answeredAt),
    younger: [
      ...younger.flatMap((node) => (isHere(node, repository) ? [reader.observe(node)] : [])),
      ...(further?.younger ?? []),
    ],
    readAt: answeredAt,
  };
}

/** GitHub forwards the number of an issue that was transferred. */
function isHere(node: NumberedNode, repository: RepositoryNode | null): node is NumberedIssue {
  const name = `${repository?.owner.login}/${repository?.name}`;
  return node.__typename === "Issue" && node.repository.nameWithOwner.toLowerCase() === name.toLowerCase();
}

function whyUnusable(repository: RepositoryNode | null): string | undefined {
  if (!repository) return "the repository is gone, or the app may not see it";
  if (repository.isArchived) return "the repository is archived";
  if (!repository.hasIssuesEnabled) return "issues are switched off in the repository's settings";
  return repository.defaultBranchRef
    ? undefined
    : "the repository is empty, or its default branch does not exist";
}

/**
 * Others may copy the app's message (cherry-pick, squash) and write its address into a commit; GitHub's signature they
 * do not get. What such a commit says would count as agreed, its ledger too.
 *
 * https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification#signature-verification-for-bots
 */
function asOwnCommit({ oid, message, author, signature }: HistoryNode, slug: string): OwnCommit | undefined {
  if (!isOwnAddress(author?.email, slug) || !signature?.isValid || !signature.wasSignedByGitHub)
    return undefined;
  const trailer = readTrailer(message);
  return trailer && { oid, ...trailer };
}

/** Whether an author's address is this app's: `<number>+<slug>[bot]@users.noreply.github.com`. */
export function isOwnAddress(email: string | null | undefined, slug: string): boolean {
  return email?.includes(`+${slug}[bot]@`) ?? false;
}

interface TreeNode {
  readonly entries?: readonly {
    readonly path: string;
    readonly oid: string;
    readonly mode: number;
    readonly size: number;
    readonly object?: TreeNode | null;
  }[];
}

/** Ordinary files, executable or not: no links (120000), no submodules (160000). */
const FILE_MODES: ReadonlySet<number> = new Set([0o100644, 0o100755]);
const TREE_MODE = 0o040000;

/** Files that only seem to be gone would close their issues, so a commit that is not there is an error. */
async function listFiles(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  oid: string,
  folders: readonly string[],
): Promise<readonly FileEntry[]> {
  const files = new Map<string, FileEntry>();
  let pending = folders;
  while (pending.length > 0) {
    const { data } = await client.query<{ repository: Record<string, TreeNode | null> | null }>(
      "list the files",
      filesDocument(oid, pending),
      { owner, name },
    );
    const { commit, ...trees } = data.repository ?? {};
    if (!commit) throw new UnknownCommitError(`list the files: GitHub does not know the commit ${oid}`);
    const deeper: string[] = [];
    for (const tree of Object.values(trees)) collect(tree, files, deeper);
    pending = deeper;
  }
  return [...files.values()];
}

function collect(tree: TreeNode | null | undefined, files: Map<string, FileEntry>, deeper: string[]): void {
  for (const { path, oid, mode, size, object } of tree?.entries ?? []) {
    if (FILE_MODES.has(mode)) files.set(path, { path, oid, size });
    else if (mode === TREE_MODE && object?.entries) collect(object, files, deeper);
    else if (mode === TREE_MODE) deeper.push(path);
  }
}

/** As many contents as one answer comfortably holds. */
const CONTENTS_PER_REQUEST = 50;

async function readFiles(
  client: GitHubClient,
  address: RepositoryAddress,
  entries: readonly FileEntry[],
): Promise<ReadonlyMap<FileEntry, Uint8Array>> {
  const files = new Map<FileEntry, Uint8Array>();
  for (let at = 0; at < entries.length; at += CONTENTS_PER_REQUEST) {
    const batch = entries.slice(at, at + CONTENTS_PER_REQUEST);
    const document = blobsDocument(batch.map(({ oid }) => oid));
    const { data } = await client.query<{
      repository: Record<string, { text?: string | null } | null> | null;
    }>("read the files", document, { owner: address.owner, name: address.name });
    for (const [position, entry] of batch.entries()) {
      const text = data.repository?.[`b${position}`]?.text;
      files.set(entry, exactBytes(text, entry) ?? (await readBlob(client, address, entry)));
    }
  }
  return files;
}

/**
 * GraphQL answers text: what is not UTF-8 is replaced, and what is long is cut. The object id tells whether
 * the text is all of the file.
 */
function exactBytes(text: string | null | undefined, { oid }: FileEntry): Uint8Array | undefined {
  if (text === null || text === undefined) return undefined;
  const bytes = new TextEncoder().encode(text);
  return gitBlobId(bytes) === oid ? bytes : undefined;
}

async function readBlob(client: GitHubClient, { owner, name }: RepositoryAddress, { path, oid }: FileEntry) {
  const { data } = await client.read(`read ${path}`, () =>
    client.octokit.rest.git.getBlob({ owner, repo: name, file_sha: oid }),
  );
  return new Uint8Array(Buffer.from(data.content, "base64"));
}

async function commitFiles(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  request: CommitRequest,
): Promise<Result<Commit>> {
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${name}`, branchName: request.branch },
    expectedHeadOid: request.expectedHead,
    message: { headline: request.headline, body: bodyOf(request) },
    fileChanges: {
      additions: [...request.files].map(([path, bytes]) => ({
        path,
        contents: Buffer.from(bytes).toString("base64"),
      })),
    },
  };
  const { data, problems } = await client.mutate<{
    createCommitOnBranch: { commit: { oid: string } } | null;
  }>("commit the files", COMMIT_DOCUMENT, { input });
  const problem = problems[0];
  const refusal = problem && branchRefusal(problem);
  if (refusal !== undefined) return { ok: false, refusal };
  if (problem) throw problemToError(problem, "commit the files");
  const oid = data.createCommitOnBranch?.commit.oid;
  if (oid === undefined) throw new StaleHeadError("commit the files: GitHub answered no commit");
  return { ok: true, value: { oid, files: committedFiles(request) } };
}

/** The commit message below its headline. */
export function bodyOf(request: CommitRequest): string {
  return `${request.body}\n\n${formatTrailer(request)}`.trimStart();
}

/** The files of a commit, as they are in it. */
export function committedFiles({ files }: Pick<CommitRequest, "files">): readonly FileEntry[] {
  return [...files].map(([path, bytes]) => ({ path, oid: gitBlobId(bytes) }));
}
