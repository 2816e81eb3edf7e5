import type { ChecklistMetadata } from "./metadata.js";
import type { LedgerTable } from "./signoff.js";

/** What a Markdown file means. Positions are byte offsets into the file as it was read, lines count from 1. */

/** A heading and what is under it, up to the next heading of the same or a higher level. */
export interface Section {
  readonly title: string;
  /** Heading level, 1 to 6. */
  readonly level: number;
  readonly line: number;
  /** The anchor GitHub gives the heading when it renders the file, unique in the file (`-1`, `-2` … appended). */
  readonly slug: string;
  /** Index in `Checklist.sections` of the section that this one is inside of. */
  readonly parent: number | undefined;
  /**
   * The key under which people name this section in commands: `phase-2` for "Phase 2: …", `phase-2.1` for
   * "Phase 2.1: …", and a short form of the heading for any other top section. Undefined for the sections in between, and
   * for those that recur.
   */
  readonly phase: string | undefined;
  /** The tasks of a sign-off section are requirements. */
  readonly signoff: boolean;
  /**
   * What is written right below the heading, before the next one, apart from tasks: the Markdown of its paragraphs,
   * lists, tables and code, one after the other.
   */
  readonly prose: readonly string[];
}

/** The issue that a task names as its own, and how it is written in the file. */
export interface Reference {
  readonly number: number;
  /** `link`: `[#12](https://…/acme/app/issues/12)`, `comment`: `<!-- #12 -->`. */
  readonly style: "link" | "comment";
  /** `owner/name` as the link spells it; undefined for a comment, which always means the file's own repository. */
  readonly repository: string | undefined;
}

/**
 * What a task is to the app. A `requirement` is asked of phases at sign-off, a `placeholder` ("None currently",
 * "[Add your own]") stands for a task to be written: neither has an issue.
 */
export type TaskKind = "task" | "requirement" | "placeholder";

/** Open, ticked, or struck through because it will not be done. The same three states that an issue has. */
export type Completion = "open" | "done" | "dropped";

/** A GFM task list item. */
export interface Task {
  /** Position in `Checklist.tasks`. */
  readonly index: number;
  readonly kind: TaskKind;
  readonly line: number;
  readonly endLine: number;
  /** Byte offset of the character between the brackets. */
  readonly mark: number;
  readonly checked: boolean;
  /** The whole text is struck through: `~~text~~`. */
  readonly struck: boolean;
  /** `checked` wins over `struck`: people also strike what they have done. */
  readonly completion: Completion;
  /** List items around this one, whether they are tasks or not. */
  readonly depth: number;
  /** The nearest task around this one, as an index in `Checklist.tasks`. */
  readonly parent: number | undefined;
  /** Plain text of the task's first paragraph, without its reference and HTML comments. */
  readonly text: string;
  /** `text` on one line, as a readable title; may be longer than an issue's title may be. */
  readonly title: string;
  /** Titles of the headings around it, outermost first. */
  readonly section: readonly string[];
  /** Index in `Checklist.sections` of the innermost section; undefined above the first heading. */
  readonly sectionIndex: number | undefined;
  /** Phase key of the innermost section that has one. */
  readonly phase: string | undefined;
  /** Counts the tasks with the same section path and text before this one: 0 for the first. */
  readonly occurrence: number;
  readonly reference: Reference | undefined;
  /** Issue links on the first line that are not last, and so no reference (yet): a moved or appended-to reference. */
  readonly mentioned: readonly Reference[];
  /** `<!-- no issue -->`: a person or the app decided that this task has none. */
  readonly untracked: boolean;
}

/** One Markdown file that a config entry selects. */
export interface Checklist {
  readonly path: string;
  readonly sections: readonly Section[];
  readonly tasks: readonly Task[];
  /** Who, when, how important, and what waits for what. */
  readonly metadata: ChecklistMetadata;
  /** What was signed: at most one ledger in a sign-off section. */
  readonly ledgers: readonly LedgerTable[];
}
