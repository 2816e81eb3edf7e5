import type { Account, Issue, Repository } from "./model.js";

/** The nouns of project boards. `kind` is the name of the GraphQL type, and field types are spelled as in GraphQL. */
export interface Project {
  readonly kind: "ProjectV2";
  readonly id: number;
  /** Counts per owner; the number of a deleted project is not given again. */
  readonly number: number;
  readonly owner: Account;
  readonly creator: Account;
  title: string;
  shortDescription: string | null;
  readme: string | null;
  public: boolean;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  readonly fields: ProjectField[];
  /** By id, in the order of the board. */
  readonly items: Map<number, ProjectItem>;
  readonly repositories: Repository[];
  readonly workflows: readonly ProjectWorkflow[];
}

export type ProjectFieldType =
  | "ASSIGNEES"
  | "DATE"
  | "ITERATION"
  | "LABELS"
  | "LINKED_PULL_REQUESTS"
  | "MILESTONE"
  | "NUMBER"
  | "PARENT_ISSUE"
  | "REPOSITORY"
  | "REVIEWERS"
  | "SINGLE_SELECT"
  | "SUB_ISSUES_PROGRESS"
  | "TEXT"
  | "TITLE";

export interface ProjectField {
  readonly kind: "ProjectV2Field" | "ProjectV2SingleSelectField" | "ProjectV2IterationField";
  readonly id: number;
  readonly project: Project;
  name: string;
  readonly type: ProjectFieldType;
  /** It came with the project and cannot be deleted. */
  readonly isBuiltIn: boolean;
  options: readonly ProjectOption[];
  iterations: readonly ProjectIteration[];
  readonly createdAt: string;
  updatedAt: string;
}

export const OPTION_COLORS = ["BLUE", "GRAY", "GREEN", "ORANGE", "PINK", "PURPLE", "RED", "YELLOW"] as const;

export interface ProjectOption {
  /** Eight hexadecimal digits; values point to it, not to the name. */
  readonly id: string;
  readonly name: string;
  readonly color: (typeof OPTION_COLORS)[number];
  readonly description: string;
}

export interface ProjectIteration {
  readonly id: string;
  readonly title: string;
  readonly startDate: string;
  /** In days. */
  readonly duration: number;
}

export interface ProjectItem {
  readonly kind: "ProjectV2Item";
  readonly id: number;
  readonly project: Project;
  /** Another one after a transfer. */
  content: Issue;
  readonly creator: Account;
  readonly createdAt: string;
  /** `createdAt` to the millisecond: the list of a board lags behind what was just added. */
  readonly addedAt: number;
  updatedAt: string;
  archivedAt: string | null;
  readonly values: Map<ProjectField, ProjectValue>;
}

export interface ProjectValue {
  readonly kind:
    | "ProjectV2ItemFieldTextValue"
    | "ProjectV2ItemFieldNumberValue"
    | "ProjectV2ItemFieldDateValue"
    | "ProjectV2ItemFieldSingleSelectValue"
    | "ProjectV2ItemFieldIterationValue";
  readonly id: number;
  readonly item: ProjectItem;
  readonly field: ProjectField;
  readonly creator: Account;
  readonly createdAt: string;
  updatedAt: string;
  /** A text, a number, a date (`2026-01-31`), the id of an option or of an iteration, as the type of the field says. */
  content: string | number;
}

/** A rule of GitHub's own that sets a status, closes an issue or adds an item. */
export interface ProjectWorkflow {
  readonly kind: "ProjectV2Workflow";
  readonly id: number;
  readonly number: number;
  readonly name: WorkflowName;
  enabled: boolean;
  readonly createdAt: string;
}

export type WorkflowName =
  | "Auto-add sub-issues to project"
  | "Auto-close issue"
  | "Item added to project"
  | "Item closed"
  | "Item reopened"
  | "Pull request merged";
