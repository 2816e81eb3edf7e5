import { RetryError, TerminalError } from "../errors.js";
import type { ProposalPort, ProposalRequest, Proposed, Result } from "../sync/ports.js";
import type { GitHubClient } from "./client.js";
import { makeDetachedCommit } from "./detached-commit.js";
import { problemToError } from "./domain-error.js";
import { tryToMerge } from "./merge-proposal.js";
import { NOWHERE } from "./move-ref.js";
import {
  COMMENT_DOCUMENT,
  MOVE_BRANCH_DOCUMENT,
  OPEN_DOCUMENT,
  proposalDocument,
  UPDATE_DOCUMENT,
} from "./pull-request-documents.js";
import { branchRefusal } from "./refusal.js";
import { committedFiles, isOwnAddress } from "./repository-source.js";
import type { RepositoryAddress } from "./repository-address.js";

interface Authored {
  readonly author: { readonly email: string | null } | null;
}

interface PullRequest {
  readonly id: string;
  readonly number: number;
  readonly url: string;
  readonly state: "OPEN" | "CLOSED" | "MERGED";
  readonly body: string;
  readonly baseRefName: string;
  readonly isCrossRepository: boolean;
  readonly isInMergeQueue: boolean;
}

interface ProposalAnswer {
  readonly repository: {
    readonly autoMergeAllowed: boolean;
    readonly squashMergeAllowed: boolean;
    readonly rebaseMergeAllowed: boolean;
    readonly ref: {
      readonly target: Authored & {
        readonly oid: string;
        readonly parents: { readonly nodes: readonly Authored[] };
      };
    } | null;
    /** Git keeps no branch `tickmark` beside one that is called `tickmark/…`. */
    readonly obstacle: { readonly name: string } | null;
    readonly pullRequests: { readonly nodes: readonly PullRequest[] };
    readonly object:
      | ({ readonly tree: { readonly oid: string } } & Readonly<
          Record<`f${number}`, { mode: number } | null>
        >)
      | null;
  } | null;
}

type State = NonNullable<ProposalAnswer["repository"]>;

/** So long it is left alone what waits in a merge queue: as a rule the queue tests for some minutes, and then merges. */
const QUEUE_MS = 2 * 60_000;

/** What a branch is called whose pull request brings changes to another one. */
function proposalBranch(branch: string): string {
  return `tickmark/${branch}`;
}

/** One pull request for each branch, from a branch that belongs to the app. */
export function rollingPullRequest(
  client: GitHubClient,
  address: RepositoryAddress,
  slug: string,
): ProposalPort {
  return {
    propose: (request) =>
      propose(client, address, slug, request).catch((error: unknown) => {
        // Trying again cannot help: no permission for pull requests, a rule for all branches, archived meanwhile.
        if (error instanceof TerminalError) return { ok: false, refusal: error.message };
        throw error;
      }),
    withdraw: (repositoryId, branch, why) =>
      withdraw(client, address, slug, { repositoryId, branch, why }).catch((error: unknown) => {
        // A pull request that is left over bothers nobody enough to stop everything else.
        if (!(error instanceof TerminalError)) throw error;
      }),
  };
}

async function propose(
  client: GitHubClient,
  address: RepositoryAddress,
  slug: string,
  request: ProposalRequest,
): Promise<Result<Proposed>> {
  const paths = [...request.files.keys()];
  const state = await readState(client, address, { ...request, head: request.expectedHead, paths });
  const present = state.pullRequests.nodes.find(
    ({ isCrossRepository, baseRefName }) => !isCrossRepository && baseRefName === request.branch,
  );
  const isDeclined = present?.state === "CLOSED" && readEdits(present.body) === request.edits;
  if (!isDeclined && isForeign(state, slug)) {
    const refusal = `the branch ${proposalBranch(request.branch)} has commits of somebody else; merge or delete it`;
    return { ok: false, refusal };
  }
  if (state.obstacle) {
    const refusal = `the branch ${state.obstacle.name} is in the way of ${proposalBranch(request.branch)}; rename or delete it`;
    return { ok: false, refusal };
  }
  if (present?.isInMergeQueue)
    throw new RetryError(`the pull request #${present.number} is in the merge queue`, { afterMs: QUEUE_MS });
  const modes = new Map(
    paths.flatMap((path, at) => {
      const entry = state.object?.[`f${at}`];
      return entry ? [[path, entry.mode.toString(8)] as const] : [];
    }),
  );
  const parent = { tree: state.object?.tree.oid ?? "", modes };
  const commit = {
    oid: await makeDetachedCommit(client, address, request, parent),
    files: committedFiles(request),
  };
  if (isDeclined) {
    return { ok: true, value: { commit, number: present.number, url: present.url, state: "declined" } };
  }
  await moveBranch(client, request, state.ref?.target.oid ?? NOWHERE, commit.oid);
  if (present?.state === "OPEN") {
    await update(client, present.id, request);
    return { ok: true, value: { commit, number: present.number, url: present.url, state: "open" } };
  }
  const { id, ...opened } = await open(client, request);
  const isMerged = request.merge && (await tryToMerge(client, { id, head: commit.oid, allowed: state }));
  return { ok: true, value: { commit, ...opened, state: isMerged ? "merged" : "open" } };
}

