import type { BoardInput } from "../core/board/board-input.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { GuardedPlan, Plan } from "../core/model/plan.js";
import type { ObservedIssue } from "../core/model/issue.js";
import type { NewSignoff, PhaseSignoff } from "../core/model/signoff.js";
import { guardPlan } from "../core/plan/guard-plan.js";
import { planFingerprint } from "../core/plan/plan-fingerprint.js";
import { readDashboard } from "../core/report/dashboard.js";
import type { SignoffLine } from "../core/report/dashboard.js";
import { summarizeSignoff } from "../core/signoff/summarize-signoff.js";
import type { RetryError } from "../errors.js";
import { applyPlan } from "./apply-plan.js";
import type { Applied } from "./apply-plan.js";
import type { ChecklistCache } from "./checklist-cache.js";
import type { ToldIssue } from "./lag.js";
import { withLease } from "./lease.js";
import { planCompletely } from "./plan-completely.js";
import type { BaseRecord, HeadReading, Proposal, RepositoryPorts } from "./ports.js";
import { findDashboard, publishDashboard } from "./publish-dashboard.js";
import type { KnownDashboard } from "./publish-dashboard.js";
import { readRepository } from "./read-repository.js";
import type { Reading, Snapshot } from "./read-repository.js";
import type { RepositoryMemory } from "./repository-memory.js";

/** How a sync ended. */
export type Outcome =
  | { readonly result: "unusable"; readonly why: string }
  | { readonly result: "wrong-config"; readonly diagnostics: readonly Diagnostic[] }
  /** `proposal`: edits wait in the app's pull request. */
  | { readonly result: "unchanged"; readonly proposal: Proposal | undefined }
  | {
      readonly result: "held";
      readonly why: string;
      readonly plan: Plan;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly result: "planned"; readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] }
  | (Applied & { readonly result: "applied" });

export interface SyncOptions {
  readonly ports: RepositoryPorts;
  readonly cache: ChecklistCache;
  readonly memory: RepositoryMemory | undefined;
  readonly dashboard: KnownDashboard | undefined;
  readonly suspects: readonly number[];
  /** Issues as events told of them. */
  readonly told?: readonly ToldIssue[];
  /** What somebody has signed, and is to be in a ledger. */
  readonly record: readonly NewSignoff[];
  /** Ids of items of the board that may have changed, or `all`. */
  readonly boardNews?: readonly string[];
  /** A person has released whatever would be held. */
  readonly release: boolean;
  readonly mode: "plan" | "apply";
  /** Told while a long sync is under way. */
  readonly progress: (text: string) => void;
}

export interface Synced {
  readonly outcome: Outcome;
  /** What to remember for the next sync; undefined: as before. */
  readonly memory: RepositoryMemory | undefined;
  readonly dashboard: KnownDashboard | undefined;
  /** What went wrong when all else was done: to be thrown as soon as that is remembered, so that the rest is tried again. */
  readonly failure?: RetryError | undefined;
}

/** One sync of one repository: read, plan, guard, apply, report. */
export async function syncRepository(options: SyncOptions): Promise<Synced> {
  const reading = await readRepository(options);
  if (reading.state !== "read") return withoutPlan(reading, options);

  const { ports, cache, boardNews } = options;
  const { config } = reading.snapshot.head;
  // Another config may name another board.
  const remembered = options.memory?.config === config ? options.memory?.board : undefined;
  const known = { board: remembered, news: boardNews ?? [] };
  const { plan, snapshot, board } = await planCompletely(reading.snapshot, { ports, cache, known });
  const guarded = guardPlan(plan, snapshot.config.limits, options.release ? "all" : releasedIn(snapshot));
  if (options.mode === "plan")
    return { ...options, outcome: notApplied(guarded, snapshot), memory: undefined };

  const { outcome, memory, failure } = await applyGuarded(guarded, snapshot, { ...options, board });
  if (failure) return { outcome, memory, dashboard: options.dashboard, failure };
  const dashboard = snapshot.config.dashboard
    ? await report(outcome, snapshot.head, [...snapshot.input.issues.values()], snapshot.base, options)
    : options.dashboard;
  return { outcome, memory, dashboard };
}

