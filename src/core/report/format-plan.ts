import type { Edit } from "../model/edit.js";
import type { IssueTarget, MilestoneChange, Plan, Step } from "../model/plan.js";

/** The plan for people, a line a step: `+` makes something, `~` changes it, `-` takes it away. */
export function formatPlan(plan: Plan): readonly string[] {
  const titles = new Map<IssueTarget, string>();
  for (const step of plan.steps) {
    if (step.op === "create-issue") titles.set(step.task, step.place.title);
    if (step.op === "create-phase") titles.set(step.section, step.content.title);
  }
  return plan.steps.map((step) => formatStep(step, (target) => nameOf(target, titles)));
}

/** How many steps of each kind, in one line. */
export function formatPlanSummary({ steps }: Plan): string {
  const created = steps.filter(({ op }) => op === "create-issue" || op === "create-phase").length;
  const milestones = steps.filter(({ op }) => op === "create-milestone").length;
  const edits = steps.filter((step) => step.op === "edit-task" || step.op === "edit-ledger").length;
  const changed = new Set(
    steps.flatMap((step) =>
      "issue" in step && !ELSEWHERE.has(step.op) && typeof step.issue === "number" ? [step.issue] : [],
    ),
  ).size;
  const onBoard = steps.filter((step) => step.op === "set-board-values").length;
  if (steps.length === 0) return "Nothing to do.";
  const parts = [
    created > 0 ? `${created} ${created === 1 ? "issue" : "issues"} to create` : undefined,
    milestones > 0 ? `${milestones} ${milestones === 1 ? "milestone" : "milestones"} to create` : undefined,
    changed > 0 ? `${changed} ${changed === 1 ? "issue" : "issues"} to change` : undefined,
    edits > 0 ? `${edits} ${edits === 1 ? "edit" : "edits"} to files` : undefined,
    onBoard > 0 ? `${onBoard} ${onBoard === 1 ? "issue" : "issues"} to change on the board` : undefined,
  ];
  return `${parts.filter((part) => part !== undefined).join(", ")}.`;
}

/** What is told of issues, and changes nothing in them. */
const ELSEWHERE: ReadonlySet<Step["op"]> = new Set(["edit-task", "set-board-values"]);