async function withdraw(
  client: GitHubClient,
  address: RepositoryAddress,
  slug: string,
  where: { readonly repositoryId: string; readonly branch: string; readonly why: string | undefined },
): Promise<void> {
  const state = await readState(client, address, { ...where, head: undefined, paths: [] });
  const isOpen = (each: PullRequest): boolean => !each.isCrossRepository && each.state === "OPEN";
  if (isForeign(state, slug)) return;
  // Into whatever branch: GitHub lets a pull request follow a branch that is renamed.
  for (const { id: pullRequestId, body } of state.pullRequests.nodes.filter(isOpen)) {
    // Without the mark of its edits: nobody has declined those.
    const input = { pullRequestId, state: "CLOSED", body: body.replace(EDITS, "").trimEnd() };
    await mutate(client, "close the pull request", UPDATE_DOCUMENT, input);
    const comment = { subjectId: pullRequestId, body: where.why };
    if (where.why !== undefined) await mutate(client, "say why", COMMENT_DOCUMENT, comment, 1);
  }
  if (state.ref) await moveBranch(client, where, state.ref.target.oid, NOWHERE);
}

async function readState(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  asked: { readonly branch: string; readonly head: string | undefined; readonly paths: readonly string[] },
): Promise<State> {
  const branch = proposalBranch(asked.branch);
  const { data } = await client.query<ProposalAnswer>(
    "read the pull request",
    proposalDocument(asked.paths),
    { owner, name, branch, ref: `refs/heads/${branch}`, head: asked.head ?? null },
  );
  if (!data.repository) throw new TerminalError("read the pull request: the repository is gone");
  return data.repository;
}

/**
 * Somebody else's work is on the branch. What the button "Update branch" makes is none: a merge into the app's own
 * commit.
 */
function isForeign({ ref }: State, slug: string): boolean {
  if (!ref) return false;
  const [first, second] = ref.target.parents.nodes;
  const own = second ? first : ref.target;
  return !isOwnAddress(own?.author?.email, slug);
}

function moveBranch(
  client: GitHubClient,
  { repositoryId, branch }: { readonly repositoryId: string; readonly branch: string },
  beforeOid: string,
  afterOid: string,
): Promise<unknown> {
  const name = `refs/heads/${proposalBranch(branch)}`;
  const refUpdates = [{ name, beforeOid, afterOid, force: true }];
  return mutate(client, "move the app's branch", MOVE_BRANCH_DOCUMENT, { repositoryId, refUpdates });
}

async function open(client: GitHubClient, request: ProposalRequest): Promise<Opened> {
  const { createPullRequest } = await mutate<{ createPullRequest: { pullRequest: Opened } }>(
    client,
    "open the pull request",
    OPEN_DOCUMENT,
    {
      repositoryId: request.repositoryId,
      baseRefName: request.branch,
      headRefName: proposalBranch(request.branch),
      title: request.headline,
      body: withEdits(request),
    },
    1,
  );
  return createPullRequest.pullRequest;
}

interface Opened {
  readonly id: string;
  readonly number: number;
  readonly url: string;
}

function update(client: GitHubClient, pullRequestId: string, request: ProposalRequest): Promise<unknown> {
  const input = { pullRequestId, title: request.headline, body: withEdits(request) };
  return mutate(client, "update the pull request", UPDATE_DOCUMENT, input);
}

/**
 * Somebody was faster: another process, whose pull request is the one to bring up to date on the next look, or a person
 * who put it into the merge queue.
 */
const OVERTAKEN = /a pull request already exists|branches that are queued for merging/i;

async function mutate<T>(
  client: GitHubClient,
  what: string,
  document: string,
  input: Readonly<Record<string, unknown>>,
  creations = 0,
): Promise<T> {
  const { data, problems } = await client.mutate<T>(what, document, { input }, creations);
  const problem = problems[0];
  if (problem && OVERTAKEN.test(problem.message)) throw new RetryError(`${what}: ${problem.message}`);
  const refusal = problem && branchRefusal(problem);
  if (refusal !== undefined) throw new TerminalError(`${what}: ${refusal}`);
  if (problem) throw problemToError(problem, what);
  return data;
}

const EDITS = /<!-- tickmark:pull-request (?<edits>[0-9a-f]+) -->/;

/** Hidden in the text: which edits the pull request has. */
function withEdits({ text, edits }: ProposalRequest): string {
  return `${text}\n\n<!-- tickmark:pull-request ${edits} -->`;
}

function readEdits(body: string): string | undefined {
  return EDITS.exec(body)?.groups?.["edits"];
}
