import GithubSlugger from "github-slugger";
import { readRecurrence } from "../metadata/read-heading.js";
import type { Section } from "../model/checklist.js";
import { parsePhaseHeading, SectionKeys } from "./phase-key.js";

/** A heading as it was found, and the prose right under it. */
export interface FoundHeading {
  readonly title: string;
  readonly level: number;
  readonly line: number;
  /** Plain text of the paragraphs between this heading and the next. */
  readonly prose: string;
}

const SIGN_OFF = /\bsign[\s-]?offs?\b/i;
const ASKED_OF_EACH_PHASE = /\b(?:each|every)\s+phase\s+(?:requires|needs)\b/i;

/** "Phase 1 Sign-off" is about signing; "Phase 4: Acceptance tests & Sign-off" is work to be done. */
const NOTHING_BUT_SIGN_OFF =
  /^[\s:–—-]*(?:(?:final|verification|approvals?|reviews?|and|&)\s+)*sign[\s-]?offs?\W*$/i;

/**
 * Turns headings, in the file's order, into sections that know their place, their phase and what they are for.
 * `filled` are the headings that tasks stand right below.
 */
export function buildSections(headings: readonly FoundHeading[], filled: ReadonlySet<number>): Section[] {
  const slugger = new GithubSlugger();
  const keys = new SectionKeys();
  const topLevel = findTopLevel(headings);
  const hasTitle = startsWithTitle(headings);
  const sections: Section[] = [];
  const open: number[] = [];
  for (const [index, heading] of headings.entries()) {
    const { title, level, line } = heading;
    while (open.length > 0 && level <= (sections[open.at(-1) ?? 0]?.level ?? 0)) open.pop();
    const parent = open.at(-1);
    const slug = slugger.slug(title);
    const isTitle = hasTitle && index === 0 && headings.length > 1;
    const isMain = level <= topLevel && !isTitle;
    const phase = parsePhaseHeading(title)?.key ?? (isMain ? keys.next(title, slug) : undefined);
    const inherited = parent !== undefined && (sections[parent]?.signoff ?? false);
    const signoff = inherited || (!isTitle && isSignoff(heading));
    const key = isTitle ? undefined : phase;
    sections.push({ title, level, line, slug, parent, phase: key, signoff, prose: [] });
    open.push(index);
  }
  return withoutRecurring(sections, filled);
}

/**
 * What comes again and again is never finished, so it is no phase: neither a section that is called so, nor what is
 * inside of one, nor one with nothing else in it. A number makes a phase of anything.
 */
function withoutRecurring(sections: readonly Section[], filled: ReadonlySet<number>): Section[] {
  const recurring: boolean[] = [];
  for (const { title, parent } of sections)
    recurring.push(
      (parent !== undefined && recurring[parent] === true) || readRecurrence(title) !== undefined,
    );
  const [once, again] = [new Set<number>(), new Set<number>()];
  for (const index of filled)
    for (let at: number | undefined = index; at !== undefined; at = sections[at]?.parent)
      (recurring[index] ? again : once).add(at);
  return sections.map((section, index) => {
    const isRecurring = recurring[index] === true || (again.has(index) && !once.has(index));
    return isRecurring && parsePhaseHeading(section.title) === undefined
      ? { ...section, phase: undefined }
      : section;
  });
}

/** A single heading above all others in front of them is the document's title. */
function startsWithTitle(headings: readonly FoundHeading[]): boolean {
  const [first, ...others] = headings;
  return first !== undefined && others.every((other) => other.level > first.level);
}

/**
 * The level of the document's main sections: the shallowest one below the title that occurs more than once. When none
 * does, the shallowest.
 */
function findTopLevel(headings: readonly FoundHeading[]): number {
  const below = headings.length > 1 && startsWithTitle(headings) ? headings.slice(1) : headings;
  const levels = below.map((heading) => heading.level).sort((one, other) => one - other);
  return levels.find((level, index) => level === levels[index + 1]) ?? levels[0] ?? 0;
}

function isSignoff({ title, prose }: FoundHeading): boolean {
  const phase = parsePhaseHeading(title);
  if (phase !== undefined) return NOTHING_BUT_SIGN_OFF.test(phase.rest);
  return SIGN_OFF.test(title) || ASKED_OF_EACH_PHASE.test(prose);
}
