import { isWithin, LONGEST_NAME, spell, withoutAsides } from "./name-index.js";
import type { NameIndex } from "./name-index.js";

const CLAIM =
  /^(?:(?:full|successful)\s+)?(?:completion\s+of|completing|complete|finishing|finish|end\s+of)\s+(?:the\s+)?/iu;
const DONE = /\s+(?:(?:is|are|has been|have been|must be)\s+)?(?:completed?|done|finished)$/iu;
const KIND = /\s+(?:phase|section|stage)$/iu;
const BETWEEN = /\s*[,;+]\s*(?:and\s+)?|\s+and\s+|\s*&\s*/iu;

/** What a text about dependencies says of sections by their names. */
export interface NamedSections {
  readonly found: readonly number[];
  /** "Completion of X", where no section, or more than one, is called X. */
  readonly missing: string | undefined;
}

/** `self` is the section that waits: neither it nor what is around or inside of it is meant. */
export function findSections(
  text: string,
  self: number | undefined,
  { names, sections }: Pick<NameIndex, "names" | "sections">,
): NamedSections {
  if (text.length > LONGEST_NAME) return { found: [], missing: undefined };
  const said = withoutAsides(text.replace(/[*_`]+/g, "")).trim();
  const claimed = said.replace(CLAIM, "").trim();
  const isOther = (index: number): boolean =>
    self === undefined || (!isWithin(sections, self, index) && !isWithin(sections, index, self));
  const find = (name: string): number | undefined => {
    const done = name.replace(DONE, "");
    for (const each of [name, done, done.replace(KIND, "")]) {
      const [only, ...more] = (names.get(spell(each)) ?? []).filter(isOther);
      if (only !== undefined && more.length === 0) return only;
    }
    return undefined;
  };
  const whole = find(said) ?? find(claimed);
  if (whole !== undefined) return { found: [whole], missing: undefined };
  const parts = claimed.split(BETWEEN).map((part) => find(part.replace(CLAIM, "")));
  const all = parts.flatMap((part) => part ?? []);
  if (parts.length > 1 && all.length === parts.length) return { found: all, missing: undefined };
  return { found: [], missing: /^(?:\w+ )?completion of /i.test(said) ? claimed : undefined };
}
