import type { Severity } from "../model/diagnostic.js";
import type { Written } from "../model/metadata.js";
import type { TextLine } from "./text-lines.js";

/** A remark before it has a place. */
export interface Remark {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Words in a line that say something, before anybody has understood them. */
export interface Words {
  readonly text: string;
  readonly line: TextLine;
  /** Offset in the line. */
  readonly at: number;
}

/** What the readers of values need from the file, and where they leave their remarks. */
export interface Reading {
  readonly write: <Value>(value: Value, words: Words) => Written<Value>;
  readonly remark: (words: Words, remark: Remark) => void;
}
