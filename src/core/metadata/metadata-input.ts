import type { Paragraph, Table } from "mdast";
import type { Section, Task } from "../model/checklist.js";

/** A paragraph where it stands in the file. Offsets count in `MetadataInput.text`. */
export interface TextBlock {
  /** `task`: the task's own first paragraph, behind its box; `prose`: any other. */
  readonly kind: "task" | "prose";
  readonly node: Paragraph;
  readonly start: number;
  readonly end: number;
  /** Where the task's reference begins, the last thing on a line. */
  readonly reference: number | undefined;
  /** Line of `start`. */
  readonly line: number;
  /** Index of the last heading before it. */
  readonly section: number | undefined;
  /** Index of the innermost task around it. */
  readonly task: number | undefined;
  /** List items around it. */
  readonly depth: number;
}

export interface TableBlock {
  readonly kind: "table";
  readonly node: Table;
}

/** What the parser hands over, in the file's order. */
export interface MetadataInput {
  readonly path: string;
  readonly text: string;
  readonly byteOffset: (offset: number) => number;
  readonly sections: readonly Section[];
  readonly tasks: readonly Task[];
  readonly blocks: readonly (TextBlock | TableBlock)[];
}
