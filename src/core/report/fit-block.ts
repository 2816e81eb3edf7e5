import { isTaskLine } from "./issue-lines.js";
import { shorten } from "./shorten-title.js";

/** GitHub refuses an issue body that is longer than 65,536 characters. */
const BODY_LIMIT = 65_536;
/** The line that says how many tasks are missing, and room for it. */
const NOTE = /^- … and (\d+) more, which /;
const NOTE_LENGTH = 80;

/**
 * Joins the lines of a block so that it fits into a body where `taken` characters are in use. The task list is cut
 * first, from its end, then the quoted text. Answers an empty text when even the rest does not fit.
 */
export function fitBlock(lines: readonly string[], taken = 0): string {
  const room = BODY_LIMIT - taken;
  const whole = lines.join("\n");
  if (whole.length <= room) return whole;
  const withoutSome = cutTasks(lines, room).join("\n");
  if (withoutSome.length <= room) return withoutSome;
  const withoutText = cutQuote(cutTasks(lines, 0), room).join("\n");
  return withoutText.length <= room ? withoutText : "";
}

function cutTasks(block: readonly string[], room: number): string[] {
  // A block that was cut before says how many it lost.
  const lost = block.reduce((sum, line) => sum + Number(NOTE.exec(line)?.[1] ?? 0), 0);
  const lines = block.filter((line) => !NOTE.test(line));
  const first = lines.findIndex(isTaskLine);
  if (first < 0) return [...block];
  const after = lines.findLastIndex(isTaskLine) + 1;
  let length = lines.join("\n").length + NOTE_LENGTH;
  let end = after;
  while (end > first && length > room) {
    end -= 1;
    length -= (lines[end] ?? "").length + 1;
  }
  const note = `- … and ${lost + after - end} more, which this list has no room for; they are in the file`;
  return [...lines.slice(0, end), note, ...lines.slice(after)];
}

function cutQuote(lines: readonly string[], room: number): string[] {
  const excess = lines.join("\n").length - room;
  return lines.map((line) => (line.startsWith("> ") ? cutLine(line, excess) : line));
}

/** Backslashes and entities at the new end may be halves of something: they go as well. */
function cutLine(line: string, excess: number): string {
  const cut = shorten(line, Math.max(line.length - excess - 1, 3));
  return cut.replace(/[\\&#;\dA-Za-z]{0,8}…$/, (end) => (/[\\&]/.test(end) ? "…" : end));
}
