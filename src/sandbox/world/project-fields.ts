import { randomBytes } from "node:crypto";
import type { Actor } from "./access.js";
import { requireProjectRole } from "./project-access.js";
import type {
  Project,
  ProjectField,
  ProjectFieldType,
  ProjectIteration,
  ProjectOption,
} from "./project-model.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { changed, nextId, now } from "./world.js";

/** https://docs.github.com/en/issues/planning-and-tracking-with-projects/understanding-fields */
const MAX_FIELDS = 50;
const MAX_OPTIONS = 50;

/** What every new board has, in this order; the ids of the three statuses are the same on all of them. */
const BUILT_IN: readonly (readonly [name: string, type: ProjectFieldType])[] = [
  ["Title", "TITLE"],
  ["Assignees", "ASSIGNEES"],
  ["Status", "SINGLE_SELECT"],
  ["Labels", "LABELS"],
  ["Linked pull requests", "LINKED_PULL_REQUESTS"],
  ["Milestone", "MILESTONE"],
  ["Repository", "REPOSITORY"],
  ["Reviewers", "REVIEWERS"],
  ["Parent issue", "PARENT_ISSUE"],
  ["Sub-issues progress", "SUB_ISSUES_PROGRESS"],
];

export const TODO_ID = "f75ad846";
export const DONE_ID = "98236657";

const STATUSES: readonly ProjectOption[] = [
  { id: TODO_ID, name: "Todo", color: "GREEN", description: "This item hasn't been started" },
  { id: "47fc9ee4", name: "In Progress", color: "YELLOW", description: "This is actively being worked on" },
  { id: DONE_ID, name: "Done", color: "PURPLE", description: "This has been completed" },
];

export function builtInFields(world: World, project: Project): ProjectField[] {
  return BUILT_IN.map(([name, type]) => ({
    ...blankField(world, project, name, type),
    isBuiltIn: true,
    options: name === "Status" ? STATUSES : [],
  }));
}

export function statusField(project: Project): ProjectField | undefined {
  return project.fields.find((field) => field.isBuiltIn && field.type === "SINGLE_SELECT");
}

/** An option as it is sent: without an id, or with the id of an option that is there. */
export interface WantedOption extends Omit<ProjectOption, "id"> {
  readonly id?: string | undefined;
}

export type WantedIteration = Omit<ProjectIteration, "id">;

export interface NewField {
  readonly name: string;
  readonly type: ProjectFieldType;
  readonly options?: readonly WantedOption[] | undefined;
  readonly iterations?: readonly WantedIteration[] | undefined;
}

export function createField(world: World, actor: Actor, project: Project, wanted: NewField): ProjectField {
  requireProjectRole(world, actor, project, "write", "CreateProjectV2Field");
  requireName(project, wanted.name, undefined);
  if (project.fields.length >= MAX_FIELDS)
    throw new Refusal("validation", `A project may have ${MAX_FIELDS} fields at most`);
  const field = blankField(world, project, wanted.name, wanted.type);
  if (wanted.type === "SINGLE_SELECT") {
    if (wanted.options === undefined || wanted.options.length === 0)
      throw new Refusal("validation", "Single select options must be provided for a single select field");
    field.options = identifyOptions([], wanted.options);
  } else if (wanted.options !== undefined)
    throw new Refusal("validation", "Options can only be provided for a single select field");
  if (wanted.iterations !== undefined) field.iterations = wanted.iterations.map(withNewId);
  project.fields.push(field);
  changed(world);
  return field;
}

export interface FieldEdit {
  readonly name?: string | undefined;
  readonly options?: readonly WantedOption[] | undefined;
  readonly iterations?: readonly WantedIteration[] | undefined;
}

/**
 * The options that are sent replace the former ones. One that comes with its id is the same option under whatever name,
 * colour and place, and every item keeps it; one without an id is new even if its name is not. Items lose the values
 * that are left without their option, and no webhook tells of that. Iterations have no ids to send: all of them are new.
 * https://docs.github.com/en/graphql/reference/input-objects#updateprojectv2fieldinput
 */
export function updateField(world: World, actor: Actor, field: ProjectField, edit: FieldEdit): void {
  const { project } = field;
  requireProjectRole(world, actor, project, "write", "UpdateProjectV2Field");
  if (field.isBuiltIn && (field.type !== "SINGLE_SELECT" || edit.name !== undefined))
    throw new Refusal("validation", "The field is not updatable");
  if (edit.name !== undefined) {
    requireName(project, edit.name, field);
    field.name = edit.name;
  }
  // "Empty input is ignored", says GitHub's schema.
  if (edit.options !== undefined && edit.options.length > 0) {
    if (field.type !== "SINGLE_SELECT")
      throw new Refusal("validation", "Options can only be provided for a single select field");
    field.options = identifyOptions(field.options, edit.options);
    dropValuesWithout(field, field.options);
  }
  if (edit.iterations !== undefined) {
    field.iterations = edit.iterations.map(withNewId);
    dropValuesWithout(field, field.iterations);
  }
  field.updatedAt = now(world);
  changed(world);
}

export function deleteField(world: World, actor: Actor, field: ProjectField): void {
  const { project } = field;
  requireProjectRole(world, actor, project, "write", "DeleteProjectV2Field");
  if (field.isBuiltIn) throw new Refusal("validation", "The field is not deletable");
  project.fields.splice(project.fields.indexOf(field), 1);
  for (const item of project.items.values()) item.values.delete(field);
  changed(world);
}

function blankField(world: World, project: Project, name: string, type: ProjectFieldType): ProjectField {
  const createdAt = now(world);
  const kinds = {
    SINGLE_SELECT: "ProjectV2SingleSelectField",
    ITERATION: "ProjectV2IterationField",
  } as const;
  return {
    kind: type === "SINGLE_SELECT" || type === "ITERATION" ? kinds[type] : "ProjectV2Field",
    id: nextId(world),
    project,
    name,
    type,
    isBuiltIn: false,
    options: [],
    iterations: [],
    createdAt,
    updatedAt: createdAt,
  };
}

function identifyOptions(
  known: readonly ProjectOption[],
  wanted: readonly WantedOption[],
): readonly ProjectOption[] {
  if (wanted.length > MAX_OPTIONS)
    throw new Refusal("validation", `A single select field may have ${MAX_OPTIONS} options at most`);
  const names = wanted.map(({ name }) => name.toLowerCase());
  if (names.some((name) => name.trim() === "")) throw new Refusal("validation", "Option name can't be blank");
  if (new Set(names).size < names.length)
    throw new Refusal("validation", "Option names must be unique within a field");
  return wanted.map(({ id, ...option }) => {
    if (id === undefined) return withNewId(option);
    if (!known.some((other) => other.id === id))
      throw new Refusal("validation", "The single select option Id does not belong to the field");
    return { id, ...option };
  });
}

function withNewId<Thing extends object>(thing: Thing): Thing & { readonly id: string } {
  return { ...thing, id: randomBytes(4).toString("hex") };
}

function dropValuesWithout(field: ProjectField, kept: readonly { readonly id: string }[]): void {
  for (const item of field.project.items.values()) {
    const value = item.values.get(field);
    if (value !== undefined && !kept.some(({ id }) => id === value.content)) item.values.delete(field);
  }
}

function requireName(project: Project, name: string, self: ProjectField | undefined): void {
  if (name.trim() === "") throw new Refusal("unprocessable", "Name can't be blank");
  const holder = project.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
  if (holder !== undefined && holder !== self)
    throw new Refusal("unprocessable", "Name has already been taken");
}
