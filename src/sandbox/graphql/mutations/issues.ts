import { list, requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import { isAllowed, NEEDS } from "../../world/access.js";
import { addReaction, createComment, deleteComment, editComment } from "../../world/comments.js";
import { addDependency, removeDependency } from "../../world/dependencies.js";
import {
  closeIssue,
  createIssue,
  deleteIssue,
  editIssue,
  reopenIssue,
  setAssignees,
  setLabels,
  setLock,
  setMilestone,
} from "../../world/issues.js";
import { createLabel, deleteLabel, updateLabel } from "../../world/labels.js";
import type { Issue, LockReason, Reaction } from "../../world/model.js";
import { addSubIssue, removeSubIssue, reprioritizeSubIssue } from "../../world/sub-issues.js";
import { transferIssue } from "../../world/transfer.js";
import { findNodeOf } from "../nodes.js";
import { GraphqlProblem } from "../problem.js";
import type { GraphqlContext } from "../resolver.js";
import { REACTION_NAMES } from "../resolvers/issues.js";

/** A mutation: its input in, its payload's fields out (`clientMutationId` is added by the caller). */
export type Mutate = (input: Body, context: GraphqlContext) => Record<string, unknown>;

const issueAt = (input: Body, name: string, context: GraphqlContext): Issue =>
  findNodeOf(context, requiredText(input, name), "Issue");
const labelsAt = (input: Body, context: GraphqlContext) =>
  list(input, "labelIds")?.map((id) => findNodeOf(context, String(id), "Label"));
const usersAt = (input: Body, context: GraphqlContext) =>
  list(input, "assigneeIds")?.map((id) => findNodeOf(context, String(id), "User", "Bot"));

function milestoneAt(input: Body, context: GraphqlContext) {
  if (input["milestoneId"] === null) return null;
  const id = text(input, "milestoneId");
  return id === undefined ? undefined : findNodeOf(context, id, "Milestone");
}

/** Input fields of GitHub that nothing here keeps: refused, not ignored. */
function refuseUnemulated(input: Body, ...names: readonly string[]): void {
  for (const name of names) {
    if (input[name] !== undefined && input[name] !== null)
      throw new GraphqlProblem("INTERNAL", `not emulated: input field ${name}`);
  }
}

const LIFE: Readonly<Record<string, Mutate>> = {
  createIssue: (input, context) => {
    refuseUnemulated(input, "issueTemplate", "issueTypeId", "projectIds", "projectV2Ids");
    const parentId = text(input, "parentIssueId");
    const issue = createIssue(
      context.world,
      context.actor,
      findNodeOf(context, requiredText(input, "repositoryId"), "Repository"),
      {
        title: requiredText(input, "title"),
        body: text(input, "body"),
        labels: labelsAt(input, context),
        assignees: usersAt(input, context),
        milestone: milestoneAt(input, context),
        parent: parentId === undefined ? undefined : findNodeOf(context, parentId, "Issue"),
      },
    );
    return { issue };
  },
  updateIssue: (input, context) => {
    const { world, actor } = context;
    refuseUnemulated(input, "issueTypeId", "projectIds");
    const issue = issueAt(input, "id", context);
    editIssue(world, actor, issue, { title: text(input, "title"), body: text(input, "body") });
    if (isAllowed(actor, issue.repository, NEEDS.triageIssues)) {
      const labels = labelsAt(input, context);
      if (labels !== undefined) setLabels(world, actor, issue, labels);
      const assignees = usersAt(input, context);
      if (assignees !== undefined) setAssignees(world, actor, issue, assignees);
      const milestone = milestoneAt(input, context);
      if (milestone !== undefined) setMilestone(world, actor, issue, milestone);
    }
    const state = text(input, "state");
    if (state === "OPEN") reopenIssue(world, actor, issue);
    else if (state === "CLOSED") closeIssue(world, actor, issue, "completed");
    return { issue, actor: actor.account };
  },
  closeIssue: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    const reason =
      ({ NOT_PLANNED: "not_planned", DUPLICATE: "duplicate" } as const)[text(input, "stateReason") ?? ""] ??
      "completed";
    const original = text(input, "duplicateIssueId");
    closeIssue(
      context.world,
      context.actor,
      issue,
      reason,
      original === undefined ? null : findNodeOf(context, original, "Issue"),
    );
    return { issue };
  },
  reopenIssue: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    reopenIssue(context.world, context.actor, issue);
    return { issue };
  },
  deleteIssue: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    deleteIssue(context.world, context.actor, issue);
    return { repository: issue.repository };
  },
  transferIssue: (input, context) => {
    const target = findNodeOf(context, requiredText(input, "repositoryId"), "Repository");
    return {
      issue: transferIssue(
        context.world,
        context.actor,
        issueAt(input, "issueId", context),
        target,
        input["createLabelsIfMissing"] === true,
      ),
    };
  },
  lockLockable: (input, context) => {
    const issue = findNodeOf(context, requiredText(input, "lockableId"), "Issue", "PullRequest");
    const reasons: Readonly<Record<string, LockReason>> = {
      OFF_TOPIC: "off-topic",
      TOO_HEATED: "too heated",
      RESOLVED: "resolved",
      SPAM: "spam",
    };
    setLock(context.world, context.actor, issue, true, reasons[text(input, "lockReason") ?? ""] ?? null);
    return { lockedRecord: issue, actor: context.actor.account };
  },
  unlockLockable: (input, context) => {
    const issue = findNodeOf(context, requiredText(input, "lockableId"), "Issue", "PullRequest");
    setLock(context.world, context.actor, issue, false, null);
    return { unlockedRecord: issue, actor: context.actor.account };
  },
};

