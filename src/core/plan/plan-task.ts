import type { Completion } from "../model/checklist.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Edit } from "../model/edit.js";
import type { ObservedIssue } from "../model/issue.js";
import type { Step } from "../model/plan.js";
import { agreedCompletion, believedCompletion, titleChanges } from "./agreed-state.js";
import { deepTasks } from "./body-lines.js";
import { issueBody, issueTitle } from "./issue-content.js";
import { nextBody, withoutKey } from "./next-body.js";
import { isSameAttributes, planAttributes } from "./plan-attributes.js";
import type { Attributes } from "./plan-attributes.js";
import { mergeThreeWay } from "./merge-three-way.js";
import { mergeLines } from "./plan-lines.js";
import type { PlacedTask, PlanInput } from "./plan-input.js";
import { placeOf } from "./step-place.js";

/** A task whose issue is known, and all that is known of the two. */
export interface Pair {
  readonly placed: PlacedTask;
  readonly number: number;
  /** Undefined: not read, so as the base says. */
  readonly issue: ObservedIssue | undefined;
  readonly base: PlacedTask | undefined;
  readonly wanted: Attributes;
  /** As the base says. */
  readonly agreed: Attributes | undefined;
  /** Of the wanted logins those that GitHub takes. */
  readonly assignable: readonly string[];
  /** Name of the issue type of tasks. */
  readonly type: string | undefined;
  /** Found by its marker: the file does not name the issue yet. */
  readonly recovered: boolean;
}

export interface Decision {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a task and its issue need to be in step. Undefined when the issue was not read and what the base says
 * of it is not enough to decide.
 */
export function planTask(pair: Pair, input: PlanInput): Decision | undefined {
  if (!pair.issue) return isAsBase(pair, input) ? { steps: [], diagnostics: [] } : undefined;
  const known = { ...pair, issue: pair.issue };
  const decisions = [planCompletion(known, input), planContent(known, input)];
  const subject = { ...known, place: placeOf(pair.placed), base: pair.agreed };
  return {
    steps: [...decisions.flatMap(({ steps }) => steps), ...planAttributes(subject, input)],
    diagnostics: decisions.flatMap(({ diagnostics }) => diagnostics),
  };
}

type KnownPair = Pair & { readonly issue: ObservedIssue };

/** Nothing in the file changed that the issue would have to follow. */
function isAsBase({ placed, base, wanted, agreed }: Pair, { repository }: PlanInput): boolean {
  if (!base || base.task.completion !== placed.task.completion) return false;
  if (!agreed || !isSameAttributes(wanted, agreed)) return false;
  return issueTitle(base) === issueTitle(placed) && ownBody(base, repository) === ownBody(placed, repository);
}

function planCompletion({ placed, number, issue, base, recovered }: KnownPair, input: PlanInput): Decision {
  const agreed = agreedCompletion(issue, { task: base?.task, base: input.base, recovered });
  const merge = mergeThreeWay<Completion>({
    base: agreed,
    file: placed.task.completion,
    issue: base && agreed ? believedCompletion(issue, { agreed, base: input.base }) : issue.completion,
    tie: "issue",
  });
  if (merge.to === "neither") return { steps: [], diagnostics: [] };
  const place = placeOf(placed);
  if (merge.to === "issue") {
    const reason = {
      open: "open in the file",
      done: "ticked in the file",
      dropped: "struck through in the file",
    };
    return {
      steps: [
        {
          op: "set-completion",
          issue: number,
          place,
          completion: merge.value,
          comment: undefined,
          reason: reason[merge.value],
        },
      ],
      diagnostics: [],
    };
  }
  const reason = {
    open: `#${number} is open`,
    done: `#${number} is closed`,
    dropped: `#${number} is closed as not planned`,
  };
  const edits = completionEdits(placed, merge.value);
  return {
    steps: edits.map((edit) => ({
      op: "edit-task",
      place,
      edit,
      issue: number,
      reason: reason[merge.value],
    })),
    diagnostics: merge.conflict
      ? [
          remark(
            placed,
            "completion-conflict",
            `Unexpected change on both sides: the file says ${placed.task.completion}, issue #${number} says ${merge.value}; the issue counts.`,
          ),
        ]
      : [],
  };
}

/** From one completion to another, with as few bytes as possible: a done task may stay struck through. */
function completionEdits({ task }: PlacedTask, completion: Completion): Edit[] {
  const edits: Edit[] = [];
  const checked = completion === "done";
  if (task.checked !== checked) edits.push({ op: checked ? "tick" : "untick", task: task.index });
  const struck = completion === "dropped";
  if (task.struck !== struck && !(completion === "done" && task.checked)) {
    edits.push({ op: struck ? "strike" : "unstrike", task: task.index });
  }
  return edits;
}

/** Title and body: one step, so that GitHub is asked once. */
function planContent({ placed, number, issue, base }: KnownPair, input: PlanInput): Decision {
  const desired = issueTitle(placed);
  const changes = titleChanges(issue, desired, { baseTitle: base && issueTitle(base), base: input.base });
  const place = placeOf(placed);
  const steps: Step[] = [];
  const diagnostics: Diagnostic[] = [];
  const differs = issue.title !== desired;
  const follows = differs && changes.byIssue && !changes.byFile;
  if (follows) {
    const edit: Edit = { op: "set-title", task: placed.task.index, title: issue.title };
    steps.push({ op: "edit-task", place, edit, issue: number, reason: `#${number} was renamed` });
  }
  if (differs && changes.byIssue && changes.byFile) {
    diagnostics.push(
      remark(
        placed,
        "title-conflict",
        `Unexpected change on both sides: issue #${number} was renamed to “${issue.title}”; the file counts.`,
      ),
    );
  } else if (!changes.byIssue && !changes.byFile && isRenamedApart(issue, desired)) {
    const message = `Unexpected title “${issue.title}” of issue #${number}, expected the text of its task, which cannot be changed to that; reword the line or rename the issue.`;
    diagnostics.push({ ...remark(placed, "title-differs", message), issue: number });
  }
  const lines = mergeLines(placed, number, issue, base);
  steps.push(...lines.steps);
  const title = differs && changes.byFile ? desired : undefined;
  const settled = follows ? withTitle(placed, issue.title) : placed;
  const body = nextBody(issue, issueBody(settled, input.repository, lines.lines));
  if (title !== undefined || body !== undefined) {
    const reason = title !== undefined ? "reworded in the file" : "its place or subtasks in the file changed";
    steps.push({ op: "update-issue", issue: number, place, title, body, reason });
  }
  return { steps, diagnostics };
}

/** A person renamed the issue, and an earlier sync could not write that into the line. */
function isRenamedApart({ own, title, events }: ObservedIssue, desired: string): boolean {
  const renamed = events.findLast(({ change }) => change.what === "title");
  return own && renamed?.own === false && oneLine(title) !== desired;
}

/** The task as it will be: a body written for its old words would have to be written again. */
function withTitle(placed: PlacedTask, wanted: string): PlacedTask {
  const title = oneLine(wanted);
  return { ...placed, task: { ...placed.task, title, text: title } };
}

/** Markdown does not tell blanks apart. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function ownBody(placed: PlacedTask, repository: PlanInput["repository"]): string {
  return withoutKey(
    issueBody(
      placed,
      repository,
      deepTasks(placed).map(({ line }) => line),
    ),
  );
}

function remark({ checklist, task }: PlacedTask, rule: string, message: string): Diagnostic {
  return { file: checklist.path, line: task.line, column: 1, rule, severity: "warning", message };
}
