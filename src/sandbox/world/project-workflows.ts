import type { Actor } from "./access.js";
import type { WorldEvent } from "./events.js";
import { markClosed } from "./issues.js";
import type { Issue } from "./model.js";
import { DONE_ID, statusField, TODO_ID } from "./project-fields.js";
import { putItem } from "./project-items.js";
import type { Project, ProjectItem, WorkflowName } from "./project-model.js";
import { putValue } from "./project-values.js";
import type { World } from "./world.js";
import { findAccount } from "./world.js";

/** Whom the timelines name when a board acts by itself. */
export const AUTOMATION_LOGIN = "github-project-automation[bot]";

/**
 * What boards do by themselves after something happened. GitHub takes a moment for it; here it is done at once, behind
 * the webhook of what caused it. A workflow knows its status by the id of the option: renamed it works on, replaced it
 * does nothing.
 * https://docs.github.com/en/issues/planning-and-tracking-with-projects/automating-your-project/using-the-built-in-automations
 */
export function runWorkflows(world: World, event: WorldEvent): void {
  switch (event.type) {
    case "issue":
      if (event.action === "closed") setStatuses(world, event.issue, "Item closed", DONE_ID);
      if (event.action === "reopened") setStatuses(world, event.issue, "Item reopened", TODO_ID);
      return;
    case "pull":
      if (event.action === "closed") {
        const isMerged = event.issue.pull.mergedAt !== null;
        setStatuses(world, event.issue, isMerged ? "Pull request merged" : "Item closed", DONE_ID);
      }
      return;
    case "sub-issue":
      if (event.action === "added")
        for (const item of event.parent.projectItems) addSubIssues(world, item, [event.child]);
      return;
    case "project-item":
      if (event.action === "created") {
        setStatus(world, event.item, "Item added to project", TODO_ID);
        addSubIssues(world, event.item, event.item.content.subIssues);
      }
      if (event.action === "edited") closeWhenDone(world, event.item);
      return;
    default:
  }
}

function setStatuses(world: World, issue: Issue, workflow: WorkflowName, optionId: string): void {
  for (const item of issue.projectItems) setStatus(world, item, workflow, optionId);
}

function setStatus(world: World, item: ProjectItem, workflow: WorkflowName, optionId: string): void {
  const { project } = item;
  const field = statusField(project);
  const hasOption = field?.options.some(({ id }) => id === optionId) === true;
  if (field === undefined || !hasOption || !isActive(item, workflow)) return;
  putValue(world, automation(world), item, field, optionId);
}

function addSubIssues(world: World, item: ProjectItem, children: readonly Issue[]): void {
  if (!isActive(item, "Auto-add sub-issues to project")) return;
  for (const child of children) putItem(world, automation(world), item.project, child);
}

function closeWhenDone(world: World, item: ProjectItem): void {
  const field = statusField(item.project);
  const isDone = field !== undefined && item.values.get(field)?.content === DONE_ID;
  const { content } = item;
  if (!isDone || content.pull !== null || content.state === "closed" || !isActive(item, "Auto-close issue"))
    return;
  if (!content.repository.archived) markClosed(world, automation(world), content, "completed");
}

function isActive({ project, archivedAt }: ProjectItem, name: WorkflowName): boolean {
  return archivedAt === null && project.closedAt === null && workflowNamed(project, name)?.enabled === true;
}

export function workflowNamed(project: Project, name: string) {
  return project.workflows.find((workflow) => workflow.name === name);
}

function automation(world: World): Actor {
  const account = findAccount(world, AUTOMATION_LOGIN);
  if (account === undefined) throw new Error(`there is no ${AUTOMATION_LOGIN}`);
  return { kind: "user", account, app: null };
}
