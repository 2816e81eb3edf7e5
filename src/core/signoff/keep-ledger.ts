import { entriesOf, isSameEntry, putEntry, recordEntry } from "../ledger/ledger-entries.js";
import { saysLedger } from "../ledger/place-entries.js";
import type { Checklist } from "../model/checklist.js";
import type { Config } from "../model/config.js";
import type { LedgerChange, LedgerEntry, SignoffEntry } from "../model/signoff.js";
import { describeEntry } from "./describe-entry.js";
import { describeSignoffs } from "./describe-signoffs.js";
import { listRequirements } from "./list-requirements.js";

/** What decides about the ledger of a checklist. */
export interface LedgerFacts {
  /** As it will be, apart from its ledger. */
  readonly checklist: Checklist;
  /** The same file when both sides last agreed, under whatever name; undefined: it was not there, or nothing is remembered. */
  readonly base: Checklist | undefined;
  /** What the app had written so far. Undefined: nothing is remembered. */
  readonly trusted: readonly LedgerEntry[] | undefined;
  readonly record: readonly SignoffEntry[];
  readonly config: Pick<Config, "signoff" | "commands">;
}

export interface LedgerDecision {
  readonly changes: readonly { readonly change: LedgerChange; readonly reason: string }[];
  readonly after: readonly LedgerEntry[];
  /** A person changed what is between the markers. */
  readonly isEdited: boolean;
}

/**
 * What the ledger is to say: what the app had written, whatever a person made of it since; then what is recorded now;
 * then what became of the work. Sign-offs go stale with the step from a complete phase to one with open tasks. What
 * is recorded by the same look was judged with those tasks in view, so it stays.
 */
export function keepLedger(facts: LedgerFacts): LedgerDecision {
  const present = entriesOf(facts.checklist);
  const trusted = facts.trusted ?? present;
  const changes: { change: LedgerChange; reason: string }[] = [];
  const isEdited = facts.trusted !== undefined && isChangedByHand(facts, trusted);
  if (!saysLedger(facts.checklist, trusted)) {
    const reason = isEdited ? "it was changed by hand" : "it is about other phases or requirements now";
    changes.push({ change: { kind: "rewrite", entries: trusted }, reason });
  }
  let after = trusted;
  const put = (entry: LedgerEntry, reason: string): void => {
    after = putEntry(after, entry);
    changes.push({ change: { kind: "put", entry }, reason });
  };
  for (const entry of facts.record) {
    const next = recordEntry(after, entry);
    const recorded = next.at(-1);
    if (next === after || !recorded) continue;
    put(recorded, describeEntry(recorded));
  }
  for (const { entry, reason } of aged(trusted, after, facts)) put(entry, reason);
  return { changes, after, isEdited };
}

/** A ledger that is laid out for other phases says something else too, but only as the app had left it. */
function isChangedByHand({ checklist, base }: LedgerFacts, trusted: readonly LedgerEntry[]): boolean {
  if (saysLedger(checklist, trusted)) return false;
  const spell = ({ ledgers }: Checklist): string => JSON.stringify(ledgers.map(({ content }) => content));
  return base === undefined || spell(base) !== spell(checklist);
}

interface Aged {
  readonly entry: LedgerEntry;
  readonly reason: string;
}

/** Entries that stop counting, and, where the config keeps sign-offs, those that count again. */
function aged(
  trusted: readonly LedgerEntry[],
  after: readonly LedgerEntry[],
  { checklist, base, config }: LedgerFacts,
): readonly Aged[] {
  const open = openPhases(checklist, config);
  const wasOpen = base && openPhases(base, config);
  return trusted.flatMap((entry): readonly Aged[] => {
    const { kind, phase, stale } = entry;
    const isReplaced = !after.some((each) => isSameEntry(each, entry));
    if (isReplaced || (kind !== "sign-off" && kind !== "evidence")) return [];
    const isReopened = open.get(phase) === true && wasOpen?.get(phase) === false;
    const isBack = config.signoff.onPush === "keep" && open.get(phase) === false;
    if (!stale && isReopened)
      return [{ entry: { ...entry, stale: true }, reason: `${phase} has an open task again` }];
    if (stale && isBack) return [{ entry: { ...entry, stale: false }, reason: `${phase} is complete again` }];
    return [];
  });
}

/** Whether tasks are open, by the key of the phase. */
function openPhases(
  checklist: Checklist,
  config: Pick<Config, "signoff" | "commands">,
): ReadonlyMap<string, boolean> {
  const phases = describeSignoffs(checklist, listRequirements(checklist, config));
  return new Map(phases.map(({ phase, openTasks }) => [phase, openTasks.length > 0]));
}
