/** One hunk of a unified diff and what it adds and removes; the shortest edit script, as git shows it. */
export interface LineDiff {
  readonly patch: string;
  readonly additions: number;
  readonly deletions: number;
}

export interface Edit {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

const CONTEXT = 3;
/** Beyond this many differing lines the middle is shown as replaced: the shortest script would take too long. */
const MAX_EDITS = 2_000;

export function diffLines(before: string, after: string): LineDiff {
  const edits = editScript(splitLines(before), splitLines(after));
  return {
    patch: formatHunks(edits),
    additions: edits.filter((edit) => edit.mark === "+").length,
    deletions: edits.filter((edit) => edit.mark === "-").length,
  };
}

export function splitLines(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push(`${lines.pop() ?? ""}\n\\ No newline at end of file`);
  return lines;
}

export function editScript(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  const same = (line: string): Edit => ({ mark: " ", line });
  return [
    ...before.slice(0, start).map(same),
    ...shortestEdits(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** Myers' greedy algorithm: `reach` holds the furthest line of `before` on each diagonal. */
function shortestEdits(before: readonly string[], after: readonly string[]): Edit[] {
  const reach = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let depth = 0; depth <= Math.min(before.length + after.length, MAX_EDITS); depth += 1) {
    trace.push(new Map(reach));
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      const isDown =
        diagonal === -depth || (diagonal !== depth && at(reach, diagonal - 1) < at(reach, diagonal + 1));
      let x = isDown ? at(reach, diagonal + 1) : at(reach, diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return readTrace(trace, before, after);
    }
  }
  return [
    ...before.map((line): Edit => ({ mark: "-", line })),
    ...after.map((line): Edit => ({ mark: "+", line })),
  ];
}

function readTrace(
  trace: readonly Map<number, number>[],
  before: readonly string[],
  after: readonly string[],
): Edit[] {
  const edits: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let depth = trace.length - 1; depth >= 0; depth -= 1) {
    const reach = trace[depth] ?? new Map<number, number>();
    const diagonal = x - y;
    const isDown =
      diagonal === -depth || (diagonal !== depth && at(reach, diagonal - 1) < at(reach, diagonal + 1));
    const fromDiagonal = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = depth === 0 ? 0 : at(reach, fromDiagonal);
    const fromY = depth === 0 ? 0 : fromX - fromDiagonal;
    for (; x > fromX && y > fromY; x -= 1, y -= 1) edits.push({ mark: " ", line: before[x - 1] ?? "" });
    if (depth === 0) break;
    if (isDown) edits.push({ mark: "+", line: after[(y -= 1)] ?? "" });
    else edits.push({ mark: "-", line: before[(x -= 1)] ?? "" });
  }
  return edits.reverse();
}

function at(reach: ReadonlyMap<number, number>, diagonal: number): number {
  return reach.get(diagonal) ?? -1;
}

function formatHunks(edits: readonly Edit[]): string {
  const changed = edits.flatMap((edit, index) => (edit.mark === " " ? [] : [index]));
  const ranges: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && index - last.to <= 2 * CONTEXT) last.to = index;
    else ranges.push({ from: index, to: index });
  }
  return ranges
    .map(({ from, to }) =>
      formatHunk(edits, Math.max(0, from - CONTEXT), Math.min(edits.length, to + CONTEXT + 1)),
    )
    .join("\n");
}

function formatHunk(edits: readonly Edit[], from: number, to: number): string {
  const linesOf = (part: readonly Edit[], other: "+" | "-"): number =>
    part.filter((edit) => edit.mark !== other).length;
  const head = edits.slice(0, from);
  const body = edits.slice(from, to);
  const range = (other: "+" | "-"): string => {
    const count = linesOf(body, other);
    const start = linesOf(head, other) + (count === 0 ? 0 : 1);
    return count === 1 ? String(start) : `${start},${count}`;
  };
  const lines = body.map((edit) => edit.mark + edit.line);
  return [`@@ -${range("+")} +${range("-")} @@`, ...lines].join("\n");
}
