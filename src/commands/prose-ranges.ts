import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Processor } from "unified";

/** Where a comment is its author's own plain text, in the order of the text. */
export interface Prose {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  /** A command follows a quote without a blank line, which makes it part of the quote. */
  readonly lazy: boolean;
}

const parser = unified().use(remarkParse).use(remarkGfm).use(onlyStructure).freeze();

/**
 * What these recognize ends no line and hides none, and hostile text makes them slow.
 * The names are those of micromark's constructs.
 */
function onlyStructure(this: Processor): void {
  const names = [
    ...["attention", "autolink", "characterEscape", "characterReference", "strikethrough", "tasklistCheck"],
    ...["labelStartLink", "labelStartImage", "labelEnd", "gfmFootnoteCall", "gfmPotentialFootnoteCall"],
    ...["wwwAutolink", "protocolAutolink", "emailAutolink"],
  ];
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: names } }];
}

/** A dozen quotes and lists that start on one line. */
const NESTED = /(?<![^\r\n])(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){12}/;
const MOST_DECLARATIONS = 200;

/** A line of nothing but these tags: what they enclose is ordinary text to readers, folded away. */
const FOLD = /(?<![^\r\n]) {0,3}(?:<\/?(?:details|summary)(?:[ \t][^<>\r\n]*)?>[^<>\r\n]*)+(?![^\r\n])/gi;

/** HTML that shows what it encloses as code or as a quote, or not at all. */
const ENCLOSING = /<(\/?)(?:blockquote|code|kbd|pre|q|samp|script|style|template|textarea|tt)\b/gi;

/**
 * The text of paragraphs and headings; not code, quotes, tables or HTML. `words`: what the lines with commands start
 * with, without the slash.
 */
export function proseRanges(markdown: string, words: readonly string[]): Prose {
  if (isTangled(markdown)) return { ranges: [], lazy: false };
  const text = markdown.replace(FOLD, (line) => " ".repeat(line.length));
  const reader = new ProseReader(text, words);
  reader.read(parser.parse(text));
  return reader;
}

/** No person writes this, and parsing it would take minutes. */
function isTangled(markdown: string): boolean {
  return (
    NESTED.test(markdown) || markdown.split(/<[!?]/, MOST_DECLARATIONS + 2).length > MOST_DECLARATIONS + 1
  );
}

class ProseReader implements Prose {
  readonly ranges: { start: number; end: number }[] = [];
  lazy = false;
  readonly #text: string;
  readonly #command: RegExp;
  /** How many enclosing tags are open. */
  #enclosed = 0;

  constructor(text: string, words: readonly string[]) {
    this.#text = text;
    this.#command = new RegExp(`[\\r\\n] {0,3}/(?:${words.join("|")})(?!\\S)`, "i");
  }

  read(node: Nodes): void {
    switch (node.type) {
      case "text":
        if (this.#enclosed === 0) this.ranges.push(offsets(node));
        return;
      case "html":
        this.#enter(node.value);
        return;
      case "blockquote": {
        const { start, end } = offsets(node);
        this.lazy ||= this.#command.test(this.#text.slice(start, end));
        return;
      }
      case "table":
      case "footnoteDefinition":
        return;
      case "heading":
      case "paragraph": {
        const enclosed = this.#enclosed;
        for (const child of node.children) this.read(child);
        this.#enclosed = enclosed;
        return;
      }
      default:
        if ("children" in node) for (const child of node.children) this.read(child);
    }
  }

  #enter(html: string): void {
    if (html.startsWith("<!--")) return;
    for (const [, slash] of html.matchAll(ENCLOSING)) {
      this.#enclosed = slash === "" ? this.#enclosed + 1 : Math.max(0, this.#enclosed - 1);
    }
  }
}

function offsets({ position }: Nodes): { start: number; end: number } {
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}
