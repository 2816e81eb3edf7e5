import type { Section } from "../model/checklist.js";
import { findFields } from "./find-fields.js";
import type { TextBlock } from "./metadata-input.js";
import { isBlank } from "./placeholder.js";
import type { Words } from "./reading.js";
import type { TextLine } from "./text-lines.js";

/** Somebody says that a section waits for something. */
export interface Claim {
  /** Index of the section; undefined where only the words can tell. */
  readonly section: number | undefined;
  readonly words: Words;
}

export interface Prose {
  readonly block: TextBlock;
  readonly lines: readonly TextLine[];
}

/** The list below `**Dependencies:**`, while it lasts. */
interface OpenList {
  readonly section: number | undefined;
  readonly depth: number;
}

const HEADING = /^[^\p{L}\p{N}]*(?:\d+[.)]?\s*)?dependenc(?:y|ies)\W*$/iu;

/** `Phase 2 depends on Phase 1`. */
export const SENTENCE =
  /^\W*phase\s*(\d+(?:\.\d+)*[a-z]?|[IVX]+)\W*\s(?:depends on|is blocked by|requires|waits for|builds on|needs)\s(.*\bphases?\s.*)$/iu;

/** Claims of all the prose that stands in no task, in the file's order. */
export function findClaims(prose: readonly Prose[], sections: readonly Section[]): Claim[] {
  const claims: Claim[] = [];
  let list: OpenList | undefined;
  for (const { block, lines } of prose) {
    if (block.task !== undefined) continue;
    if (list?.section !== block.section || block.depth <= (list?.depth ?? 0)) list = undefined;
    const around = list ?? listOfHeading(block, sections);
    for (const [index, line] of lines.entries()) {
      const field = findFields(line).find(({ name }) => name === "depends");
      if (field === undefined) claims.push(...readEntry(line, index === 0 ? around : undefined));
      else if (field.value.text !== "") claims.push({ section: block.section, words: field.value });
      else list = { section: block.section, depth: block.depth };
    }
  }
  return claims.filter(({ words }) => !isBlank(words.text));
}

function listOfHeading({ section, depth }: TextBlock, sections: readonly Section[]): OpenList | undefined {
  const heading = section === undefined ? undefined : sections[section];
  if (depth !== 1 || heading === undefined || !HEADING.test(heading.title)) return undefined;
  return { section: heading.parent, depth: 0 };
}

/** An entry is the first line of an item. Outside of a list of dependencies, a sentence has to name both sides. */
function readEntry(line: TextLine, list: OpenList | undefined): Claim[] {
  const words = { text: line.raw, line, at: 0 };
  if (/phase/i.test(line.spoken) && SENTENCE.test(line.spoken)) return [{ section: undefined, words }];
  return list?.section === undefined ? [] : [{ section: list.section, words }];
}
