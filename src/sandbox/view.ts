// What the page may see of the sandbox: a picture for people, by no means GitHub's API. Reading is all it allows.

export interface SandboxView {
  readonly url: string;
  readonly logins: readonly LoginView[];
  readonly repositories: readonly RepositoryView[];
  readonly boards: readonly BoardView[];
  /** What the app asked, oldest first; the last few hundred are enough. */
  readonly requests: readonly RequestView[];
  /** The webhooks, oldest first; the last few hundred are enough. */
  readonly deliveries: readonly DeliveryView[];
}

export interface LoginView {
  readonly login: string;
  readonly token: string;
  /** In words: "admin", "write, team leads", "no access". */
  readonly role: string;
}

export interface RepositoryView {
  readonly nameWithOwner: string;
  readonly defaultBranch: string;
  /** Text files at the head of the default branch. */
  readonly files: readonly FileView[];
  /** Without pull requests. */
  readonly issues: readonly IssueView[];
  /** Of the default branch, newest first. */
  readonly commits: readonly CommitView[];
}

/** A project board. */
export interface BoardView {
  readonly id: string;
  readonly title: string;
  /** As on GitHub: `/orgs/acme/projects/1`. */
  readonly path: string;
  readonly isClosed: boolean;
  readonly itemCount: number;
  readonly statusFieldId: string;
  /** One for each status; asked for by one page only: a getter may work it out. */
  readonly columns: readonly BoardColumnView[];
}

export interface BoardColumnView {
  /** The option's; empty for what has no status. */
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly items: readonly BoardItemView[];
}

export interface BoardItemView extends Pick<IssueView, "number" | "title" | "state" | "stateReason"> {
  readonly id: string;
  readonly nameWithOwner: string;
  readonly assignees: readonly string[];
  readonly milestone: string | null;
  /** What is set, in the order of the board, without the status. */
  readonly values: readonly { readonly field: string; readonly text: string }[];
}

export interface FileView {
  readonly path: string;
  readonly text: string;
}

export interface IssueView {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  readonly author: string;
  readonly createdAt: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly type: string | null;
  readonly milestone: string | null;
  /** Issues of the same repository that it waits for. */
  readonly blockedBy: readonly number[];
  /** The number of the parent, if it is in the same repository. */
  readonly parent: number | null;
  readonly subIssues: readonly number[];
  readonly timeline: readonly TimelineView[];
}

export interface TimelineView {
  /** GitHub's name of the event: closed, reopened, renamed, labeled, commented … */
  readonly event: string;
  readonly actor: string;
  readonly createdAt: string;
  /** What the event is about, as far as a line can say it: the reason, the new title, the label, the comment. */
  readonly detail: string;
}

export interface CommitView {
  readonly oid: string;
  readonly message: string;
  readonly author: string;
  readonly isBot: boolean;
  readonly date: string;
  /** Asked for by few pages: a getter may work it out when it is needed. */
  readonly files: readonly CommitFileView[];
}

export interface CommitFileView {
  readonly path: string;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly additions: number;
  readonly deletions: number;
  /** The hunks of a unified diff; undefined for binary files. */
  readonly patch: string | undefined;
}

export interface RequestView {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly mutations: number;
  readonly status: number;
}

export interface DeliveryView {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: string;
  /** In GitHub's words: "OK", "timed out", "failed to connect to host"; "pending" as long as nobody answered. */
  readonly status: string;
  readonly statusCode: number;
}
