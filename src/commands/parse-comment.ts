import { nearestName } from "../core/config/nearest-name.js";
import type { Command } from "./command.js";
import { parseArguments } from "./parse-arguments.js";
import type { Arguments } from "./parse-arguments.js";
import { proseRanges } from "./prose-ranges.js";

/** One thing that a comment asks for. */
export type Wish =
  | ({ readonly kind: "command"; readonly name: string } & Arguments)
  /** `nearest`: how the command starts that was probably meant. */
  | { readonly kind: "unknown"; readonly word: string; readonly nearest: string | undefined }
  /** The comment looks as if its author wanted something, but it stands where nothing is obeyed. */
  | { readonly kind: "shown"; readonly as: "code" | "quote" };

/** A command, as far as finding it goes. */
export type Callable = Pick<Command, "name" | "call" | "takesArguments">;

/** The app's own word; the name of a command follows it. */
const APP = "tickmark";
/** What is asked for when a line says the app's name and nothing else. */
const BARE = "help";

/** Invisible, and easily copied along from a web page: soft hyphen, zero-width characters, marks of direction. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

const LINE = /(?<![^\r\n]) {0,3}\/(?<first>[^\s/.@]+)(?!\S)(?<rest>[^\r\n]*)/g;

/** Mail programs that do not mark what they quote set it off like this: what follows is somebody else's text. */
const FORWARDED = /(?<![^\r\n])(?:-{2,} ?Original Message ?-{2,}|From: [^\r\n]+\r?\nSent: )/i;

const LONGEST_WORD = 40;
const MOST_UNKNOWN = 5;
/** Nobody asks for more than this in one comment. */
const MOST_WISHES = 30;

/**
 * Finds commands in a comment: at the start of a line, outside of code, quotes and HTML. Case does not matter, nor
 * does what follows a command that takes nothing. What is asked for twice counts once.
 */
export function parseComment(body: string, commands: readonly Callable[]): readonly Wish[] {
  const text = body.replace(INVISIBLE, "").replaceAll("\u00A0", " ");
  const whole = text.slice(0, FORWARDED.exec(text)?.index ?? text.length);
  const words = firstWords(commands);
  const lines = [...whole.matchAll(LINE)].flatMap((match) => {
    const wish = toWish(match.groups?.["first"] ?? "", match.groups?.["rest"] ?? "", commands);
    return wish ? [{ start: match.index + match[0].indexOf("/"), wish }] : [];
  });
  if (lines.length === 0 && !mentions(text, words)) return [];
  const prose = proseRanges(text, words);
  const wishes = new Map<string, Wish>();
  let at = 0;
  for (const { start, wish } of lines) {
    while ((prose.ranges[at]?.end ?? Infinity) <= start) at += 1;
    if ((prose.ranges[at]?.start ?? Infinity) <= start) wishes.set(JSON.stringify(wish), wish);
  }
  if (wishes.size === 0) return shown(whole, words, prose.lazy);
  const all = [...wishes.values()];
  const tooMany = new Set(all.filter(({ kind }) => kind === "unknown").slice(MOST_UNKNOWN));
  return all.filter((wish) => !tooMany.has(wish)).slice(0, MOST_WISHES);
}

/** The words that a line with a command starts with, without the slash. */
function firstWords(commands: readonly Callable[]): readonly string[] {
  return [...new Set(commands.map(({ call }) => call.slice(1).split(" ", 1)[0] ?? ""))];
}

function mentions(text: string, words: readonly string[]): boolean {
  return new RegExp(`/(?:${words.join("|")})`, "i").test(text);
}

/** Lines of other bots, such as `/lgtm`, are none of ours. */
function toWish(first: string, rest: string, commands: readonly Callable[]): Wish | undefined {
  const word = first.toLowerCase();
  if (word.startsWith(APP)) return toOwnWish(bare(word.slice(APP.length)), rest, commands);
  const command = commands.find(({ call }) => call === `/${bare(word)}`);
  if (command) return called(command, rest);
  const others = commands.filter(({ call }) => !call.includes(" ")).map(({ name }) => name);
  const nearest = nearestOf(bare(word), others);
  // `/wave` alone may be anybody's; nobody but us is told about a phase.
  if (nearest === undefined || rest.trim() === "") return undefined;
  return { kind: "unknown", word: bare(word), nearest: callOf(nearest, commands) };
}

/** `glued`: what follows the app's word without a blank. */
function toOwnWish(glued: string, rest: string, commands: readonly Callable[]): Wish | undefined {
  const [, next = "", behind = ""] = /^\s*(\S*)(.*)$/.exec(rest) ?? [];
  const word = glued || bare(next);
  const named = (name: string): Callable | undefined => commands.find((command) => command.name === name);
  const command = named(word === "" ? BARE : word);
  if (command && glued === "" && command.call === `/${APP} ${command.name}`) return called(command, behind);
  const nearest = nearestOf(
    word,
    commands.map(({ name }) => name),
  );
  // `/tickmarks` may be anybody's word; `/tickmarkplan` is not.
  if (glued !== "" && nearest === undefined) return undefined;
  return { kind: "unknown", word, nearest: nearest === undefined ? undefined : callOf(nearest, commands) };
}

function called({ name, takesArguments }: Callable, rest: string): Wish {
  return { kind: "command", name, ...parseArguments(takesArguments ? rest : "") };
}

function callOf(name: string, commands: readonly Callable[]): string {
  return commands.find((command) => command.name === name)?.call ?? name;
}

function nearestOf(word: string, names: readonly string[]): string | undefined {
  return nearestName(word, names) ?? names.find((name) => letters(name) === letters(word));
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

const LONGEST_LINE = 200;

/** Whoever writes nothing but a command in code, or a command right below a quote, waits for an answer. */
function shown(text: string, words: readonly string[], lazy: boolean): readonly Wish[] {
  if (lazy) return [{ kind: "shown", as: "quote" }];
  const all = text.trim();
  const command = `/(?:${words.join("|")})\\b`;
  /** A code span, or a fence, with a command and nothing else. */
  const onlyCode = new RegExp(
    `^(?:\`{1,2} ?${command}[^\`\\r\\n]*\`{1,2}|(\`{3,}|~{3,})\\w*\\r?\\n {0,3}${command}[^\\r\\n]*\\r?\\n\\1)$`,
    "i",
  );
  return all.length <= LONGEST_LINE && onlyCode.test(all) ? [{ kind: "shown", as: "code" }] : [];
}
