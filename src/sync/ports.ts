import type { Completion } from "../core/model/checklist.js";
import type { BoardBase } from "../core/model/board.js";
import type { BoardPort } from "./board-port.js";
import type { LeasePort } from "./lease.js";
import type {
  IssueContent,
  MilestoneContent,
  MissingIssue,
  ObservedIssue,
  ObservedMilestone,
} from "../core/model/issue.js";
import type { MilestoneChange } from "../core/model/plan.js";
import type { NewSignoff } from "../core/model/signoff.js";
import type { PhaseRecords } from "../core/plan/plan-input.js";

/** What the app remembers of a branch between syncs: where both sides agreed, and since when to ask for changes. */
export interface BaseRecord {
  readonly commit: string;
  /** The tag that says so; undefined before anything was recorded for the branch. */
  readonly tag?: string | undefined;
  /** GitHub's time until which everything that happened to issues had been seen. ISO 8601. */
  readonly since: string;
  /** Events at or after `since` that were part of that state all the same: their times by their ids. */
  readonly included: Readonly<Record<string, string>>;
  /** Number of the issue that is the dashboard, when there is one. */
  readonly dashboard: number | undefined;
  /** Issues and milestones of phases; undefined when an app wrote it that knew nothing of phases. */
  readonly phases?: PhaseRecords | undefined;
  /** Issues whose new title could not be written into their line. */
  readonly unsettled?: readonly number[] | undefined;
  /** How many issues there were then. */
  readonly count?: IssueCount | undefined;
  /** The latest changes of issues that were known then: a list that does not show them lags. */
  readonly latest?: readonly IssueStamp[] | undefined;
  /** Where the commit is not in the branch yet: the pull request that is to bring it there. */
  readonly proposal?: Proposal | undefined;
  /** When the project board agreed last, where there is one. */
  readonly board?: BoardBase | undefined;
}

/** An issue at a moment. */
export interface IssueStamp {
  readonly number: number;
  /** ISO 8601, whole seconds. */
  readonly updatedAt: string;
  /** Two moments with the same one have nothing between them that the app looks at. */
  readonly fingerprint: string;
}

/** A branch, by its name without `refs/heads/`, and the node id of its repository. */
export interface BranchOf {
  readonly repositoryId: string;
  readonly branch: string;
}

/** How many issues a repository has, open and closed, and the highest of their numbers. */
export interface IssueCount {
  readonly total: number;
  /** 0 where there are none. */
  readonly newest: number;
}

/** The app's pull request: edits that both sides agreed on, and that the branch does not have yet. */
export interface Proposal {
  readonly number: number;
  readonly url: string;
  /** Why the edits were not simply committed, in words. */
  readonly why: string;
  /** The commit of the branch that the edits were made on. */
  readonly head: string;
  /** A person closed it: nothing is proposed again until there are other edits. */
  readonly declined: boolean;
}

/** The repository and the head of its default branch, read by one request. */
export interface HeadReading {
  readonly repositoryId: string;
  readonly owner: string;
  readonly name: string;
  readonly url: string;
  readonly branch: string;
  readonly oid: string;
  /** Why nothing can be kept in step here; undefined when everything can. */
  readonly unusable: string | undefined;
  /** `.github/tickmark.yml` at the head; undefined when there is none. */
  readonly config: string | undefined;
  /** Headlines of the latest commits, newest first: the repository's convention. */
  readonly headlines: readonly string[];
  /** The latest commit of this app in the branch's recent history. */
  readonly ownCommit: OwnCommit | undefined;
  readonly count: IssueCount;
  /** Issues changed since the asked time, when one was given. */
  readonly changed: IssuePage | undefined;
  /** Issues with higher numbers than the asked one, when one was given: read by number, which does not lag. */
  readonly younger: readonly ObservedIssue[];
  /** GitHub's clock when it answered: ISO 8601, whole seconds. */
  readonly readAt: string;
}

