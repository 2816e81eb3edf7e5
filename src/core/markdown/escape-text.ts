const ADDRESS = /(?:https?:\/\/|www\.)\S+/g;

/**
 * Ways to write a plain text in Markdown, the most readable first: as it is, with backslashes before what is markup
 * almost everywhere, with backslashes before all punctuation. Which of them means the text is for the parser to say.
 *
 * `[x]` is never left as it is: where GitHub renders a task, it takes a later `[x]` in the line for the task's box.
 */
export function spellings(text: string): string[] {
  const asItIs = text.replace(/\[([xX])\]/g, "[$1\\]");
  const careful = outsideAddresses(text, (part) => part.replace(/[\\`*_[\]<~]|&(?=#?\w+;)/g, "\\$&"));
  const full = text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
  return [...new Set([asItIs, careful, full])];
}

/** A backslash inside a bare address would become part of it. */
function outsideAddresses(text: string, escape: (part: string) => string): string {
  let result = "";
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    result += escape(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return result + escape(text.slice(at));
}
