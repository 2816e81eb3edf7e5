import type { RequirementRules } from "./config.js";
import type { ByteRange } from "./metadata.js";

/** Who approved which requirement of which phase, when, from where; and what is still missing. */

/** Where somebody signed: a pull request that was merged, or the issue of the phase. Both count from one number range. */
export interface SignoffSource {
  readonly kind: "pull" | "issue";
  readonly number: number;
}

/** What all entries of a ledger say. A ledger belongs to one checklist. */
interface Signed {
  /** Key of the phase: `phase-2`. */
  readonly phase: string;
  /** Key of the requirement. */
  readonly requirement: string;
  /** A login, without `@`. */
  readonly by: string;
  /** GitHub's time of the comment, ISO 8601 in UTC with whole seconds: `2026-11-21T10:03:27Z`. */
  readonly at: string;
  readonly source: SignoffSource;
}

/** A person signed, or (as a maintainer, with a reason) set the requirement aside. */
export type Signature =
  (Signed & { readonly kind: "sign-off" }) | (Signed & { readonly kind: "waiver"; readonly reason: string });

/** A person took back what they had signed or waived. */
export type Withdrawal = Signed & { readonly kind: "cancel" };

/** What met the requirement was on the pull request when it was merged. `by`: who reviewed, or merged with green checks. */
export type EvidenceEntry = Signed & {
  readonly kind: "evidence";
  readonly evidence: NonNullable<RequirementRules["evidence"]>;
};

/** What is recorded. The latest entry of a person for a requirement of a phase replaces the ones before it. */
export type SignoffEntry = Signature | Withdrawal | EvidenceEntry;

/** What is to be recorded, and in the ledger of which file. */
export interface NewSignoff {
  /** Path of the checklist. */
  readonly checklist: string;
  readonly entry: SignoffEntry;
}

/** An entry as the ledger of a file has it. */
export type LedgerEntry = SignoffEntry & {
  /** Work in the phase was reopened or added after this: it does not count until somebody signs again. */
  readonly stale: boolean;
};

/** A signature on an open pull request: it belongs to the commit that was its head then. */
export interface Approval {
  readonly entry: Signature;
  readonly head: string;
  /** Commits came after it. It is not written into the ledger. */
  readonly stale: boolean;
}

/** Something that is asked of a phase before it is finished: a task in a sign-off section. */
export interface Requirement {
  /** Slug of its text; with the phase it names the requirement within a file. */
  readonly key: string;
  readonly text: string;
  /** Path of the checklist. */
  readonly checklist: string;
  /** Keys of the phases that it is asked of. */
  readonly phases: readonly string[];
  /** Indices in `Checklist.tasks` of the boxes that say it: more than one where a text is repeated. */
  readonly tasks: readonly number[];
  /** Index in `Checklist.sections` of the sign-off section whose ledger has it. */
  readonly section: number;
  /** Of the config, or the defaults. */
  readonly rules: RequirementRules;
}

export interface RequirementState {
  readonly requirement: Requirement;
  /** `stale` and `missing` keep the phase from being finished. */
  readonly state: "signed" | "waived" | "evidence" | "stale" | "missing";
  /** What the state rests on: who, when, where. Withdrawals of a `missing` one. */
  readonly entries: readonly LedgerEntry[];
}

/** A task that is not complete, for people. */
export interface OpenTask {
  readonly title: string;
  readonly line: number;
  readonly issue: number | undefined;
}

/** How far the sign-off of a phase has come. */
export interface PhaseSignoff {
  /** Path of the checklist. */
  readonly checklist: string;
  /** Key of the phase. */
  readonly phase: string;
  /** Index in `Checklist.sections`. */
  readonly section: number;
  /** Of its heading. */
  readonly line: number;
  readonly title: string;
  readonly requirements: readonly RequirementState[];
  readonly openTasks: readonly OpenTask[];
  /** Keys of the phases of the same file that it depends on and that are not signed wholly. */
  readonly unsigned: readonly string[];
  /** Every requirement is met and no task is open. */
  readonly finished: boolean;
}

/** The table in which the app keeps sign-offs, as a file has it. */
export interface LedgerTable {
  /** Index in `Checklist.sections` of the outermost sign-off section that it stands in. */
  readonly section: number;
  readonly line: number;
  /** Both markers and all that is between them. */
  readonly range: ByteRange;
  readonly entries: readonly LedgerEntry[];
  /** All that is between the markers, however it is spaced: what says the same is the same. */
  readonly content: string;
}

/** One change of what the ledger of a file says. */
export type LedgerChange =
  /** The entry as it is to be: it takes the place of what the same person had said about the same. */
  | { readonly kind: "put"; readonly entry: LedgerEntry }
  /** All of it anew, as it is to be before other changes: it was edited by hand, or is about other phases now. */
  | { readonly kind: "rewrite"; readonly entries: readonly LedgerEntry[] };
