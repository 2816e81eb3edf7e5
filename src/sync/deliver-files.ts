import type { Edit } from "../core/model/edit.js";
import type { Step } from "../core/model/plan.js";
import { editsBetween } from "../core/plan/pending-edits.js";
import { shortHash } from "../core/plan/task-key.js";
import { formatCommitMessage } from "../core/report/commit-message.js";
import type { FileChange } from "../core/report/commit-message.js";
import { formatPullRequest } from "../core/report/pull-request-text.js";
import type { EditedFiles } from "./apply-files.js";
import { parseOnce } from "./edit-once.js";
import { ledgerChanges, toLedgerChange } from "./ledger-changes.js";
import type { ChecklistCache } from "./checklist-cache.js";
import type { Commit, CommitRequest, Proposal, Proposed, RepositoryPorts } from "./ports.js";
import { hostOf } from "./read-pending.js";
import type { Snapshot } from "./read-repository.js";

export type EditStep = Extract<Step, { op: "edit-task" }>;
export type LedgerStep = Extract<Step, { op: "edit-ledger" }>;

/** How the edits got into the repository. */
export type Delivery =
  | { readonly by: "nothing" }
  | { readonly by: "commit"; readonly commit: Commit }
  /** `commit` is undefined where the pull request holds the edits already. */
  | { readonly by: "pull-request"; readonly proposal: Proposal; readonly commit: Commit | undefined }
  | { readonly by: "refusal"; readonly why: string };

interface DeliverOptions {
  readonly snapshot: Snapshot;
  readonly ports: RepositoryPorts;
  readonly cache: ChecklistCache;
}

/**
 * Brings the edits to the branch. What was proposed for a branch that is not the default one any more came along with
 * its base.
 */
export async function deliverFiles(
  edited: EditedFiles,
  wanted: readonly (EditStep | LedgerStep)[],
  options: DeliverOptions,
): Promise<Delivery> {
  const delivery = await deliver(edited, wanted, options);
  const { head, abandoned } = options.snapshot;
  if (delivery.by === "refusal") return delivery;
  const where =
    delivery.by === "pull-request"
      ? `these changes go on in ${delivery.proposal.url}`
      : "it has these changes";
  for (const branch of abandoned)
    await options.ports.proposals.withdraw(
      head.repositoryId,
      branch,
      `The default branch is \`${head.branch}\` now: ${where}.`,
    );
  return delivery;
}

/**
 * By one commit, or, where the branch refuses that or the config wants it so, by the
 * app's pull request. What an earlier sync has left in the pull request is delivered together with what is new.
 */
async function deliver(
  edited: EditedFiles,
  wanted: readonly (EditStep | LedgerStep)[],
  { snapshot, ports, cache }: DeliverOptions,
): Promise<Delivery> {
  const { head, base, config } = snapshot;
  const files = changedFiles(edited, snapshot);
  const proposal = base?.proposal;
  if (files.size === 0) {
    if (proposal) await ports.proposals.withdraw(head.repositoryId, head.branch);
    return { by: "nothing" };
  }
  if (proposal && snapshot.sameAsBase && edited.files.size === 0) {
    return { by: "pull-request", proposal, commit: undefined };
  }
  const changes = changesOf(files, wanted, edited, snapshot);
  const request = toRequest(files, changes, snapshot);
  if (config.commit.mode === "pull-request")
    return propose(request, changes, WANTED, { snapshot, ports, cache });

  const committed = await ports.source.commit(request);
  if (committed.ok) {
    remember(committed.value, files, cache);
    if (proposal) await ports.proposals.withdraw(head.repositoryId, head.branch);
    return { by: "commit", commit: committed.value };
  }
  if (config.commit.mode === "commit") return { by: "refusal", why: committed.refusal };
  return propose(request, changes, committed.refusal, { snapshot, ports, cache });
}

const WANTED = "the config says so (`commit.mode: pull-request`).";

async function propose(
  request: CommitRequest,
  changes: readonly FileChange[],
  why: string,
  { snapshot: { head, config }, ports, cache }: DeliverOptions,
): Promise<Delivery> {
  const merge = config.commit.mode === "auto";
  const reason = merge ? `the branch ${head.branch} takes no commit like this one: ${why}` : why;
  const proposed = await ports.proposals.propose({
    ...request,
    repositoryId: head.repositoryId,
    text: formatPullRequest({ changes, branch: head.branch, why: reason, merge }),
    edits: fingerprint(changes),
    merge,
  });
  if (!proposed.ok) return { by: "refusal", why: merge ? `${why} ${proposed.refusal}` : proposed.refusal };
  remember(proposed.value.commit, request.files, cache);
  return {
    by: "pull-request",
    commit: proposed.value.commit,
    proposal: toProposal(proposed.value, why, head.oid),
  };
}

