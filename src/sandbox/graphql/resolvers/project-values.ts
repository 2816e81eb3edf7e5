import type { Actor } from "../../world/access.js";
import { isVisible } from "../../world/access.js";
import { nodeIdInProject } from "../../world/node-ids.js";
import type {
  ProjectField,
  ProjectFieldType,
  ProjectItem,
  ProjectIteration,
  ProjectOption,
  ProjectValue,
} from "../../world/project-model.js";
import { connection } from "../connection.js";
import type { Fields } from "../resolver.js";

/** What a column shows of the issue itself: the board stores none of it. */
interface IssueValue {
  readonly kind: string;
  readonly item: ProjectItem;
  readonly field: ProjectField;
}

const OF_ISSUE: Partial<Record<ProjectFieldType, { kind: string; has: (item: ProjectItem) => boolean }>> = {
  TITLE: { kind: "ProjectV2ItemFieldTextValue", has: () => true },
  ASSIGNEES: { kind: "ProjectV2ItemFieldUserValue", has: ({ content }) => content.assignees.length > 0 },
  LABELS: { kind: "ProjectV2ItemFieldLabelValue", has: ({ content }) => content.labels.length > 0 },
  MILESTONE: { kind: "ProjectV2ItemFieldMilestoneValue", has: ({ content }) => content.milestone !== null },
  REPOSITORY: { kind: "ProjectV2ItemFieldRepositoryValue", has: () => true },
};

/** The values of an item in the order of the board's columns; an empty one is absent. */
export function shownValues(item: ProjectItem, actor: Actor): (ProjectValue | IssueValue)[] {
  const isContentVisible = isVisible(actor, item.content.repository);
  return item.project.fields.flatMap((field): (ProjectValue | IssueValue)[] => {
    const value = item.values.get(field);
    if (value !== undefined) return [value];
    const shown = OF_ISSUE[field.type];
    return shown?.has(item) === true && isContentVisible ? [{ kind: shown.kind, item, field }] : [];
  });
}

/** The title of the issue is shown as a text that is stored nowhere. */
type TextValue = ProjectValue | IssueValue;

const isStored = (value: TextValue): value is ProjectValue => "content" in value;

const VALUE: Fields<ProjectValue> = {
  id: (value) => nodeIdInProject(value.item.project, value),
  databaseId: (value) => value.id,
  item: (value) => value.item,
  field: (value) => value.field,
  creator: (value) => value.creator,
  createdAt: (value) => value.createdAt,
  updatedAt: (value) => value.updatedAt,
};

const TEXT: Fields<TextValue> = {
  id: (value) =>
    nodeIdInProject(value.item.project, isStored(value) ? value : { ...value, id: value.item.id }),
  databaseId: (value) => (isStored(value) ? value.id : value.item.id),
  item: (value) => value.item,
  field: (value) => value.field,
  creator: (value) => (isStored(value) ? value : value.item).creator,
  createdAt: (value) => (isStored(value) ? value : value.item).createdAt,
  updatedAt: (value) => (isStored(value) ? value : value.item).updatedAt,
  text: (value) => (isStored(value) ? value.content : value.item.content.title),
};

const option = ({ field, content }: ProjectValue): ProjectOption | undefined =>
  field.options.find(({ id }) => id === content);
const iteration = ({ field, content }: ProjectValue): ProjectIteration | undefined =>
  field.iterations.find(({ id }) => id === content);

export const PROJECT_VALUE_FIELDS = {
  ProjectV2ItemFieldTextValue: TEXT,
  ProjectV2ItemFieldNumberValue: {
    ...VALUE,
    number: (value) => value.content,
  } satisfies Fields<ProjectValue>,
  ProjectV2ItemFieldDateValue: { ...VALUE, date: (value) => value.content } satisfies Fields<ProjectValue>,
  ProjectV2ItemFieldSingleSelectValue: {
    ...VALUE,
    optionId: (value) => value.content,
    name: (value) => option(value)?.name ?? null,
    color: (value) => option(value)?.color,
    description: (value) => option(value)?.description ?? null,
  } satisfies Fields<ProjectValue>,
  ProjectV2ItemFieldIterationValue: {
    ...VALUE,
    iterationId: (value) => value.content,
    title: (value) => iteration(value)?.title,
    startDate: (value) => iteration(value)?.startDate,
    duration: (value) => iteration(value)?.duration,
  } satisfies Fields<ProjectValue>,
  ProjectV2ItemFieldUserValue: {
    field: ({ field }) => field,
    users: ({ item }, args, _, info) => connection(item.content.assignees, args, info),
  } satisfies Fields<IssueValue>,
  ProjectV2ItemFieldLabelValue: {
    field: ({ field }) => field,
    labels: ({ item }, args, _, info) => connection(item.content.labels, args, info),
  } satisfies Fields<IssueValue>,
  ProjectV2ItemFieldMilestoneValue: {
    field: ({ field }) => field,
    milestone: ({ item }) => item.content.milestone,
  } satisfies Fields<IssueValue>,
  ProjectV2ItemFieldRepositoryValue: {
    field: ({ field }) => field,
    repository: ({ item }) => item.content.repository,
  } satisfies Fields<IssueValue>,
};
