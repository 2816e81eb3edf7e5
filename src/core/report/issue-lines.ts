import { formatPlain, readPlain } from "./plain-text.js";

/** A task that has no issue of its own, as a line in the issue of the nearest task above that has one. */
export interface BodyLine {
  readonly key: string;
  /** Plain text, as `Task.title`. */
  readonly text: string;
  readonly checked: boolean;
  readonly struck: boolean;
  /** 0 for the tasks right below the issue's own. */
  readonly depth: number;
}

/** A line as it stands in an issue, perhaps after a person changed it. */
export interface ReadLine {
  readonly key: string;
  readonly text: string;
  readonly checked: boolean;
  readonly struck: boolean;
}

/**
 * People type at the end of the line, which is behind the comment, so words are looked for there too. A line of
 * Markdown may contain what Unicode calls a line separator.
 */
const TASK_LINE = /^[ \t]*[-*+] \[([ \txX])\][ \t]+(.*?)[ \t]*<!-- tickmark:task (\S+) -->(.*)$/s;

export function formatLines(lines: readonly BodyLine[]): string[] {
  let deepest = 0;
  return lines.map((line) => {
    // A jump of two levels would turn the line into a continuation of the one above.
    const depth = Math.min(line.depth, deepest);
    deepest = depth + 1;
    const box = line.checked ? "[x]" : "[ ]";
    const text = formatPlain(line.text, line.struck);
    return `${"  ".repeat(depth)}- ${box} ${text} <!-- tickmark:task ${encodeKey(line.key)} -->`;
  });
}

/** The task lines of a text. Of two lines with one key the first counts. */
export function readLines(lines: readonly string[]): ReadLine[] {
  const found = new Map<string, ReadLine>();
  for (const line of lines) {
    const read = readLine(line);
    if (read && !found.has(read.key)) found.set(read.key, read);
  }
  return [...found.values()];
}

export function isTaskLine(line: string): boolean {
  return TASK_LINE.test(line);
}

function readLine(line: string): ReadLine | undefined {
  const match = TASK_LINE.exec(line);
  if (!match) return undefined;
  const [, mark = " ", before = "", key = "", after = ""] = match;
  const { text, struck } = readPlain(`${before} ${after}`.trim());
  return { key: decodeKey(key), text, checked: /x/i.test(mark), struck };
}

/** Only what can stand in a comment in any Markdown: no hyphens, angle brackets or blanks. */
function encodeKey(key: string): string {
  return key.replace(/[^A-Za-z0-9_.:]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function decodeKey(encoded: string): string {
  return encoded.replace(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)));
}
