import type { Checklist, Task } from "../model/checklist.js";
import type { ChecklistRules, Config } from "../model/config.js";
import type { MissingIssue, ObservedIssue, ObservedMilestone, RepositoryRef } from "../model/issue.js";
import type { NewSignoff } from "../model/signoff.js";

/** A checklist at the head of the branch, and the config entry that selects it. */
export interface SelectedChecklist {
  readonly checklist: Checklist;
  readonly rules: ChecklistRules;
}

/** The state in which both sides last agreed. */
export interface Base {
  /** The commit's checklists, chosen by the present config. */
  readonly checklists: readonly SelectedChecklist[];
  /** Those that the config of that commit selects, and the present one does not. */
  readonly deselected: readonly SelectedChecklist[];
  /** GitHub's time until which everything that happened to issues is part of that state. */
  readonly since: string;
  /** Events at or after `since` that are part of that state all the same: times have whole seconds, and lists lag. */
  readonly included: ReadonlySet<string>;
  /** The config of that time; undefined where it cannot be read any more. */
  readonly config: Config | undefined;
  /** Undefined: an app that knew nothing of phases recorded it. */
  readonly phases: PhaseRecords | undefined;
}

/** What the app remembers of a section: the numbers of its issue and its milestone. */
export interface PhaseRecord {
  /** `null`: a person deleted it, and it stays away. */
  readonly issue?: number | null | undefined;
  readonly milestone?: number | null | undefined;
}

/** By the path of the checklist, then by the key of the section. Sections that are gone may come back. */
export type PhaseRecords = Readonly<Record<string, Readonly<Record<string, PhaseRecord>>>>;

/** What was asked of the repository so far. */
export interface Facts {
  /** By login in small letters. */
  readonly assignable: ReadonlyMap<string, boolean>;
  readonly milestones: readonly ObservedMilestone[] | undefined;
  /** Names of the issue types that the organization has. */
  readonly types: readonly string[] | undefined;
}

/** All that a plan is made from. Nothing else is looked at. */
export interface PlanInput {
  readonly repository: RepositoryRef;
  /** The commit that `head` was read at: named in what the app says about removed lines. */
  readonly headOid: string;
  readonly config: Config;
  readonly head: readonly SelectedChecklist[];
  readonly base: Base | undefined;
  /** What was read. With a base, an issue that was not read is as the base says. */
  readonly issues: ReadonlyMap<number, ObservedIssue>;
  readonly missing: ReadonlyMap<number, MissingIssue>;
  /** What people signed, waived or took back, and is to be in the ledgers; some of it may be there already. */
  readonly record: readonly NewSignoff[];
  /** Undefined where nobody can be asked, as in a terminal: then everything is taken to be as the files say. */
  readonly facts?: Facts | undefined;
}

/** A task together with where it stands. */
export interface PlacedTask extends SelectedChecklist {
  readonly task: Task;
}
