import type { PhrasingContent } from "mdast";
import type { Reference } from "../model/checklist.js";
import { listPieces, listRuns } from "./inline-pieces.js";
import type { Piece, Span } from "./inline-pieces.js";
import { findReferencePlace, parseReference } from "./parse-reference.js";
import type { ReferencePlace } from "./parse-reference.js";
import { plainText, plainTitle } from "./plain-text.js";
import type { FoundTask } from "./walk-tasks.js";

/** A task's first paragraph, taken apart: what reading and editing both need to know. */
export interface TaskParagraph {
  /** Offset right behind the box. The blank there belongs to the box. */
  readonly boxEnd: number;
  readonly nodes: readonly PhrasingContent[];
  readonly pieces: readonly Piece[];
  /** Never empty. The first run is the task's first line. */
  readonly runs: readonly Span[];
  readonly place: ReferencePlace | undefined;
}

export interface TaskWords {
  readonly text: string;
  readonly title: string;
  readonly struck: boolean;
  readonly hasLink: boolean;
  readonly mentioned: readonly Reference[];
}

export function readParagraph(text: string, { paragraph, mark, quoteDepth }: FoundTask): TaskParagraph {
  const end = paragraph.position?.end.offset ?? mark + 2;
  const span = { start: skipBlanks(text, mark + 2, quoteDepth), end };
  const pieces = listPieces(paragraph.children, span);
  const runs = listRuns(text, pieces, span, quoteDepth);
  const place = runs[0] && findReferencePlace(text, pieces, runs[0]);
  return { boxEnd: mark + 2, nodes: paragraph.children, pieces, runs, place };
}

/** The text may start on the line below the box, behind indentation and quote marks. */
function skipBlanks(text: string, offset: number, quoteDepth: number): number {
  const rest = new RegExp(String.raw`[ \t]*(?:(?:\r\n|\n|\r)[ \t]*(?:>[ \t]*){0,${quoteDepth}})?`, "y");
  rest.lastIndex = offset;
  return offset + (rest.exec(text)?.[0].length ?? 0);
}

export function readWords(text: string, { nodes, runs, place }: TaskParagraph): TaskWords {
  const words = plainText(nodes, place?.node);
  const title = plainTitle(nodes, place?.node);
  const links = nodes.every((node) => node.type === "text") ? [] : listLinks(nodes);
  return {
    text: words,
    title: title === "" ? rawTitle(text, runs, place) : title,
    struck: isStruck(nodes, place?.node),
    hasLink: links.some((link) => link !== place?.node && link.type !== "html"),
    mentioned: links.flatMap((link) => (link === place?.node ? [] : (parseReference(link) ?? []))),
  };
}

/** A text of nothing but markup, such as a lone HTML tag, is shown as it was written. Comments stay hidden. */
function rawTitle(text: string, runs: readonly Span[], place: ReferencePlace | undefined): string {
  const isCut = (run: Span): boolean =>
    place !== undefined && place.start >= run.start && place.end <= run.end;
  const raw = runs.map((run) => text.slice(run.start, isCut(run) ? place?.start : run.end)).join(" ");
  return raw
    .replace(/<!--[^]*?-->/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Everything but the reference, comments and blanks is struck through; an emphasis may be around or inside. */
function isStruck(nodes: readonly PhrasingContent[], left: PhrasingContent | undefined): boolean {
  const said = nodes.filter((node) => node !== left && plainText([node]) !== "");
  return said.length > 0 && said.every((node) => node.type === "delete" || isStruckEmphasis(node, left));
}

function isStruckEmphasis(node: PhrasingContent, left: PhrasingContent | undefined): boolean {
  return (node.type === "strong" || node.type === "emphasis") && isStruck(node.children, left);
}

/** Links, and comments too: a comment that names an issue is as good as a link. */
function listLinks(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node) => {
    if (node.type === "link" || node.type === "linkReference" || node.type === "html") return [node];
    return "children" in node ? listLinks(node.children) : [];
  });
}
