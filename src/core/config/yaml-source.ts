import {
  LineCounter,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
} from "yaml";

import type { Diagnostic, Severity } from "../model/diagnostic.js";

type Path = readonly PropertyKey[];

/** A YAML text whose values know where they stand. */
export interface YamlSource {
  readonly value: unknown;
  /** Problems of the YAML itself; with one of them the value is not to be trusted. */
  readonly diagnostics: readonly Diagnostic[];
  /** A remark about the value (or, with `at: "key"`, about the key) at a path, or about the nearest one around it. */
  remark(path: Path, remark: { rule: string; severity: Severity; message: string; at?: "key" }): Diagnostic;
  /** How a person wrote the value at a path, short enough for a message. */
  excerpt(path: Path): string;
}

/** YAML 1.2 core: a date stays a text, and only `true` and `false` are booleans. */
export function readYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const diagnostics = document.errors.map(({ code, pos, message }): Diagnostic => {
    const said =
      SAYINGS[code] ??
      `Unexpected YAML (${message}), expected keys and values, write for example \`depth: 2\``;
    return { file, ...place(pos[0]), rule: "config-syntax", severity: "error", message: said };
  });
  if (diagnostics.length === 0 && countValues(document.contents, document) > MOST_VALUES)
    diagnostics.push({ file, line: 1, column: 1, rule: "config-size", severity: "error", message: TOO_MANY });
  return {
    value: diagnostics.length > 0 ? undefined : withoutEmpty(document.contents, document),
    diagnostics,
    remark(path, { at, ...said }) {
      const node = at === "key" ? keyNode(document, path) : nodeAt(document, path);
      return { file, ...place(node?.range?.[0] ?? 0), ...said };
    },
    excerpt: (path) => excerptOf(nodeAt(document, path), text),
  };
}

/** More than anybody writes. */
const MOST_VALUES = 10_000;
const TOO_MANY = `Unexpected number of values, expected at most ${MOST_VALUES} with those that aliases stand for, use fewer aliases`;

const SAYINGS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "Unexpected second use of a key, expected each key once, put both values under one of them",
  TAB_AS_INDENT: "Unexpected tab, expected spaces, indent with two spaces",
  MULTIPLE_DOCS: "Unexpected second document, expected one, remove the line `---`",
  BAD_INDENT: "Unexpected indent, expected the same as for the keys around it, line it up with them",
  MULTILINE_IMPLICIT_KEY: "Unexpected line without a colon, expected a key, write for example `depth: 2`",
  BAD_SCALAR_START: "Unexpected character at the start of a value, expected a plain value, put it in quotes",
  NON_STRING_KEY: "Unexpected list or map as a key, expected a text, write for example `depth: 2`",
};

/**
 * What was written, as plain values. A key without a value counts as one that is not there. An anchor is one value
 * however often it is used, and one that contains itself has none: a few lines cannot grow into gigabytes.
 */
function withoutEmpty(node: unknown, document: Document, known = new Map<unknown, unknown>()): unknown {
  const here = isAlias(node) ? node.resolve(document) : node;
  if (isScalar(here)) return here.value ?? undefined;
  if (known.has(here)) return known.get(here);
  known.set(here, undefined);
  const value = collectionValue(here, (item) => withoutEmpty(item, document, known));
  known.set(here, value);
  return value;
}

/**
 * How many values there are when each alias is what it stands for: whoever checks them looks at all. What contains
 * itself counts once, as it is read.
 */
function countValues(node: unknown, document: Document, known = new Map<unknown, number>()): number {
  const here = isAlias(node) ? node.resolve(document) : node;
  if (!isSeq(here) && !isMap(here)) return 1;
  const counted = known.get(here);
  if (counted !== undefined) return counted;
  known.set(here, 0);
  const inside = here.items.map((item) => (isPair(item) ? item.value : item));
  const count = inside.reduce<number>((sum, item) => sum + countValues(item, document, known), 1);
  known.set(here, count);
  return count;
}

function collectionValue(node: unknown, read: (item: unknown) => unknown): unknown {
  if (isSeq(node)) return node.items.map(read);
  if (!isMap(node)) return undefined;
  const entries = node.items.map(({ key, value }) => [String(key), read(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function nodeAt(document: Document, path: Path): Node | undefined {
  let node: Node | undefined = document.contents ?? undefined;
  for (const key of path) {
    const next = childOf(node, key, document);
    if (!next) return node;
    node = next;
  }
  return node;
}

function childOf(node: Node | undefined, key: PropertyKey, document: Document): Node | undefined {
  const here = isAlias(node) ? node.resolve(document) : node;
  const child = isMap(here) || isSeq(here) ? here.get(key, true) : undefined;
  return isNode(child) ? child : undefined;
}

function keyNode(document: Document, path: Path): Node | undefined {
  const parent = nodeAt(document, path.slice(0, -1));
  const here = isAlias(parent) ? parent.resolve(document) : parent;
  const pair = isMap(here) ? here.items.find(({ key }) => String(key) === String(path.at(-1))) : undefined;
  return isNode(pair?.key) ? pair.key : parent;
}

function excerptOf(node: Node | undefined, text: string): string {
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  const [start, end] = node?.range ?? [0, 0];
  const written = text.slice(start, end).replace(/\s+/g, " ").trim();
  return `\`${written.length > 40 ? `${written.slice(0, 39)}…` : written}\``;
}
