import { endOfLine, startOfLine } from "./field-line.js";
import type { Span } from "./inline-pieces.js";
import type { Splice } from "./splice.js";

/** What says that the words behind it are a value: a key with its colons, or the sign of a day. */
const KEY = String.raw`[*_]{0,3}[\p{L}][\p{L} .]*?\s?[*_]{0,3}\s?:{1,2}[*_]{0,3}\s*|(?:📅|🛫|⏳)\uFE0F?\s*`;
const BEFORE = new RegExp(String.raw`([[(]|\s*[|,;·•]\s*|\s+[-–—]\s+)?\s*(${KEY})?$`, "u");
const NEXT = /^\s*(?:[|,;·•]|[-–—](?=\s))\s*/;

/** What a line of a list begins with. */
const PREFIX = /^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:\[[ xX]\][ \t]+)?/;

/** Takes a value out, together with its key, with what keeps it apart from others, and with a line that has no other. */
export function cutField(text: string, value: Span): Splice[] {
  const lineStart = startOfLine(text, value.start);
  const lineEnd = endOfLine(text, value.end);
  const prefix = PREFIX.exec(text.slice(lineStart, value.start))?.[0] ?? "";
  const content = lineStart + prefix.length;
  const [whole = "", apart = "", key = ""] = BEFORE.exec(text.slice(content, value.start)) ?? [];
  const start = value.start - whole.length;
  const end = value.end + closingMarkup(key, text.slice(value.end, lineEnd));
  if (apart === "[" || apart === "(") return [cutBracketed(text, { start, end, lineEnd })];
  if (start > content) return [{ start, end, insert: "" }];
  const next = NEXT.exec(text.slice(end, lineEnd))?.[0] ?? "";
  const isAlone = text.slice(end, lineEnd).trim() === "" && !prefix.includes("]");
  if (isAlone) return [{ start: lineBreakBefore(text, lineStart), end: lineEnd, insert: "" }];
  return [{ start, end: end + next.length, insert: "" }];
}

/** `(due: 2026-03-01)` goes with its brackets and the blank before them; of several fields only the one. */
function cutBracketed(text: string, { start, end, lineEnd }: Span & { readonly lineEnd: number }): Splice {
  const closes = /^\s*[\])]/.exec(text.slice(end, lineEnd));
  if (closes !== null) {
    const blank = /[ \t]/.test(text.charAt(start - 1)) ? 1 : 0;
    return { start: start - blank, end: end + closes[0].length, insert: "" };
  }
  const next = NEXT.exec(text.slice(end, lineEnd))?.[0] ?? "";
  return { start: start + 1, end: end + next.length, insert: "" };
}

/** `**Owner: Ann**`: an emphasis that the key opens and does not close ends behind the value. */
function closingMarkup(key: string, behind: string): number {
  const runs = key.match(/[*_]+/g) ?? [];
  return runs.length === 1 ? (/^[*_]+/.exec(behind)?.[0].length ?? 0) : 0;
}

function lineBreakBefore(text: string, lineStart: number): number {
  if (lineStart >= 2 && text.slice(lineStart - 2, lineStart) === "\r\n") return lineStart - 2;
  return Math.max(0, lineStart - 1);
}
