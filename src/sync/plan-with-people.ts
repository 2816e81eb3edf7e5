import type { Plan, Step } from "../core/model/plan.js";
import { planOwnerNews } from "../core/plan/plan-owner-news.js";
import type { PlanInput } from "../core/plan/plan-input.js";
import { inOrder } from "../core/plan/plan-sync.js";
import { applyFiles, groupEdits } from "./apply-files.js";
import type { EditedFiles } from "./apply-files.js";
import { parseOnce } from "./edit-once.js";
import { planWithBoard } from "./plan-with-board.js";
import type { Draft } from "./plan-with-board.js";
import type { BoardView } from "./read-board.js";
import type { Snapshot } from "./read-repository.js";

type EditStep = Extract<Step, { op: "edit-task" }>;

/**
 * A plan for files, issues, people and the board. Whom people have assigned in the place of an owner comes first: it is
 * planned as if they had written it in the file. Where they said something else on the board, that counts.
 */
export function planWithPeople(
  input: PlanInput,
  files: Snapshot["files"],
  view: BoardView | undefined,
): Draft {
  const addMetadata = input.config.project?.addMetadata ?? false;
  const news = planOwnerNews(input, addMetadata);
  const draft = planAfter(news.edits, { input, files, view });
  const titles = draft.plan.steps.filter(isRename);
  const whole = saysMore(titles, input, files)
    ? planAfter([...news.edits, ...titles], { input, files, view })
    : draft;
  return {
    ...whole,
    plan: {
      ...whole.plan,
      diagnostics: [...whole.plan.diagnostics, ...news.diagnostics],
      questions: withLogins(whole.plan.questions, news.questions),
    },
  };
}

function isRename(step: Step): step is EditStep {
  return step.op === "edit-task" && step.edit.op === "set-title";
}

interface Planning {
  readonly input: PlanInput;
  readonly files: Snapshot["files"];
  readonly view: BoardView | undefined;
}

/** A plan that begins with edits: of what is decided otherwise afterwards, they are left out. */
function planAfter(edits: readonly EditStep[], { input, files, view }: Planning): Draft {
  const edited = applyFiles(files, groupEdits(edits));
  const settled = settle(input, files, edited);
  const draft = planWithBoard(settled.input, settled.files, view);
  const isMade = ({ place, edit }: EditStep): boolean =>
    edited.edits.get(place.file)?.includes(edit) === true &&
    !(edit.op === "set-field" && isDecided(draft.plan, place.file, edit.task));
  return {
    ...draft,
    plan: {
      ...draft.plan,
      steps: inOrder([...draft.plan.steps, ...edits.filter(isMade)]),
      diagnostics: [...draft.plan.diagnostics, ...edited.diagnostics],
    },
  };
}

/** Do new titles name other people, or say anything else that their issues follow? */
function saysMore(titles: readonly EditStep[], input: PlanInput, files: Snapshot["files"]): boolean {
  if (titles.length === 0) return false;
  const after = settle(input, files, applyFiles(files, groupEdits(titles))).input.head;
  return titles.some(({ place, edit }) => {
    const metadataIn = (head: PlanInput["head"]): string =>
      JSON.stringify(
        head.find(({ checklist }) => checklist.path === place.file)?.checklist.metadata.tasks[edit.task],
      );
    return metadataIn(input.head) !== metadataIn(after);
  });
}

/** The files with the edits in them. */
function settle(
  input: PlanInput,
  files: Snapshot["files"],
  { files: written }: EditedFiles,
): { readonly input: PlanInput; readonly files: Snapshot["files"] } {
  if (written.size === 0) return { input, files };
  const read = new Map(
    [...files].map(([entry, file]) => {
      const source = written.get(entry.path);
      return [entry, source ? { ...file, ...parseOnce(entry.path, source), source } : file] as const;
    }),
  );
  const checklists = new Map([...read.values()].map(({ checklist }) => [checklist.path, checklist]));
  const head = input.head.map((each) => ({
    ...each,
    checklist: checklists.get(each.checklist.path) ?? each.checklist,
  }));
  return { input: { ...input, head }, files: read };
}

function isDecided({ steps }: Plan, file: string, task: number): boolean {
  return steps.some(
    (step) =>
      step.op === "edit-task" &&
      step.place.file === file &&
      step.edit.op === "set-field" &&
      step.edit.field === "owners" &&
      step.edit.task === task,
  );
}

function withLogins(questions: Plan["questions"], logins: readonly string[]): Plan["questions"] {
  return { ...questions, logins: [...new Set([...questions.logins, ...logins])] };
}
