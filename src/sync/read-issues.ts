import type { MissingIssue, ObservedIssue } from "../core/model/issue.js";
import type { BaseRecord, HeadReading, IssueList, IssuePage, IssuePort } from "./ports.js";
import { ensureFresh } from "./lag.js";
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
): Promise<IssueList> {
  const news: ObservedIssue[] = [];
  let newest = Infinity;
  let page = head.changed;
  while (page) {
    const isNew = (issue: ObservedIssue): boolean => !isAsSeen(issue, known.seen.get(issue.number));
    news.push(...page.issues.filter(isNew));
    newest = Math.min(newest, page.newest);
    if (page.next === undefined || !page.issues.slice(-NOTHING_NEW).some(isNew)) break;
    page = await port.readChanged(changesSince(known.base), page.next);
  }
  return { issues: news, newest };
}

/**
 * Without memory: what changed since the base was recorded. Without a base, or when the config changed (what an
 * issue should say depends on it), every issue of the app.
 */
export async function readIssues(
  base: BaseRecord | undefined,
  sameConfig: boolean,
  port: IssuePort,
): Promise<IssueList> {
  const own = base && sameConfig ? undefined : await port.readOwn();
  const changed = base && (await readAllChanged(changesSince(base), port));
  if (base && changed) {
    const { readAt } = changed;
    if (own) await ensureFresh({ ...own, readAt }, base, port, (issue) => issue.own);
    await ensureFresh(changed, base, port);
  }
  const lists = [own, changed].filter((list) => list !== undefined);
  return {
    issues: lists.flatMap(({ issues }) => issues),
    newest: Math.min(...lists.map(({ newest }) => newest)),
  };
}

/** All pages of what changed since then; `readAt` is the time of the first. */
export async function readAllChanged(since: string, port: IssuePort): Promise<IssuePage> {
  const first = await port.readChanged(since, undefined);
  const issues = [...first.issues];
  let { next, newest } = first;
  while (next !== undefined) {
    const page = await port.readChanged(since, next);
    issues.push(...page.issues);
    newest = Math.min(newest, page.newest);
    next = page.next;
  }
  return { ...first, issues, newest, next: undefined };
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
