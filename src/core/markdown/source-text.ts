/**
 * A file's bytes as a string, and the way back from string offsets to byte offsets.
 *
 * The parser works on strings, edits work on bytes. A byte that is not valid UTF-8 becomes one U+FFFD of its own,
 * so that even a broken file has a place for each of its bytes.
 */
export interface SourceText {
  /** Without a leading byte order mark. */
  readonly text: string;
  /** Offset of the first byte that is not UTF-8. */
  readonly firstBroken: number | undefined;
  /** Byte offset of a string offset. Cheap near the offset that was asked for before. */
  readonly byteOffset: (offset: number) => number;
}

const BYTE_ORDER_MARK = "\uFEFF";
const BYTE_ORDER_MARK_BYTES = 3;

export function decodeSource(source: Uint8Array): SourceText {
  const { text: decoded, broken } = decodeStrictly(source) ?? decodeByteWise(source);
  const skipped = decoded.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const text = decoded.slice(skipped);
  if (broken.length === 0 && decoded.length === source.length) {
    return { text, firstBroken: undefined, byteOffset: (offset) => offset };
  }
  const places = broken.map((offset) => offset - skipped);
  const byteOffset = countBytes(text, skipped * BYTE_ORDER_MARK_BYTES, new Set(places));
  return { text, firstBroken: places[0], byteOffset };
}

interface Decoded {
  readonly text: string;
  /** Offsets of the U+FFFD that stand for a single byte. */
  readonly broken: readonly number[];
}

function decodeStrictly(source: Uint8Array): Decoded | undefined {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(source), broken: [] };
  } catch {
    return undefined;
  }
}

/** Decodes what is valid, and puts one U+FFFD in the place of each byte that is not. */
function decodeByteWise(source: Uint8Array): Decoded {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const broken: number[] = [];
  let text = "";
  let validFrom = 0;
  let at = 0;
  while (at < source.length) {
    const length = sequenceLength(source, at);
    if (length === 0) {
      text += decoder.decode(source.subarray(validFrom, at));
      broken.push(text.length);
      text += "\uFFFD";
      validFrom = at + 1;
    }
    at += Math.max(length, 1);
  }
  return { text: text + decoder.decode(source.subarray(validFrom)), broken };
}

/** Length of the well-formed UTF-8 sequence at a place; 0 when there is none (Unicode, table 3-7). */
function sequenceLength(source: Uint8Array, at: number): number {
  const first = source[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let index = 1; index < length; index++) {
    const byte = source[at + index] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  const second = source[at + 1] ?? 0;
  const malformed =
    (first === 0xe0 && second < 0xa0) ||
    (first === 0xed && second > 0x9f) ||
    (first === 0xf0 && second < 0x90) ||
    (first === 0xf4 && second > 0x8f);
  return malformed ? 0 : length;
}

/** Counts on from the last answer, so that a walk through the file counts each character once. */
function countBytes(text: string, start: number, broken: ReadonlySet<number>): (offset: number) => number {
  let lastOffset = 0;
  let lastByte = start;
  const lengthAt = (at: number): number => (broken.has(at) ? 1 : byteLength(text.charCodeAt(at)));
  return (offset) => {
    for (; lastOffset < offset; lastOffset++) lastByte += lengthAt(lastOffset);
    for (; lastOffset > offset; lastOffset--) lastByte -= lengthAt(lastOffset - 1);
    return lastByte;
  };
}

/** UTF-8 bytes of one UTF-16 code unit: the halves of a surrogate pair count two each. */
function byteLength(codeUnit: number): number {
  if (codeUnit < 0x80) return 1;
  if (codeUnit < 0x800) return 2;
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? 2 : 3;
}
