/** How much a remark matters: `lint` fails on an error; a sync never stops because of one, it leaves the place alone. */
export type Severity = "error" | "warning" | "info";

/**
 * A remark about a person's file: a value, never thrown.
 *
 * The message has one grammar: "Unexpected X, expected Y, do Z". `line` and `column` count from 1; the column
 * counts UTF-16 code units, as editors do.
 */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Kebab-case name of the rule, as the config's `rules` names it. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The issue that it is about, where a later sync has to know. */
  readonly issue?: number;
}
