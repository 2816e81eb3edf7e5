import type { Task } from "../../model/checklist.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { ReadChecklist } from "../read-checklist.js";

type Remark = Pick<Diagnostic, "rule" | "severity" | "message">;

interface TaskPlace {
  readonly task: Task;
  /** The character between the brackets. */
  readonly mark: string;
  /** What follows the box on its line. */
  readonly rest: string;
  /** The line of an earlier task with the same reference. */
  readonly firstLine: number | undefined;
}

/** What may be wrong with a line that is a task. */
const TASK_RULES: readonly ((place: TaskPlace) => Remark | undefined)[] = [
  oddMark,
  secondBox,
  duplicateReference,
  misplacedReference,
];

export function diagnoseTasks({ checklist, source: { text }, walk }: ReadChecklist): Diagnostic[] {
  const lines = new Map<string, number>();
  return checklist.tasks.flatMap((task) => {
    const at = walk.tasks[task.index]?.mark ?? 0;
    const rest = /[^\r\n]*/y;
    rest.lastIndex = at + 2;
    const key =
      task.reference && `${task.reference.repository?.toLowerCase() ?? ""}#${task.reference.number}`;
    const firstLine = key === undefined ? undefined : lines.get(key);
    if (key !== undefined && firstLine === undefined) lines.set(key, task.line);
    const place = { task, mark: text.charAt(at), rest: rest.exec(text)?.[0] ?? "", firstLine };
    const column = walk.tasks[task.index]?.item.position?.start.column ?? 1;
    return TASK_RULES.flatMap((rule) => {
      const remark = rule(place);
      return remark === undefined ? [] : [{ file: checklist.path, line: task.line, column, ...remark }];
    });
  });
}

/** remark takes any white space for an open box, GitHub only a blank. */
function oddMark({ mark }: TaskPlace): Remark | undefined {
  if (mark === " " || mark === "x" || mark === "X") return undefined;
  const shown = mark === "\t" ? "a tab" : "a line end";
  return {
    rule: "odd-mark",
    severity: "warning",
    message: `Unexpected ${shown} between the brackets, expected \`[ ]\`, put a blank there`,
  };
}

/** cmark-gfm searches the whole line for `[x]`, so GitHub shows such a task ticked although it is not. */
function secondBox({ task, rest }: TaskPlace): Remark | undefined {
  const second = /\[[xX]\]/.exec(rest)?.[0];
  if (second === undefined || task.checked) return undefined;
  return {
    rule: "second-box",
    severity: "warning",
    message: `Unexpected \`${second}\` in the text, expected one box in a line because GitHub shows this task ticked, write \`${second.slice(0, 2)}\\]\` instead`,
  };
}

function duplicateReference({ task, firstLine }: TaskPlace): Remark | undefined {
  if (firstLine === undefined || task.reference === undefined) return undefined;
  return {
    rule: "duplicate-reference",
    severity: "warning",
    message: `Unexpected reference to #${task.reference.number}, expected a reference that no other line has, remove it here or on line ${firstLine}: this line counts as a new task`,
  };
}

function misplacedReference({ task }: TaskPlace): Remark | undefined {
  const [mentioned] = task.mentioned;
  if (mentioned === undefined || task.reference !== undefined || task.untracked) return undefined;
  return {
    rule: "misplaced-reference",
    severity: "info",
    message: `Unexpected text behind the link to #${mentioned.number}, expected the link to be the last thing on the task's first line if this task is that issue, move it to the end of the line`,
  };
}
