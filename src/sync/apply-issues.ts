import type { Diagnostic } from "../core/model/diagnostic.js";
import type { ObservedIssue } from "../core/model/issue.js";
import type { Step } from "../core/model/plan.js";
import { isCreation } from "../core/plan/is-creation.js";
import type { CreateStep } from "../core/plan/is-creation.js";
import { milestoneNumber } from "./apply-milestones.js";
import type { WrittenMilestones } from "./apply-milestones.js";
import { StaleHeadError } from "../errors.js";
import { batches, countMutations, isChange, resolve, toChange } from "./issue-changes.js";
import type { ChangeStep, NewKey } from "./issue-changes.js";
import { BATCH } from "./ports.js";
import { refusedStep } from "./refused-step.js";
import { fingerprintWords, toSeen } from "./repository-memory.js";
import type { IssueChange, IssuePort, NewIssue, Result } from "./ports.js";

/** What was written to issues, and what GitHub refused. */
export interface Written {
  readonly created: ReadonlyMap<NewKey, ObservedIssue>;
  readonly changed: readonly ObservedIssue[];
  /** Numbers of changed issues that are otherwise as they were read: nobody else changed them meanwhile. */
  readonly undisturbed: ReadonlySet<number>;
  readonly diagnostics: readonly Diagnostic[];
}

interface ApplyOptions {
  readonly repositoryId: string;
  readonly port: IssuePort;
  /** The issues as they were read. */
  readonly read: ReadonlyMap<number, ObservedIssue>;
  readonly milestones: WrittenMilestones;
  readonly progress: (done: number, of: number) => void;
}

/** Creates and changes issues in batches, parents before their children. */
export async function applyIssues(steps: readonly Step[], options: ApplyOptions): Promise<Written> {
  const diagnostics: Diagnostic[] = [];
  const created = await createIssues(steps.filter(isCreation), options, diagnostics);
  const changes = steps.filter(isChange);
  const undisturbed = new Set<number>();
  const changed = await changeIssues(changes, { created, undisturbed, diagnostics }, options);
  return { created, changed, undisturbed, diagnostics };
}

async function createIssues(
  steps: readonly CreateStep[],
  options: ApplyOptions,
  diagnostics: Diagnostic[],
): Promise<Map<NewKey, ObservedIssue>> {
  const created = new Map<NewKey, ObservedIssue>();
  const tried = new Set<NewKey>();
  while (tried.size < steps.length) {
    // A parent that was refused holds nobody up: its children become issues without a parent. The earliest in the
    // document come first, so that the numbers follow the file as far as parents allow.
    const ready = steps.filter(
      (step) => !tried.has(keyOf(step)) && (typeof step.parent !== "string" || tried.has(step.parent)),
    );
    const batch = ready.slice(0, BATCH);
    if (batch.length === 0) throw new Error("Tasks of a plan wait for each other as parents");
    const results = await createBatch(batch, created, options);
    for (const [at, step] of batch.entries()) {
      tried.add(keyOf(step));
      const result = results[at];
      const what = step.op === "create-phase" ? "phase" : "task";
      if (result?.ok) created.set(keyOf(step), result.value);
      else diagnostics.push(refusedStep(step, `create an issue for this ${what}`, result));
    }
    options.progress(tried.size, steps.length);
  }
  return created;
}

/** A parent that takes no more sub-issues (closed ones count) must not keep the task from having an issue. */
async function createBatch(
  batch: readonly CreateStep[],
  created: ReadonlyMap<NewKey, ObservedIssue>,
  { repositoryId, port, milestones }: ApplyOptions,
): Promise<readonly (Result<ObservedIssue> | undefined)[]> {
  const issues: NewIssue[] = batch.map(({ content, parent, milestone, completion }) => ({
    content,
    parent: resolve(parent, created),
    milestone: milestoneNumber(milestone, milestones),
    completion,
  }));
  const results = [...(await port.create(repositoryId, issues))];
  const orphans = issues.flatMap((issue, at) =>
    results[at]?.ok === false && issue.parent !== undefined
      ? [{ at, issue: { ...issue, parent: undefined } }]
      : [],
  );
  if (orphans.length === 0) return results;
  const again = await port.create(
    repositoryId,
    orphans.map(({ issue }) => issue),
  );
  for (const [position, { at }] of orphans.entries()) {
    const result = again[position];
    if (result) results[at] = result;
  }
  return results;
}

