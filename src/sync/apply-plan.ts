import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Edit } from "../core/model/edit.js";
import type { Plan, Step } from "../core/model/plan.js";
import { newReference } from "../core/plan/plan-sync.js";
import { formatCommitMessage } from "../core/report/commit-message.js";
import type { FileChange } from "../core/report/commit-message.js";
import { applyFiles } from "./apply-files.js";
import { applyIssues } from "./apply-issues.js";
import type { Written } from "./apply-issues.js";
import type { ChecklistCache } from "./checklist-cache.js";
import type { Commit, RepositoryPorts } from "./ports.js";
import type { KnownDashboard } from "./publish-dashboard.js";
import { readAllChanged } from "./read-issues.js";
import type { Snapshot } from "./read-repository.js";
import { includedEvents, rememberSync, seenIssues } from "./remember-sync.js";
import { isAsSeen } from "./repository-memory.js";
import type { RepositoryMemory, SeenIssue } from "./repository-memory.js";

/** What a sync did. */
export interface Applied {
  readonly plan: Plan;
  /** The write-back commit; undefined when no file had to change. */
  readonly commit: string | undefined;
  readonly created: number;
  readonly changed: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface ApplyOptions {
  readonly ports: RepositoryPorts;
  readonly cache: ChecklistCache;
  readonly dashboard: KnownDashboard | undefined;
  readonly memory: RepositoryMemory | undefined;
  readonly progress: (text: string) => void;
}

/**
 * Applies a plan in a fixed order: issues are created, then changed, then the files follow in one commit, and
 * last the base moves on. Whatever a crash leaves out, the next sync finds: issues by their markers, files by
 * comparing, the base by the commit itself.
 */
export async function applyPlan(
  plan: Plan,
  snapshot: Snapshot,
  { ports, cache, dashboard, memory, progress }: ApplyOptions,
): Promise<{ readonly applied: Applied; readonly memory: RepositoryMemory }> {
  const { head, base } = snapshot;
  const written = await applyIssues(plan.steps, {
    repositoryId: head.repositoryId,
    port: ports.issues,
    read: snapshot.input.issues,
    progress: (done, of) => progress(`${done} of ${of} issues written`),
  });
  const wanted = [
    ...plan.steps.filter((step) => step.op === "edit-task"),
    ...references(plan, written, snapshot),
  ];
  const edited = applyFiles(snapshot.files, groupEdits(wanted));
  const commit =
    edited.files.size > 0
      ? await commitFiles(edited.files, wanted, edited.edits, snapshot, ports)
      : undefined;
  for (const entry of commit?.files ?? []) cache.add(entry, edited.files.get(entry.path) ?? new Uint8Array());
  const seen = seenIssues(memory, snapshot.input.issues, written);
  const since = await agreedSince(head.readAt, written, seen, ports);
  const record = {
    commit: commit?.oid ?? head.oid,
    since,
    dashboard: dashboard?.number ?? base?.dashboard,
    included: includedEvents(since, base, snapshot.input.issues, written),
  };
  const moved = !snapshot.sameAsBase || commit !== undefined;
  if (moved) await ports.base.write(head.branch, record);
  return {
    applied: {
      plan,
      commit: commit?.oid,
      created: written.created.size,
      changed: written.changed.length,
      diagnostics: [
        ...snapshot.diagnostics,
        ...plan.diagnostics,
        ...written.diagnostics,
        ...edited.diagnostics,
      ],
    },
    memory: rememberSync(
      snapshot,
      commit,
      moved || !base ? record : { ...record, commit: base.commit },
      seen,
    ),
  };
}

/** So many issues written that reading them all again after a restart would cost more than one look now. */
const MANY = 50;

/**
 * From when on the next sync must ask for changes: since the issues were read. After many writes that would name
 * them all again, so it is looked once more; if nobody else changed anything meanwhile, the time of that look counts.
 */
async function agreedSince(
  readAt: string,
  written: Written,
  seen: ReadonlyMap<number, SeenIssue>,
  ports: RepositoryPorts,
): Promise<string> {
  if (written.created.size + written.changed.length <= MANY) return readAt;
  const look = await readAllChanged(readAt, ports.issues);
  const foreign = look.issues.some((issue) => !isAsSeen(issue, seen.get(issue.number)));
  return foreign ? readAt : look.readAt;
}

type EditStep = Extract<Step, { op: "edit-task" }>;

/** A new issue's number is known only now. */
function references(plan: Plan, { created }: Written, { config, head }: Snapshot): EditStep[] {
  return plan.steps.flatMap((step): EditStep[] => {
    const issue = step.op === "create-issue" ? created.get(step.task) : undefined;
    if (step.op !== "create-issue" || !issue) return [];
    const url = `${head.url}/issues/${issue.number}`;
    const reference = newReference(issue.number, url, `${head.owner}/${head.name}`, config.issues.reference);
    const task = Number(step.task.slice(step.task.lastIndexOf("#") + 1));
    return [
      {
        op: "edit-task",
        place: step.place,
        issue: issue.number,
        edit: { op: "set-reference", task, reference },
        reason: step.reason,
      },
    ];
  });
}

function groupEdits(steps: readonly EditStep[]): ReadonlyMap<string, readonly Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const { place, edit } of steps) {
    const group = groups.get(place.file);
    if (group) group.push(edit);
    else groups.set(place.file, [edit]);
  }
  return groups;
}

async function commitFiles(
  files: ReadonlyMap<string, Uint8Array>,
  wanted: readonly EditStep[],
  made: ReadonlyMap<string, readonly Edit[]>,
  { head, base, config }: Snapshot,
  ports: RepositoryPorts,
): Promise<Commit> {
  const changes = wanted.filter(({ place, edit }) => made.get(place.file)?.includes(edit)).map(toChange);
  const message = formatCommitMessage({
    changes,
    convention: { headlines: head.headlines },
    ...(config.commit.message !== undefined && { template: config.commit.message }),
  });
  return ports.source.commit({
    branch: head.branch,
    expectedHead: head.oid,
    base: base?.commit,
    since: head.readAt,
    headline: message.headline,
    body: message.body,
    files,
  });
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
} as const;

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
