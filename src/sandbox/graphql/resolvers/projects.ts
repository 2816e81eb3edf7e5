import { isVisible } from "../../world/access.js";
import { integer, list, requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import type { Account, Issue, Repository } from "../../world/model.js";
import { nodeIdInProject, projectNodeId } from "../../world/node-ids.js";
import { isProjectVisible, projectRole } from "../../world/project-access.js";
import { projectPath } from "../../world/projects.js";
import type {
  Project,
  ProjectField,
  ProjectItem,
  ProjectOption,
  ProjectWorkflow,
} from "../../world/project-model.js";
import { connection } from "../connection.js";
import { GraphqlProblem } from "../problem.js";
import type { Fields, GraphqlContext } from "../resolver.js";
import type { GraphQLResolveInfo } from "graphql";
import { PROJECT_VALUE_FIELDS, shownValues } from "./project-values.js";

const PROJECT: Fields<Project> = {
  id: (project) => projectNodeId(project),
  databaseId: (project) => project.id,
  fullDatabaseId: (project) => String(project.id),
  number: (project) => project.number,
  title: (project) => project.title,
  shortDescription: (project) => project.shortDescription,
  readme: (project) => project.readme,
  public: (project) => project.public,
  closed: (project) => project.closedAt !== null,
  closedAt: (project) => project.closedAt,
  createdAt: (project) => project.createdAt,
  updatedAt: (project) => project.updatedAt,
  template: () => false,
  owner: (project) => project.owner,
  creator: (project) => project.creator,
  url: (project, _, { world }) => `${world.baseUrl}${projectPath(project)}`,
  resourcePath: (project) => projectPath(project),
  viewerCanUpdate: (project, _, { world, actor }) =>
    ["write", "admin"].includes(projectRole(world, actor, project)),
  viewerCanClose: (project, _, { world, actor }) => projectRole(world, actor, project) === "admin",
  viewerCanReopen: (project, _, { world, actor }) => projectRole(world, actor, project) === "admin",
  field: (project, args) => project.fields.find((field) => field.name === text(args, "name")) ?? null,
  fields: (project, args, _, info) => connection(project.fields, args, info),
  items: (project, args, { asOf }, info) => {
    const added = [...project.items.values()].filter((item) => asOf === undefined || item.addedAt <= asOf);
    return connection(
      added.filter((item) => item.archivedAt === null),
      args,
      info,
    );
  },
  repositories: (project, args, { actor }, info) =>
    connection(
      project.repositories.filter((repository) => isVisible(actor, repository)),
      args,
      info,
    ),
  workflow: (project, args) =>
    project.workflows.find((workflow) => workflow.number === integer(args, "number")) ?? null,
  workflows: (project, args, _, info) =>
    connection(
      [...project.workflows].sort((a, b) => (a.name < b.name ? -1 : 1)),
      args,
      info,
    ),
};

const FIELD: Fields<ProjectField> = {
  id: (field) => nodeIdInProject(field.project, field),
  databaseId: (field) => field.id,
  name: (field) => field.name,
  dataType: (field) => field.type,
  project: (field) => field.project,
  createdAt: (field) => field.createdAt,
  updatedAt: (field) => field.updatedAt,
};

const OPTION: Fields<ProjectOption> = {
  id: (option) => option.id,
  name: (option) => option.name,
  color: (option) => option.color,
  description: (option) => option.description,
};

const DAY_MS = 86_400_000;

/** Iterations that are over stand apart; the days are UTC days. */
function iterationConfiguration(field: ProjectField): object {
  const isOver = ({ startDate, duration }: { startDate: string; duration: number }): boolean =>
    Date.parse(startDate) + duration * DAY_MS <= Date.now();
  const [first] = field.iterations;
  return {
    duration: first?.duration ?? 14,
    startDay: first === undefined ? 1 : new Date(first.startDate).getUTCDay(),
    iterations: field.iterations.filter((iteration) => !isOver(iteration)),
    completedIterations: field.iterations.filter(isOver),
  };
}

const ITEM: Fields<ProjectItem> = {
  id: (item) => nodeIdInProject(item.project, item),
  databaseId: (item) => item.id,
  fullDatabaseId: (item) => String(item.id),
  project: (item) => item.project,
  type: (item, _, { actor }) => {
    if (!isVisible(actor, item.content.repository)) return "REDACTED";
    return item.content.pull === null ? "ISSUE" : "PULL_REQUEST";
  },
  content: (item, _, { actor }) => (isVisible(actor, item.content.repository) ? item.content : null),
  isArchived: (item) => item.archivedAt !== null,
  creator: (item) => item.creator,
  createdAt: (item) => item.createdAt,
  updatedAt: (item) => item.updatedAt,
  fieldValues: (item, args, { actor }, info) => connection(shownValues(item, actor), args, info),
  fieldValueByName: (item, args, { actor }) => {
    const name = requiredText(args, "name");
    return shownValues(item, actor).find(({ field }) => field.name === name) ?? null;
  },
};

const WORKFLOW: Fields<ProjectWorkflow> = {
  databaseId: (workflow) => workflow.id,
  number: (workflow) => workflow.number,
  name: (workflow) => workflow.name,
  enabled: (workflow) => workflow.enabled,
  createdAt: (workflow) => workflow.createdAt,
  updatedAt: (workflow) => workflow.createdAt,
};

/** The boards of an account. Somebody without access is not told that there are any. */
export const PROJECT_OWNER: Fields<Account> = {
  projectV2: (account, args, { world, actor }) => {
    const number = integer(args, "number");
    for (const project of world.state.projects.values()) {
      const isWanted = project.owner === account && project.number === number;
      if (isWanted && isProjectVisible(world, actor, project)) return project;
    }
    throw new GraphqlProblem("NOT_FOUND", `Could not resolve to a ProjectV2 with the number ${number}.`);
  },
  projectsV2: (account, args, context, info) =>
    projectConnection(
      [...context.world.state.projects.values()].filter((project) => project.owner === account),
      args,
      context,
      info,
    ),
};

export const REPOSITORY_PROJECTS: Fields<Repository> = {
  projectsV2: (repository, args, context, info) =>
    projectConnection(
      [...context.world.state.projects.values()].filter((project) =>
        project.repositories.includes(repository),
      ),
      args,
      context,
      info,
    ),
};

/** Archived items are among them unless the asker does not want them. */
export const ISSUE_PROJECTS: Fields<Issue> = {
  projectItems: (issue, args, { world, actor }, info) =>
    connection(
      issue.projectItems.filter(
        (item) =>
          isProjectVisible(world, actor, item.project) &&
          (item.archivedAt === null || args["includeArchived"] !== false),
      ),
      args,
      info,
    ),
};

const SORT_KEYS: Readonly<Record<string, (project: Project) => string>> = {
  NUMBER: (project) => String(project.number).padStart(9, "0"),
  TITLE: (project) => project.title,
  CREATED_AT: (project) => `${project.createdAt}|${String(project.id).padStart(12, "0")}`,
  UPDATED_AT: (project) => `${project.updatedAt}|${String(project.id).padStart(12, "0")}`,
};

function projectConnection(
  projects: readonly Project[],
  args: Body,
  { world, actor }: GraphqlContext,
  info: GraphQLResolveInfo,
) {
  const order = (args["orderBy"] ?? {}) as Body;
  const keyOf = SORT_KEYS[text(order, "field") ?? "NUMBER"] ?? String;
  const found = projects
    .filter((project) => isProjectVisible(world, actor, project) && fits(project, text(args, "query") ?? ""))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return connection(text(order, "direction") === "ASC" ? found : found.reverse(), args, info);
}

/** Of GitHub's search for boards: `is:open`, `is:closed`, and words of the title. */
function fits(project: Project, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => {
    if (word === "is:open") return project.closedAt === null;
    if (word === "is:closed") return project.closedAt !== null;
    if (word.includes(":"))
      throw new GraphqlProblem("INTERNAL", `not emulated: the search for projects by ${word}`);
    return project.title.toLowerCase().includes(word);
  });
}

export const PROJECT_FIELDS = {
  ProjectV2: PROJECT,
  ProjectV2Field: FIELD,
  ProjectV2SingleSelectField: {
    ...FIELD,
    options: (field, args) => {
      const names = list(args, "names");
      return field.options.filter(({ name }) => names === undefined || names.includes(name));
    },
  } satisfies Fields<ProjectField>,
  ProjectV2IterationField: {
    ...FIELD,
    configuration: (field) => iterationConfiguration(field),
  } satisfies Fields<ProjectField>,
  ProjectV2SingleSelectFieldOption: OPTION,
  ProjectV2Item: ITEM,
  ProjectV2Workflow: WORKFLOW,
  ...PROJECT_VALUE_FIELDS,
};
