import type { ObservedIssue } from "../core/model/issue.js";
import { RetryError } from "../errors.js";
import type { BaseRecord, IssuePage, IssuePort, IssueStamp } from "./ports.js";
import { changesSince, fingerprintWords, toSeen } from "./repository-memory.js";
import type { IssueWords, SeenIssue } from "./repository-memory.js";

/** An issue as a webhook told of it. */
export interface ToldIssue extends IssueWords {
  readonly number: number;
}

/** GitHub takes 80 new issues a minute; what is remembered is written into the repository. */
const MOST_STAMPS = 50;
/** A list that does not show for so long what a number leads to has another reason, and must not hold everything up. */
const LONGEST_LAG_MS = 120_000;

/**
 * The changes of the latest second of which anything is known: times have whole seconds, so any of them may have been
 * the last. Of an issue that is there twice the later mention counts.
 */
export function latestChanges(
  former: readonly IssueStamp[],
  issues: Iterable<ObservedIssue>,
): readonly IssueStamp[] {
  const known = new Map<number, IssueStamp | ObservedIssue>(former.map((stamp) => [stamp.number, stamp]));
  for (const issue of issues) known.set(issue.number, issue);
  let latest = -Infinity;
  for (const { updatedAt } of known.values()) latest = Math.max(latest, Date.parse(updatedAt));
  return [...known.values()]
    .filter(({ updatedAt }) => Date.parse(updatedAt) === latest)
    .slice(-MOST_STAMPS)
    .map((each) => ("fingerprint" in each ? each : toStamp(each)));
}

function toStamp(issue: ObservedIssue): IssueStamp {
  const { number, updatedAt } = issue;
  return { number, updatedAt, fingerprint: toSeen(issue).fingerprint };
}

/** Whether a change is so old that no list that was read then, or later, can lag behind it. */
export function isInEveryList(updatedAt: string, readAt: string): boolean {
  return Date.parse(updatedAt) < Date.parse(readAt) - LONGEST_LAG_MS;
}

/**
 * GitHub's lists are read from copies that lag, so one may say less than an earlier one did, or than the app has
 * written: that would look as if people had undone it. A list that shows nothing younger than the latest changes that
 * are known has to show those, unless they may be on its next pages.
 *
 * `isListed`: whether an issue belongs into the list at all. Throws `RetryError` for a list that lags.
 */
export async function ensureFresh(
  { issues: list, next, readAt }: Pick<IssuePage, "issues" | "readAt"> & Partial<Pick<IssuePage, "next">>,
  base: BaseRecord,
  port: IssuePort,
  isListed: (issue: ObservedIssue) => boolean = () => true,
): Promise<void> {
  const { latest = [] } = base;
  // Most looks find all old or all newer: nothing is hashed before there is something to compare with.
  const fingerprintInList = (number: number): string | undefined => {
    const issue = list.find((each) => each.number === number);
    return issue && toSeen(issue).fingerprint;
  };
  const isShown = ({ number, updatedAt, fingerprint }: IssueStamp): boolean =>
    Date.parse(updatedAt) < Date.parse(changesSince(base)) ||
    isInEveryList(updatedAt, readAt) ||
    list.some((issue) => issue.updatedAt > updatedAt) ||
    (next !== undefined && list.every((issue) => issue.updatedAt >= updatedAt)) ||
    fingerprintInList(number) === fingerprint;
  const doubtful = latest.filter((stamp) => !isShown(stamp));
  if (doubtful.length === 0) return;
  // Somebody may have changed them once more within the same second, or they are gone.
  for (const [number, present] of await port.read(doubtful.map(({ number }) => number))) {
    if ("kind" in present || !isListed(present)) continue;
    if (fingerprintInList(number) !== toSeen(present).fingerprint)
      throw new RetryError(`A list of issues does not show yet what became of #${number}`);
  }
}

/**
 * Issues that a webhook told of otherwise than what was read, or that were not read although they are not as they were
 * seen last: the event was faster than the list, or it is an old one.
 */
export function toldOtherwise(
  told: readonly ToldIssue[],
  issues: ReadonlyMap<number, ObservedIssue>,
  seen: ReadonlyMap<number, SeenIssue> | undefined,
): readonly number[] {
  const last = new Map(told.map((issue) => [issue.number, fingerprintWords(issue)]));
  const wordsOf = (number: number): string | undefined => {
    const issue = issues.get(number);
    return issue ? fingerprintWords(issue) : seen?.get(number)?.words;
  };
  return [...last].filter(([number, words]) => wordsOf(number) !== words).map(([number]) => number);
}
