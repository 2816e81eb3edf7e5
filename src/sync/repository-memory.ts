import type { Board } from "../core/model/board.js";
import type { ObservedIssue } from "../core/model/issue.js";
import { shortHash } from "../core/plan/task-key.js";
import type { BaseRecord, FileEntry } from "./ports.js";

/**
 * What one process keeps between two syncs of a repository, so that looking costs one request. It is a cache:
 * everything in it can be read again from GitHub, and it is only ever replaced after a sync that went through,
 * so that a sync that failed half-way finds all that it did as news.
 */
export interface RepositoryMemory {
  readonly branch: string;
  readonly head: string;
  readonly config: string | undefined;
  readonly base: BaseRecord;
  /** Commits of the app that this process has made or seen: the latest in the branch is one of them, or somebody else's process made it. */
  readonly own: readonly string[];
  /** The project board as the last sync left it; undefined where there is none or it could not be used. */
  readonly board: Board | undefined;
  /** The config names a board. */
  readonly hasBoard: boolean;
  /** The selected files of the base. */
  readonly files: readonly FileEntry[];
  /** Those of the head: the same, unless edits wait in a pull request. */
  readonly filesAtHead: readonly FileEntry[];
  /** What is known of the issues that a read since `base.since` would answer again. */
  readonly seen: ReadonlyMap<number, SeenIssue>;
}

export interface SeenIssue {
  readonly updatedAt: string;
  /** Two readings with the same fingerprint have nothing between them that the app looks at. */
  readonly fingerprint: string;
  /** The same of what a webhook tells of an issue. */
  readonly words: string;
}

/** What is to be remembered of an issue. */
export function toSeen(issue: ObservedIssue): SeenIssue {
  const words = fingerprintWords(issue);
  return { updatedAt: issue.updatedAt, words, fingerprint: `${words} ${issue.parent ?? ""}` };
}

/** Whether an issue is as it was when it was last seen. */
export function isAsSeen(issue: ObservedIssue, seen: SeenIssue | undefined): boolean {
  return seen?.fingerprint === toSeen(issue).fingerprint;
}

/** State, title, body and assignees in short. */
export function fingerprintWords({ completion, title, body, assignees }: IssueWords): string {
  const people = assignees.map((login) => login.toLowerCase()).sort();
  return shortHash([completion, title, body.replaceAll("\r\n", "\n"), ...people]);
}

export type IssueWords = Pick<ObservedIssue, "completion" | "title" | "body" | "assignees">;

/**
 * Lists may lag behind what people just did: this much of the past is not taken for known. What a list shows later than
 * that counts as agreed.
 */
const LAG_MS = 10_000;

/**
 * Until when a reading at this time has seen everything that happened. What it has seen after that is named in
 * `included`; what it has not is still news.
 */
export function seenUntil(readAt: string): string {
  return new Date(Date.parse(readAt) - LAG_MS).toISOString();
}

/** From when on changes are asked for: a base that is known from a commit alone says only when it was read. */
export function changesSince(base: BaseRecord): string {
  return seenUntil(base.since);
}
