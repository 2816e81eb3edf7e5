import { oneLine } from "../core/report/plain-text.js";
import { shorten } from "../core/report/shorten-title.js";

const LONGEST_LINE = 300;
/** The tags, the fence and the line that says how many lines are missing. */
const AROUND = 200;

interface BlockOptions {
  /** So many characters it may have. */
  readonly room: number;
  readonly language?: string;
}

/** Lines as code, which links nothing and mentions nobody, as many as there is room for. */
export function formatBlock(lines: readonly string[], { room, language = "" }: BlockOptions): string {
  const shown: string[] = [];
  // In a fence nothing has to be escaped, so a line is as long as it looks.
  let left = room - AROUND;
  for (const line of lines) {
    const short = shorten(oneLine(line), LONGEST_LINE);
    left -= short.length + 1;
    if (left < 0) break;
    shown.push(short);
  }
  const missing = lines.length - shown.length;
  const more = missing > 0 ? [`… and ${missing} more`] : [];
  // A fence that is longer than any run of backticks in it cannot be closed from inside.
  const longest = Math.max(2, ...[...shown.join("\n").matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence + language, ...shown, ...more, fence].join("\n");
}

/** The same, folded away below a line that says what it is. */
export function formatFolded(title: string, lines: readonly string[], options: BlockOptions): string {
  return `<details><summary>${title}</summary>\n\n${formatBlock(lines, options)}\n\n</details>`;
}
