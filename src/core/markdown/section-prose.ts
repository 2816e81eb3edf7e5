import type { Section } from "../model/checklist.js";
import type { FoundPart } from "./walk-tasks.js";

/** Not what nobody sees, and no rules between sections. */
const SEEN: ReadonlySet<string> = new Set(["paragraph", "list", "table", "code", "blockquote"]);

/** Gives each section the text that stands in it beside its tasks. */
export function withProse(
  sections: readonly Section[],
  parts: readonly FoundPart[],
  text: string,
): Section[] {
  const prose = sections.map((): string[] => []);
  for (const [at, { node, heading, hasTasks }] of parts.entries()) {
    const own = heading === undefined ? undefined : prose[heading];
    if (own === undefined || hasTasks || !SEEN.has(node.type)) continue;
    const { start, end } = node.position ?? {};
    const source = text.slice(start?.offset ?? 0, end?.offset ?? 0);
    const next = parts[at + 1];
    // "Deliverables:" says nothing without them.
    const isLabel =
      node.type === "paragraph" && /:[*_\s]*$/.test(source) && next?.heading === heading && next?.hasTasks;
    if (!isLabel) own.push(source);
  }
  return sections.map((section, index) => ({ ...section, prose: prose[index] ?? [] }));
}
