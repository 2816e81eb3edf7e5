import type { ObservedIssue } from "../core/model/issue.js";
import { RetryError } from "../errors.js";
import type { BaseRecord, IssuePort, IssueStamp } from "./ports.js";
import { changesSince, fingerprintWords, toSeen } from "./repository-memory.js";
import type { IssueWords, SeenIssue } from "./repository-memory.js";

/** An issue as a webhook told of it. */
export interface ToldIssue extends IssueWords {
  readonly number: number;
}

/** Of these, in the order in which they were read and written, the one that changed last. */
export function latestChange(issues: Iterable<ObservedIssue>): IssueStamp | undefined {
  let latest: ObservedIssue | undefined;
  for (const issue of issues) if (!latest || issue.updatedAt >= latest.updatedAt) latest = issue;
  if (!latest) return undefined;
  const { number, updatedAt } = latest;
  return { number, updatedAt, fingerprint: toSeen(latest).fingerprint };
}

/**
 * GitHub's lists are read from copies that lag, so one may say less than an earlier one did, or than the app has
 * written: that would look as if people had undone it. A list that shows nothing younger than the latest change that
 * is known has to show that.
 *
 * `isListed`: whether an issue belongs into the list at all. Throws `RetryError` for a list that lags.
 */
export async function ensureFresh(
  list: readonly ObservedIssue[],
  base: BaseRecord,
  port: IssuePort,
  isListed: (issue: ObservedIssue) => boolean = () => true,
): Promise<void> {
  const { latest } = base;
  if (!latest || Date.parse(latest.updatedAt) < Date.parse(changesSince(base))) return;
  if (list.some(({ updatedAt }) => updatedAt > latest.updatedAt)) return;
  const shown = list.find(({ number }) => number === latest.number);
  if (shown && toSeen(shown).fingerprint === latest.fingerprint) return;
  // Times have whole seconds: somebody may have changed it once more in the same one. Or it is gone.
  const present = (await port.read([latest.number])).get(latest.number);
  if (!present || "kind" in present || !isListed(present)) return;
  if (shown && toSeen(shown).fingerprint === toSeen(present).fingerprint) return;
  throw new RetryError(`A list of issues does not show yet what became of #${latest.number}`);
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
