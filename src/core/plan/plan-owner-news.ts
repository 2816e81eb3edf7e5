import { fieldPlace } from "../metadata/field-place.js";
import { parseOwners } from "../metadata/parse-owners.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { AttributeEvent, ObservedIssue } from "../model/issue.js";
import type { Owners } from "../model/metadata.js";
import type { Step } from "../model/plan.js";
import { isAfter, lastAssignment } from "./agreed-state.js";
import { matchTasks } from "./match-tasks.js";
import { nameOwners, ownerWords } from "./owner-words.js";
import type { OwnerWord } from "./owner-words.js";
import type { Base, PlacedTask, PlanInput } from "./plan-input.js";
import { foldName } from "./resolve-owners.js";
import { placeOf } from "./step-place.js";

type EditStep = Extract<Step, { op: "edit-task" }>;

/** What the files are to take over of whom people have assigned. */
export interface OwnerNews {
  readonly edits: readonly EditStep[];
  readonly diagnostics: readonly Diagnostic[];
  /** Can these people be assigned? In small letters. Until that is known their issues give no news. */
  readonly questions: readonly string[];
}

const NOBODY: Owners = { names: [], logins: [] };

/**
 * Who the file names is its owner; whom people assign besides is theirs. So the owner has changed when a person has
 * taken away everybody behind one of the file's names since both sides agreed, or assigned somebody to a task that
 * names nobody. Those who were assigned since come into the place of those who went. Both sides changed apart: the
 * issue counts, and a remark says so.
 */
export function planOwnerNews(input: PlanInput, addMetadata: boolean): OwnerNews {
  const edits: EditStep[] = [];
  const diagnostics: Diagnostic[] = [];
  const questions = new Set<string>();
  for (const subject of findSubjects(input)) {
    const change = ownersOfIssue(subject);
    for (const login of change?.unsure ?? []) questions.add(login);
    if (change === undefined || change.unsure.length > 0) continue;
    const { edit, conflict } = planEdit(subject, change.owners, addMetadata);
    if (!edit) continue;
    edits.push(edit);
    if (conflict) diagnostics.push(remarkConflict(subject, change.owners));
  }
  return { edits, diagnostics, questions: [...questions] };
}

interface Subject {
  readonly input: PlanInput;
  readonly base: Base;
  readonly placed: PlacedTask;
  /** The task at the base. */
  readonly was: PlacedTask;
  readonly issue: ObservedIssue;
}

/** Tasks whose issues people have assigned otherwise since the base. An app that knew nothing of phases assigned nobody. */
function findSubjects(input: PlanInput): Subject[] {
  const { base, issues } = input;
  if (base?.phases === undefined) return [];
  const isNews = (event: AttributeEvent): boolean =>
    !event.own && event.change.what === "assignee" && isAfter(event, base);
  const touched = [...issues.values()].filter(({ attributeEvents }) => attributeEvents.some(isNews));
  if (touched.length === 0) return [];
  const { referenced, base: former } = matchTasks(input);
  return touched.flatMap((issue) => {
    const [placed, was] = [referenced.get(issue.number), former.get(issue.number)];
    return placed && was ? [{ input, base, placed, was, issue }] : [];
  });
}

/** Words of the base that still hold, and logins that are new. */
interface NewOwners {
  readonly kept: readonly OwnerWord[];
  readonly added: readonly string[];
}

interface Change {
  readonly owners: NewOwners;
  /** Logins of which it is not known whether they could still be assigned. */
  readonly unsure: readonly string[];
}

