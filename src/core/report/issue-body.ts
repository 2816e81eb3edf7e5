import { fitBlock } from "./fit-block.js";
import { formatLines, readLines, type BodyLine, type ReadLine } from "./issue-lines.js";
import { formatMarker, readMarker, type Marker } from "./issue-marker.js";
import { readPhaseMarker } from "./phase-marker.js";
import type { PhaseMarker } from "./phase-marker.js";
import { escapePlain, formatPlain, oneLine } from "./plain-text.js";

export type { BodyLine, ReadLine } from "./issue-lines.js";
export type { Marker } from "./issue-marker.js";

/** What an issue says about its task. Titles and texts are plain text, as the model has them. */
export interface IssueBodyInput {
  /** Path of the checklist. */
  readonly file: string;
  readonly fileUrl: string;
  readonly section: readonly string[];
  /** The issue's title, as it was shortened. */
  readonly title: string;
  /** The task's text; it is quoted when the title does not say all of it. */
  readonly text: string;
  readonly key: string;
  readonly lines: readonly BodyLine[];
}

/** What an issue's body says, as far as it is ours. */
export interface IssueBody {
  readonly marker: Marker | undefined;
  /** The section that the issue stands for, where it is no task's. */
  readonly phase: PhaseMarker | undefined;
  /**
   * In the order of the body. A line that is missing says nothing about its task: long lists are cut, and people
   * delete lines.
   */
  readonly lines: readonly ReadLine[];
}

const TWO_DOORS = "Closing it ticks the task's box, and ticking the box closes it.";
/** Said of the issue of a phase. */
export const TASKS_BELOW = "Its tasks are the sub-issues.";
const LET_GO =
  "The config no longer selects that file: what happens here does not change it, nor the other way round.";

const BEGIN = "<!-- tickmark:begin -->";
const END = "<!-- tickmark:end -->";

/** The body of a new issue, which is one block that the app owns. Never longer than GitHub accepts. */
export function formatIssueBody(input: IssueBodyInput): string {
  const quote = oneLine(input.text) === input.title ? undefined : formatQuote(input.text);
  return wrapBlock([
    `${formatOrigin("a task", input)} ${TWO_DOORS}`,
    ...(quote === undefined ? [] : ["", quote]),
    ...(input.lines.length === 0 ? [] : ["", ...formatLines(input.lines)]),
    "",
    formatMarker(input),
  ]);
}

/** The lines as a block that the app owns. Never longer than GitHub accepts. */
export function wrapBlock(lines: readonly string[]): string {
  return fitBlock([BEGIN, ...lines, END]);
}

/**
 * Puts the block `next` in the place of the one in `current`, or at the end when a person deleted it. What people
 * wrote around it stays as it is. An unchanged block is left alone even if an editor changed its line endings.
 */
export function spliceIssueBody(current: string, next: string): string {
  const place = findBlock(current);
  const before = place ? current.slice(0, place.start) : current + blankLineAfter(current);
  const after = place ? current.slice(place.end) : "";
  const block = fitBlock(next.split("\n"), before.length + after.length);
  // Only a person's own words can leave no room for the block: they are worth more than it is.
  if (block === "") return current;
  if (place && current.slice(place.start, place.end).replace(/\r\n?/g, "\n") === block) return current;
  return before + block + after;
}

/** The body of an issue whose file is no checklist any more, so that it says so; as it is when it does, or cannot. */
export function letGoOfIssue(body: string): string {
  const { start, end } = findBlock(body) ?? { start: 0, end: 0 };
  const block = body.slice(start, end).replace(TWO_DOORS, LET_GO);
  return body.slice(0, start) + block.replace(TASKS_BELOW, `${TASKS_BELOW} ${LET_GO}`) + body.slice(end);
}

/** Whether a body says that its file is no checklist any more. */
export function isLetGo(body: string): boolean {
  const place = findBlock(body);
  return place !== undefined && body.slice(place.start, place.end).includes(LET_GO);
}

/** Undefined when the body has no block of ours. */
export function readIssueBody(body: string): IssueBody | undefined {
  const place = findBlock(body);
  if (!place) return undefined;
  const block = body.slice(place.start, place.end);
  return {
    marker: readMarker(block),
    phase: readPhaseMarker(block, "phase"),
    lines: readLines(block.split(/\r\n|\n|\r/)),
  };
}

/** Says what the issue is about, with a link to where that stands. */
export function formatOrigin(
  what: string,
  { file, fileUrl, section }: Pick<IssueBodyInput, "file" | "fileUrl" | "section">,
): string {
  const address = fileUrl.replace(/[\s<>()\\@]/g, (character) => `%${hex(character)}`);
  const path = [`[${escapePlain(file)}](${address})`, ...section.map((title) => formatPlain(title))].join(
    " › ",
  );
  return `This issue mirrors ${what} of ${path}.`;
}

function formatQuote(text: string): string {
  // At the start of a line some characters would make a heading, a list or a fence of the quote.
  const start = formatPlain(text).replace(/^[!-%'-/:-@[\]^_`{|}~]/, "\\$&");
  return `> ${start.replace(/^(\d+)([.)])/, "$1\\$2")}`;
}

/** The first complete block: a lone `begin` before it is somebody's leftover. */
function findBlock(body: string): { start: number; end: number } | undefined {
  const first = body.indexOf(BEGIN);
  const end = first < 0 ? -1 : body.indexOf(END, first);
  if (end < 0) return undefined;
  return { start: body.lastIndexOf(BEGIN, end), end: end + END.length };
}

function blankLineAfter(text: string): string {
  if (text === "" || /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)$/.test(text)) return "";
  return /[\r\n]$/.test(text) ? "\n" : "\n\n";
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}
