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
  /** Tasks for which no issue was found, whether they are to get one or not. */
  readonly unpaired: readonly PlacedTask[];
  /**
   * By issue number: the task of the base that referenced it. Of files that the config no longer selects, those that
   * have moved to one that it selects.
   */
  readonly base: ReadonlyMap<number, PlacedTask>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Pairs tasks with issues. A reference decides; then the hidden markers of issues that no task references; then
 * the title of an issue whose line was moved before its number got there. A task with none needs an issue.
 */
export function matchTasks(input: PlanInput): Matches {
  const { repository, head, base, issues } = input;
  const selected = findReferences(base?.checklists ?? [], repository).referenced;
  const { referenced, foreign, loose, diagnostics } = findReferences(head, repository, selected);
  const deselected = findReferences(base?.deselected ?? [], repository).referenced;
  const moved = [...deselected].filter(([number]) => referenced.has(number));
  const baseTasks = new Map([...moved, ...selected]);
  const recovered = new Map<PlacedTask, ObservedIssue>();
  const found = new Set<number>();
  const recover = (placed: PlacedTask, issue: ObservedIssue): void => {
    recovered.set(placed, issue);
    found.add(issue.number);
  };
  const isKept = (number: number): boolean =>
    referenced.has(number) || found.has(number) || baseTasks.has(number);

  const marked = byMarker(issues, referenced);
  for (const placed of loose) {
    const issue = marked.get(markerKey(placed.checklist.path, placed.task));
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
  const isUnpaired = (placed: PlacedTask): boolean => !recovered.has(placed);
  const [unissued, unpaired] = [deserving.filter(isUnpaired), rest.filter(isUnpaired)];
  const remarks = [...away.map(foreignReference), ...diagnostics];
  return { referenced, recovered, strays, unissued, unpaired, base: baseTasks, diagnostics: remarks };
}

/**
 * Only issues that this app authored: anyone could paste a marker into their own. The oldest of twins counts, and an
 * open one before those that were closed, with a line that was there before.
 */
function byMarker(
  issues: ReadonlyMap<number, ObservedIssue>,
  referenced: ReadonlyMap<number, PlacedTask>,
): ReadonlyMap<string, ObservedIssue> {
  const marked = new Map<string, ObservedIssue>();
  const isClosed = ({ completion }: ObservedIssue): number => Number(completion !== "open");
  const byRank = [...issues.values()].sort((a, b) => isClosed(a) - isClosed(b) || a.number - b.number);
  for (const issue of byRank) {
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
