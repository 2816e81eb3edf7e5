import type { PhrasingContent } from "mdast";
import type { TextBlock } from "./metadata-input.js";

/** A line of a paragraph. */
export interface TextLine {
  /** As it is written, without indentation and quote marks. */
  readonly raw: string;
  /** The same length, but code, HTML, images and addresses are blacked out: nobody speaks there. */
  readonly spoken: string;
  /** Offset in the file. */
  readonly start: number;
  readonly line: number;
}

const LINE_END = /\r\n|\n|\r/g;

/** U+FFFC stands for an object in a text: no letter, no blank, no bracket. */
const BLACK = "\uFFFC";

export function readLines(text: string, block: TextBlock): TextLine[] {
  const raw = text.slice(block.start, block.end);
  const spoken = blackOut(raw, block);
  const lines: TextLine[] = [];
  const cut = block.reference === undefined ? -1 : block.reference - block.start;
  let from = 0;
  const add = (to: number): void => {
    const indent = lines.length === 0 ? 0 : (/^[ \t>]*/.exec(raw.slice(from, to))?.[0].length ?? 0);
    const begin = from + indent;
    const end = cut >= begin && cut < to ? cut : to;
    lines.push({
      raw: raw.slice(begin, end),
      spoken: spoken.slice(begin, end),
      start: block.start + begin,
      line: block.line + lines.length,
    });
  };
  for (const match of raw.matchAll(LINE_END)) {
    add(match.index);
    from = match.index + match[0].length;
  }
  add(raw.length);
  return lines;
}

function blackOut(raw: string, { node, start }: TextBlock): string {
  if (node.children.every(({ type }) => type === "text")) return raw;
  const ranges: [number, number][] = [];
  findSilent(node.children, ranges);
  ranges.sort(([one], [other]) => one - other);
  const parts: string[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    const [begin, end] = [Math.max(from - start, at), Math.min(to - start, raw.length)];
    if (begin >= end) continue;
    parts.push(raw.slice(at, begin), raw.slice(begin, end).replace(/[^\r\n]/g, BLACK));
    at = end;
  }
  return parts.join("") + raw.slice(at);
}

function findSilent(nodes: readonly PhrasingContent[], ranges: [number, number][]): void {
  for (const node of nodes) {
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? 0;
    if (node.type === "link") {
      const last = node.children.at(-1)?.position?.end.offset;
      const isBare = last === end || last === end - 1;
      ranges.push([isBare || last === undefined ? start : last, end]);
    }
    if ("children" in node) findSilent(node.children, ranges);
    else if (node.type !== "text" && node.type !== "break") ranges.push([start, end]);
  }
}
