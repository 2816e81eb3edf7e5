import type { ObservedIssue } from "../model/issue.js";
import type { IssueTarget, Step, StepPlace } from "../model/plan.js";

/** An issue under another one; `place` says where it stands in the file. */
export interface Child {
  readonly issue: IssueTarget;
  readonly parent: IssueTarget;
  readonly place: StepPlace;
}

interface OrderInput {
  readonly head: readonly Child[];
  readonly base: readonly Child[];
  /** What is planned already: issues are made in the order of the steps, then moved, and come last under their parent. */
  readonly steps: readonly Step[];
  readonly issues: ReadonlyMap<number, ObservedIssue>;
}

/** More than any issue's number. */
const BEHIND_ALL = 1e12;

/**
 * The order of sub-issues follows the file. What GitHub shows now is what the base says, with the new ones behind; only
 * those that are out of place are moved, so that what people have put between them stays.
 */
export function planOrder({ head, base, steps, issues }: OrderInput): Step[] {
  const movedTo = new Map(
    steps.flatMap((step) => (step.op === "set-parent" ? [[step.issue, step.parent] as const] : [])),
  );
  const isThere = ({ issue, parent }: Child): boolean => {
    if (typeof issue === "string" || movedTo.get(issue) === parent) return true;
    const observed = issues.get(issue);
    return observed === undefined || observed.parent === parent;
  };
  const arrivals = new Map<IssueTarget, number>();
  for (const step of steps) {
    const created =
      step.op === "create-issue" ? step.task : step.op === "create-phase" ? step.section : undefined;
    if (created !== undefined) arrivals.set(created, arrivals.size);
  }
  for (const issue of movedTo.keys()) arrivals.set(issue, arrivals.size);

  const former = groupByParent(base);
  return [...groupByParent(head.filter(isThere))].flatMap(([parent, children]) => {
    const before = (former.get(parent) ?? []).map(({ issue }) => issue);
    const rank = (issue: IssueTarget): number => {
      const arrival = arrivals.get(issue);
      if (arrival !== undefined) return BEHIND_ALL + arrival;
      const at = before.indexOf(issue);
      // Made by a sync that nobody remembers: behind what was there before, in the order of the numbers.
      return at >= 0 ? at : before.length + Number(issue);
    };
    const ranks = new Map(children.map(({ issue }) => [issue, rank(issue)]));
    return moves(
      parent,
      children,
      children.map(({ issue }) => ranks.get(issue) ?? 0),
    );
  });
}

/** The longest part that is in order already stays; every other one is put behind the one that it follows. */
function moves(parent: IssueTarget, children: readonly Child[], ranks: readonly number[]): Step[] {
  const staying = longestRising(ranks);
  if (staying.size === children.length) return [];
  const firstStaying = children.find((_, at) => staying.has(at));
  return children.flatMap(({ issue, place }, at): Step[] => {
    if (staying.has(at)) return [];
    const previous = children[at - 1];
    const beside = previous ? { after: previous.issue } : firstStaying && { before: firstStaying.issue };
    if (!beside) return [];
    return [{ op: "order-sub-issue", issue, place, parent, beside, reason: "its place in the file" }];
  });
}

/** Positions of a longest rising part of a list. */
function longestRising(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [at, value] of values.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[at] = tails[low - 1];
    tails[low] = at;
  }
  const found = new Set<number>();
  for (let at = tails.at(-1); at !== undefined; at = before[at]) found.add(at);
  return found;
}

function groupByParent(children: readonly Child[]): ReadonlyMap<IssueTarget, readonly Child[]> {
  const groups = new Map<IssueTarget, Child[]>();
  for (const child of children.toSorted((a, b) => a.place.line - b.place.line)) {
    const group = groups.get(child.parent);
    if (group) group.push(child);
    else groups.set(child.parent, [child]);
  }
  return groups;
}