/** What people have made of the owners since the base; undefined where the owners are as they were. */
function ownersOfIssue({ input, base, was, issue }: Subject): Change | undefined {
  const words = ownerWords(ownersOf(was), was.checklist, base.config ?? input.config);
  const assigned = new Set(issue.assignees.map(foldName));
  const isByPerson = (login: string, isNew = true): boolean => {
    const last = lastAssignment(issue, login);
    return last?.own === false && (!isNew || isAfter(last, base));
  };
  const named = new Set(words.flatMap(({ logins }) => logins));
  const others = issue.assignees.filter((login) => !named.has(foldName(login)));
  const added = others.filter((login) => isByPerson(login));
  if (words.length === 0) return added.length > 0 ? { owners: { kept: [], added }, unsure: [] } : undefined;

  // Who cannot be assigned any more has left, and nobody has taken the work away from them.
  const answer = (login: string): boolean | undefined =>
    input.facts ? input.facts.assignable.get(login) : true;
  const leaving = (word: OwnerWord): readonly string[] =>
    word.hasTeam || word.logins.some((login) => assigned.has(login))
      ? []
      : word.logins.filter((login) => isByPerson(login) && answer(login) !== false);
  const kept = words.filter((word) => leaving(word).length === 0);
  if (kept.length === words.length) return undefined;
  const besides = others.filter((login) => isByPerson(login, false));
  return {
    owners: { kept, added: kept.length + added.length > 0 ? added : besides },
    unsure: words.flatMap(leaving).filter((login) => answer(login) === undefined),
  };
}

function planEdit(
  { placed, was, issue, input }: Subject,
  owners: NewOwners,
  addMetadata: boolean,
): { readonly edit: EditStep | undefined; readonly conflict: boolean } {
  const { checklist, task } = placed;
  const said = ownersOf(placed);
  const style = said.names.length + said.logins.length > 0 ? said : ownersOf(was);
  const text = say(owners, placed, { input, byLogin: style.names.length === 0 && style.logins.length > 0 });
  const place = fieldPlace(checklist.metadata.tasks[task.index], "owners", addMetadata);
  const isSaid = nameOf(parseOwners(text)) === nameOf(said);
  const hasPlace = text === "" ? place === "words" : place !== undefined;
  if (isSaid || !hasPlace) return { edit: undefined, conflict: false };
  return {
    edit: {
      op: "edit-task",
      place: placeOf(placed),
      issue: issue.number,
      edit: {
        op: "set-field",
        task: task.index,
        field: "owners",
        value: text === "" ? undefined : text,
        addLine: addMetadata,
      },
      reason: describe(owners.added, issue.number),
    },
    conflict: nameOf(said) !== nameOf(ownersOf(was)),
  };
}

/** In the style of the file: logins where it names people by their logins, names where it has names for them. */
function say(
  { kept, added }: NewOwners,
  { checklist }: PlacedTask,
  { input: { config }, byLogin }: { readonly input: PlanInput; readonly byLogin: boolean },
): string {
  const news = byLogin ? added.map((login) => `@${login}`) : nameOwners(added, checklist, config);
  return [...kept.map(({ text }) => text), ...news].join(", ");
}

function describe(added: readonly string[], number: number): string {
  if (added.length === 0) return `#${number} is no longer assigned to them`;
  return `#${number} is assigned to ${added.join(", ")}`;
}

function remarkConflict({ placed, issue }: Subject, { kept, added }: NewOwners): Diagnostic {
  const { checklist, task } = placed;
  const { names, logins } = ownersOf(placed);
  const list = (all: readonly string[]): string => (all.length === 0 ? "nobody" : all.join(", "));
  const file = list([...names, ...logins.map((login) => `@${login}`)]);
  const there = list([...kept.map(({ text }) => text), ...added.map((login) => `@${login}`)]);
  return {
    file: checklist.path,
    line: task.line,
    column: 1,
    rule: "owner-conflict",
    severity: "warning",
    message: `Unexpected change on both sides: the file names ${file} as owner, on issue #${issue.number} people made it ${there}; the issue counts.`,
  };
}

function ownersOf({ checklist, task }: PlacedTask): Owners {
  return checklist.metadata.tasks[task.index]?.owners?.value ?? NOBODY;
}

/** Two lists of the same owners have the same name, in whatever order and case. */
function nameOf({ names, logins }: Owners): string {
  return [...names, ...logins.map((login) => `@${login}`)].map(foldName).sort().join("\n");
}
