import { slugOf } from "../ledger/ledger-text.js";
import { phaseTitle } from "../metadata/phase-title.js";

/** "Phase" in the languages that checklists were found in; Japanese, Chinese and Korean glue it to the number. */
const PHASE_WORDS = "phase|fase|faza|etapa|étape|этап|фаза|フェーズ|フェイズ|阶段|階段|段階|단계";

/** A number such as 2, 2.1, 2a or 1-2, a Roman numeral or a single capital. "Phase Rollback" is no phase. */
const PHASE_NUMBER = String.raw`\d+(?:\.\d+)*(?:[-–]\d+(?:\.\d+)*)?[a-z]?|[IVX]+|[A-Z]`;

/**
 * What may stand before the word: emoji (also those that a wrong encoding has turned into letters such as "ðŸŽ¯"),
 * markup, and the number of the heading ("3. Phase 2"). Any other word makes it a sentence about a phase.
 */
const BEFORE = String.raw`^(?:\d+(?:\.\d+)*[.)]?\s)?[^A-Za-z0-9]*?`;

const PHASE = new RegExp(
  `${BEFORE}(?:${PHASE_WORDS.replace(/\p{L}/gu, anyCase)})[\\s#-]*(${PHASE_NUMBER})(?![\\p{L}\\p{N}])`,
  "u",
);
const NUMBER_FIRST = /^[^A-Za-z0-9]*?第?(\d+)\s?(?:阶段|階段|段階|단계|フェーズ)/u;

export interface PhaseHeading {
  /** `phase-2`, `phase-2.1`. */
  readonly key: string;
  /** What follows the number. */
  readonly rest: string;
}

/** Reads "Phase 2: …", "PHASE 2", "Phase 2.1 - …" from a heading; undefined when the heading names no phase. */
export function parsePhaseHeading(title: string): PhaseHeading | undefined {
  const match = PHASE.exec(title) ?? NUMBER_FIRST.exec(title);
  const number = match?.[1];
  if (match === null || number === undefined) return undefined;
  return { key: `phase-${number.toLowerCase().replace("–", "-")}`, rest: title.slice(match[0].length) };
}

/** "4. ", "2.1) ", "2.1 ", and emoji that a wrong encoding has turned into letters. */
const DECORATION =
  /^(?:[^\p{L}\p{N}]*\d+(?:\.\d+)*[.):]\s+|[^\p{L}\p{N}]*\d+(?:\.\d+)+\s+|[^A-Za-z0-9\s]*[ðâ][^A-Za-z0-9\s]*\s+)/u;

/**
 * What people call main sections that have no phase number: their headings without what changes more often than a
 * name, such as weights and schedules, and without the number and the signs before them. Where that is not enough to
 * tell them apart, the rest of the heading is; a key that another section has is no key.
 */
export class SectionKeys {
  readonly #taken = new Set<string>();

  /** `anchor` is unique, and the last resort. */
  next(title: string, anchor: string): string {
    const name = phaseTitle(title);
    const spellings = [name.replace(DECORATION, ""), name, title].map(slugOf);
    const key = spellings.find((each) => each !== "" && !this.#taken.has(each)) ?? anchor;
    this.#taken.add(key);
    return key;
  }
}

/** The number keeps its case (a Roman numeral is a capital), so the expression as a whole cannot ignore it. */
function anyCase(letter: string): string {
  const upper = letter.toUpperCase();
  return upper === letter.toLowerCase() ? letter : `[${letter}${upper}]`;
}
