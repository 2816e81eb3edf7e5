import type { Priority } from "../model/metadata.js";

/** The words by rank. Where a text has two ("LOW-MEDIUM"), the more urgent one counts. */
const WORDS: readonly (readonly [Priority, RegExp])[] = [
  ["P0", /\b(?:P0|critical|urgent|blocker|highest|crítica|critica)\b|🔺/i],
  ["P1", /\b(?:P1|high|must(?:[ -]have)?|alta)\b|⏫/i],
  ["P2", /\b(?:P2|medium|med|moderate|normal|should(?:[ -]have)?|media)\b|🔼/i],
  ["P3", /\b(?:P[345]|low|lowest|minor|could(?:[ -]have)?|nice[ -]to[ -]have|optional|baja)\b|🔽|⏬/i],
];

/** Reads `HIGH`, `P0`, `LOW-MEDIUM`, `LOW (if needed)`. What stands in parentheses only counts where nothing else does. */
export function parsePriority(text: string): Priority | undefined {
  return rank(text.replace(/\(.*$/, "")) ?? rank(text);
}

function rank(text: string): Priority | undefined {
  return WORDS.find(([, words]) => words.test(text))?.[0];
}
