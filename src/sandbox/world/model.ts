import type { Project, ProjectItem } from "./project-model.js";

/**
 * The nouns of the sandbox's GitHub. Things refer to each other directly (an issue holds its labels, not their names),
 * so a rename is seen everywhere at once, as on GitHub. `kind` is the name of the GraphQL type.
 *
 * Arrays inside an issue are replaced, never changed in place: `revisions.ts` keeps shallow copies of issues.
 */
export type Role = "none" | "read" | "triage" | "write" | "maintain" | "admin";

export interface Account {
  readonly kind: "User" | "Organization" | "Bot";
  readonly id: number;
  /** As REST spells it: a bot is `tickmark[bot]`. */
  login: string;
  readonly createdAt: string;
}

export interface Team {
  readonly kind: "Team";
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly organization: Account;
  /** Those of the child teams belong to it as well. */
  readonly members: Account[];
  /** Invited, and not in it until they accept. */
  readonly invited: Account[];
  readonly parent: Team | null;
}

export interface App {
  readonly kind: "App";
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly bot: Account;
  readonly owner: Account;
  permissions: Readonly<Record<string, "read" | "write">>;
  events: readonly string[];
  readonly createdAt: string;
}

export interface Installation {
  readonly kind: "Installation";
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  /** What its owner has accepted of what the app asks for. */
  permissions: App["permissions"];
  readonly createdAt: string;
}

export interface Repository {
  readonly kind: "Repository";
  readonly id: number;
  name: string;
  readonly owner: Account;
  private: boolean;
  description: string | null;
  defaultBranch: string;
  archived: boolean;
  readonly createdAt: string;
  updatedAt: string;
  pushedAt: string;
  nextNumber: number;
  /** Issues and pull requests share the numbers. */
  readonly issues: Map<number, Issue>;
  readonly deletedNumbers: Set<number>;
  readonly transferred: Map<number, Issue>;
  /** Whether it has issues at all; pull requests it always has. */
  hasIssues: boolean;
  readonly labels: Label[];
  readonly milestones: Milestone[];
  nextMilestone: number;
  readonly collaborators: Map<Account, Role>;
  readonly refs: Map<string, string>;
  readonly rules: BranchRule[];
  readonly checkRuns: CheckRun[];
  readonly statuses: CommitStatus[];
  allowAutoMerge: boolean;
}

/** What keeps people from pushing to a branch directly. */
export interface BranchRule {
  readonly kind: "BranchRule";
  readonly id: number;
  readonly style: "protection" | "ruleset";
  readonly branch: string;
  readonly requiresPullRequest: boolean;
  readonly requiredChecks: readonly string[];
  readonly requiredApprovals: number;
  /** Merges go through a merge queue. */
  readonly mergeQueue: boolean;
}

export interface Label {
  readonly kind: "Label";
  readonly id: number;
  readonly repository: Repository;
  name: string;
  color: string;
  description: string | null;
  readonly isDefault: boolean;
  readonly createdAt: string;
}

export interface Milestone {
  readonly kind: "Milestone";
  readonly id: number;
  readonly repository: Repository;
  readonly number: number;
  title: string;
  description: string | null;
  state: "open" | "closed";
  dueOn: string | null;
  readonly creator: Account;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

/** Issue types belong to an organisation. */
export interface IssueType {
  readonly kind: "IssueType";
  readonly id: number;
  readonly organization: Account;
  name: string;
  description: string | null;
  color: "gray" | "blue" | "green" | "yellow" | "orange" | "red" | "pink" | "purple" | null;
  isEnabled: boolean;
  readonly createdAt: string;
  updatedAt: string;
}

export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";
export type LockReason = "off-topic" | "too heated" | "resolved" | "spam";

export interface Issue {
  readonly kind: "Issue" | "PullRequest";
  readonly id: number;
  number: number;
  repository: Repository;
  title: string;
  body: string | null;
  readonly author: Account;
  /** The app whose token wrote it, `performed_via_github_app`. */
  readonly viaApp: App | null;
  state: "open" | "closed";
  stateReason: StateReason | null;
  duplicateOf: Issue | null;
  closedBy: Account | null;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  locked: boolean;
  lockReason: LockReason | null;
  labels: readonly Label[];
  assignees: readonly Account[];
  milestone: Milestone | null;
  type: IssueType | null;
  parent: Issue | null;
  subIssues: readonly Issue[];
  blockedBy: readonly Issue[];
  blocking: readonly Issue[];
  comments: readonly IssueComment[];
  timeline: readonly TimelineEvent[];
  reactions: readonly Reaction[];
  /** Its places on project boards. */
  projectItems: readonly ProjectItem[];
  readonly pull: PullRequest | null;
}

export interface PullRequest {
  baseRef: string;
  baseOid: string;
  readonly headRef: string;
  headOid: string;
  draft: boolean;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitOid: string | null;
  autoMerge: { readonly by: Account; readonly method: MergeMethod } | null;
  /** It waits in the merge queue, and who put it there. */
  queued: { readonly by: Account; readonly method: MergeMethod } | null;
  reviews: readonly Review[];
}

export type MergeMethod = "merge" | "squash" | "rebase";

export interface Review {
  readonly kind: "PullRequestReview";
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  readonly commitOid: string;
  readonly submittedAt: string;
}

export interface IssueComment {
  readonly kind: "IssueComment";
  readonly id: number;
  readonly issue: Issue;
  body: string;
  readonly author: Account;
  readonly viaApp: App | null;
  readonly createdAt: string;
  updatedAt: string;
  reactions: readonly Reaction[];
}

export interface Reaction {
  readonly kind: "Reaction";
  readonly id: number;
  readonly user: Account;
  readonly content: ReactionContent;
  readonly createdAt: string;
}

export const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;
export type ReactionContent = (typeof REACTIONS)[number];

/** Named as in REST (`event`); the GraphQL type name is derived from it. */
export type TimelineEventName =
  | "closed"
  | "reopened"
  | "renamed"
  | "labeled"
  | "unlabeled"
  | "assigned"
  | "unassigned"
  | "milestoned"
  | "demilestoned"
  | "issue_type_added"
  | "issue_type_changed"
  | "issue_type_removed"
  | "locked"
  | "unlocked"
  | "transferred"
  | "sub_issue_added"
  | "sub_issue_removed"
  | "parent_issue_added"
  | "parent_issue_removed"
  | "blocked_by_added"
  | "blocked_by_removed"
  | "blocking_added"
  | "blocking_removed"
  | "added_to_project_v2"
  | "removed_from_project_v2"
  | "project_v2_item_status_changed"
  | "merged";

export interface TimelineEvent {
  readonly kind: "TimelineEvent";
  readonly id: number;
  readonly event: TimelineEventName;
  readonly actor: Account;
  readonly createdAt: string;
  readonly stateReason?: StateReason | null;
  readonly rename?: { readonly from: string; readonly to: string };
  readonly label?: { readonly name: string; readonly color: string };
  readonly assignee?: Account;
  readonly milestoneTitle?: string;
  readonly type?: IssueType | null;
  readonly previousType?: IssueType | null;
  readonly project?: Project;
  /** The statuses on the board, before and after; empty for none. */
  readonly status?: { readonly from: string; readonly to: string };
  readonly commitOid?: string;
  readonly fromRepository?: Repository;
  readonly other?: Issue;
}

export interface CheckRun {
  readonly kind: "CheckRun";
  readonly id: number;
  readonly repository: Repository;
  readonly app: App;
  name: string;
  readonly headSha: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
}

export interface CommitStatus {
  readonly id: number;
  readonly oid: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}
