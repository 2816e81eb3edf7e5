/** What happens in one run, as plain data that fast-check makes, shrinks and prints. Numbers choose modulo what is there. */

/** A run: what the repository starts with, and what happens then. */
export interface Script {
  readonly files: readonly FileSeed[];
  readonly reference: "link" | "comment";
  readonly completed: "skip" | "mirror";
  /** Do phases become issues and milestones? */
  readonly phases: boolean;
  readonly commands: readonly Command[];
  /** Does the last sync, after all faults, happen in a process that remembers nothing? */
  readonly endsFresh: boolean;
  /** Whether the branch takes the app's commits; if not, whether its pull requests merge themselves, or whether it is the config that wants some. */
  readonly branch: "takes commits" | "wants pull requests" | "merges by itself" | "is spared by config";
  /** Do people sign phases on pull requests? */
  readonly signs: boolean;
  /** How many processes of the app work on the repository at once. */
  readonly processes: 1 | 2;
}

export interface FileSeed {
  readonly lineEnding: "\n" | "\r\n";
  readonly lastLineEnds: boolean;
  readonly tasks: readonly TaskSeed[];
}

export interface TaskSeed {
  readonly words: number;
  readonly depth: 0 | 1 | 2;
  readonly box: " " | "x" | "~";
  /** A heading and a line of prose come before it. */
  readonly section: boolean;
}

export type Command = PeopleCommand | SyncCommand | { readonly do: "restart" } | { readonly do: "wait" };
export type PeopleCommand = PushCommand | HistoryCommand | IssueCommand | BranchCommand | SigningCommand;

/** One push of one or more edits. */
export interface PushCommand {
  readonly do: "push";
  readonly edits: readonly FileEdit[];
}

export const FILE_EDITS = [
  "tick",
  "untick",
  "strike",
  "unstrike",
  "reword",
  "add",
  "remove",
  "restore",
  "move",
  "nest",
  "unnest",
  "copy with its reference",
  "duplicate",
  "drop its reference",
  "adopt an issue",
  "rename the file",
  "split the file",
] as const;

export interface FileEdit {
  readonly edit: (typeof FILE_EDITS)[number];
  readonly at: number;
  readonly to: number;
}

/** `revert` makes a commit with the files of an older one; `force` points the branch back at it. */
export interface HistoryCommand {
  readonly do: "revert" | "force";
  readonly to: number;
}

export const ISSUE_EDITS = [
  "complete",
  "drop",
  "close as duplicate",
  "reopen",
  "rename",
  "write around the block",
  "write into the block",
  "delete",
  "transfer",
  "label",
  "take its labels away",
  "rename a label",
  "delete a label",
  "lock",
  "comment",
  "set another parent",
] as const;

export interface IssueCommand {
  readonly do: "issue";
  readonly edit: (typeof ISSUE_EDITS)[number];
  readonly at: number;
  readonly to: number;
}

export const BRANCH_ACTS = [
  "protect",
  "free",
  "merge",
  "decline",
  "reopen",
  "bring up to date",
  "commit to its branch",
  "delete its branch",
] as const;

/** What people do to the branch and to the app's pull request; nothing, where the branch takes commits all the time. */
export interface BranchCommand {
  readonly do: "branch";
  readonly act: (typeof BRANCH_ACTS)[number];
  readonly to: number;
}

export const SIGNING_ACTS = ["open", "sign", "waive", "take back", "commit", "close", "merge"] as const;

/** What people do on pull requests of their own; nothing, where nobody signs. */
export interface SigningCommand {
  readonly do: "signing";
  readonly act: (typeof SIGNING_ACTS)[number];
  readonly at: number;
  readonly to: number;
}

/** Deliveries come in, and what they start runs until nothing is under way, or until the process dies. */
export interface SyncCommand {
  readonly do: "sync";
  /** Per delivery, in turn: it arrives, twice, in wrong order, late (with the next sync), or never. */
  readonly deliveries: readonly ("once" | "twice" | "swapped" | "late" | "lost")[];
  readonly faults: readonly Fault[];
  /** The process dies at its n-th request of this sync. */
  readonly kill: { readonly at: number; readonly effect: "before" | "after" } | undefined;
  /** What people do while the n-th request is on its way. */
  readonly meanwhile: readonly { readonly at: number; readonly command: PeopleCommand }[];
  /** After a failure: wait for the process to try again, or start a new one. */
  readonly onFailure: "wait" | "restart";
}

/** Operations that faults are aimed at, as the sandbox knows them. */
export const OPERATIONS = [
  "*",
  "ReadHead",
  "ListFiles",
  "ReadFiles",
  "ReadOwn",
  "ReadChanged",
  "ReadByNumber",
  "ReadLabels",
  "CreateLabels",
  "CreateIssues",
  "ChangeIssues",
  "CommitFiles",
  "ReadProposal",
  "MoveBranch",
  "MoveRef",
  "OpenPullRequest",
  "UpdatePullRequest",
  "git/get-ref",
  "git/create-tag",
  "git/create-ref",
  "RelateIssues",
  "issues/create-milestone",
  "reactions/create-for-issue-comment",
  "issues/create-comment",
  "checks/create",
] as const;

export type Fault =
  | {
      readonly kind: "status";
      readonly status: 500 | 502 | 504;
      readonly when: "before" | "after";
      readonly operation: (typeof OPERATIONS)[number];
    }
  | {
      readonly kind: "drop" | "secondary-limit" | "primary-limit" | "slow";
      readonly operation: (typeof OPERATIONS)[number];
    }
  | {
      readonly kind: "partial";
      readonly fail: number;
      readonly operation: "CreateIssues" | "ChangeIssues" | "CreateLabels";
    }
  | {
      readonly kind: "stale-list";
      /** How far the list lags. */
      readonly ms: number;
      /** So many lists in a row. */
      readonly count: number;
      readonly operation: "ReadHead" | "ReadChanged" | "ReadOwn";
    };
