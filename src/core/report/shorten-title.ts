/** GitHub refuses an issue whose title is longer than 256 characters. */
const TITLE_LIMIT = 256;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Shortens a title to what GitHub accepts. A title that fits comes back unchanged. */
export function shortenTitle(title: string): string {
  return shorten(title, TITLE_LIMIT);
}

/**
 * Cuts a text to at most `limit` UTF-16 code units (and so to no more code points), `…` included. What a reader
 * takes for one character stays whole, and words stay whole where that costs little.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = Math.max(limit - 1, 0);
  const head = wholeCharacters(text, room);
  const space = head.search(/\s+\S*$/u);
  const atWord = space > room * 0.75 && !/\s/u.test(text.charAt(head.length)) ? head.slice(0, space) : head;
  return limit < 1 ? "" : `${atWord.trimEnd()}…`;
}

function wholeCharacters(text: string, room: number): string {
  let end = 0;
  // A little more than fits is enough to see where the last character ends.
  for (const { segment, index } of graphemes.segment(text.slice(0, room + 64))) {
    if (index + segment.length > room) break;
    end = index + segment.length;
  }
  if (end > 0) return text.slice(0, end);
  // One "character" longer than the limit (a pile of combining marks): only surrogate pairs stay whole.
  const last = text.charCodeAt(room - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? room - 1 : room);
}
