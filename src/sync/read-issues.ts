import type { MissingIssue, ObservedIssue } from "../core/model/issue.js";
import type { BaseRecord, HeadReading, IssuePage, IssuePort } from "./ports.js";
import { changesSince, isAsSeen } from "./repository-memory.js";
import type { RepositoryMemory } from "./repository-memory.js";

/** So many issues in a row that are as the last sync left them: what is older is so too. */
const NOTHING_NEW = 50;

/**
 * The issues that changed since the last sync and are not as it left them. Pages come with the latest change
 * first; one that ends with nothing new ends the reading, so that what the app wrote itself is not read again.
 */
export async function readNews(
  head: HeadReading,
  known: RepositoryMemory,
  port: IssuePort,
): Promise<readonly ObservedIssue[]> {
  const news: ObservedIssue[] = [];
  let page = head.changed;
  while (page) {
    const isNew = (issue: ObservedIssue): boolean => !isAsSeen(issue, known.seen.get(issue.number));
    news.push(...page.issues.filter(isNew));
    if (page.next === undefined || !page.issues.slice(-NOTHING_NEW).some(isNew)) break;
    page = await port.readChanged(changesSince(known.base), page.next);
  }
  return news;
}

/**
 * Without memory: what changed since the base was recorded. Without a base, or when the config changed (what an
 * issue should say depends on it), every issue of the app.
 */
export async function readIssues(
  base: BaseRecord | undefined,
  sameConfig: boolean,
  port: IssuePort,
): Promise<readonly ObservedIssue[]> {
  const own = base && sameConfig ? [] : await port.readOwn();
  return base ? [...own, ...(await readAllChanged(changesSince(base), port)).issues] : own;
}

/** All pages of what changed since then; `readAt` is the time of the first. */
export async function readAllChanged(since: string, port: IssuePort): Promise<IssuePage> {
  const first = await port.readChanged(since, undefined);
  const issues = [...first.issues];
  for (let { next } = first; next !== undefined;) {
    const page = await port.readChanged(since, next);
    issues.push(...page.issues);
    next = page.next;
  }
  return { ...first, issues, next: undefined };
}

interface Issues {
  readonly issues: Map<number, ObservedIssue>;
  readonly missing: Map<number, MissingIssue>;
}

/** Adds the issues of the given numbers, or what became of them. */
export async function readByNumber(
  numbers: readonly number[],
  { issues, missing }: Issues,
  port: IssuePort,
): Promise<void> {
  if (numbers.length === 0) return;
  for (const [number, found] of await port.read(numbers)) {
    if ("kind" in found) missing.set(number, found);
    else issues.set(number, found);
  }
}
