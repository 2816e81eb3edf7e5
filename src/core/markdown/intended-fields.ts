import { parseField } from "../metadata/parse-field.js";
import type { Checklist } from "../model/checklist.js";
import type { Edit } from "../model/edit.js";
import type { Written } from "../model/metadata.js";

type FieldEdit = Extract<Edit, { op: "set-field" }>;

/**
 * Whether what the file says of owners, days and the rest is what the edits wanted, and untouched elsewhere. Where a
 * text was reworded or struck through its signs may have changed with it, so such tasks are left out.
 */
export function hasIntendedFields(before: Checklist, edits: readonly Edit[], after: Checklist): boolean {
  const reworded = edits.some(({ op }) => op === "set-title");
  const spared = new Set(
    edits
      .filter(({ op }) => op === "set-title" || op === "strike" || op === "unstrike")
      .map(({ task }) => task),
  );
  const wanted = before.tasks.map(({ index }) => valuesOf(before.metadata.tasks[index], reworded));
  for (const { task, field, value } of fieldEdits(edits))
    wanted[task] = { ...wanted[task], [field]: value === undefined ? undefined : parseField(field, value) };
  return (
    isEqual(before.metadata.sections.map(withoutPlaces), after.metadata.sections.map(withoutPlaces)) &&
    isEqual(withoutPlaces(before.metadata.start), withoutPlaces(after.metadata.start)) &&
    wanted.every(
      (values, index) =>
        spared.has(index) || isEqual(values, valuesOf(after.metadata.tasks[index], reworded)),
    )
  );
}

/**
 * Tasks whose title says something else now because fields stand in it, and nothing but those: the words that went
 * are the old values with their brackets and keys, the words that came the new ones.
 */
export function findRespoken(
  before: Checklist,
  edits: readonly Edit[],
  after: Checklist,
): ReadonlySet<number> {
  const tasks = [...new Set(fieldEdits(edits).map(({ task }) => task))].filter((task) => {
    const [was = "", is = ""] = [before.tasks[task]?.title, after.tasks[task]?.title];
    return was !== is && bareTitle(before, edits, task, was) === bareTitle(after, edits, task, is);
  });
  return new Set(tasks);
}

/** A title without the values that are edited, and without what may go together with a value. */
function bareTitle({ metadata }: Checklist, edits: readonly Edit[], task: number, title: string): string {
  let rest = title;
  for (const edit of fieldEdits(edits)) {
    const written: Written<unknown> | undefined = metadata.tasks[task]?.[edit.field];
    if (edit.task === task && written !== undefined) rest = rest.replace(written.text, "");
  }
  return rest.replace(/[\s()[\]]+|📅|🛫|⏳|\uFE0F|\p{L}+(?: \p{L}+)?:{1,2}|,/gu, "");
}

function fieldEdits(edits: readonly Edit[]): FieldEdit[] {
  return edits.filter((edit) => edit.op === "set-field");
}

/** The values of a task by name; one that says nothing is as one that has no metadata. */
function valuesOf(
  metadata: Checklist["metadata"]["tasks"][number],
  reworded: boolean,
): Readonly<Record<string, unknown>> {
  const { priority, owners, effort, start, due, dependsOn = [], waitsFor = [] } = metadata ?? {};
  return {
    priority: priority?.value,
    owners: owners?.value,
    effort: effort?.value,
    start: start?.value,
    due: due?.value,
    waiting: reworded ? undefined : [dependsOn, waitsFor],
  };
}

function withoutPlaces(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === "line" || key === "range" ? [key, undefined] : [key, withoutPlaces(inner)],
    ),
  );
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
