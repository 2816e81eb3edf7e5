import type { Actor } from "./access.js";
import { NEEDS, requireAccess } from "./access.js";
import { setAssignees, setLabels, setMilestone } from "./issue-attributes.js";
import type { ToldContent } from "./events.js";
import type { Account } from "./model.js";
import { record } from "./issues.js";
import { requireProjectRole } from "./project-access.js";
import { statusField } from "./project-fields.js";
import { requireItemOf, touchItem } from "./project-items.js";
import type {
  Project,
  ProjectField,
  ProjectItem,
  ProjectIteration,
  ProjectOption,
  ProjectValue,
} from "./project-model.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { emit, nextId, now } from "./world.js";

/** One value as it is sent, named by the kind that its sender takes it for. */
export interface GivenValue {
  readonly name: "text" | "number" | "date" | "singleSelectOptionId" | "iterationId";
  readonly content: string | number;
}

type SettableType = "TEXT" | "NUMBER" | "DATE" | "SINGLE_SELECT" | "ITERATION";

const SETTABLE: Readonly<
  Record<SettableType, { name: GivenValue["name"]; words: string; kind: ProjectValue["kind"] }>
> = {
  TEXT: { name: "text", words: "text", kind: "ProjectV2ItemFieldTextValue" },
  NUMBER: { name: "number", words: "number", kind: "ProjectV2ItemFieldNumberValue" },
  DATE: { name: "date", words: "date", kind: "ProjectV2ItemFieldDateValue" },
  SINGLE_SELECT: {
    name: "singleSelectOptionId",
    words: "single select option Id",
    kind: "ProjectV2ItemFieldSingleSelectValue",
  },
  ITERATION: { name: "iterationId", words: "iteration Id", kind: "ProjectV2ItemFieldIterationValue" },
};

/** Sets the value of one field. What belongs to the issue (assignees, labels, milestone …) is set there. */
export function setValue(
  world: World,
  actor: Actor,
  project: Project,
  item: ProjectItem,
  field: ProjectField,
  given: readonly GivenValue[],
): void {
  requireProjectRole(world, actor, project, "write", "UpdateProjectV2ItemFieldValue");
  requireEditable(project, item, field);
  const [value] = given;
  if (value === undefined || given.length > 1)
    throw new Refusal("validation", "Only one value can be updated at a time");
  putValue(world, actor, item, field, requireFitting(field, value));
}

/** As `setValue`, without asking who it is: the board sets statuses by itself too. Nothing new is told to nobody. */
export function putValue(
  world: World,
  actor: Actor,
  item: ProjectItem,
  field: ProjectField,
  content: string | number,
): void {
  const known = item.values.get(field);
  if (known?.content === content) return;
  const before = known?.content;
  if (known === undefined) item.values.set(field, newValue(world, item, field, content, actor.account));
  else Object.assign(known, { content, updatedAt: now(world) });
  tellChange(world, actor, item, field, before, content);
}

/** Takes a value away, where it belongs to the issue from the issue. */
export function clearValue(
  world: World,
  actor: Actor,
  project: Project,
  item: ProjectItem,
  field: ProjectField,
): void {
  requireProjectRole(world, actor, project, "write", "ClearProjectV2ItemFieldValue");
  requireEditable(project, item, field);
  const { content } = item;
  if (field.type === "ASSIGNEES" || field.type === "LABELS" || field.type === "MILESTONE") {
    requireAccess(actor, content.repository, NEEDS.triageIssues);
    if (field.type === "ASSIGNEES") setAssignees(world, actor, content, []);
    else if (field.type === "LABELS") setLabels(world, actor, content, []);
    else setMilestone(world, actor, content, null);
    return;
  }
  requireSettable(field);
  const known = item.values.get(field);
  if (known === undefined) return;
  item.values.delete(field);
  tellChange(world, actor, item, field, known.content, undefined);
}

/** The timeline of the issue knows of statuses only. */
function tellChange(
  world: World,
  actor: Actor,
  item: ProjectItem,
  field: ProjectField,
  from: string | number | undefined,
  to: string | number | undefined,
): void {
  touchItem(world, item);
  if (field === statusField(item.project)) {
    const nameOf = (content: string | number | undefined): string =>
      field.options.find(({ id }) => id === content)?.name ?? "";
    const status = { from: nameOf(from), to: nameOf(to) };
    record(world, actor, item.content, {
      event: "project_v2_item_status_changed",
      project: item.project,
      status,
    });
  }
  const change = { field, from: tellContent(field, from), to: tellContent(field, to) };
  emit(world, actor, { type: "project-item", action: "edited", item, change });
}

function newValue(
  world: World,
  item: ProjectItem,
  field: ProjectField,
  content: string | number,
  creator: Account,
): ProjectValue {
  const createdAt = now(world);
  const { kind } = requireSettable(field);
  return { kind, id: nextId(world), item, field, creator, createdAt, updatedAt: createdAt, content };
}

/** Webhooks show options and iterations whole. */
function tellContent(field: ProjectField, content: string | number | undefined): ToldContent | null {
  if (content === undefined) return null;
  const things: readonly (ProjectOption | ProjectIteration)[] =
    field.type === "SINGLE_SELECT" ? field.options : field.iterations;
  return things.find(({ id }) => id === content) ?? content;
}

function requireEditable(project: Project, item: ProjectItem, field: ProjectField): void {
  requireItemOf(project, item);
  if (field.project !== project) throw new Refusal("validation", "The field does not exist in the project");
  if (item.archivedAt !== null) throw new Refusal("validation", "The item is archived and cannot be updated");
}

function requireSettable(field: ProjectField): (typeof SETTABLE)[SettableType] {
  const settable = isSettable(field.type) ? SETTABLE[field.type] : undefined;
  if (settable === undefined)
    throw new Refusal(
      "validation",
      `The field of type ${field.type.toLowerCase()} is currently not supported`,
    );
  return settable;
}

function isSettable(type: string): type is SettableType {
  return type in SETTABLE;
}

function requireFitting(field: ProjectField, given: GivenValue): string | number {
  const { name, words } = requireSettable(field);
  if (given.name !== name)
    throw new Refusal(
      "validation",
      `Did not receive a ${words} to update a field of type ${field.type.toLowerCase()}`,
    );
  const isIn = (things: readonly { readonly id: string }[]): boolean =>
    things.some(({ id }) => id === given.content);
  if (field.type === "SINGLE_SELECT" && !isIn(field.options))
    throw new Refusal("validation", "The single select option Id does not belong to the field");
  if (field.type === "ITERATION" && !isIn(field.iterations))
    throw new Refusal("validation", "The iteration Id does not belong to the field");
  if (field.type === "DATE" && !isDate(String(given.content)))
    throw new Refusal("validation", `${given.content} is not a valid date`);
  if (field.type === "NUMBER" && Number(Number(given.content).toFixed(8)) !== given.content)
    throw new Refusal("validation", "Number values cannot exceed 8 decimal places");
  return given.content;
}

/** A day that exists: 30 February does not. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${text}T`);
}
