import { isSameField } from "../metadata/parse-field.js";
import { restyleField } from "../metadata/restyle-field.js";
import type { Edit } from "../model/edit.js";
import type { TaskField, TaskMetadata, Written } from "../model/metadata.js";
import { newFieldLine } from "./field-line.js";
import { cutField } from "./cut-field.js";
import type { Span } from "./inline-pieces.js";
import type { ReadChecklist } from "./read-checklist.js";
import type { Splice } from "./splice.js";

export type FieldEdit = Extract<Edit, { op: "set-field" }>;

/** What people call a field where nothing shows how they do. */
const KEYS: Readonly<Record<TaskField, string>> = {
  owners: "Owner",
  effort: "Effort",
  priority: "Priority",
  start: "Start",
  due: "Due",
};

/** The splices of all edits of the fields of one task. An edit without a place gives none. */
export function fieldSplices(read: ReadChecklist, task: number, edits: readonly FieldEdit[]): Splice[] {
  const metadata = read.checklist.metadata.tasks[task];
  const splices: Splice[] = [];
  const added: (readonly [string, string])[] = [];
  let addLine = true;
  for (const { field, value, addLine: mayAdd } of edits) {
    const written: Written<unknown> | undefined = metadata?.[field];
    const span = written?.range && toSpan(read, task, written.range);
    if (value === undefined) {
      if (span) splices.push(...cutField(read.source.text, span));
    } else if (written && span) {
      if (isSameField(field, written.text, value)) continue;
      splices.push({ ...span, insert: restyleField(field, value, written.text) });
    } else if (!written) {
      added.push([KEYS[field], value]);
      addLine &&= mayAdd;
    }
  }
  return added.length === 0 ? splices : [...splices, ...addFields(read, task, { metadata, added, addLine })];
}

interface Addition {
  readonly metadata: TaskMetadata | undefined;
  readonly added: readonly (readonly [string, string])[];
  readonly addLine: boolean;
}

function addFields(read: ReadChecklist, task: number, { metadata, added, addLine }: Addition): Splice[] {
  const { text } = read.source;
  const line = metadata?.fields && toSpan(read, task, metadata.fields);
  if (line) {
    const { separator, spell } = styleOf(text.slice(line.start, line.end));
    const end = text.charAt(line.end - 1) === "\\" ? line.end - 1 : line.end;
    const at = end - (/[ \t]*$/.exec(text.slice(line.start, end))?.[0].length ?? 0);
    return [{ start: at, end: at, insert: added.map((field) => separator + spell(...field)).join("") }];
  }
  const found = read.walk.tasks[task];
  if (!addLine || found === undefined) return [];
  const { separator, spell } = styleOf("");
  return newFieldLine(text, found, added.map((field) => spell(...field)).join(separator));
}

interface FieldStyle {
  readonly separator: string;
  readonly spell: (key: string, value: string) => string;
}

/** `**Owner:** `, `**Owner**: `, `Owner:: ` and so on. */
const FIRST_KEY = /^[^\p{L}\p{N}*_]*([*_]{0,3})[\p{L}][\p{L} .]*?(:{0,2})([*_]{0,3})(:{0,2})(?=\s)/u;
const SEPARATOR = /\s[|·•]\s|;\s|,\s(?=[^,;|·•]*:)/;

/** How a line of fields is written; the app's own style for an empty one. */
function styleOf(line: string): FieldStyle {
  const [, open = "", inside = "", close = "", behind = ""] = FIRST_KEY.exec(line) ?? [
    "",
    "**",
    ":",
    "**",
    "",
  ];
  // A bold that goes on to the end of the line is no style of the key.
  const [from, to] = open === close ? [open, close] : ["", ""];
  const [colon, after] = inside + behind === "" ? [":", ""] : [inside, behind];
  return {
    separator: SEPARATOR.exec(line)?.[0] ?? " | ",
    spell: (key, value) => `${from}${key}${colon}${to}${after} ${value}`,
  };
}

/** Places of metadata are bytes; splices are planned on the string. */
function toSpan({ source, walk }: ReadChecklist, task: number, range: Span): Span {
  let at = walk.tasks[task]?.item.position?.start.offset ?? 0;
  const find = (byte: number): number => {
    while (source.byteOffset(at) < byte && at < source.text.length) at++;
    return at;
  };
  return { start: find(range.start), end: find(range.end) };
}