/** A write-back commit, and what it says of the sync that made it. */
export interface OwnCommit {
  readonly oid: string;
  /** The commit of the base that it was planned from; undefined for a first sync. */
  readonly base: string | undefined;
  /** When that sync had read the issues. */
  readonly since: string;
}

/** A list of issues, which may lag behind what was just written. */
export interface IssueList {
  readonly issues: readonly ObservedIssue[];
  /** The highest number of the issues and pull requests that the list knew of; there may be younger ones. */
  readonly newest: number;
}

/** Issues, the latest changed first. */
export interface IssuePage extends IssueList {
  readonly next: string | undefined;
  /** GitHub's clock when it answered. */
  readonly readAt: string;
}

export interface FileEntry {
  readonly path: string;
  /** The object id of its content: same id, same bytes. */
  readonly oid: string;
  /** In bytes, where a listing tells it. */
  readonly size?: number;
}

export interface CommitRequest {
  readonly branch: string;
  /** The commit is made only if the branch still points here. */
  readonly expectedHead: string;
  /** What `HeadReading.ownCommit` is to say of this commit. */
  readonly base: string | undefined;
  readonly since: string;
  readonly headline: string;
  readonly body: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface Commit {
  readonly oid: string;
  /** The files of the request, as they are now. */
  readonly files: readonly FileEntry[];
}

/** Files and commits of one repository. */
export interface SourcePort {
  readHead(ask: { readonly since: string | undefined; readonly beyond?: number }): Promise<HeadReading>;
  /** Which of the names (`owner/name`) lead to this repository: GitHub forwards those that it had before. */
  namesOf(repositoryId: string, names: readonly string[]): Promise<readonly string[]>;
  /** Files below the given folders (`""` is the root) at a commit; links and submodules are left out. */
  listFiles(oid: string, folders: readonly string[]): Promise<readonly FileEntry[]>;
  /** Exactly the bytes, whatever their encoding. */
  readFiles(entries: readonly FileEntry[]): Promise<ReadonlyMap<FileEntry, Uint8Array>>;
  /** Compare-and-set: throws `StaleHeadError` when somebody pushed in between. Refused by the branch's rules only. */
  commit(request: CommitRequest): Promise<Result<Commit>>;
}

export interface ProposalRequest extends CommitRequest {
  readonly repositoryId: string;
  readonly text: string;
  /** Names the edits: a pull request that a person closed is not opened again for the same ones. */
  readonly edits: string;
  /** Whether it may be merged without a person, where the repository allows that. */
  readonly merge: boolean;
}

/** A commit that is not in the branch, and the pull request that is to bring it there. */
export interface Proposed {
  readonly commit: Commit;
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "declined" | "merged";
}

/** The one pull request of this app for a branch. Only its own branch is ever pushed to. */
export interface ProposalPort {
  /** Opens the pull request, or brings it up to date; the headline is its title. */
  propose(request: ProposalRequest): Promise<Result<Proposed>>;
  /**
   * Closes the pull request if it is still open, with `why` as a comment, and deletes its branch if that holds nobody
   * else's work.
   */
  withdraw(repositoryId: string, branch: string, why?: string): Promise<void>;
}

/** What is remembered of branches that were the default branch before, or were called so. */
export interface FormerBases {
  /** The latest base that a commit has in its history, with what waits for that branch. */
  readonly base: BaseRecord | undefined;
  /** Those for which there is a pull request of the app, or was. */
  readonly proposed: readonly string[];
}

/** The app's memory in the repository. */
export interface BasePort {
  read(branch: BranchOf): Promise<BaseRecord | undefined>;
  /** What other branches have left for this one, whose head is `oid`. */
  readFormer(branch: BranchOf, oid: string): Promise<FormerBases>;
  /**
   * Compare-and-set: throws `OvertakenError` where the base is no longer the one that the record was made from. Answers
   * the new record's tag.
   */
  write(branch: BranchOf, record: BaseRecord): Promise<string>;
}

export interface NewIssue {
  readonly content: IssueContent;
  readonly parent: number | undefined;
  /** Number of the milestone. */
  readonly milestone?: number | undefined;
  readonly completion: Completion;
}

export interface IssueChange {
  readonly issue: number;
  readonly title?: string;
  readonly body?: string;
  readonly completion?: Completion;
  readonly comment?: string;
  /** `null` takes the issue out of its parent. */
  readonly parent?: number | null;
  /** Number; `null` takes the issue out of its milestone. */
  readonly milestone?: number | null;
  /** Logins. */
  readonly assign?: readonly string[];
  readonly unassign?: readonly string[];
  /** Name of an issue type. */
  readonly type?: string;
}

/** How two issues stand to each other. */
export type Relation =
  | { readonly kind: "blocked-by" | "not-blocked-by"; readonly issue: number; readonly other: number }
  /** Two sub-issues of one parent: `issue` comes right behind the other, or before it. */
  | {
      readonly kind: "behind" | "before";
      readonly issue: number;
      readonly other: number;
      readonly parent: number;
    };

/** What became of one part of a batch; a refusal is GitHub's final word, in its words. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: string };

/** What became of a change. `unsaid`: why GitHub refused the comment, where all the rest was done. */
export type Changed = Result<ObservedIssue> & { readonly unsaid?: string | undefined };

/** The issues of one repository. Lists are read from the database, never from the search index, which lags. */
export interface IssuePort {
  readChanged(since: string, next: string | undefined): Promise<IssuePage>;
  /** Every issue that this app authored, open or closed. */
  readOwn(): Promise<IssueList>;
  read(numbers: readonly number[]): Promise<ReadonlyMap<number, ObservedIssue | MissingIssue>>;
  /**
   * Creates issues in the given order and answers in the same order. Never repeated blindly: when an answer is
   * lost this throws, and the next sync looks for the markers first.
   */
  create(repositoryId: string, issues: readonly NewIssue[]): Promise<readonly Result<ObservedIssue>[]>;
  change(changes: readonly IssueChange[]): Promise<readonly Changed[]>;
  /** Relates issues; what is so already counts as done. Answers in the given order. */
  relate(relations: readonly Relation[]): Promise<readonly Result<undefined>[]>;
}

/** What issues can be given: people, types and milestones. */
export interface AttributePort {
  /** Who of these people can be assigned, by login in small letters. */
  assignable(logins: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  /** Names of the issue types of the repository's organization; none where it has none. */
  types(): Promise<readonly string[]>;
  /** All milestones, open and closed. */
  milestones(): Promise<readonly ObservedMilestone[]>;
  /** Never repeated blindly: when the answer is lost this throws, and the next sync looks for the marker first. */
  createMilestone(content: MilestoneContent): Promise<Result<ObservedMilestone>>;
  changeMilestone(number: number, change: MilestoneChange): Promise<Result<ObservedMilestone>>;
}

/** What was signed on pull requests: it is in no file before they are merged. */
export interface SignoffPort {
  /**
   * What pull requests bring that were merged into a branch since a time (ISO 8601). What is in a ledger already may
   * be among it; nothing may be left out, since nobody asks for it again.
   */
  readMerged(branch: string, since: string): Promise<readonly NewSignoff[]>;
}

/** One repository, seen through the app's installation. */
export interface RepositoryPorts {
  readonly source: SourcePort;
  readonly base: BasePort;
  readonly issues: IssuePort;
  readonly attributes: AttributePort;
  readonly lease: LeasePort;
  readonly proposals: ProposalPort;
  readonly board: BoardPort;
  readonly signoffs: SignoffPort;
}

/** Read from the default branch only: what a pull request brings is data, never settings. */
export const CONFIG_PATH = ".github/tickmark.yml";

/** How many mutations of issues GitHub is asked for by one request. */
export const BATCH = 20;
