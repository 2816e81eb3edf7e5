import type { Diagnostic } from "../core/model/diagnostic.js";
import type { GuardedPlan, Plan } from "../core/model/plan.js";
import { guardPlan } from "../core/plan/guard-plan.js";
import { planSync } from "../core/plan/plan-sync.js";
import { applyPlan } from "./apply-plan.js";
import type { Applied } from "./apply-plan.js";
import type { ChecklistCache } from "./checklist-cache.js";
import { withoutUnplaceable } from "./place-references.js";
import type { RepositoryPorts } from "./ports.js";
import { readByNumber } from "./read-issues.js";
import { readRepository } from "./read-repository.js";
import type { Snapshot } from "./read-repository.js";
import type { RepositoryMemory } from "./repository-memory.js";

/** How a sync ended. */
export type Outcome =
  | { readonly result: "unusable"; readonly why: string }
  | { readonly result: "wrong-config"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly result: "unchanged" }
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
  readonly suspects: readonly number[];
  readonly mode: "plan" | "apply";
  /** Told while a long sync is under way. */
  readonly progress: (text: string) => void;
}

export interface Synced {
  readonly outcome: Outcome;
  /** What to remember for the next sync; undefined: as before. */
  readonly memory: RepositoryMemory | undefined;
}

/** One sync of one repository: read, plan, guard, apply, report. */
export async function syncRepository(options: SyncOptions): Promise<Synced> {
  const reading = await readRepository(options);
  switch (reading.state) {
    case "unusable":
      return { outcome: { result: "unusable", why: reading.why }, memory: undefined };
    case "wrong-config":
      return { outcome: { result: "wrong-config", diagnostics: reading.diagnostics }, memory: undefined };
    case "unchanged":
      return { outcome: { result: "unchanged" }, memory: reading.memory };
    case "read": {
      const { plan, snapshot } = await planCompletely(reading.snapshot, options.ports);
      const guarded = guardPlan(plan, snapshot.config.limits);
      return options.mode === "apply"
        ? applyGuarded(guarded, snapshot, options)
        : { outcome: planned(guarded, snapshot), memory: undefined };
    }
  }
}

/** A plan, and the snapshot with every issue that it was made from. */
interface Complete {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
}

/** A plan names the issues that it would have to know; each round reads some, and there are few. */
const MOST_ROUNDS = 5;

async function planCompletely(snapshot: Snapshot, ports: RepositoryPorts): Promise<Complete> {
  const issues = new Map(snapshot.input.issues);
  const missing = new Map(snapshot.input.missing);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const input = { ...snapshot.input, issues, missing };
    const plan = planSync(input);
    if (plan.unread.length === 0) {
      return { plan: withoutUnplaceable(plan, snapshot.files), snapshot: { ...snapshot, input } };
    }
    await readByNumber(plan.unread, { issues, missing }, ports.issues);
  }
  throw new Error("A plan keeps asking for issues that were read");
}

function planned(guarded: GuardedPlan, snapshot: Snapshot): Outcome {
  const { plan } = guarded;
  const diagnostics = [...snapshot.diagnostics, ...plan.diagnostics];
  return guarded.verdict === "held"
    ? { result: "held", why: guarded.why, plan, diagnostics }
    : { result: "planned", plan, diagnostics };
}

async function applyGuarded(guarded: GuardedPlan, snapshot: Snapshot, options: SyncOptions): Promise<Synced> {
  if (guarded.verdict === "held") return { outcome: planned(guarded, snapshot), memory: undefined };
  const { applied, memory } = await applyPlan(guarded.plan, snapshot, options);
  return { outcome: { result: "applied", ...applied }, memory };
}
