import type { BoardInput } from "../core/board/board-input.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { IssueTarget, Plan } from "../core/model/plan.js";
import type { LedgerChange } from "../core/model/signoff.js";
import { newReference } from "../core/plan/new-reference.js";
import type { RetryError } from "../errors.js";
import { applyBoard } from "./apply-board.js";
import { applyFiles, groupEdits } from "./apply-files.js";
import type { EditedFiles } from "./apply-files.js";
import { applyIssues } from "./apply-issues.js";
import type { Written } from "./apply-issues.js";
import { applyMilestones, milestoneNumber } from "./apply-milestones.js";
import { applyRelations } from "./apply-relations.js";
import type { ChecklistCache } from "./checklist-cache.js";
import { resolve } from "./issue-changes.js";
import { deliverFiles } from "./deliver-files.js";
import type { EditStep, LedgerStep } from "./deliver-files.js";
import { moveBase } from "./move-base.js";
import { CONFIG_PATH } from "./ports.js";
import type { Proposal, RepositoryPorts } from "./ports.js";
import { recordPhases } from "./record-phases.js";
import type { KnownDashboard } from "./publish-dashboard.js";
import type { Snapshot } from "./read-repository.js";
import type { RepositoryMemory } from "./repository-memory.js";

/** What a sync did. */
export interface Applied {
  readonly plan: Plan;
  /** The write-back commit; undefined when no file had to change. */
  readonly commit: string | undefined;
  /** The pull request in which edits wait for the branch. */
  readonly proposal: Proposal | undefined;
  readonly created: number;
  readonly changed: number;
  /** Issues that were put on the board, or changed there. */
  readonly onBoard: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a sync did, and what is to be remembered of it. */
export interface AppliedPlan {
  readonly applied: Applied;
  readonly memory: RepositoryMemory | undefined;
  /** Why the board could not follow, where all else is done. */
  readonly failure: RetryError | undefined;
}

interface ApplyOptions {
  readonly ports: RepositoryPorts;
  readonly cache: ChecklistCache;
  readonly dashboard: KnownDashboard | undefined;
  readonly memory: RepositoryMemory | undefined;
  readonly progress: (text: string) => void;
  /** What the board is to say; undefined without one. */
  readonly board: BoardInput | undefined;
}

/**
 * Applies a plan in a fixed order: milestones are made, issues are created, changed and related, then the files follow
 * in one commit (in the branch, or in the app's pull request), then the board, and last the base moves on. Whatever a
 * crash leaves out, the next sync finds: issues and milestones by their markers, files and board by comparing, the base
 * by the commit itself.
 */
export async function applyPlan(
  plan: Plan,
  snapshot: Snapshot,
  { ports, cache, dashboard, memory, progress, board: wantedBoard }: ApplyOptions,
): Promise<AppliedPlan> {
  const milestones = await applyMilestones(plan.steps, ports.attributes);
  const written = await applyIssues(plan.steps, {
    milestones,
    repositoryId: snapshot.head.repositoryId,
    port: ports.issues,
    read: snapshot.input.issues,
    progress: (done, of) => progress(`${done} of ${of} issues written`),
  });
  const numberOf = (target: IssueTarget): number | undefined => resolve(target, written.created);
  const relations = await applyRelations(plan.steps, { port: ports.issues, numberOf });
  const phases = recordPhases(plan, {
    issue: numberOf,
    milestone: (target) => milestoneNumber(target, milestones),
  });
  const wanted = [
    ...plan.steps.filter((step) => step.op === "edit-task"),
    ...references(plan, written, snapshot),
  ];
  const signed = plan.steps.filter((step) => step.op === "edit-ledger");
  const edited = applyFiles(snapshot.files, groupEdits(wanted), groupLedgers(signed));
  const delivery = await deliverFiles(edited, [...wanted, ...signed], { snapshot, ports, cache });
  const { created } = written;
  const { repositoryId } = snapshot.head;
  const board =
    wantedBoard && (await applyBoard(wantedBoard, { port: ports.board, repositoryId, created, progress }));
  const applied = {
    plan,
    commit: delivery.by === "commit" ? delivery.commit.oid : undefined,
    proposal: delivery.by === "pull-request" ? delivery.proposal : undefined,
    created: written.created.size,
    changed: written.changed.length,
    onBoard: board?.changed ?? 0,
    diagnostics: [
      ...snapshot.diagnostics,
      ...plan.diagnostics,
      ...milestones.diagnostics,
      ...written.diagnostics,
      ...relations,
      ...edited.diagnostics,
      ...(board?.diagnostics ?? []),
      ...(delivery.by === "refusal" ? [refused(delivery.why, snapshot)] : []),
    ],
  };
  // The files are not what the issues are: nothing is agreed yet, the next sync has to find that again.
  if (delivery.by === "refusal") return { applied, memory: undefined, failure: undefined };

  const unsettled = unsettledTitles(plan, wanted, edited);
  const moved = await moveBase(snapshot, written, delivery, {
    phases,
    ports,
    memory,
    dashboard,
    board,
    unsettled,
  });
  return { applied, memory: moved, failure: board?.failure };
}

/** Issues whose title their line does not say and cannot: now, or since an earlier sync. */
function unsettledTitles(plan: Plan, wanted: readonly EditStep[], { edits }: EditedFiles): readonly number[] {
  const refused = wanted
    .filter(({ place, edit }) => edit.op === "set-title" && !edits.get(place.file)?.includes(edit))
    .flatMap(({ issue }) => issue ?? []);
  const known = plan.diagnostics
    .filter(({ rule }) => rule === "title-differs")
    .flatMap(({ issue }) => issue ?? []);
  return [...new Set([...known, ...refused])].sort((a, b) => a - b);
}

function refused(why: string, { head, config }: Snapshot): Diagnostic {
  const wayOut =
    config.commit.mode === "commit"
      ? "let the app bypass that rule, or leave out `commit.mode`, so that changes come by a pull request"
      : "let the app bypass that rule, or do what it says";
  return {
    file: CONFIG_PATH,
    line: 1,
    column: 1,
    rule: "refused-by-github",
    severity: "error",
    message: `Unexpected refusal to change the branch ${head.branch}: ${why} Expected that the files may follow the issues, ${wayOut}`,
  };
}

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

function groupLedgers(steps: readonly LedgerStep[]): ReadonlyMap<string, readonly LedgerChange[]> {
  const groups = new Map<string, LedgerChange[]>();
  for (const { place, change } of steps) groups.set(place.file, [...(groups.get(place.file) ?? []), change]);
  return groups;
}
