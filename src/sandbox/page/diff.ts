import { markup, type Markup } from "./markup.js";

interface Line {
  readonly kind: "added" | "removed" | "same" | "hunk";
  readonly text: string;
}

/** All hunks of a patch, with what changed inside a line marked: a tick is one character, and should be seen. */
export function renderDiff(patch: string | undefined): Markup {
  if (patch === undefined) return markup`<p class="empty">A binary file.</p>`;
  return markup`<div class="diff">${renderLines(readLines(patch))}</div>`;
}

/** The first changed lines of a patch without their surroundings, for lists of commits. */
export function renderShortDiff(patch: string | undefined, most: number): Markup {
  const changed = readLines(patch ?? "").filter(({ kind }) => kind === "added" || kind === "removed");
  if (changed.length === 0) return markup``;
  const shown = firstPairs(changed, most);
  const hidden = changed.length - shown.length;
  const more = hidden > 0 ? markup`<div class="more">… ${hidden} more lines</div>` : undefined;
  return markup`<div class="diff">${renderLines(shown)}${more}</div>`;
}

/** Of long blocks (all removed lines, then all added ones) the n-th of both belong together: show them as pairs. */
function firstPairs(lines: readonly Line[], most: number): Line[] {
  return pairUp(lines).flat().slice(0, most);
}

function pairUp(lines: readonly Line[]): Line[][] {
  const removed = lines.filter(({ kind }) => kind === "removed");
  const added = lines.filter(({ kind }) => kind === "added");
  if (removed.length !== added.length) return [[...lines]];
  return removed.map((line, index) => [line, ...added.slice(index, index + 1)]);
}

function readLines(patch: string): Line[] {
  if (patch === "") return [];
  return patch.split("\n").map((line): Line => {
    if (line.startsWith("@@")) return { kind: "hunk", text: line };
    if (line.startsWith("+")) return { kind: "added", text: line };
    if (line.startsWith("-")) return { kind: "removed", text: line };
    return { kind: "same", text: line };
  });
}

function renderLines(lines: readonly Line[]): Markup[] {
  return lines.map(
    (line, index) => markup`<div class="${line.kind}">${renderLine(line, counterpart(lines, index))}</div>`,
  );
}

/** The line that a changed line replaces or is replaced by: in a block of n removed and n added lines, the n-th other. */
function counterpart(lines: readonly Line[], index: number): Line | undefined {
  const kindAt = (at: number) => lines[at]?.kind;
  const kind = kindAt(index);
  if (kind !== "added" && kind !== "removed") return undefined;
  let from = index;
  while (kindAt(from - 1) === kind) from -= 1;
  let to = index;
  while (kindAt(to + 1) === kind) to += 1;
  const length = to - from + 1;
  const found = lines[kind === "removed" ? index + length : index - length];
  return found !== undefined && found.kind !== kind && (found.kind === "added" || found.kind === "removed")
    ? found
    : undefined;
}

function renderLine({ kind, text }: Line, other: Line | undefined): Markup {
  if (kind === "hunk") return markup`${text}`;
  const line = text.slice(1);
  if (other === undefined) return markup`<i>${text.slice(0, 1)}</i>${line}`;
  const start = commonStart(line, other.text.slice(1));
  const end = commonEnd(line.slice(start), other.text.slice(start + 1));
  const middle = line.slice(start, line.length - end);
  const marked = middle === "" ? "" : markup`<b>${middle}</b>`;
  return markup`<i>${text.slice(0, 1)}</i>${line.slice(0, start)}${marked}${line.slice(line.length - end)}`;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one.at(-1 - length) === other.at(-1 - length))
    length += 1;
  return length;
}
