import type { Diagnostic, Severity } from "../../model/diagnostic.js";
import type { ReadChecklist } from "../read-checklist.js";
import { findNearBoxes } from "./near-boxes.js";
import type { NearBox } from "./near-boxes.js";

/** One way to miss GitHub's task syntax. What was meant as a task and is none is an error: nobody would see it open. */
interface BoxRule {
  readonly name: string;
  readonly severity: Severity;
  readonly where: readonly NearBox["where"][];
  /** Tried on the line from its bullet, or from its bracket. */
  readonly on: "content" | "box";
  readonly pattern: RegExp;
  readonly message: (found: string) => string;
}

const ODD_SPACE = "\\u00A0\\u1680\\u2000-\\u200B\\u202F\\u205F\\u2060\\u3000\\uFEFF";

/** The first rule that matches a line speaks for it. What is followed by `(`, `[` or `:` is a link or its address. */
const BOX_RULES: readonly BoxRule[] = [
  {
    // `- []` is an empty link text to Markdown.
    name: "empty-brackets",
    severity: "error",
    where: ["item"],
    on: "box",
    pattern: /^\[\](?![([:])/,
    message: (found) => `Unexpected \`${found}\`, expected \`[ ]\`, put a blank between the brackets`,
  },
  {
    // A box holds exactly one character: `[ x ]` and `[  ]` are text.
    name: "wide-box",
    severity: "error",
    where: ["item"],
    on: "box",
    pattern: /^\[(?=[^\]]{2,4}\])[ \t]*[xX]?[ \t]*\](?![([:])/,
    message: (found) =>
      `Unexpected \`${found}\`, expected \`${/x/i.test(found) ? "[x]" : "[ ]"}\`, keep one character between the brackets`,
  },
  {
    // A no-break or ideographic space looks like a blank and is none.
    name: "odd-space",
    severity: "error",
    where: ["item", "start", "inside"],
    on: "content",
    pattern: new RegExp(
      `^(?:[-*+][${ODD_SPACE}]+\\[[ xX]\\]|(?:[-*+] +|\\d+[.)] +)\\[(?:[${ODD_SPACE}]\\]|[ xX]\\][${ODD_SPACE}]))`,
    ),
    message: (found) =>
      `Unexpected space character in \`${found}\`, expected an ordinary blank, type the blanks in and around the box again`,
  },
  {
    // `[ ]text`: without a blank behind it, the box is text.
    name: "glued-box",
    severity: "error",
    where: ["item"],
    on: "box",
    pattern: /^\[[ xX]\][^\s([:]+/,
    message: (found) =>
      `Unexpected \`${found}\`, expected \`${found.slice(0, 3)} ${found.slice(3)}\`, put a blank behind the box`,
  },
  {
    // States that other programs know: `[-]` dropped, `[/]` begun, `[>]` moved, `[✅]` done.
    name: "custom-state",
    severity: "warning",
    where: ["item"],
    on: "box",
    pattern: /^\[(?:[-~/>?✓✔☑✗✘☐❌]|✅|✔️|☑️)\](?=\s|$)/u,
    message: (found) =>
      `Unexpected \`${found}\`, expected \`[ ]\` or \`[x]\`, use a state that GitHub knows` +
      (/[-~✗✘❌]/u.test(found) ? " and strike the text through (`~~text~~`) if it will not be done" : ""),
  },
  {
    // A box with nothing behind it is text, not a task.
    name: "empty-task",
    severity: "warning",
    where: ["item"],
    on: "box",
    pattern: /^\[[ xX]\](?=\s*$)/,
    message: (found) => `Unexpected \`${found}\` alone, expected a text behind it, say what is to be done`,
  },
  {
    // `-[ ] text`: without a blank, the bullet is a hyphen.
    name: "glued-bullet",
    severity: "error",
    where: ["start", "inside"],
    on: "content",
    pattern: /^(?:[-*+]|\d{1,9}[.)])\[[ xX]?\](?=\s|$)/,
    message: (found) =>
      `Unexpected \`${found}\`, expected \`${found.replace(/\[[ xX]?\]/, (box) => ` ${box === "[]" ? "[ ]" : box}`)}\`, put a blank behind the bullet`,
  },
  {
    // Only a list that starts with 1 may follow a paragraph directly.
    name: "number-below-paragraph",
    severity: "error",
    where: ["inside"],
    on: "content",
    pattern: /^(?!1[.)])\d{1,9}[.)][ \t]+\[[ xX]\](?=[ \t]+\S)/,
    message: (found) =>
      `Unexpected \`${found}\` below a paragraph, expected an empty line before a list that does not start with 1, add one`,
  },
  {
    // Four columns further in than the text above, a bullet continues that text.
    name: "continued-paragraph",
    severity: "error",
    where: ["inside"],
    on: "content",
    pattern: /^(?:[-*+]|1[.)])[ \t]+\[[ xX]\](?=[ \t]+\S)/,
    message: (found) =>
      `Unexpected indentation of \`${found}\`, expected at most three columns more than the text above, which this line continues; indent it less or put an empty line before it`,
  },
  {
    // Often meant as a task, but as often a form to be filled in: only a note.
    name: "missing-bullet",
    severity: "info",
    where: ["start", "inside"],
    on: "content",
    pattern: /^\[[ xX]\](?=[ \t]+\S)/,
    message: (found) =>
      `Unexpected \`${found}\` without a bullet, expected \`- ${found}\`, put \`- \` before it`,
  },
];

export function diagnoseBoxes(read: ReadChecklist): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const near of findNearBoxes(read)) {
    const rule = BOX_RULES.find(
      (rule) => rule.where.includes(near.where) && rule.pattern.test(near[rule.on]),
    );
    const found = rule?.pattern.exec(near[rule.on])?.[0];
    if (rule === undefined || found === undefined) continue;
    const { line, column } = near;
    const { name, severity } = rule;
    diagnostics.push({
      file: read.checklist.path,
      line,
      column,
      rule: name,
      severity,
      message: rule.message(found),
    });
  }
  return diagnostics;
}