const FAMILY: Readonly<Record<string, Mutate>> = {
  addSubIssue: (input, context) => {
    refuseUnemulated(input, "subIssueUrl");
    const issue = issueAt(input, "issueId", context);
    const subIssue = issueAt(input, "subIssueId", context);
    addSubIssue(context.world, context.actor, issue, subIssue, input["replaceParent"] === true);
    return { issue, subIssue };
  },
  removeSubIssue: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    const subIssue = issueAt(input, "subIssueId", context);
    removeSubIssue(context.world, context.actor, issue, subIssue);
    return { issue, subIssue };
  },
  reprioritizeSubIssue: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    const place = (name: string) =>
      text(input, name) === undefined ? undefined : issueAt(input, name, context);
    const [after, before] = [place("afterId"), place("beforeId")];
    reprioritizeSubIssue(context.world, context.actor, issue, issueAt(input, "subIssueId", context), {
      ...(after === undefined ? {} : { after }),
      ...(before === undefined ? {} : { before }),
    });
    return { issue };
  },
  addBlockedBy: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    const blockingIssue = issueAt(input, "blockingIssueId", context);
    addDependency(context.world, context.actor, issue, blockingIssue);
    return { issue, blockingIssue };
  },
  removeBlockedBy: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    const blockingIssue = issueAt(input, "blockingIssueId", context);
    removeDependency(context.world, context.actor, issue, blockingIssue);
    return { issue, blockingIssue };
  },
};

const TALK: Readonly<Record<string, Mutate>> = {
  addComment: (input, context) => {
    const subject = findNodeOf(context, requiredText(input, "subjectId"), "Issue", "PullRequest");
    const comment = createComment(context.world, context.actor, subject, requiredText(input, "body"));
    return { subject, commentEdge: { cursor: "", node: comment } };
  },
  updateIssueComment: (input, context) => {
    const issueComment = findNodeOf(context, requiredText(input, "id"), "IssueComment");
    editComment(context.world, context.actor, issueComment, requiredText(input, "body"));
    return { issueComment };
  },
  deleteIssueComment: (input, context) => {
    deleteComment(
      context.world,
      context.actor,
      findNodeOf(context, requiredText(input, "id"), "IssueComment"),
    );
    return {};
  },
  addReaction: (input, context) => {
    const subject = findNodeOf(
      context,
      requiredText(input, "subjectId"),
      "Issue",
      "PullRequest",
      "IssueComment",
    );
    const wanted = requiredText(input, "content");
    const content = (Object.keys(REACTION_NAMES) as Reaction["content"][]).find(
      (name) => REACTION_NAMES[name] === wanted,
    );
    if (content === undefined) throw new GraphqlProblem("UNPROCESSABLE", "Content is invalid");
    return { subject, reaction: addReaction(context.world, context.actor, subject, content).reaction };
  },
};

const LABELS: Readonly<Record<string, Mutate>> = {
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

export const ISSUE_MUTATIONS: Readonly<Record<string, Mutate>> = { ...LIFE, ...FAMILY, ...TALK, ...LABELS };
