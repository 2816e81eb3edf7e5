import type { Splice } from "./splice.js";
import type { FoundTask } from "./walk-tasks.js";

/** A new line of fields as the first list item inside of a task; nothing where the task's line is no place for one. */
export function newFieldLine(text: string, { item, paragraph }: FoundTask, fields: string): Splice[] {
  const end = paragraph.position?.end.offset ?? 0;
  const at = endOfLine(text, end);
  const marker = markerInside(text, item);
  if (marker === undefined) return [];
  const lineEnd = /\r\n|\n|\r/.exec(text.slice(at)) ?? /\r\n|\n|\r/.exec(text);
  return [{ start: at, end: at, insert: `${lineEnd?.[0] ?? "\n"}${marker}${fields}` }];
}

/** As the items inside of the task begin, so that the new line is one of them; else one step inside of the task. */
function markerInside(text: string, item: FoundTask["item"]): string | undefined {
  const list = item.children.find((child) => child.type === "list");
  const first = list?.ordered === false ? list.children[0]?.position?.start.offset : undefined;
  const sibling = first === undefined ? undefined : /^[ \t>]*[-*+][ \t]/.exec(lineOf(text, first))?.[0];
  if (sibling !== undefined) return sibling;
  const start = item.position?.start.offset ?? 0;
  const before = text.slice(startOfLine(text, start), start);
  const [marker = "", bullet = ""] = /^([-*+]|\d+[.)])[ \t]+/.exec(text.slice(start)) ?? [];
  if (!/^[ \t>]*$/.test(before) || marker === "") return undefined;
  const indent = marker.replace(/[^\t]/g, " ");
  return `${before}${indent}${/\d/.test(bullet) ? "-" : bullet} `;
}

function lineOf(text: string, offset: number): string {
  return text.slice(startOfLine(text, offset), endOfLine(text, offset));
}

export function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !/[\r\n]/.test(text.charAt(at - 1))) at--;
  return at;
}

export function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !/[\r\n]/.test(text.charAt(at))) at++;
  return at;
}
