import type { Account, Issue, Repository } from "./model.js";
import { revisionAt } from "./revisions.js";

export interface IssueFilter {
  readonly states?: readonly ("open" | "closed")[] | undefined;
  readonly labels?: readonly string[] | undefined;
  /** ISO time: what changed at this second or later. */
  readonly since?: string | undefined;
  readonly creator?: string | undefined;
  /** A login, `none` or `*`. */
  readonly assignee?: string | undefined;
  /** A number, `none` or `*`. */
  readonly milestone?: string | undefined;
  /** The name of an issue type, `none` or `*`. */
  readonly type?: string | undefined;
  /** Lists answer as of this time in milliseconds. */
  readonly asOf?: number | undefined;
}

export type IssueSort = "created" | "updated" | "comments";

/** The issues of a repository in the order asked for; ties are in order of their numbers. */
export function listIssues(
  repository: Repository,
  filter: IssueFilter,
  sort: IssueSort,
  isDescending: boolean,
): Issue[] {
  const since = filter.since === undefined ? undefined : Date.parse(filter.since);
  const found = [...repository.issues.values()]
    .flatMap((issue) => (filter.asOf === undefined ? [issue] : [revisionAt(issue, filter.asOf) ?? []].flat()))
    .filter(
      (issue) => isWanted(issue, filter) && (since === undefined || Date.parse(issue.updatedAt) >= since),
    );
  found.sort((a, b) => compareBy(a, b, sort) || a.number - b.number);
  return isDescending ? found.reverse() : found;
}

function compareBy(a: Issue, b: Issue, sort: IssueSort): number {
  if (sort === "comments") return a.comments.length - b.comments.length;
  const [left, right] = sort === "updated" ? [a.updatedAt, b.updatedAt] : [a.createdAt, b.createdAt];
  return left < right ? -1 : Number(left > right);
}

function isWanted(issue: Issue, filter: IssueFilter): boolean {
  if (filter.states !== undefined && !filter.states.includes(issue.state)) return false;
  const names = issue.labels.map((label) => label.name.toLowerCase());
  if (filter.labels?.some((label) => !names.includes(label.toLowerCase())) === true) return false;
  if (filter.creator !== undefined && !isCreator(issue.author, filter.creator)) return false;
  if (filter.assignee !== undefined && !hasAssignee(issue, filter.assignee)) return false;
  if (filter.type !== undefined && !hasType(issue, filter.type)) return false;
  return filter.milestone === undefined || hasMilestone(issue, filter.milestone);
}

/** An app is named `slug[bot]` or `app/slug`. */
function isCreator(author: Account, wanted: string): boolean {
  const login = wanted.startsWith("app/") ? `${wanted.slice("app/".length)}[bot]` : wanted;
  return author.login.toLowerCase() === login.toLowerCase();
}

function hasAssignee(issue: Issue, wanted: string): boolean {
  if (wanted === "none") return issue.assignees.length === 0;
  if (wanted === "*") return issue.assignees.length > 0;
  return issue.assignees.some((account) => account.login.toLowerCase() === wanted.toLowerCase());
}

function hasMilestone(issue: Issue, wanted: string): boolean {
  if (wanted === "none") return issue.milestone === null;
  if (wanted === "*") return issue.milestone !== null;
  return issue.milestone?.number === Number(wanted);
}

function hasType(issue: Issue, wanted: string): boolean {
  if (wanted === "none") return issue.type === null;
  if (wanted === "*") return issue.type !== null;
  return issue.type?.name.toLowerCase() === wanted.toLowerCase();
}
