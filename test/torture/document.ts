import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { Task } from "../../src/core/model/checklist.js";
import { shortenTitle } from "../../src/core/report/shorten-title.js";
import { ELSEWHERE } from "./github-user.js";
import type { FileSeed } from "./script.js";

/** A line that people wrote: it keeps its identity while it is edited, moved and given a reference. */
export interface Line {
  readonly id: number;
  /** With its line ending. */
  readonly text: string;
}

/** The checklists of one commit, by path. */
export type Documents = ReadonlyMap<string, readonly Line[]>;

/** What a line says as a task. */
export interface LineState {
  readonly line: Line;
  readonly path: string;
  readonly number: number;
  readonly completion: Task["completion"];
  readonly title: string;
  readonly isOneLine: boolean;
  /** The issue that it references. */
  readonly reference: number | undefined;
  /** It has none, or one in another repository, and that is how it is to be. */
  readonly untracked: boolean;
  /** The tasks around it with the issues that they reference, the nearest first. */
  readonly around: readonly { readonly line: Line; readonly reference: number | undefined }[];
}

export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join("");
}

export function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Every task, file by file in the order in which the app reads them. */
export function readStates(documents: Documents): readonly LineState[] {
  const paths = [...documents.keys()].sort((a, b) => (a < b ? -1 : 1));
  return paths.flatMap((path) => readFile(path, documents.get(path) ?? []));
}

function readFile(path: string, lines: readonly Line[]): LineState[] {
  const { tasks } = parseChecklist(path, Buffer.from(textOf(lines))).checklist;
  return tasks.flatMap((task) => {
    const line = lines[task.line - 1];
    if (!line || task.kind !== "task") return [];
    return [
      {
        line,
        path,
        number: task.line,
        completion: task.completion,
        title: shortenTitle(task.title),
        isOneLine: !task.text.includes("\n"),
        reference: ownReference(task),
        untracked: task.untracked || (task.reference !== undefined && ownReference(task) === undefined),
        around: tasksAround(task, tasks).flatMap((outer) => {
          const outerLine = lines[outer.line - 1];
          const reference = outer.kind === "task" ? ownReference(outer) : undefined;
          return outerLine ? [{ line: outerLine, reference }] : [];
        }),
      },
    ];
  });
}

function ownReference({ untracked, reference }: Task): number | undefined {
  return untracked || reference?.repository?.endsWith(`/${ELSEWHERE}`) ? undefined : reference?.number;
}

function tasksAround(task: Task, tasks: readonly Task[]): readonly Task[] {
  const outer = task.parent === undefined ? undefined : tasks[task.parent];
  return outer ? [outer, ...tasksAround(outer, tasks)] : [];
}

/** The first line with a reference is the issue's own; later ones with the same are copies. */
export function ownLines(states: readonly LineState[]): ReadonlyMap<number, LineState> {
  const own = new Map<number, LineState>();
  for (const state of states) {
    if (state.reference !== undefined && !own.has(state.reference)) own.set(state.reference, state);
  }
  return own;
}

const WORDS = [
  "Write tests",
  "Write tests",
  "Write tests",
  "Ship it",
  "Review the `config` file",
  "Call **everyone**",
  "Deploy",
  "Clean up",
];

export function seedLines({ lineEnding, lastLineEnds, tasks }: FileSeed): readonly string[] {
  const lines = ["# Plan", ""];
  tasks.forEach(({ words, depth, box, section }, at) => {
    if (section)
      lines.push("", `## Phase ${at}: Part`, "", "Some words about it, [#1](https://example.org/1).", "");
    lines.push(`${"  ".repeat(depth)}- [${box === "x" ? "x" : " "}] ${strike(wordsOf(words), box === "~")}`);
  });
  return lines.map((line, at) => line + (at < lines.length - 1 || lastLineEnds ? lineEnding : ""));
}

function wordsOf(choice: number): string {
  return WORDS[choice % WORDS.length] ?? "";
}

function strike(text: string, struck: boolean): string {
  return struck ? `~~${text}~~` : text;
}
