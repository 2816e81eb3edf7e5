import type { Edit } from "../model/edit.js";
import { spellAlone } from "./preview-title.js";
import { readChecklist } from "./read-checklist.js";
import type { ReadChecklist } from "./read-checklist.js";

/** Makes edits; undefined when the result does not say what was intended. */
type Attempt = (read: ReadChecklist, source: Uint8Array, edits: readonly Edit[]) => unknown;

/** Enough to find a few among thousands; each reads the whole file. */
const MOST_ATTEMPTS = 32;

/**
 * The tasks whose edits fail. Most of them fail by themselves, and are tried so: a line takes no time where the file
 * takes seconds. Those that fail only together with others are found by halving, and named all when there is no end.
 */
export function findStubborn(
  read: ReadChecklist,
  source: Uint8Array,
  edits: readonly Edit[],
  attempt: Attempt,
): readonly number[] {
  const byTask = new Map<number, Edit[]>();
  for (const edit of edits) byTask.set(edit.task, [...(byTask.get(edit.task) ?? []), edit]);
  const tasks = [...byTask.keys()];
  const alone = new Set(tasks.filter((task) => failsAlone(read, task, byTask.get(task) ?? [], attempt)));
  let left = MOST_ATTEMPTS;
  return [...alone, ...halve(tasks.filter((task) => !alone.has(task)))];

  function halve(some: readonly number[]): readonly number[] {
    if (some.length === 0) return [];
    left -= 1;
    if (left < 0) return some;
    const own = some.flatMap((task) => byTask.get(task) ?? []);
    if (attempt(read, source, own) !== undefined) return [];
    if (some.length === 1) return some;
    const half = Math.ceil(some.length / 2);
    const found = [some.slice(0, half), some.slice(half)].flatMap(halve);
    return found.length > 0 ? found : some;
  }
}

/** New titles have been tried so already, and fields may stand in another line of the task. */
function failsAlone(
  { source: { text }, walk, paragraphs }: ReadChecklist,
  task: number,
  edits: readonly Edit[],
  attempt: Attempt,
): boolean {
  const marks = edits.filter(({ op }) => op !== "set-title" && op !== "set-field");
  const start = (walk.tasks[task]?.mark ?? 0) - 1;
  const end = paragraphs[task]?.nodes.at(-1)?.position?.end.offset;
  if (marks.length === 0 || end === undefined) return false;
  const bytes = new TextEncoder().encode(spellAlone(text.slice(start, end)));
  const line = readChecklist("", bytes);
  if (line.checklist.tasks.length !== 1) return false;
  const own = marks.map((edit) => ({ ...edit, task: 0 }));
  return attempt(line, bytes, own) === undefined;
}