/** Nothing to plan: nothing changed, nothing can be done, or the config has to be mended first. */
async function withoutPlan(
  reading: Exclude<Reading, { state: "read" }>,
  options: SyncOptions,
): Promise<Synced> {
  switch (reading.state) {
    case "unusable":
      return { ...options, outcome: { result: "unusable", why: reading.why }, memory: undefined };
    case "unchanged":
      return {
        ...options,
        outcome: { result: "unchanged", proposal: reading.memory.base.proposal },
        memory: reading.memory,
      };
    case "wrong-config": {
      const outcome: Outcome = { result: "wrong-config", diagnostics: reading.diagnostics };
      const dashboard =
        options.mode === "apply"
          ? await report(outcome, reading.head, [], undefined, options)
          : options.dashboard;
      return { outcome, memory: undefined, dashboard };
    }
  }
}

function notApplied(guarded: GuardedPlan, snapshot: Snapshot): Outcome {
  const { plan } = guarded;
  const diagnostics = [...snapshot.diagnostics, ...plan.diagnostics];
  return guarded.verdict === "held"
    ? { result: "held", why: guarded.why, plan, diagnostics }
    : { result: "planned", plan, diagnostics };
}

async function applyGuarded(
  guarded: GuardedPlan,
  snapshot: Snapshot,
  options: SyncOptions & { readonly board: BoardInput | undefined },
): Promise<Pick<Synced, "outcome" | "memory" | "failure">> {
  if (guarded.verdict === "held") return { outcome: notApplied(guarded, snapshot), memory: undefined };
  const { plan } = guarded;
  const apply = (): ReturnType<typeof applyPlan> => applyPlan(plan, snapshot, options);
  const { applied, ...rest } = await withLease(plan, snapshot, options, apply);
  return { outcome: { result: "applied", ...applied }, ...rest };
}

/** The plan that a person has released by ticking the box in the dashboard. */
function releasedIn({ input }: Snapshot): string | undefined {
  const dashboard = findDashboard([...input.issues.values()]);
  return dashboard && readDashboard(dashboard.body)?.released;
}

/** What keeps work from being done, whatever the file says. */
const OBSTACLES: ReadonlySet<string> = new Set(["refused-by-github", "uneditable-ledger", "signoff-lost"]);

/** Remarks about how a file is written are for its author, in the editor or a check; they hold nothing up. */
function isLint(rule: string): boolean {
  return !/^(?:config|project)-/.test(rule) && !OBSTACLES.has(rule);
}

/** Where nobody has signed anything there is nothing to tell. */
function listSignoffs(signoffs: readonly PhaseSignoff[]): readonly SignoffLine[] {
  return signoffs
    .filter(({ requirements }) => requirements.some(({ entries }) => entries.length > 0))
    .map((signoff) => ({
      file: signoff.checklist,
      line: signoff.line,
      phase: signoff.phase,
      text: summarizeSignoff(signoff),
    }));
}

function report(
  outcome: Outcome,
  head: HeadReading,
  read: readonly ObservedIssue[],
  base: BaseRecord | undefined,
  { ports, dashboard }: SyncOptions,
): Promise<KnownDashboard | undefined> {
  const held =
    outcome.result === "held" ? { ...outcome, fingerprint: planFingerprint(outcome.plan) } : undefined;
  const remarks = "diagnostics" in outcome ? outcome.diagnostics : [];
  const signoffs = "plan" in outcome ? outcome.plan.signoffs : [];
  return publishDashboard(
    {
      repository: head,
      held,
      diagnostics: remarks.filter(({ rule, severity }) => severity === "error" && !isLint(rule)),
      signoffs: listSignoffs(signoffs),
      isStale: signoffs.some(({ requirements }) => requirements.some(({ state }) => state === "stale")),
    },
    { ports, head, known: dashboard, recorded: base?.dashboard, read },
  );
}
