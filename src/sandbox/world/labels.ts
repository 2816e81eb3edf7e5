import type { Actor } from "./access.js";
import { NEEDS, requireAccess, requireWritable } from "./access.js";
import type { Label, Repository } from "./model.js";
import { invalid } from "./refusal.js";
import { rememberRevision } from "./revisions.js";
import type { World } from "./world.js";
import { emit, nextId, now } from "./world.js";

export interface LabelFields {
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

const MAX_NAME = 50;
const MAX_DESCRIPTION = 100;

/** Label names are unique without regard to case. */
export function findLabel(repository: Repository, name: string): Label | undefined {
  const wanted = name.toLowerCase();
  return repository.labels.find((label) => label.name.toLowerCase() === wanted);
}

export function createLabel(world: World, actor: Actor, repository: Repository, fields: LabelFields): Label {
  requireAccess(actor, repository, NEEDS.writeIssues);
  requireWritable(repository);
  requireFields(repository, fields, undefined);
  const label: Label = {
    kind: "Label",
    id: nextId(world),
    repository,
    name: fields.name,
    color: fields.color,
    description: fields.description,
    isDefault: false,
    createdAt: now(world),
  };
  repository.labels.push(label);
  emit(world, actor, { type: "label", action: "created", label });
  return label;
}

export function updateLabel(world: World, actor: Actor, label: Label, edit: Partial<LabelFields>): void {
  requireAccess(actor, label.repository, NEEDS.writeIssues);
  requireWritable(label.repository);
  const wanted: LabelFields = {
    name: label.name,
    color: label.color,
    description: label.description,
    ...edit,
  };
  requireFields(label.repository, wanted, label);
  const changes: Record<string, { from: string }> = {};
  for (const field of ["name", "color", "description"] as const) {
    if (wanted[field] !== label[field]) changes[field] = { from: label[field] ?? "" };
  }
  if (Object.keys(changes).length === 0) return;
  Object.assign(label, wanted);
  emit(world, actor, { type: "label", action: "edited", label, changes });
}

/** The issues lose the label without events of their own. */
export function deleteLabel(world: World, actor: Actor, label: Label): void {
  const { repository } = label;
  requireAccess(actor, repository, NEEDS.writeIssues);
  requireWritable(repository);
  repository.labels.splice(repository.labels.indexOf(label), 1);
  for (const issue of repository.issues.values()) {
    if (!issue.labels.includes(label)) continue;
    issue.labels = issue.labels.filter((other) => other !== label);
    rememberRevision(issue);
  }
  emit(world, actor, { type: "label", action: "deleted", label });
}

function requireFields(repository: Repository, fields: LabelFields, self: Label | undefined): void {
  const holder = findLabel(repository, fields.name);
  if (fields.name.trim() === "") throw invalid({ resource: "Label", field: "name", code: "missing_field" });
  if ([...fields.name].length > MAX_NAME)
    throw invalid({
      resource: "Label",
      field: "name",
      code: "custom",
      message: `name is too long (maximum is ${MAX_NAME} characters)`,
    });
  if (holder !== undefined && holder !== self)
    throw invalid({ resource: "Label", field: "name", code: "already_exists" });
  if (!/^[0-9a-f]{6}$/i.test(fields.color))
    throw invalid({ resource: "Label", field: "color", code: "invalid" });
  if ([...(fields.description ?? "")].length > MAX_DESCRIPTION) {
    throw invalid({
      resource: "Label",
      field: "description",
      code: "custom",
      message: `description is too long (maximum is ${MAX_DESCRIPTION} characters)`,
    });
  }
}
