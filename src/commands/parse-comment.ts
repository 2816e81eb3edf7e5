import { nearestName } from "../core/config/nearest-name.js";
import { proseRanges } from "./prose-ranges.js";

/** One thing that a comment asks for. */
export type Wish =
  | { readonly kind: "command"; readonly name: string }
  | { readonly kind: "unknown"; readonly word: string; readonly nearest: string | undefined }
  /** The comment looks as if its author wanted something, but it stands where nothing is obeyed. */
  | { readonly kind: "shown"; readonly as: "code" | "quote" };

/** What is asked for when a line says the app's name and nothing else. */
const BARE = "help";

/** Invisible, and easily copied along from a web page: soft hyphen, zero-width characters, marks of direction. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

const LINE = /(?<![^\r\n]) {0,3}\/tickmark(?<glued>[^\s/.@]*)(?!\S)(?<rest>[^\r\n]*)/gi;

/** Mail programs that do not mark what they quote set it off like this: what follows is somebody else's text. */
const FORWARDED = /(?<![^\r\n])(?:-{2,} ?Original Message ?-{2,}|From: [^\r\n]+\r?\nSent: )/i;

const LONGEST_WORD = 40;
const MOST_UNKNOWN = 5;

/**
 * Finds commands in a comment: at the start of a line, outside of code, quotes and HTML. Case does not matter, nor
 * does what follows the command. A command that is asked for twice counts once.
 */
export function parseComment(body: string, names: readonly string[]): readonly Wish[] {
  const text = body.replace(INVISIBLE, "").replaceAll("\u00A0", " ");
  if (!/\/tickmark/i.test(text)) return [];
  const prose = proseRanges(text);
  const end = FORWARDED.exec(text)?.index ?? text.length;
  const wishes = new Map<string, Wish>();
  let at = 0;
  for (const match of text.slice(0, end).matchAll(LINE)) {
    const start = match.index + match[0].indexOf("/");
    while ((prose.ranges[at]?.end ?? Infinity) <= start) at += 1;
    if ((prose.ranges[at]?.start ?? Infinity) > start) continue;
    const wish = toWish(match.groups?.["glued"] ?? "", match.groups?.["rest"] ?? "", names);
    if (wish) wishes.set(JSON.stringify(wish), wish);
  }
  if (wishes.size === 0) return shown(text.slice(0, end), prose.lazy);
  const all = [...wishes.values()];
  const tooMany = new Set(all.filter(({ kind }) => kind === "unknown").slice(MOST_UNKNOWN));
  return all.filter((wish) => !tooMany.has(wish));
}

function toWish(glued: string, rest: string, names: readonly string[]): Wish | undefined {
  const word = bare(glued) || bare(rest.trim().split(/\s/, 1)[0] ?? "");
  if (word === "") return { kind: "command", name: BARE };
  if (bare(glued) === "" && names.includes(word)) return { kind: "command", name: word };
  const nearest = nearestName(word, names) ?? names.find((name) => letters(name) === letters(word));
  // `/tickmarks` may be anybody's word; `/tickmarkplan` is not.
  return bare(glued) !== "" && nearest === undefined ? undefined : { kind: "unknown", word, nearest };
}

/** Two letters that changed places are the commonest typo, and two mistakes to `nearestName`. */
function letters(word: string): string {
  return [...word].sort().join("");
}

/** A word without the marks around it: `Plan,` and `**plan**` say "plan". */
function bare(word: string): string {
  return word
    .slice(0, LONGEST_WORD)
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")
    .toLowerCase();
}

/** A code span, or a fence, with a command and nothing else. */
const ONLY_CODE =
  /^(?:`{1,2} ?\/tickmark\b[^`\r\n]*`{1,2}|(`{3,}|~{3,})\w*\r?\n {0,3}\/tickmark\b[^\r\n]*\r?\n\1)$/i;
const LONGEST_LINE = 200;

/** Whoever writes nothing but a command in code, or a command right below a quote, waits for an answer. */
function shown(text: string, lazy: boolean): readonly Wish[] {
  if (lazy) return [{ kind: "shown", as: "quote" }];
  const all = text.trim();
  return all.length <= LONGEST_LINE && ONLY_CODE.test(all) ? [{ kind: "shown", as: "code" }] : [];
}