function toProposal({ number, url, state }: Proposed, why: string, head: string): Proposal {
  return { number, url, why, head, declined: state === "declined" };
}

function remember(commit: Commit, files: ReadonlyMap<string, Uint8Array>, cache: ChecklistCache): void {
  for (const entry of commit.files) cache.add(entry, files.get(entry.path) ?? new Uint8Array());
}

/** The files that are to be other than at the head: edited now, or by a pull request that waits. */
function changedFiles(
  { files }: EditedFiles,
  { files: read, atHead }: Snapshot,
): ReadonlyMap<string, Uint8Array> {
  const wanted = [...read].map(([{ path }, { source }]) => [path, files.get(path) ?? source] as const);
  return new Map(
    wanted.filter(([path, bytes]) => {
      const present = atHead.get(path)?.source;
      return present !== undefined && present !== bytes && !isSame(present, bytes);
    }),
  );
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function toRequest(
  files: ReadonlyMap<string, Uint8Array>,
  changes: readonly FileChange[],
  { head, base, config }: Snapshot,
): CommitRequest {
  const message = formatCommitMessage({
    changes,
    convention: { headlines: head.headlines },
    ...(config.commit.message !== undefined && { template: config.commit.message }),
  });
  return {
    branch: head.branch,
    expectedHead: head.oid,
    base: base?.commit,
    since: head.readAt,
    headline: message.headline,
    body: message.body,
    files,
  };
}

const WORDS = {
  tick: "tick",
  untick: "untick",
  strike: "strike",
  unstrike: "unstrike",
  "set-reference": "reference",
  "remove-reference": "reference-removed",
  "set-untracked": "untracked",
  "set-title": "title",
  "set-field": "field",
} as const;

/** Why an edit waits that an earlier sync has planned. */
const EARLIER: Readonly<Record<Edit["op"], string>> = {
  tick: "its issue is closed",
  untick: "its issue is not closed as completed",
  strike: "its issue is closed as not planned",
  unstrike: "its issue is not closed as not planned",
  "set-reference": "it has an issue",
  "remove-reference": "its issue is gone",
  "set-untracked": "its issue was deleted",
  "set-title": "its issue was renamed",
  "set-field": "it was changed on the board",
};

/** What is different from the head, with the reason where this sync knows it. */
function changesOf(
  files: ReadonlyMap<string, Uint8Array>,
  wanted: readonly (EditStep | LedgerStep)[],
  { edits, ledgers }: EditedFiles,
  { head, base, atHead }: Snapshot,
): FileChange[] {
  if (!base?.proposal) {
    return wanted
      .filter((step) =>
        step.op === "edit-ledger"
          ? ledgers.has(step.place.file)
          : edits.get(step.place.file)?.includes(step.edit),
      )
      .map((step) => (step.op === "edit-ledger" ? toLedgerChange(step) : toChange(step)));
  }
  const reasons = new Map(
    wanted.flatMap((step) =>
      step.op === "edit-task" ? [[keyOf(step.place.file, step.edit), step.reason] as const] : [],
    ),
  );
  return [...files].flatMap(([path, bytes]) => {
    const present = atHead.get(path);
    if (!present) return [];
    const after = parseOnce(path, bytes).checklist;
    const signed = ledgerChanges(present.checklist, after);
    const edited = editsBetween(present.checklist, after, hostOf(head)).map((edit): FileChange => {
      const { line = 1, title = "", reference } = after.tasks[edit.task] ?? {};
      const former = present.checklist.tasks[edit.task]?.reference;
      const issue = (reference ?? former)?.number;
      return {
        path,
        line,
        title,
        what: WORDS[edit.op],
        ...(issue !== undefined && { issue }),
        why: reasons.get(keyOf(path, edit)) ?? EARLIER[edit.op],
      };
    });
    return [...edited, ...signed];
  });
}

function keyOf(file: string, { op, task }: Edit): string {
  return `${file} ${op} ${task}`;
}

function toChange({ place, edit, issue, reason }: EditStep): FileChange {
  return {
    path: place.file,
    line: place.line,
    title: place.title,
    what: WORDS[edit.op],
    ...(issue !== undefined && { issue }),
    why: reason,
  };
}

/** The same edits have the same fingerprint wherever their lines have moved to. */
function fingerprint(changes: readonly FileChange[]): string {
  const edits = changes.map(({ what, issue, title, why }) =>
    JSON.stringify([what, issue, what === "title" ? title : "", issue === undefined ? [title, why] : []]),
  );
  return shortHash(edits.sort());
}
