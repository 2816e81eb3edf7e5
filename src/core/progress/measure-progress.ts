import type { Checklist } from "../model/checklist.js";
import { listCountedTasks } from "./counted-tasks.js";
import { listShares } from "./list-shares.js";
import type { Share } from "./list-shares.js";

/**
 * How far something has come. Only tasks without subtasks count, so that nothing counts twice; dropped tasks,
 * requirements, placeholders and derived tasks do not.
 */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly dropped: number;
  /** 0 to 1: weighted, where phases have weights. Undefined where nothing counts. */
  readonly ratio: number | undefined;
}

export interface ChecklistProgress extends Progress {
  /** By the index of the section, with all that is below its heading. */
  readonly sections: readonly Progress[];
}

type Counts = Record<"open" | "done" | "dropped", number>;

export function measureProgress(checklist: Checklist): ChecklistProgress {
  const { sections } = checklist;
  const all: Counts = { open: 0, done: 0, dropped: 0 };
  const counts = sections.map((): Counts => ({ open: 0, done: 0, dropped: 0 }));
  for (const { section, state } of listCountedTasks(checklist)) {
    all[state]++;
    for (let at = section; at !== undefined; at = sections[at]?.parent) {
      const around = counts[at];
      if (around !== undefined) around[state]++;
    }
  }
  const { whole, parts } = listShares(checklist);
  const measured: Progress[] = [];
  for (let index = sections.length - 1; index >= 0; index--) {
    measured[index] = measure(counts[index], parts[index] ?? [], measured);
  }
  return { ...measure(all, whole, measured), sections: measured };
}

/** Shares without anything that counts leave theirs to the others. */
function measure(
  counts: Counts | undefined,
  shares: readonly Share[],
  measured: readonly Progress[],
): Progress {
  const { open, done, dropped } = counts ?? { open: 0, done: 0, dropped: 0 };
  const total = open + done;
  let [sum, reached] = [0, 0];
  for (const { section, percent } of shares) {
    const ratio = measured[section]?.ratio;
    if (ratio === undefined) continue;
    sum += percent;
    reached += percent * ratio;
  }
  const plain = total === 0 ? undefined : done / total;
  return { done, total, dropped, ratio: sum > 0 ? reached / sum : plain };
}

/** Whole percent, rounded down: 100 only when nothing is left to do. */
export function percentOf({ ratio }: Progress): number | undefined {
  return ratio === undefined ? undefined : Math.min(Math.floor(ratio * 100 + 1e-9), ratio < 1 ? 99 : 100);
}

/** Something counts, and all of it is done. */
export function isComplete({ done, total }: Progress): boolean {
  return total > 0 && done === total;
}
