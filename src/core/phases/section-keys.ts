import type { Checklist } from "../model/checklist.js";

/**
 * A name for each section that no other section of the file has, by index: its phase key, or `#` and its anchor. Of two
 * phases with one key the first keeps it.
 */
export function sectionKeys({ sections }: Checklist): string[] {
  const taken = new Set<string>();
  return sections.map(({ phase, slug }) => {
    const key = phase === undefined || taken.has(phase) ? `#${slug}` : phase;
    taken.add(key);
    return key;
  });
}
