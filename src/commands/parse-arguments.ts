/** What follows a command on its line. */
export interface Arguments {
  /** In lower case, without the marks around them: `**Phase-2**,` says "phase-2". */
  readonly words: readonly string[];
  /** The first text in quotes, as it was written; undefined when nothing is quoted. */
  readonly reason: string | undefined;
}

const MOST_WORDS = 60;
const LONGEST_WORD = 120;

/** As keyboards, phones and mail programs write them. The one that closes may be missing at the end of the line. */
const QUOTED = /"([^"]*)(?:"|$)|[“”„]([^“”„]*)(?:[“”]|$)|«([^»]*)(?:»|$)|(?<!\S)['‘](.*?)['’](?!\S)/;

/** Reads the rest of a command's line. */
export function parseArguments(rest: string): Arguments {
  const quoted = QUOTED.exec(rest);
  const words = rest.slice(0, quoted?.index ?? rest.length);
  return {
    words: words
      .split(/\s+/, MOST_WORDS)
      .map((word) => word.slice(0, LONGEST_WORD).toLowerCase().replace(MARKS, ""))
      .filter((word) => word !== ""),
    reason: quoted ? (quoted[1] ?? quoted[2] ?? quoted[3] ?? quoted[4] ?? "").trim() : undefined,
  };
}

const MARKS = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
