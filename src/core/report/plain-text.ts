import type { PhrasingContent, RootContent } from "mdast";
import { toString } from "mdast-util-to-string";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

import { defuse } from "./defuse.js";

const parser = unified().use(remarkParse).use(remarkGfm);

/** What `defuse` puts in, and a character that no text contains, to tell it from somebody's own invisible space. */
const BREAK = /&#8203;/g;
const MARK = "\uFDD0";

/** What a line of Markdown says. */
export interface LineText {
  readonly text: string;
  readonly struck: boolean;
}

/** Blanks and line ends become single spaces: the form in which titles and lines are compared. */
export function oneLine(text: string): string {
  return text.replace(/[ \t\n\v\f\r]+/g, " ").trim();
}

/**
 * Writes plain text as one line of Markdown that looks like the text, links nobody, and reads back (see
 * `readPlain`) as exactly that text. What needs no escape gets none, so that people can edit it.
 */
export function formatPlain(text: string, struck = false): string {
  const line = oneLine(text);
  const wrap = (markdown: string): string => (struck ? `~~${markdown}~~` : markdown);
  const readable = wrap(defuse(line));
  if (!/[<$]/.test(line) && readsAs(readable, line, struck)) return readable;
  return wrap(escapePlain(line));
}

/** Every character stands for itself, and nothing becomes a link: for a place inside of other markup. */
export function escapePlain(text: string): string {
  return oneLine(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_~[\]$]/g, "\\$&")
    .replace(/:(?=\/\/)|www(?=\.)|@|#(?=\d)|(?<![A-Za-z0-9])GH-(?=\d)|(?:mailto|xmpp):/gi, "$&&#8203;");
}

/** Reads a line of Markdown, ours or a person's version of it, as plain text. */
export function readPlain(markdown: string): LineText {
  const marked = markdown.replace(BREAK, MARK);
  if (/^[\p{L}\p{N} ,.;()'"%/+-]*$/u.test(marked) && !/www\.|^ {4}/i.test(marked)) {
    return { text: oneLine(marked), struck: false };
  }
  const children = firstParagraph(parser.parse(`- [ ] ${marked}`).children);
  const only = children.length === 1 ? children[0] : undefined;
  return {
    text: oneLine(toString(children, { includeHtml: false }).replaceAll(MARK, "")),
    struck: only?.type === "delete",
  };
}

function firstParagraph(nodes: readonly RootContent[]): readonly PhrasingContent[] {
  const list = nodes[0];
  const paragraph = list?.type === "list" ? list.children[0]?.children[0] : undefined;
  return paragraph?.type === "paragraph" ? paragraph.children : [];
}

function readsAs(markdown: string, text: string, struck: boolean): boolean {
  const read = readPlain(markdown);
  return read.text === text && read.struck === struck;
}
