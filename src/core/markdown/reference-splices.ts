import type { NewReference } from "../model/edit.js";
import type { TaskParagraph } from "./read-task.js";
import type { Splice } from "./splice.js";
import { textSpan } from "./strike-splices.js";

const NO_ISSUE = "<!-- no issue -->";

/** Puts a reference, or the comment that says there is none, into its place; one blank keeps it off the text. */
export function placeSplices(
  text: string,
  paragraph: TaskParagraph,
  reference: NewReference | undefined,
): Splice[] {
  const written = reference === undefined ? NO_ISSUE : formatReference(reference);
  const { place, runs } = paragraph;
  if (place !== undefined) return [{ start: place.start, end: place.end, insert: written }];
  const run = runs[0] ?? { start: 0, end: 0 };
  const at = textSpan(text, paragraph, run)?.end ?? run.end;
  return [{ start: at, end: at, insert: ` ${written}` }];
}

/** Takes the reference away together with the one blank that came with it. */
export function removePlaceSplices(text: string, { boxEnd, place, runs }: TaskParagraph): Splice[] {
  if (place === undefined) return [];
  const { start, end } = place;
  const before = start > boxEnd + 1 && isSpace(text[start - 1]);
  const after = !before && start === runs[0]?.start && isSpace(text[end]);
  return [{ start: before ? start - 1 : start, end: after ? end + 1 : end, insert: "" }];
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

function formatReference(reference: NewReference): string {
  return reference.style === "link"
    ? `[#${reference.number}](${reference.url})`
    : `<!-- #${reference.number} -->`;
}
