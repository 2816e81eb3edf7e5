import type { ObservedIssue } from "../core/model/issue.js";
import type { Plan, Step } from "../core/model/plan.js";
import { isCreation } from "../core/plan/is-creation.js";
import { readIssueBody } from "../core/report/issue-body.js";
import { RetryError, StaleHeadError } from "../errors.js";
import { isInEveryList } from "./lag.js";
import type { HeadReading, RepositoryPorts } from "./ports.js";
import type { Snapshot } from "./read-repository.js";
import type { RepositoryMemory } from "./repository-memory.js";

export type LeasedHead = Pick<HeadReading, "repositoryId" | "branch" | "oid">;

/** One process at a time may create issues of a branch. */
export interface LeasePort {
  /** Throws `RetryError` while another process holds it. */
  acquire(head: LeasedHead): Promise<void>;
  /** Gives back what this process has, and only that. */
  release(head: LeasedHead): Promise<void>;
}

/**
 * Does `act` so that no two processes create an issue for the same task. A commit is made by compare-and-set, but
 * the creation of an issue has nothing to compare with: whoever is to create some takes a lease first, and looks
 * again whether what was planned is still to be done.
 */
export async function withLease<T>(
  plan: Plan,
  snapshot: Snapshot,
  { ports, memory }: { readonly ports: RepositoryPorts; readonly memory: RepositoryMemory | undefined },
  act: () => Promise<T>,
): Promise<T> {
  if (!plan.steps.some(needsLease)) return act();
  return holdingLease(snapshot.head, ports, async () => {
    await ensureUnchanged(snapshot, ports, [...(memory?.seen.keys() ?? [])]);
    return act();
  });
}

/** Does `act` while no other process creates issues of the branch. */
export async function holdingLease<T>(
  head: LeasedHead,
  { lease }: Pick<RepositoryPorts, "lease">,
  act: () => Promise<T>,
): Promise<T> {
  await lease.acquire(head);
  try {
    return await act();
  } finally {
    await lease.release(head);
  }
}

/** What is made has nothing to be compared with: it would be made twice. */
function needsLease(step: Step): boolean {
  return isCreation(step) || step.op === "create-milestone" || step.op === "create-board";
}

/**
 * Between the reading and the lease another process may have done the same, and lists may lag behind what one did that
 * died: then it is read and planned again. Numbers are given in turn, so what no list can know yet has a higher one.
 */
async function ensureUnchanged(
  { head, input, files, newest }: Snapshot,
  ports: RepositoryPorts,
  seen: readonly number[],
): Promise<void> {
  const now = await ports.source.readHead({ since: undefined, beyond: newest });
  if (now.oid !== head.oid) throw new StaleHeadError("The branch moved before issues were created");
  const checklists = [...files.values(), ...(input.base?.checklists ?? [])].map(({ checklist }) => checklist);
  const tasks = checklists.flatMap(({ tasks }) => tasks);
  const known = new Set([
    ...seen,
    ...input.issues.keys(),
    ...tasks.flatMap(({ reference }) => reference?.number ?? []),
    ...Object.values(input.base?.phases ?? {}).flatMap((sections) =>
      Object.values(sections).flatMap(({ issue }) => issue ?? []),
    ),
  ]);
  // One that was transferred keeps the day on which it was made: its number may stay beyond that of the latest one.
  const isNew = ({ number, updatedAt }: ObservedIssue): boolean =>
    !known.has(number) && !isInEveryList(updatedAt, head.readAt);
  const foreign = now.younger.find((issue) => issue.own && isNew(issue) && isMarked(issue.body));
  if (foreign) throw new RetryError(`#${foreign.number} was created, and no list of issues shows it yet`);
}

function isMarked(body: string): boolean {
  const read = readIssueBody(body);
  return (read?.marker ?? read?.phase) !== undefined;
}