interface Changing {
  readonly created: ReadonlyMap<NewKey, ObservedIssue>;
  readonly undisturbed: Set<number>;
  readonly diagnostics: Diagnostic[];
}

async function changeIssues(
  steps: readonly ChangeStep[],
  { created, undisturbed, diagnostics }: Changing,
  { port, read, milestones, progress }: ApplyOptions,
): Promise<readonly ObservedIssue[]> {
  const byIssue = new Map<number, ChangeStep[]>();
  for (const step of steps) byIssue.set(step.issue, [...(byIssue.get(step.issue) ?? []), step]);
  const changed: ObservedIssue[] = [];
  let done = 0;
  for (const batch of batches([...byIssue], ([, parts]) => countMutations(parts))) {
    const asked = batch.map(([issue, parts]) => toChange(issue, parts, { created, milestones }));
    await ensureUnwritten(asked, { port, read });
    const results = await port.change(asked);
    const refusals = batch.flatMap(([issue], at) => (results[at]?.ok === false ? [issue] : []));
    await ensureUnchanged(refusals, { port, read });
    for (const [at, [issue, parts]] of batch.entries()) {
      const result = results[at];
      if (result?.ok) {
        changed.push(result.value);
        if (isAsAsked(read.get(issue), asked[at], result.value)) undisturbed.add(issue);
        if (parts[0] && result.unsaid !== undefined) diagnostics.push(unsaid(parts[0], result.unsaid));
      } else if (parts[0]) diagnostics.push(refusedStep(parts[0], `change issue #${issue}`, result));
    }
    done += batch.length;
    progress(done, byIssue.size);
  }
  return changed;
}

/**
 * A body is written as a whole, with people's words around the app's block, and GitHub has no compare-and-set for it.
 * Between the reading and a late batch minutes may have passed, so it is looked once more, right before.
 */
async function ensureUnwritten(
  changes: readonly IssueChange[],
  { port, read }: Pick<ApplyOptions, "port" | "read">,
): Promise<void> {
  const numbers = changes.flatMap(({ issue, body }) => (body === undefined ? [] : [issue]));
  if (numbers.length === 0) return;
  for (const [number, now] of await port.read(numbers)) {
    if ("body" in now && now.body !== read.get(number)?.body)
      throw new StaleHeadError(`The text of #${number} was changed before the app wrote it`);
  }
}

/**
 * GitHub refuses what is done already, such as taking an issue out of a parent that it has no more. Where somebody
 * else, another process of this app maybe, has changed the issue meanwhile, that is no word on what was wanted.
 */
async function ensureUnchanged(
  refused: readonly number[],
  { port, read }: Pick<ApplyOptions, "port" | "read">,
): Promise<void> {
  if (refused.length === 0) return;
  for (const [number, now] of await port.read(refused)) {
    const before = read.get(number);
    if (before && ("kind" in now || toSeen(now).fingerprint !== toSeen(before).fingerprint))
      throw new StaleHeadError(`#${number} was changed before the app changed it`);
  }
}

/** Somebody may change an issue between the reading and the writing; that must stay news for the next sync. */
function isAsAsked(
  before: ObservedIssue | undefined,
  change: IssueChange | undefined,
  after: ObservedIssue,
): boolean {
  if (!before || !change) return false;
  const { completion = before.completion, title = before.title, body = before.body } = change;
  const { assign = [], unassign = [] } = change;
  const assignees = [...before.assignees.filter((login) => !unassign.includes(login)), ...assign];
  return fingerprintWords({ completion, title, body, assignees }) === fingerprintWords(after);
}

function keyOf(step: CreateStep): NewKey {
  return step.op === "create-phase" ? step.section : step.task;
}

/** On a locked issue: what was to be said is not worth more than that the rest is done. */
function unsaid({ issue, place }: ChangeStep, why: string): Diagnostic {
  return {
    file: place.file,
    line: place.line,
    column: 1,
    rule: "refused-by-github",
    severity: "warning",
    message: `Unexpected refusal to comment on issue #${issue}, which was changed all the same: ${why}`,
  };
}
