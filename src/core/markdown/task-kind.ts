/**
 * Texts that say "nothing here (yet)". Only a whole text counts: "None of the tests may fail" is a task. A full stop,
 * parentheses and emphasis around the text are tolerated.
 */
const EMPTY_TEXTS: ReadonlySet<string> = new Set([
  "none",
  "none currently",
  "none yet",
  "none so far",
  "none at this time",
  "none identified",
  "nothing",
  "nothing yet",
  "n/a",
  "not applicable",
  "tbd",
  "tba",
  "to be determined",
  "to be defined",
  "...",
  "…",
  "-",
  "–",
  "—",
]);

/** Whether a title stands for a task that is still to be written: "None currently", "[Add your own]". */
export function isPlaceholder(title: string, hasLink: boolean): boolean {
  if (!hasLink && /^\[[^[\]]+\]\.?$/.test(title)) return true;
  const bare = title.toLowerCase().replace(/^\((.*)\)$/, "$1");
  return EMPTY_TEXTS.has(bare) || EMPTY_TEXTS.has(bare.replace(/\.$/, ""));
}
