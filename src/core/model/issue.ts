import type { Day } from "./metadata.js";

/** What we know of GitHub's issues, in our words. */

/** The repository that is being kept in step. */
export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
  /** Address for people, without a slash at the end: links to files and issues start with it. */
  readonly url: string;
  readonly branch: string;
  /** Names (`owner/name`) that the repository had before: links in the files may still say them. */
  readonly formerNames: readonly string[];
}

/** A change of an issue's state, title, parent or place that the timeline tells of. */
export interface IssueEvent {
  /** GitHub's name for the event: times have whole seconds, and much can happen in one. */
  readonly id: string;
  /** ISO 8601, GitHub's clock. */
  readonly at: string;
  /** Whether this app did it. */
  readonly own: boolean;
  readonly change:
    | { readonly what: "state"; readonly completion: "open" | "done" | "dropped" }
    | { readonly what: "title"; readonly title: string; readonly previous: string }
    | { readonly what: "parent"; readonly parent: number | undefined }
    /** It was transferred here; `from` is `owner/name`, empty where the app may not see it. */
    | { readonly what: "arrival"; readonly from: string }
    /** It was converted to a discussion: what is left of it is closed and locked for good. */
    | { readonly what: "discussion" };
}

/** A change of an issue's milestone, assignees or type that the timeline tells of. */
export interface AttributeEvent extends Pick<IssueEvent, "id" | "at" | "own"> {
  readonly change:
    | { readonly what: "milestone"; readonly title: string | undefined }
    | { readonly what: "assignee"; readonly login: string; readonly isAssigned: boolean }
    | { readonly what: "type" };
}

/** So many of the latest events are read of each issue; of one that has as many there may be more. */
export const EVENTS_READ = 10;

/** An issue as it was read. */
export interface ObservedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** Closed as completed is `done`; closed as not planned or as a duplicate is `dropped`. */
  readonly completion: "open" | "done" | "dropped";
  /** Authored by this app: only then does a marker in its body count. */
  readonly own: boolean;
  /** Number of the parent issue in the same repository. */
  readonly parent: number | undefined;
  /** Number of the milestone. */
  readonly milestone: number | undefined;
  /** Logins. */
  readonly assignees: readonly string[];
  /** Name of its issue type. */
  readonly type: string | undefined;
  readonly updatedAt: string;
  /** The latest of those changes, oldest first. */
  readonly events: readonly IssueEvent[];
  /** The latest changes of milestone, assignees and type, oldest first. */
  readonly attributeEvents: readonly AttributeEvent[];
}

/** What became of a number that is not an issue of the repository (any more). */
export type MissingIssue =
  | { readonly kind: "deleted" }
  | { readonly kind: "moved"; readonly repository: string; readonly number: number; readonly url: string }
  | { readonly kind: "discussion" }
  | { readonly kind: "pull-request" }
  | { readonly kind: "never" };

/** What a new issue says. */
export interface IssueContent {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Logins of people who can be assigned. */
  readonly assignees?: readonly string[];
  /** Name of an issue type that the organization has. */
  readonly type?: string | undefined;
}

/** A milestone as it is to be. */
export interface MilestoneContent {
  readonly title: string;
  readonly description: string;
  readonly due: Day | undefined;
  readonly isOpen: boolean;
}

/** A milestone as it was read. */
export interface ObservedMilestone extends MilestoneContent {
  readonly number: number;
  /** Made by this app: only then does a marker in its description count. */
  readonly own: boolean;
}
