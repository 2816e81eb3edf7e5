import { entriesOf, isSameEntry } from "../ledger/ledger-entries.js";
import type { Checklist } from "../model/checklist.js";
import type { PlanInput } from "./plan-input.js";

/**
 * What each file was at the base, as far as its ledger is concerned: the file at its place, unless that has moved and a
 * fresh one stands there; for a file that is new at its place, the one that is gone from its own and whose sign-offs it
 * has. Each file goes on in one other at most: a copy has signed nothing.
 */
export function findFormer({ head, base }: PlanInput): ReadonlyMap<string, Checklist> {
  const before = new Map(base?.checklists.map(({ checklist }) => [checklist.path, checklist]));
  const now = new Map(head.map(({ checklist }) => [checklist.path, checklist]));
  const left = [...before.values()].filter(({ path }) => {
    const present = now.get(path);
    return present === undefined || entriesOf(present).length === 0;
  });
  const former = new Map<string, Checklist>();
  const taken = new Set<Checklist>();
  for (const checklist of now.values()) {
    if (before.has(checklist.path)) continue;
    const [best] = left
      .filter((each) => !taken.has(each))
      .map((each) => ({ each, shared: countShared(each, checklist) }))
      .sort((a, b) => b.shared - a.shared);
    if (!best || best.shared === 0) continue;
    taken.add(best.each);
    former.set(checklist.path, best.each);
  }
  for (const checklist of before.values())
    if (!taken.has(checklist) && now.has(checklist.path)) former.set(checklist.path, checklist);
  return former;
}

function countShared(one: Checklist, other: Checklist): number {
  const entries = entriesOf(other);
  return entriesOf(one).filter((entry) => entries.some((each) => isSameEntry(each, entry))).length;
}
