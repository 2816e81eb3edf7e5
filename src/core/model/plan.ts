import type { BoardChange, BoardField, ColumnType } from "./board.js";
import type { Completion } from "./checklist.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Edit } from "./edit.js";
import type { IssueContent, MilestoneContent } from "./issue.js";
import type { Day } from "./metadata.js";
import type { LedgerChange, PhaseSignoff } from "./signoff.js";

/** Names a task within one reading of the files: `path#index`. It means nothing in the next reading. */
export type TaskKey = `${string}#${number}`;

/** Names a section in the same way: `path§index`. */
export type SectionKey = `${string}§${number}`;

/** An issue that exists, by number, or the one that this plan creates for a task or a section. */
export type IssueTarget = number | TaskKey | SectionKey;

/** A milestone that exists, by number, or the one that this plan creates for a section. */
export type MilestoneTarget = number | SectionKey;

/** Where in the files a step comes from, and what the task there is called. */
export interface StepPlace {
  readonly file: string;
  readonly line: number;
  readonly title: string;
}

/** Everything the app may ever do to a repository is in this union. `reason` says why in a few words. */
export type Step =
  | {
      readonly op: "create-milestone";
      readonly section: SectionKey;
      readonly place: StepPlace;
      readonly content: MilestoneContent;
      readonly reason: string;
    }
  | {
      readonly op: "update-milestone";
      readonly milestone: number;
      readonly place: StepPlace;
      /** `due: null` takes the day away. */
      readonly change: MilestoneChange;
      readonly reason: string;
    }
  /** The issue of a phase, or of a section inside of one. */
  | {
      readonly op: "create-phase";
      readonly section: SectionKey;
      readonly place: StepPlace;
      readonly content: IssueContent;
      readonly parent: IssueTarget | undefined;
      readonly milestone?: MilestoneTarget | undefined;
      readonly completion: Completion;
      readonly reason: string;
    }
  | {
      readonly op: "create-issue";
      readonly task: TaskKey;
      readonly place: StepPlace;
      readonly content: IssueContent;
      readonly parent: IssueTarget | undefined;
      readonly milestone?: MilestoneTarget | undefined;
      /** Other than `open` for tasks that were complete before they had an issue. */
      readonly completion: Completion;
      readonly reason: string;
    }
  | {
      readonly op: "update-issue";
      readonly issue: number;
      readonly place: StepPlace;
      readonly title: string | undefined;
      /** The whole new body, people's words around the app's own block included. */
      readonly body: string | undefined;
      readonly reason: string;
    }
  | {
      readonly op: "set-parent";
      readonly issue: number;
      readonly place: StepPlace;
      readonly parent: IssueTarget | undefined;
      readonly reason: string;
    }
  | {
      readonly op: "set-completion";
      readonly issue: number;
      readonly place: StepPlace;
      readonly completion: Completion;
      /** Said on the issue together with the change. */
      readonly comment: string | undefined;
      readonly reason: string;
    }
  | {
      readonly op: "set-milestone";
      readonly issue: number;
      readonly place: StepPlace;
      readonly milestone: MilestoneTarget | undefined;
      readonly reason: string;
    }
  | {
      readonly op: "set-type";
      readonly issue: number;
      readonly place: StepPlace;
      /** Name of an issue type that the organization has. */
      readonly type: string;
      readonly reason: string;
    }
  | {
      readonly op: "set-assignees";
      readonly issue: number;
      readonly place: StepPlace;
      readonly assign: readonly string[];
      readonly unassign: readonly string[];
      readonly reason: string;
    }
  /** `issue` waits for `on`, or no longer does. */
  | {
      readonly op: "add-dependency" | "remove-dependency";
      readonly issue: IssueTarget;
      readonly place: StepPlace;
      readonly on: IssueTarget;
      readonly reason: string;
    }
  /** Puts a sub-issue right behind another one of the same parent, or before it. */
  | {
      readonly op: "order-sub-issue";
      readonly issue: IssueTarget;
      readonly place: StepPlace;
      readonly parent: IssueTarget;
      readonly beside: { readonly after: IssueTarget } | { readonly before: IssueTarget };
      readonly reason: string;
    }
  | {
      /** The config no longer selects the file of its task: the issue stays as it is, and says so. */
      readonly op: "let-go";
      readonly issue: number;
      readonly place: StepPlace;
      readonly body: string | undefined;
      readonly comment: string;
      readonly reason: string;
    }
  | {
      readonly op: "edit-task";
      readonly place: StepPlace;
      readonly edit: Edit;
      readonly issue: number | undefined;
      readonly reason: string;
    }
  | {
      /** `place` is the requirement, or the ledger as a whole. */
      readonly op: "edit-ledger";
      readonly place: StepPlace;
      readonly change: LedgerChange;
      readonly reason: string;
    }
  /** Changes of the project board; `place` is where the config names it, or the task. */
  | { readonly op: "create-board"; readonly place: StepPlace; readonly reason: string }
  | {
      readonly op: "create-board-column";
      readonly field: BoardField;
      readonly name: string;
      readonly type: ColumnType;
      /** Of a choice. */
      readonly options: readonly string[];
      readonly place: StepPlace;
      readonly reason: string;
    }
  | {
      readonly op: "add-board-options";
      readonly field: BoardField;
      /** Of the column. */
      readonly name: string;
      readonly options: readonly string[];
      readonly place: StepPlace;
      readonly reason: string;
    }
  | {
      readonly op: "set-board-values";
      readonly issue: IssueTarget;
      readonly place: StepPlace;
      /** The issue is put on the board first. */
      readonly add: boolean;
      readonly values: readonly BoardChange[];
      readonly reason: string;
    };

export interface MilestoneChange {
  readonly title?: string;
  readonly description?: string;
  readonly due?: Day | null;
  readonly isOpen?: boolean;
}

/** What a plan would have to know of the repository: ask, and plan again. */
export interface Questions {
  /** Can these people be assigned? In small letters. */
  readonly logins: readonly string[];
  readonly milestones: boolean;
  readonly types: boolean;
}

/** The issue and the milestone that a section has once the plan is applied. */
export interface PhaseOutcome {
  readonly file: string;
  readonly key: string;
  /** `null`: a person deleted it, and it stays away. */
  readonly issue: IssueTarget | null | undefined;
  readonly milestone: MilestoneTarget | null | undefined;
}

/** Steps in the order in which they are applied, and remarks about the files. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** Issues that must be read before this plan can be trusted: read them and plan again. */
  readonly unread: readonly number[];
  readonly questions: Questions;
  readonly phases: readonly PhaseOutcome[];
  /** So many issues belonged to tasks before this plan. */
  readonly former: number;
  /** How far the sign-offs are once this plan is applied. */
  readonly signoffs: readonly PhaseSignoff[];
}

/** A plan that may be applied, or one that waits for a person because it does too much at once. */
export type GuardedPlan =
  | { readonly verdict: "apply"; readonly plan: Plan }
  | { readonly verdict: "held"; readonly plan: Plan; readonly why: string };
