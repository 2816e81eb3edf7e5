import { selectChecklist } from "../config/select-checklist.js";
import type { Completion, Task } from "../model/checklist.js";
import { EVENTS_READ } from "../model/issue.js";
import type { AttributeEvent, IssueEvent, ObservedIssue } from "../model/issue.js";
import type { IssueTarget } from "../model/plan.js";
import { isLetGo } from "../report/issue-body.js";
import type { Base } from "./plan-input.js";
import { foldName } from "./resolve-owners.js";

interface Remembered {
  /** The task or phase in the base; undefined when the base does not know this reference. */
  readonly task: Pick<Task, "completion"> | undefined;
  /** Undefined without a base. */
  readonly base: Pick<Base, "since" | "included"> | undefined;
  /** The app made this issue and its number never reached the file: it was made open, and that was agreed. */
  readonly recovered: boolean;
}

/**
 * Files of the base that its own config selected. What it says of others, nobody has agreed to: people may have changed
 * them before the config selected them.
 */
export function agreedFiles(base: Base | undefined): ReadonlySet<string> {
  const { checklists = [], deselected = [], config } = base ?? {};
  const paths = [...checklists, ...deselected].map(({ checklist }) => checklist.path);
  return new Set(paths.filter((path) => !config || selectChecklist(path, config)));
}

/**
 * The completion on which both sides last agreed.
 *
 * That is the base's; but what this app itself wrote to the issue after the base was recorded was agreed too: a
 * crash may have kept the base from being moved on. Where a base exists and does not know the reference (its
 * line was removed and came back), only the app's own last word counts; an issue that was let go was open then.
 */
export function agreedCompletion(
  issue: ObservedIssue | undefined,
  { task, base, recovered }: Remembered,
): Completion | undefined {
  const own = issue?.events.findLast((event) => event.own && event.change.what === "state");
  const ownWord = own?.change.what === "state" ? own.change.completion : undefined;
  if (!task && issue && isLetGo(issue.body)) return "open";
  if (!task) return recovered ? (ownWord ?? "open") : base && ownWord;
  return own && isAfter(own, base) ? ownWord : task.completion;
}

/**
 * The state of an issue, as far as what was read can be believed. GitHub's lists lag behind: an open issue that both
 * sides had agreed to be closed, and that nobody reopened since, was read as it was before it was closed.
 */
export function believedCompletion(
  { completion, events }: ObservedIssue,
  { agreed, base }: { readonly agreed: Completion; readonly base: Remembered["base"] },
): Completion {
  if (completion !== "open" || events.length >= EVENTS_READ) return completion;
  const last = events.findLast(({ change }) => change.what === "state");
  return last && isAfter(last, base) ? completion : agreed;
}

/**
 * The parent on which both sides last agreed, by the same reasoning: what the app itself set since the base was
 * recorded was agreed, and where the base does not know the line, whatever the app set last.
 */
export function agreedParent(
  issue: ObservedIssue,
  { baseParent, base, isKnown }: AgreedParent,
): IssueTarget | undefined {
  const own = issue.events.findLast((event) => event.own && event.change.what === "parent");
  if (own?.change.what !== "parent") return isKnown ? baseParent : undefined;
  return !isKnown || isAfter(own, base) ? own.change.parent : baseParent;
}

interface AgreedParent extends Pick<Remembered, "base"> {
  /** In the base's files. */
  readonly baseParent: IssueTarget | undefined;
  /** Does the base know the task with this reference? */
  readonly isKnown: boolean;
}

/** How the two sides' titles stand to each other. */
export interface TitleChanges {
  readonly byFile: boolean;
  readonly byIssue: boolean;
}

interface RememberedTitle {
  readonly baseTitle: string | undefined;
  readonly base: Pick<Base, "since" | "included"> | undefined;
}

/**
 * Who changed the title since both sides agreed. The issue's side is asked of its timeline, not of the text:
 * an adopted issue may be called differently without anybody having changed anything.
 */
export function titleChanges(
  issue: ObservedIssue | undefined,
  desired: string,
  { baseTitle, base }: RememberedTitle,
): TitleChanges {
  const renames = issue ? issue.events.flatMap(asRename) : [];
  // A base that does not know the line (it is new, or came back) says nothing about when its title was agreed.
  const known = baseTitle === undefined ? undefined : base;
  const isNews = ({ event }: Rename): boolean => !known || isAfter(event, known);
  const lastOwn = renames.findLastIndex((rename) => rename.own && isNews(rename));
  const agreed = renames[lastOwn]?.title ?? baseTitle ?? assumedTitle(issue, renames);
  if (agreed === undefined) return { byFile: false, byIssue: false };
  const renamed = renames.slice(lastOwn + 1).some((rename) => !rename.own && isNews(rename));
  return { byFile: desired !== agreed, byIssue: renamed && issue?.title !== agreed };
}

/** Whether an event came after the base was recorded. */
export function isAfter(
  { at, id }: Pick<IssueEvent, "at" | "id">,
  base: Pick<Base, "since" | "included"> | undefined,
): boolean {
  return base !== undefined && at >= base.since && !base.included.has(id);
}

/** The last time that anybody assigned that person, or took the issue away from them, as far as the timeline was read. */
export function lastAssignment(
  { attributeEvents }: ObservedIssue,
  login: string,
): AttributeEvent | undefined {
  return attributeEvents.findLast(
    ({ change }) => change.what === "assignee" && foldName(change.login) === foldName(login),
  );
}

interface Rename {
  readonly own: boolean;
  readonly title: string;
  readonly previous: string;
  readonly event: IssueEvent;
}

function asRename(event: IssueEvent): Rename[] {
  const { own, change } = event;
  return change.what === "title" ? [{ own, title: change.title, previous: change.previous, event }] : [];
}

/** Without a base: what an issue of ours was called before people renamed it. An adopted issue agreed with nothing. */
function assumedTitle(issue: ObservedIssue | undefined, renames: readonly Rename[]): string | undefined {
  return issue?.own ? (renames[0]?.previous ?? issue.title) : undefined;
}
