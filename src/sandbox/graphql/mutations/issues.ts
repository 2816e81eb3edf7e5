import { list, requiredText, text } from "../../fields.js";
import { isAllowed, NEEDS } from "../../world/access.js";
import { addDependency, removeDependency } from "../../world/dependencies.js";
import { setAssignees, setLabels, setLock, setMilestone } from "../../world/issue-attributes.js";
import { setIssueType } from "../../world/issue-types.js";
import { closeIssue, createIssue, deleteIssue, editIssue, reopenIssue } from "../../world/issues.js";
import type { LockReason } from "../../world/model.js";
import { addItem } from "../../world/project-items.js";
import { addSubIssue, removeSubIssue, reprioritizeSubIssue } from "../../world/sub-issues.js";
import { transferIssue } from "../../world/transfer.js";
import { findNodeOf } from "../nodes.js";
import type { Mutate } from "./mutation.js";
import { issueAt, labelsAt, milestoneAt, refuseUnemulated, typeAt, usersAt } from "./mutation.js";

const LIFE: Readonly<Record<string, Mutate>> = {
  createIssue: (input, context) => {
    refuseUnemulated(input, "issueTemplate", "projectIds");
    const parentId = text(input, "parentIssueId");
    const boards = list(input, "projectV2Ids")?.map((id) => findNodeOf(context, String(id), "ProjectV2"));
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
        type: typeAt(input, context),
        parent: parentId === undefined ? undefined : findNodeOf(context, parentId, "Issue"),
      },
    );
    for (const board of boards ?? []) addItem(context.world, context.actor, board, issue);
    return { issue };
  },
  updateIssue: (input, context) => {
    const { world, actor } = context;
    refuseUnemulated(input, "projectIds");
    const issue = issueAt(input, "id", context);
    editIssue(world, actor, issue, { title: text(input, "title"), body: text(input, "body") });
    if (isAllowed(actor, issue.repository, NEEDS.triageIssues)) {
      const labels = labelsAt(input, context);
      if (labels !== undefined) setLabels(world, actor, issue, labels);
      const assignees = usersAt(input, context);
      if (assignees !== undefined) setAssignees(world, actor, issue, assignees);
      const milestone = milestoneAt(input, context);
      if (milestone !== undefined) setMilestone(world, actor, issue, milestone);
      const type = typeAt(input, context);
      if (type !== undefined) setIssueType(world, actor, issue, type);
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

export const ISSUE_MUTATIONS: Readonly<Record<string, Mutate>> = { ...LIFE, ...FAMILY };