function formatStep(step: Step, name: (target: IssueTarget) => string): string {
  const where = `${step.place.file}:${step.place.line}`;
  const title = JSON.stringify(step.place.title);
  switch (step.op) {
    case "create-milestone":
      return `+ create milestone ${JSON.stringify(step.content.title)}${due(step.content.due)} (${where}): ${step.reason}`;
    case "update-milestone":
      return `~ milestone ${step.milestone}: ${formatMilestone(step.change)} (${where}): ${step.reason}`;
    case "create-phase":
      return `+ create phase issue ${JSON.stringify(step.content.title)}${origin(step, name)} (${where}): ${step.reason}`;
    case "create-issue":
      return `+ create issue ${title}${origin(step, name)} (${where}): ${step.reason}`;
    case "update-issue": {
      const what =
        step.title === undefined ? "update the body of" : `rename to ${JSON.stringify(step.title)}`;
      return `~ ${what} #${step.issue} (${where}): ${step.reason}`;
    }
    case "set-parent": {
      const parent = step.parent === undefined ? "take out of its parent" : `put under ${name(step.parent)}`;
      return `~ #${step.issue}: ${parent} (${where}): ${step.reason}`;
    }
    case "set-completion":
      return `${COMPLETION[step.completion]} #${step.issue} ${title} (${where}): ${step.reason}`;
    case "set-milestone": {
      const milestone =
        step.milestone === undefined ? "take out of its milestone" : "put into the milestone of its phase";
      return `~ #${step.issue}: ${milestone} (${where}): ${step.reason}`;
    }
    case "set-assignees": {
      const parts = [
        ...step.assign.map((login) => `assign @${login}`),
        ...step.unassign.map((login) => `unassign @${login}`),
      ];
      return `~ #${step.issue}: ${parts.join(", ")} (${where}): ${step.reason}`;
    }
    case "set-type":
      return `~ #${step.issue}: give the type ${JSON.stringify(step.type)} (${where}): ${step.reason}`;
    case "add-dependency":
      return `+ ${name(step.issue)} waits for ${name(step.on)} (${where}): ${step.reason}`;
    case "remove-dependency":
      return `- ${name(step.issue)} no longer waits for ${name(step.on)} (${where}): ${step.reason}`;
    case "order-sub-issue": {
      const beside =
        "after" in step.beside ? `behind ${name(step.beside.after)}` : `before ${name(step.beside.before)}`;
      return `~ move ${name(step.issue)} ${beside} (${where}): ${step.reason}`;
    }
    case "let-go":
      return `- let go of #${step.issue} ${title} (${where}): ${step.reason}`;
    case "edit-task":
      return `${formatEdit(step.edit)} ${where} ${title}: ${step.reason}`;
    case "edit-ledger":
      return `${step.change.kind === "put" ? "~ note in the ledger" : "~ write the ledger again"} ${where} ${title}: ${step.reason}`;
    case "create-board":
      return `+ create the board ${title}: ${step.reason}`;
    case "create-board-column":
      return `+ add the field ${step.name} to the board ${title}: ${step.reason}`;
    case "add-board-options":
      return `+ add ${step.options.join(", ")} to the field ${step.name} of the board ${title}: ${step.reason}`;
    case "set-board-values": {
      const values = step.values.map(({ field, value }) => `${field} ${value ?? "nothing"}`).join(", ");
      return `${step.add ? "+ put on the board" : "~ on the board"} ${name(step.issue)}: ${values} (${where}): ${step.reason}`;
    }
  }
}

function origin(
  { parent, completion, content }: Extract<Step, { op: "create-issue" | "create-phase" }>,
  name: (target: IssueTarget) => string,
): string {
  const parts = [
    parent === undefined ? "" : ` under ${name(parent)}`,
    completion === "open" ? "" : ", closed",
    content.assignees?.length ? `, for ${content.assignees.map((login) => `@${login}`).join(" ")}` : "",
  ];
  return parts.join("");
}

function due(day: string | undefined): string {
  return day === undefined ? "" : ` due ${day}`;
}

function formatMilestone({ title, description, due: day, isOpen }: MilestoneChange): string {
  const parts = [
    title === undefined ? undefined : `rename to ${JSON.stringify(title)}`,
    day === undefined ? undefined : day === null ? "no longer due on a day" : `due ${day}`,
    description === undefined ? undefined : "describe anew",
    isOpen === undefined ? undefined : isOpen ? "reopen" : "close",
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

const COMPLETION = { open: "~ reopen", done: "~ close", dropped: "- close as not planned" } as const;

const FIELD_NAMES = {
  priority: "priority",
  owners: "owner",
  effort: "effort",
  start: "start",
  due: "due date",
} as const;

function formatEdit(edit: Edit): string {
  switch (edit.op) {
    case "tick":
      return "~ tick [ ] → [x]";
    case "untick":
      return "~ untick [x] → [ ]";
    case "strike":
      return "~ strike through";
    case "unstrike":
      return "~ no longer strike through";
    case "set-reference":
      return `+ reference #${edit.reference.number}`;
    case "remove-reference":
      return "- remove the reference";
    case "set-untracked":
      return "- mark as having no issue";
    case "set-title":
      return `~ reword to ${JSON.stringify(edit.title)}`;
    case "set-field":
      return edit.value === undefined
        ? `- take out the ${FIELD_NAMES[edit.field]}`
        : `~ set the ${FIELD_NAMES[edit.field]} to ${JSON.stringify(edit.value)}`;
  }
}

function nameOf(target: IssueTarget, titles: ReadonlyMap<IssueTarget, string>): string {
  return typeof target === "number" ? `#${target}` : JSON.stringify(titles.get(target) ?? target);
}
