/**
 * Globs for files: `*`, `?` and `[a-z]` within a name, `**` over folders, `{one,other}`. A backslash takes the meaning
 * from the character behind it.
 *
 * Anybody can write a config, and a glob as a regular expression can keep a process busy for years (`*a*a*a*a*b` with a
 * long name). Here each part of a path is looked at once for each part of the glob.
 */

export interface GlobOptions {
  /** Whether a wildcard stands for names that begin with a dot, too. */
  readonly dot?: boolean;
}

/** One character of a name. */
type Letter =
  | { readonly star: true }
  | { readonly star: false; readonly isWild: boolean; readonly fits: (character: string) => boolean };
/** One name of a path. */
type Name = { readonly star: true } | { readonly star: false; readonly letters: readonly Letter[] };

const LONGEST = 500;
const MOST_ALTERNATIVES = 100;

/** Whether a text can be understood as a glob. What other programs mean by `@(a|b)` and `{1..3}` is not. */
export function isGlob(text: string): boolean {
  return text.length <= LONGEST && !/[@!?+*]\(/.test(text) && parseGlob(text) !== undefined;
}

/** Matches paths against globs, of which one has to fit. */
export function globMatcher(
  globs: readonly string[],
  { dot = false }: GlobOptions = {},
): (path: string) => boolean {
  const patterns = globs.flatMap((glob) => parseGlob(glob) ?? []);
  return (path) => {
    const names = path.split("/");
    return patterns.some((pattern) => covers(pattern, names, { fits: nameFits, starFits: isSeen }));
  };

  function nameFits(name: Name, text: string): boolean {
    if (name.star) return false;
    const [first] = name.letters;
    if (text.startsWith(".") && !dot && (first?.star || first?.isWild)) return false;
    return covers(name.letters, [...text], { fits: letterFits, starFits: () => true });
  }

  function isSeen(text: string): boolean {
    return dot || !text.startsWith(".");
  }
}

/** The folder that all files are in that a glob can match; `""` is the root. */
export function staticFolder(glob: string): string {
  const folders = glob.split("/").slice(0, -1);
  const wild = folders.findIndex((folder) => /[*?[{\\]/.test(folder));
  return folders.slice(0, wild < 0 ? undefined : wild).join("/");
}

function letterFits(letter: Letter, character: string): boolean {
  return !letter.star && letter.fits(character);
}

interface Fitting<Part, Piece> {
  readonly fits: (part: Part, piece: Piece) => boolean;
  /** Whether a star may stand for this piece; it stands for any number of them. */
  readonly starFits: (piece: Piece) => boolean;
}

/** Whether a pattern stands for all of the pieces: in `places` are all parts that may stand for the next one. */
function covers<Part extends { readonly star: boolean }, Piece>(
  pattern: readonly Part[],
  pieces: readonly Piece[],
  { fits, starFits }: Fitting<Part, Piece>,
): boolean {
  let places = overStars(pattern, new Set([0]));
  for (const piece of pieces) {
    const next = new Set<number>();
    for (const at of places) {
      const part = pattern[at];
      if (part?.star && starFits(piece)) next.add(at);
      if (part && fits(part, piece)) next.add(at + 1);
    }
    places = overStars(pattern, next);
  }
  return places.has(pattern.length);
}

/** A star may stand for nothing. A set that grows while it is walked is walked to its end. */
function overStars(pattern: readonly { readonly star: boolean }[], places: Set<number>): Set<number> {
  for (const at of places) if (pattern[at]?.star) places.add(at + 1);
  return places;
}

function parseGlob(glob: string): readonly (readonly Name[])[] | undefined {
  const alternatives = expandBraces(glob);
  const patterns = alternatives?.flatMap((each) => {
    const names = each.split("/").map(parseName);
    return names.every((name) => name !== undefined) ? [names] : [];
  });
  return patterns?.length === alternatives?.length ? patterns : undefined;
}

/** `{a,b}/{c,d}` is four globs. Undefined for braces that enclose no choice, and for too many. */
function expandBraces(glob: string): readonly string[] | undefined {
  const done: string[] = [];
  const pending = [glob];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const choice = findChoice(next);
    if (choice === undefined) done.push(next);
    else if (choice.parts.length < 2) return undefined;
    else pending.push(...choice.parts.map((part) => choice.before + part + choice.behind));
    if (done.length + pending.length > MOST_ALTERNATIVES) return undefined;
  }
  return done;
}

interface Choice {
  readonly before: string;
  /** None for a brace that nothing closes. */
  readonly parts: readonly string[];
  readonly behind: string;
}

/** The first choice in braces, with those inside of it as they are. */
function findChoice(glob: string): Choice | undefined {
  const parts: string[] = [];
  let start: number | undefined;
  let from = 0;
  let depth = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (character === "\\") at += 1;
    else if (character === "{") {
      depth += 1;
      if (depth > 1) continue;
      start = at;
      from = at + 1;
    } else if (depth > 0 && (character === "}" || (character === "," && depth === 1))) {
      if (character === "}") depth -= 1;
      if (depth > 1 || (character === "}" && depth === 1)) continue;
      parts.push(glob.slice(from, at));
      from = at + 1;
      if (depth === 0) return { before: glob.slice(0, start), parts, behind: glob.slice(at + 1) };
    }
  }
  return start === undefined ? undefined : { before: "", parts: [], behind: "" };
}

const STAR = { star: true } as const;
const SET = /\[([!^]?)((?:\\.|[^\]\\])(?:\\.|[^\]\\])*)\]/y;

/** Undefined for a bracket that nothing closes. */
function parseName(text: string): Name | undefined {
  if (text === "**") return STAR;
  const letters: Letter[] = [];
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    SET.lastIndex = at;
    const set = character === "[" ? SET.exec(text) : null;
    if (character === "[" && set === null) return undefined;
    const literal = character === "\\" ? text.charAt(at + 1) : character;
    if (character === "*") letters.push(STAR);
    else if (character === "?") letters.push({ star: false, isWild: true, fits: () => true });
    else if (set !== null) letters.push({ star: false, isWild: true, fits: setOf(set) });
    else letters.push({ star: false, isWild: false, fits: (found) => found === literal });
    at += set?.[0].length ?? (character === "\\" ? 2 : character.length);
  }
  return { star: false, letters };
}

/** `[abc]`, `[a-z]`, `[!a-z]`. */
function setOf([, negation, body = ""]: RegExpExecArray): (character: string) => boolean {
  const ranges = [...body.matchAll(/\\?(.)(?:-\\?(.))?/gsu)].map(([, from = "", to = from]) => ({
    from,
    to,
  }));
  return (character) =>
    ranges.some(({ from, to }) => character >= from && character <= to) === (negation === "");
}
