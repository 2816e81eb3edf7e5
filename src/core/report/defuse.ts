import { codeRanges, type Range } from "./code-ranges.js";

/** An invisible character, written so that nobody reads it in the source as nothing. */
const BREAK = "&#8203;";
const ZERO_WIDTH = "\u200B";

// Markdown may spell a character by its number or name; GitHub looks for mentions after it has decoded those.
const AT = "(?:@|&#0*64;|&#[xX]0*40;|&commat;)";
const HASH = "(?:#(?!(?<=(?<!\\\\)&#)\\d{1,7};)|&#0*35;|&#[xX]0*23;|&num;)";
const DASH = "\\\\?(?:-|&#0*45;|&#[xX]0*2[dD];)";
const NOT_YET = `(?!${BREAK}|${ZERO_WIDTH})`;

/** What follows a letter or digit is a mail address, unless the word has an `@` before. */
const NO_MAIL = "(?:(?<![A-Za-z0-9])|(?<=@[^\\s@]*))";
const MENTION = new RegExp(`${NO_MAIL}(${AT})(?!\\s)${NOT_YET}`, "g");
const PLAIN_MENTION = new RegExp(`${NO_MAIL}@(?![\\s\u200B])`, "g");
const NUMBER = new RegExp(`(${HASH})(?=\\d|&)${NOT_YET}`, "g");
const GH_NUMBER = new RegExp(`(?<![A-Za-z0-9])(GH${DASH})(?=\\d|&)${NOT_YET}`, "gi");
const ENCODED_LETTER = /&#(?:0*(\d{2,3})|[xX]0*([0-9a-fA-F]{2}));/g;
const ADDRESS =
  /\bhttps?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:[/?#](?:(?!&(?:lt|num|commat|#\w+);)[^\s<>()[\]"'`])*)?/gi;
const ISSUE_ADDRESS =
  /(\/\/|www\.)([A-Za-z0-9.-]+(?::\d+)?)(\/[\w.-]+\/[\w.-]+\/)(issues|pulls?|discussions)(?=\/\d)/gi;
const OWN_COMMENT = /<!--(?=\s*tickmark:)/g;

/** Two are enough for what people write. */
const ROUNDS = 8;

const SKIP = /\[(?=(?:skip ci|ci skip|no ci|skip actions|actions skip)\])/gi;
const SKIP_TRAILER = /skip-checks(?=\s*:)/gi;
const CLOSING = /\b(clos|fix|resolv)(?=(?:e|es|ed|ing)?:?\s+(?:\S*#|GH-|https?:))/gi;

/**
 * Makes Markdown harmless for an issue body or a comment: it mentions nobody, refers to and closes no issue, and
 * contains no HTML comment that could pass for a marker of ours. It looks the same. Code is left alone, because
 * GitHub links nothing there.
 *
 * Addresses keep working: an issue's address goes through GitHub's redirect, which leaves no cross-reference.
 *
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function defuse(markdown: string): string {
  let text = markdown;
  // Where a comment stops being one, what was hidden in it may start or end code: look again.
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = defuseOnce(text, codeRanges(text));
    if (next === text) return text;
    text = next;
  }
  return defuseOnce(text, []);
}

/**
 * The same for plain text, as in a commit message or the title of a pull request, where there are no entities: an
 * invisible space breaks what GitHub would act upon. Tokens that would skip a workflow are broken as well.
 *
 * https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
 */
export function defusePlain(text: string): string {
  const broken = text
    .replace(CLOSING, (word) => `${word.slice(0, 1)}${ZERO_WIDTH}${word.slice(1)}`)
    .replace(SKIP, `[${ZERO_WIDTH}`)
    .replace(SKIP_TRAILER, `skip-${ZERO_WIDTH}checks`);
  return redirectIssues(broken)
    .replace(PLAIN_MENTION, `@${ZERO_WIDTH}`)
    .replace(/#(?=\d)/g, `#${ZERO_WIDTH}`)
    .replace(/(?<![A-Za-z0-9])GH-(?=\d)/gi, (prefix) => `${prefix}${ZERO_WIDTH}`);
}

function defuseOnce(markdown: string, code: readonly Range[]): string {
  let result = "";
  let from = 0;
  for (const { start, end } of code) {
    result += defuseProse(markdown.slice(from, start));
    result += markdown.slice(start, end).replace(OWN_COMMENT, `<!${ZERO_WIDTH}--`);
    from = end;
  }
  return result + defuseProse(markdown.slice(from));
}

function defuseProse(markdown: string): string {
  const decoded = markdown.replace(ENCODED_LETTER, decodeLetter);
  let result = "";
  let from = 0;
  for (const { 0: address, index } of decoded.matchAll(ADDRESS)) {
    result += breakReferences(decoded.slice(from, index)) + defuseAddress(address);
    from = index + address.length;
  }
  return result + breakReferences(decoded.slice(from));
}

function breakReferences(markdown: string): string {
  return redirectIssues(markdown)
    .replace(/<!/g, "&lt;!")
    .replace(/-->/g, "--&gt;")
    .replace(MENTION, `$1${BREAK}`)
    .replace(NUMBER, `$1${BREAK}`)
    .replace(GH_NUMBER, `$1${BREAK}`);
}

/** Spelled this way an address leads to the same place, even where GitHub should take only its start for one. */
function defuseAddress(address: string): string {
  return redirectIssues(address)
    .replaceAll("@", "%40")
    .replace(/(?<![A-Za-z0-9])(GH)\\?-(?=\d)/gi, "$1%2D")
    .replace(/#(?=\d)/g, "#%3");
}

/** `&#117;` is a plain letter to the one who looks for mentions, so it may be one here. */
function decodeLetter(reference: string, decimal: string | undefined, hex: string | undefined): string {
  const character = String.fromCharCode(
    decimal === undefined ? parseInt(hex ?? "", 16) : parseInt(decimal, 10),
  );
  return /^[A-Za-z0-9]$/.test(character) ? character : reference;
}

/** On another host the path is spelled differently instead: it leads to the same page and is no reference. */
function redirectIssues(text: string): string {
  return text.replace(
    ISSUE_ADDRESS,
    (whole, start: string, host: string, repository: string, kind: string) => {
      if (/^redirect\.github\.com$/i.test(host)) return whole;
      if (start === "//" && /^(?:www\.)?github\.com$/i.test(host))
        return `//redirect.github.com${repository}${kind}`;
      return `${start}${host}${repository}%${kind.charCodeAt(0).toString(16)}${kind.slice(1)}`;
    },
  );
}
