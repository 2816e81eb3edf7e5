import type { Diagnostic } from "../model/diagnostic.js";
import type { ObservedIssue } from "../model/issue.js";
import { readIssueBody } from "../report/issue-body.js";
import { findReferences } from "./find-references.js";
import type { ForeignTask } from "./find-references.js";
import { findStrays } from "./find-strays.js";
import { deservesIssue } from "./is-mirrored.js";
import { issueTitle } from "./issue-content.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { markerKey } from "./task-key.js";

/** The tasks of the head, paired with issues. */
export interface Matches {
  /** By issue number: the task that references it. */
  readonly referenced: ReadonlyMap<number, PlacedTask>;
  /** Tasks without a reference whose issue exists: its marker names them, or it has lost its line and their title. */
  readonly recovered: ReadonlyMap<PlacedTask, ObservedIssue>;
  /** Issues that were made for a line that was no longer there when their number could have reached it. */
  readonly strays: readonly ObservedIssue[];
  /** Tasks that are to get an issue, in document order. */
  readonly unissued: readonly PlacedTask[];
  /** By issue number: the task of the base that referenced it. */
  readonly base: ReadonlyMap<number, PlacedTask>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Pairs tasks with issues. A reference decides; then the hidden markers of issues that no task references; then
 * the title of an issue whose line was moved before its number got there. A task with none needs an issue.
 */
export function matchTasks(input: PlanInput): Matches {
  const { repository, head, base, issues } = input;
  const baseTasks = base
    ? findReferences(base.checklists, repository).referenced
    : new Map<number, PlacedTask>();
  const { referenced, foreign, loose, diagnostics } = findReferences(head, repository, baseTasks);
  const recovered = new Map<PlacedTask, ObservedIssue>();
  for (const placed of loose) {
    const issue = marked.get(markerKey(placed.checklist.path, placed.task));
  const found = new Set<number>();
  const recover = (placed: PlacedTask, issue: ObservedIssue): void => {
    recovered.set(placed, issue);
    found.add(issue.number);
  };
  const isKept = (number: number): boolean =>
    referenced.has(number) || found.has(number) || baseTasks.has(number);

  const marked = byMarker(issues, referenced);
    if (issue) recover(placed, issue);
  }
  const away: ForeignTask[] = [];
  for (const task of foreign) {
    const issue = [...issues.values()].find((each) => !isKept(each.number) && isBack(each, task));
    if (issue) recover(task.placed, issue);
    else away.push(task);
  }
  const strays = findStrays(input, isKept);
  const rest = loose.filter((placed) => !recovered.has(placed));
  const deserving = rest.filter(({ task, rules, checklist }) => deservesIssue(task, rules, checklist));
  for (const placed of [...deserving, ...rest]) {
    const at = strays.findIndex(({ title }) => title === issueTitle(placed));
    const [stray] = at < 0 || recovered.has(placed) ? [] : strays.splice(at, 1);
    if (stray) recovered.set(placed, stray);
  }
  const unissued = deserving.filter((placed) => !recovered.has(placed));
  return { referenced, recovered, strays, unissued, base: baseTasks, diagnostics };
}

function byReference(
  checklists: readonly SelectedChecklist[],
  repository: RepositoryRef,
  known: ReadonlyMap<number, PlacedTask> = new Map(),
) {
  const referenced = new Map<number, PlacedTask>();
  const candidates: PlacedTask[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { checklist, rules } of checklists) {
    for (const task of checklist.tasks) {
      const placed = { checklist, rules, task };
      if (task.kind !== "task" || task.untracked) continue;
      if (!task.reference) candidates.push(placed);
      else if (!isOwn(task.reference, repository)) diagnostics.push(foreignReference(placed, task.reference));
      else if (!referenced.has(task.reference.number)) referenced.set(task.reference.number, placed);
      else {
        candidates.push(placed);
        const first = referenced.get(task.reference.number);
        // Within one file, reading it has told so already.
        if (first && first.checklist !== checklist) {
          diagnostics.push(duplicateReference(placed, first, task.reference.number));
        }
      }
    }
  }
  const loose: PlacedTask[] = [];
  for (const placed of candidates) {
    const displaced = placed.task.mentioned.find(
      (reference) =>
        isOwn(reference, repository) && known.has(reference.number) && !referenced.has(reference.number),
    );
    if (displaced) {
      referenced.set(displaced.number, placed);
      diagnostics.push(displacedReference(placed, displaced.number));
    } else loose.push(placed);
  }
  return { referenced, loose, diagnostics };
}

/** Only issues that this app authored: anyone could paste a marker into their own. The oldest of twins counts. */
function byMarker(
  issues: ReadonlyMap<number, ObservedIssue>,
  referenced: ReadonlyMap<number, PlacedTask>,
): ReadonlyMap<string, ObservedIssue> {
  const marked = new Map<string, ObservedIssue>();
  for (const issue of [...issues.values()].sort((a, b) => a.number - b.number)) {
    if (!issue.own || isDiscussion(issue) || referenced.has(issue.number)) continue;
    const key = readIssueBody(issue.body)?.marker?.key;
    if (key !== undefined && !marked.has(key)) marked.set(key, issue);
  }
  return marked;
}

/** GitHub closes and locks an issue that becomes a discussion, and nobody can reopen it. */
export function isDiscussion({ events }: ObservedIssue): boolean {
  return events.some(({ change }) => change.what === "discussion");
}

/** Whether an issue came from where the task's reference says it is. It has another number than when it went. */
function isBack({ title, body, events }: ObservedIssue, { placed, repository }: ForeignTask): boolean {
  const from = events.findLast(({ change }) => change.what === "arrival");
  if (from?.change.what !== "arrival") return false;
  if (from.change.from.toLowerCase() !== repository.toLowerCase()) return false;
  const key = readIssueBody(body)?.marker?.key;
  return key === markerKey(placed.checklist.path, placed.task) || title === issueTitle(placed);
}

function foreignReference({ placed, repository }: ForeignTask): Diagnostic {
  const { checklist, task } = placed;
  return {
    file: checklist.path,
    line: task.line,
    column: 1,
    rule: "foreign-reference",
    severity: "info",
    message: `Unexpected reference to ${repository}#${task.reference?.number}, expected an issue of this repository; the task is left alone.`,
  };
}
