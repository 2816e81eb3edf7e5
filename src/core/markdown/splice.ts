import { decodeSource } from "./source-text.js";
import type { SourceText } from "./source-text.js";

/** Puts `insert` in the place of the characters from `start` to `end`. Offsets are those of the string. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/**
 * Applies splices to the bytes of a file. Splices at one place keep their order. Before each of them the bytes are
 * compared with the string that the splice was planned on: a mistake in the offsets must never reach a file.
 */
export function applySplices(bytes: Uint8Array, source: SourceText, splices: readonly Splice[]): Uint8Array {
  const ordered = [...splices].sort((one, other) => one.start - other.start);
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let copied = 0;
  for (const { start, end, insert } of ordered) {
    const from = source.byteOffset(start);
    const to = source.byteOffset(end);
    if (from < copied) throw new Error(`Two edits overlap at byte ${from}`);
    if (!isSame(bytes.subarray(from, to), source.text.slice(start, end))) {
      throw new Error(`The bytes ${from} to ${to} are not those that the edit was planned on`);
    }
    parts.push(bytes.subarray(copied, from), encoder.encode(insert));
    copied = to;
  }
  return concat([...parts, bytes.subarray(copied)]);
}

/** The same on a string, for a preview. */
export function spliceText(text: string, splices: readonly Splice[]): string {
  let result = "";
  let copied = 0;
  for (const { start, end, insert } of [...splices].sort((one, other) => one.start - other.start)) {
    result += text.slice(copied, start) + insert;
    copied = end;
  }
  return result + text.slice(copied);
}

function isSame(bytes: Uint8Array, text: string): boolean {
  // A byte order mark inside the file is text, so the slice must not begin with one when it is decoded.
  return text.startsWith("\uFEFF") || decodeSource(bytes).text === text;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
