import { parseChecklist, type ParsedChecklist } from "../core/markdown/parse-checklist.js";
import type { Task } from "../core/model/checklist.js";
import { formatDiagnostic } from "./format-diagnostic.js";
import { count, paint, print, printJson } from "./print.js";
import { readSource } from "./read-sources.js";

/** Shows a file as the app reads it. */
export async function runParse(name: string, { json }: { json: boolean }): Promise<void> {
  const { path, bytes } = await readSource(name);
  const parsed = parseChecklist(path, bytes);
  if (json) printJson(toJson(parsed));
  else printTree(parsed);
}

function toJson({ checklist, diagnostics }: ParsedChecklist): unknown {
  const tasks = checklist.tasks.map(({ line, checked, depth, mark, text, section, phase, reference }) => ({
    line,
    checked,
    depth,
    mark,
    text,
    section,
    phase: phase ?? null,
    reference: reference?.number ?? null,
  }));
  return { tasks, diagnostics };
}

function printTree({ checklist, diagnostics }: ParsedChecklist): void {
  const { tasks, path } = checklist;
  const done = tasks.filter(({ completion }) => completion === "done").length;
  print(`${paint("bold", path)}: ${count(tasks.length, "task")}, ${done} done`);
  const width = String(tasks.at(-1)?.line ?? 0).length;
  let section: number | undefined;
  for (const task of tasks) {
    if (task.sectionIndex !== section) {
      section = task.sectionIndex;
      const key = task.phase === undefined ? "" : paint("dim", ` (${task.phase})`);
      print(`\n${" ".repeat(width)}  ${paint("bold", task.section.join(" › "))}${key}`);
    }
    print(formatTask(task, width));
  }
  if (diagnostics.length > 0) print();
  for (const diagnostic of diagnostics) print(formatDiagnostic(diagnostic));
}

function formatTask(
  { line, checked, depth, title, kind, reference, completion }: Task,
  width: number,
): string {
  const box = checked ? paint("green", "[x]") : "[ ]";
  const notes = [
    kind === "task" ? "" : kind,
    completion === "dropped" ? "dropped" : "",
    reference ? `#${reference.number}` : "",
  ].filter((note) => note !== "");
  const tail = notes.length > 0 ? paint("dim", `  ${notes.join(" ")}`) : "";
  return `${paint("dim", String(line).padStart(width))}  ${"  ".repeat(depth)}${box} ${title}${tail}`;
}
