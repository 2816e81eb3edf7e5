import type {
  CheckRun,
  CommitStatus,
  Issue,
  IssueComment,
  IssueType,
  Label,
  Milestone,
  Repository,
  TimelineEventName,
  Account,
  PullRequest,
  Review,
} from "./model.js";
import type { Actor } from "./access.js";
import type { Project, ProjectField, ProjectItem, ProjectIteration, ProjectOption } from "./project-model.js";

/** A branch or tag moved. All zeros stand for "did not exist" and "is gone", as in git. */
export interface PushEvent {
  readonly type: "push";
  readonly repository: Repository;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
}

export interface IssueEvent {
  readonly type: "issue";
  readonly action: TimelineEventName | "opened" | "edited" | "deleted" | "typed" | "untyped";
  readonly issue: Issue;
  readonly changes?: Readonly<Record<string, { readonly from: string }>>;
  readonly label?: Label;
  readonly assignee?: Account;
  readonly milestone?: Milestone;
  readonly issueType?: IssueType;
  readonly oldIssue?: Issue;
  readonly newIssue?: Issue;
}

export interface PullEvent {
  readonly type: "pull";
  readonly action:
    | "opened"
    | "edited"
    | "closed"
    | "reopened"
    | "synchronize"
    | "labeled"
    | "unlabeled"
    | "ready_for_review"
    | "enqueued";
  readonly issue: Issue & { readonly pull: PullRequest };
  readonly before?: string;
  readonly after?: string;
  readonly label?: Label;
  readonly changes?: Readonly<Record<string, { readonly from: string }>>;
}

export interface CommentEvent {
  readonly type: "comment";
  readonly action: "created" | "edited" | "deleted";
  readonly comment: IssueComment;
  readonly changes?: Readonly<Record<string, { readonly from: string }>>;
}

export interface SubIssueEvent {
  readonly type: "sub-issue";
  readonly action: "added" | "removed";
  readonly parent: Issue;
  readonly child: Issue;
}

export interface DependencyEvent {
  readonly type: "dependency";
  readonly action: "added" | "removed";
  readonly blocked: Issue;
  readonly blocking: Issue;
}

export interface LabelEvent {
  readonly type: "label";
  readonly action: "created" | "edited" | "deleted";
  readonly label: Label;
  readonly changes?: Readonly<Record<string, { readonly from: string }>>;
}

export interface MilestoneEvent {
  readonly type: "milestone";
  readonly action: "created" | "edited" | "closed" | "opened" | "deleted";
  readonly milestone: Milestone;
  readonly changes?: Readonly<Record<string, { readonly from: string }>>;
}

export interface RepositoryEvent {
  readonly type: "repository";
  readonly action: "created" | "renamed" | "edited" | "archived" | "unarchived" | "deleted";
  readonly repository: Repository;
  readonly changes?: Readonly<Record<string, unknown>>;
}

export interface ReviewEvent {
  readonly type: "review";
  readonly action: "submitted" | "dismissed";
  readonly issue: Issue & { readonly pull: PullRequest };
  readonly review: Review;
}

export interface CheckRunEvent {
  readonly type: "check-run";
  readonly action: "created" | "completed" | "rerequested";
  readonly checkRun: CheckRun;
}

/** All check runs of an app on a commit are completed; `last` is the one that completed it. */
export interface CheckSuiteEvent {
  readonly type: "check-suite";
  readonly action: "completed";
  readonly last: CheckRun;
}

/** Somebody said how a commit is doing; statuses are never changed, the next one of the same context counts. */
export interface StatusEvent {
  readonly type: "status";
  readonly repository: Repository;
  readonly status: CommitStatus;
}

export interface ProjectEvent {
  readonly type: "project";
  readonly action: "created" | "edited" | "closed" | "reopened" | "deleted";
  readonly project: Project;
  readonly changes?: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
}

/** Contents of values are told as they were and as they are: an option is told whole, also when it is gone. */
export interface ProjectItemEvent {
  readonly type: "project-item";
  readonly action: "created" | "edited" | "archived" | "restored" | "deleted";
  readonly item: ProjectItem;
  readonly change?: {
    readonly field: ProjectField;
    readonly from: ToldContent | null;
    readonly to: ToldContent | null;
  };
}

export type ToldContent = string | number | ProjectOption | ProjectIteration;

export interface InstallationEvent {
  readonly type: "installation";
  readonly action: "created" | "new_permissions_accepted";
}

export type WorldEvent =
  | PushEvent
  | IssueEvent
  | PullEvent
  | CommentEvent
  | SubIssueEvent
  | DependencyEvent
  | LabelEvent
  | MilestoneEvent
  | RepositoryEvent
  | ReviewEvent
  | CheckRunEvent
  | CheckSuiteEvent
  | StatusEvent
  | ProjectEvent
  | ProjectItemEvent
  | InstallationEvent;

export type WorldListener = (event: WorldEvent, actor: Actor) => void;
