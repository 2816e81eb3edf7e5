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
  /** The ways to misbehave that wait for their moment. */
  readonly faults: readonly FaultView[];
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
  /** The default branch takes no commits but those of a merge. */
  readonly wantsPulls: boolean;
  /** Without pull requests. */
  readonly issues: readonly IssueView[];
  /** Oldest first, as the issues. */
  readonly pulls: readonly PullView[];
  readonly milestones: readonly MilestoneView[];
  /** Of the default branch, newest first. */
  readonly commits: readonly CommitView[];
}

/** A project board. */
export interface BoardView {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly number: number;
  /** As on GitHub: `/orgs/acme/projects/1`. */
  readonly path: string;
  readonly isClosed: boolean;
  readonly itemCount: number;
  readonly statusFieldId: string;
  /** One for each status; asked for by one page only: a getter may work it out. */
  readonly columns: readonly BoardColumnView[];
  /** What it does by itself. */
  readonly workflows: readonly { readonly name: string; readonly enabled: boolean }[];
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
  readonly comments: readonly CommentView[];
  /** Without comments. */
  readonly timeline: readonly TimelineView[];
}

export interface CommentView {
  readonly author: string;
  readonly isBot: boolean;
  readonly createdAt: string;
  readonly isEdited: boolean;
  readonly body: string;
  /** In GitHub's words: "eyes", "rocket". */
  readonly reactions: readonly { readonly content: string; readonly author: string }[];
}

export interface PullView extends Pick<
  IssueView,
  "number" | "title" | "body" | "state" | "author" | "createdAt" | "comments"
> {
  readonly headRef: string;
  readonly headOid: string;
  readonly baseRef: string;
  readonly isDraft: boolean;
  /** Who merged it. */
  readonly mergedBy: string | null;
  /** It is merged as soon as nothing is in the way any more. */
  readonly mergesByItself: boolean;
  readonly reviews: readonly ReviewView[];
  /** Why an open one cannot be merged now, in GitHub's words; this and what follows may be worked out by a getter. */
  readonly obstacles: readonly string[];
  readonly checks: readonly CheckView[];
  /** Oldest first. */
  readonly commits: readonly CommitView[];
  readonly files: readonly CommitFileView[];
}

export interface ReviewView {
  readonly author: string;
  /** In GitHub's words: APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED. */
  readonly state: string;
  readonly body: string;
  readonly submittedAt: string;
  /** Whether it is about the latest commit. */
  readonly isCurrent: boolean;
}

/** The last word of a check or status on a commit. */
export interface CheckView {
  /** A status has none: nobody can ask for it again. */
  readonly id: number | null;
  readonly name: string;
  /** The slug of the app, or the login whose status it is. */
  readonly author: string;
  /** In GitHub's words; null while it is under way. */
  readonly conclusion: string | null;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly text: string;
}

export interface MilestoneView {
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly state: "open" | "closed";
  readonly dueOn: string | null;
}

export interface TimelineView {
  /** GitHub's name of the event: closed, reopened, renamed, labeled, commented … */
  readonly event: string;
  readonly actor: string;
  readonly createdAt: string;
  /** What the event is about, as far as a line can say it: the reason, the new title, the label. */
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

export interface FaultView {
  readonly kind: string;
  /** How often it still strikes; null: until it is cleared. */
  readonly left: number | null;
}
