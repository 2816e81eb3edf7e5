import type { SourcePort } from "../sync/ports.js";
import type { IssuePort } from "../sync/ports.js";

/** A pull request, as far as sign-offs look at it. */
export interface PullFacts {
  readonly number: number;
  readonly author: string;
  readonly state: "open" | "closed" | "merged";
  /** The branch that it goes into. */
  readonly base: string;
  /** Commit id of the head. */
  readonly head: string;
  readonly labels: readonly string[];
  /** Paths that it changes, the former ones of renamed files too. */
  readonly files: readonly string[];
  /** Issues of this repository that are closed when it is merged. */
  readonly closes: readonly number[];
  /** Approving reviews that stand, by people who may write, the latest first. */
  readonly approvals: readonly { readonly by: string; readonly head: string }[];
  /** Who wants changes and may write. */
  readonly objections: readonly string[];
  readonly merged: { readonly by: string; readonly at: string } | undefined;
  /** Its commits, apart from the head, that have check runs of this app, the latest first. */
  readonly marked: readonly string[];
}

export interface PullPort {
  /** Undefined: there is no pull request of that number. */
  read(number: number): Promise<PullFacts | undefined>;
  /**
   * Whether a push from one head to another brought nothing but merges of the base branch: what the pull request
   * changes is the same, line by line. Unsure is no.
   */
  isBaseMerge(push: {
    readonly base: string;
    readonly before: string;
    readonly after: string;
  }): Promise<boolean>;
  /** Numbers of pull requests that were merged into a branch since a time (ISO 8601), oldest first. */
  mergedSince(branch: string, since: string): Promise<readonly number[]>;
  /** The open ones on whose head this app has check runs. */
  watched(): Promise<readonly WatchedPull[]>;
}

/** A pull request whose sign-offs may change by what happens elsewhere. */
export interface WatchedPull {
  readonly number: number;
  /** Commit id. */
  readonly head: string;
}

export interface CheckContent {
  /** Of the pull request: two may have the same head. */
  readonly pull: number;
  readonly name: string;
  readonly conclusion: "success" | "action_required" | "neutral";
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

export interface OwnCheck extends Omit<CheckContent, "conclusion" | "pull"> {
  readonly pull: number | undefined;
  readonly id: number;
  readonly conclusion: string | undefined;
}

/** Check runs. Those of this app nobody else can write: https://docs.github.com/en/rest/checks/runs */
export interface CheckPort {
  /** This app's on a commit, oldest first; undefined where the owner has not allowed the app to have any. */
  own(head: string): Promise<readonly OwnCheck[] | undefined>;
  /** What everybody else's checks and statuses on a commit say together. */
  others(head: string): Promise<"green" | "pending" | "red" | "none">;
  create(head: string, content: CheckContent): Promise<void>;
  update(id: number, content: CheckContent): Promise<void>;
}

export interface TeamPort {
  /** Among these slugs, the teams that somebody is an active member of, directly or by a team below. */
  teamsOf(login: string, slugs: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The comment on a pull request that shows its sign-offs. */
export interface TableCommentPort {
  ownComments(
    issue: number,
    since: string,
  ): Promise<readonly { readonly id: number; readonly body: string }[]>;
  reply(issue: number, body: string): Promise<{ readonly id: number }>;
  edit(comment: number, body: string): Promise<void>;
}

/** One repository, as far as sign-offs need it. */
export interface SignoffPorts {
  readonly source: Pick<SourcePort, "readHead" | "listFiles" | "readFiles">;
  readonly issues: Pick<IssuePort, "read">;
  readonly pulls: PullPort;
  readonly checks: CheckPort;
  readonly teams: TeamPort;
  readonly comments: TableCommentPort;
}
