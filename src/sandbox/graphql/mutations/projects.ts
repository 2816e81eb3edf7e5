import { flag, list, record, requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import {
  createField,
  deleteField,
  updateField,
  type WantedIteration,
  type WantedOption,
} from "../../world/project-fields.js";
import { addItem, deleteItem, moveItem, setArchived } from "../../world/project-items.js";
import type { Project, ProjectField, ProjectFieldType, ProjectItem } from "../../world/project-model.js";
import { nodeIdInProject } from "../../world/node-ids.js";
import { clearValue, setValue, type GivenValue } from "../../world/project-values.js";
import {
  createProject,
  deleteProject,
  linkRepository,
  unlinkRepository,
  updateProject,
} from "../../world/projects.js";
import { findNodeOf } from "../nodes.js";
import type { GraphqlContext } from "../resolver.js";
import type { Mutate } from "./mutation.js";
import { refuseUnemulated } from "./mutation.js";

const projectAt = (input: Body, context: GraphqlContext): Project =>
  findNodeOf(context, requiredText(input, "projectId"), "ProjectV2");
const itemAt = (input: Body, context: GraphqlContext): ProjectItem =>
  findNodeOf(context, requiredText(input, "itemId"), "ProjectV2Item");
const fieldAt = (input: Body, context: GraphqlContext): ProjectField =>
  findNodeOf(
    context,
    requiredText(input, "fieldId"),
    "ProjectV2Field",
    "ProjectV2SingleSelectField",
    "ProjectV2IterationField",
  );
const repositoryAt = (input: Body, context: GraphqlContext) =>
  findNodeOf(context, requiredText(input, "repositoryId"), "Repository");

const BOARDS: Readonly<Record<string, Mutate>> = {
  createProjectV2: (input, context) => {
    refuseUnemulated(input, "teamId");
    const owner = findNodeOf(context, requiredText(input, "ownerId"), "Organization", "User");
    const projectV2 = createProject(context.world, context.actor, owner, {
      title: requiredText(input, "title"),
      repository: text(input, "repositoryId") === undefined ? undefined : repositoryAt(input, context),
    });
    return { projectV2 };
  },
  updateProjectV2: (input, context) => {
    const projectV2 = projectAt(input, context);
    updateProject(context.world, context.actor, projectV2, {
      title: text(input, "title"),
      shortDescription: text(input, "shortDescription"),
      readme: text(input, "readme"),
      public: flag(input, "public"),
      closed: flag(input, "closed"),
    });
    return { projectV2 };
  },
  deleteProjectV2: (input, context) => {
    const projectV2 = projectAt(input, context);
    deleteProject(context.world, context.actor, projectV2);
    return { projectV2 };
  },
  linkProjectV2ToRepository: (input, context) => {
    const repository = repositoryAt(input, context);
    linkRepository(context.world, context.actor, projectAt(input, context), repository);
    return { repository };
  },
  unlinkProjectV2FromRepository: (input, context) => {
    const repository = repositoryAt(input, context);
    unlinkRepository(context.world, context.actor, projectAt(input, context), repository);
    return { repository };
  },
};

const COLUMNS: Readonly<Record<string, Mutate>> = {
  createProjectV2Field: (input, context) => ({
    projectV2Field: createField(context.world, context.actor, projectAt(input, context), {
      name: requiredText(input, "name"),
      type: requiredText(input, "dataType") as ProjectFieldType,
      options: optionsAt(input),
      iterations: iterationsAt(input),
    }),
  }),
  updateProjectV2Field: (input, context) => {
    const projectV2Field = fieldAt(input, context);
    updateField(context.world, context.actor, projectV2Field, {
      name: text(input, "name"),
      options: optionsAt(input),
      iterations: iterationsAt(input),
    });
    return { projectV2Field };
  },
  deleteProjectV2Field: (input, context) => {
    const projectV2Field = fieldAt(input, context);
    deleteField(context.world, context.actor, projectV2Field);
    return { projectV2Field };
  },
};

/** The schema has checked their fields and types. */
function optionsAt(input: Body): readonly WantedOption[] | undefined {
  return list(input, "singleSelectOptions") as readonly WantedOption[] | undefined;
}

function iterationsAt(input: Body): readonly WantedIteration[] | undefined {
  const configuration = record(input, "iterationConfiguration");
  return configuration && (list(configuration, "iterations") as readonly WantedIteration[]);
}

const ITEMS: Readonly<Record<string, Mutate>> = {
  addProjectV2ItemById: (input, context) => {
    const content = findNodeOf(context, requiredText(input, "contentId"), "Issue", "PullRequest");
    return { item: addItem(context.world, context.actor, projectAt(input, context), content) };
  },
  deleteProjectV2Item: (input, context) => {
    const item = itemAt(input, context);
    deleteItem(context.world, context.actor, projectAt(input, context), item);
    return { deletedItemId: nodeIdInProject(item.project, item) };
  },
  archiveProjectV2Item: (input, context) => archive(input, context, true),
  unarchiveProjectV2Item: (input, context) => archive(input, context, false),
  updateProjectV2ItemPosition: (input, context) => {
    const afterId = text(input, "afterId");
    const after = afterId === undefined ? undefined : findNodeOf(context, afterId, "ProjectV2Item");
    const project = projectAt(input, context);
    moveItem(context.world, context.actor, project, itemAt(input, context), after);
    return {};
  },
  updateProjectV2ItemFieldValue: (input, context) => {
    const item = itemAt(input, context);
    setValue(
      context.world,
      context.actor,
      projectAt(input, context),
      item,
      fieldAt(input, context),
      Object.entries(record(input, "value") ?? {}).flatMap(([name, content]) =>
        content === null ? [] : [{ name, content } as GivenValue],
      ),
    );
    return { projectV2Item: item };
  },
  clearProjectV2ItemFieldValue: (input, context) => {
    const item = itemAt(input, context);
    clearValue(context.world, context.actor, projectAt(input, context), item, fieldAt(input, context));
    return { projectV2Item: item };
  },
};

function archive(input: Body, context: GraphqlContext, isArchived: boolean) {
  const item = itemAt(input, context);
  setArchived(context.world, context.actor, projectAt(input, context), item, isArchived);
  return { item };
}

export const PROJECT_MUTATIONS: Readonly<Record<string, Mutate>> = { ...BOARDS, ...COLUMNS, ...ITEMS };
