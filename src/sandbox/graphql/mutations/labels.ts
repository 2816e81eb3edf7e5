import { requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import { isAllowed, NEEDS } from "../../world/access.js";
import { setAssignees, setLabels } from "../../world/issue-attributes.js";
import { createLabel, deleteLabel, updateLabel } from "../../world/labels.js";
import type { Issue } from "../../world/model.js";
import { findNodeOf } from "../nodes.js";
import { GraphqlProblem } from "../problem.js";
import type { GraphqlContext } from "../resolver.js";
import type { Mutate } from "./mutation.js";
import { labelsAt, usersAt } from "./mutation.js";

export const LABEL_MUTATIONS: Readonly<Record<string, Mutate>> = {
  createLabel: (input, context) => {
    const label = createLabel(
      context.world,
      context.actor,
      findNodeOf(context, requiredText(input, "repositoryId"), "Repository"),
      {
        name: requiredText(input, "name"),
        color: requiredText(input, "color"),
        description: text(input, "description") ?? null,
      },
    );
    return { label };
  },
  updateLabel: (input, context) => {
    const label = findNodeOf(context, requiredText(input, "id"), "Label");
    const fields = ["name", "color", "description"] as const;
    updateLabel(
      context.world,
      context.actor,
      label,
      Object.fromEntries(
        fields.flatMap((field) => (text(input, field) === undefined ? [] : [[field, text(input, field)]])),
      ),
    );
    return { label };
  },
  deleteLabel: (input, context) => {
    deleteLabel(context.world, context.actor, findNodeOf(context, requiredText(input, "id"), "Label"));
    return {};
  },
  addLabelsToLabelable: (input, context) =>
    changeLabels(input, context, (present, named) => [...present, ...named]),
  removeLabelsFromLabelable: (input, context) =>
    changeLabels(input, context, (present, named) => present.filter((label) => !named.includes(label))),
  addAssigneesToAssignable: (input, context) =>
    changeAssignees(input, context, (present, named) => [...present, ...named]),
  removeAssigneesFromAssignable: (input, context) =>
    changeAssignees(input, context, (present, named) =>
      present.filter((account) => !named.includes(account)),
    ),
};

function requireTriage(issue: Issue, context: GraphqlContext, mutation: string): void {
  if (isAllowed(context.actor, issue.repository, NEEDS.triageIssues)) return;
  const isApp = context.actor.kind === "installation";
  throw new GraphqlProblem(
    "FORBIDDEN",
    isApp
      ? "Resource not accessible by integration"
      : `${context.actor.account.login} does not have the correct permissions to execute \`${mutation}\``,
  );
}

function changeLabels(
  input: Body,
  context: GraphqlContext,
  choose: (present: Issue["labels"], named: Issue["labels"]) => Issue["labels"],
) {
  const labelable = findNodeOf(context, requiredText(input, "labelableId"), "Issue", "PullRequest");
  requireTriage(labelable, context, "AddLabelsToLabelable");
  setLabels(
    context.world,
    context.actor,
    labelable,
    choose(labelable.labels, labelsAt(input, context) ?? []),
  );
  return { labelable };
}

function changeAssignees(
  input: Body,
  context: GraphqlContext,
  choose: (present: Issue["assignees"], named: Issue["assignees"]) => Issue["assignees"],
) {
  const assignable = findNodeOf(context, requiredText(input, "assignableId"), "Issue", "PullRequest");
  requireTriage(assignable, context, "AddAssigneesToAssignable");
  setAssignees(
    context.world,
    context.actor,
    assignable,
    choose(assignable.assignees, usersAt(input, context) ?? []),
  );
  return { assignable };
}
