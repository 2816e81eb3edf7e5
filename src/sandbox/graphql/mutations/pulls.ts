import { record, requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import type { CheckFields } from "../../world/checks.js";
import { createCheckRun, updateCheckRun } from "../../world/checks.js";
import { closeIssue, editIssue, reopenIssue } from "../../world/issues.js";
import { enableAutoMerge, mergePull } from "../../world/merge-pull.js";
import type { CheckRun, MergeMethod } from "../../world/model.js";
import type { PullIssue } from "../../world/pulls.js";
import { addReview, createPull, requirePull, setDraft } from "../../world/pulls.js";
import { findNodeOf } from "../nodes.js";
import { GraphqlProblem } from "../problem.js";
import type { GraphqlContext } from "../resolver.js";
import type { Mutate } from "./mutation.js";
import { refuseUnemulated } from "./mutation.js";

export const PULL_MUTATIONS: Readonly<Record<string, Mutate>> = {
  createPullRequest: (input, context) => {
    refuseUnemulated(input, "headRepositoryId");
    const repository = findNodeOf(context, requiredText(input, "repositoryId"), "Repository");
    const pullRequest = createPull(context.world, context.actor, repository, {
      title: requiredText(input, "title"),
      body: text(input, "body") ?? null,
      head: requiredText(input, "headRefName").replace(/^refs\/heads\//, ""),
      base: requiredText(input, "baseRefName").replace(/^refs\/heads\//, ""),
      draft: input["draft"] === true,
    });
    return { pullRequest };
  },
  updatePullRequest: (input, context) => {
    refuseUnemulated(input, "baseRefName", "assigneeIds", "labelIds", "milestoneId", "projectIds");
    const pullRequest = pullAt(input, context);
    editIssue(context.world, context.actor, pullRequest, {
      title: text(input, "title"),
      body: text(input, "body"),
    });
    const state = text(input, "state");
    if (state === "CLOSED") closeIssue(context.world, context.actor, pullRequest, "completed");
    if (state === "OPEN") reopenIssue(context.world, context.actor, pullRequest);
    return { pullRequest, actor: context.actor.account };
  },
  closePullRequest: (input, context) => {
    const pullRequest = pullAt(input, context);
    closeIssue(context.world, context.actor, pullRequest, "completed");
    return { pullRequest };
  },
  reopenPullRequest: (input, context) => {
    const pullRequest = pullAt(input, context);
    reopenIssue(context.world, context.actor, pullRequest);
    return { pullRequest };
  },
  mergePullRequest: (input, context) => {
    const pullRequest = pullAt(input, context);
    mergePull(context.world, context.actor, pullRequest, {
      method: methodOf(input),
      expectedHead: text(input, "expectedHeadOid"),
      title: text(input, "commitHeadline"),
      message: text(input, "commitBody"),
    });
    return { pullRequest, actor: context.actor.account };
  },
  enablePullRequestAutoMerge: (input, context) => {
    const pullRequest = pullAt(input, context);
    enableAutoMerge(context.world, context.actor, pullRequest, methodOf(input));
    return { pullRequest, actor: context.actor.account };
  },
  markPullRequestReadyForReview: (input, context) => {
    const pullRequest = pullAt(input, context);
    setDraft(context.world, context.actor, pullRequest, false);
    return { pullRequest };
  },
  addPullRequestReview: (input, context) => {
    refuseUnemulated(input, "comments", "threads");
    const issue = pullAt(input, context);
    const state = (
      { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const
    )[text(input, "event") ?? ""];
    if (state === undefined) throw new GraphqlProblem("INTERNAL", "not emulated: a pending review");
    const review = addReview(context.world, context.actor, issue, state, text(input, "body") ?? "");
    return { pullRequestReview: { kind: "PullRequestReview", repository: issue.repository, review } };
  },
  createCheckRun: (input, context) => {
    refuseUnemulated(input, "actions");
    const repository = findNodeOf(context, requiredText(input, "repositoryId"), "Repository");
    const blank = {
      status: "queued",
      conclusion: null,
      externalId: "",
      detailsUrl: null,
      title: null,
      summary: null,
      text: null,
    } as const;
    const fields = { ...blank, name: requiredText(input, "name"), ...checkFields(input) };
    return {
      checkRun: createCheckRun(
        context.world,
        context.actor,
        repository,
        requiredText(input, "headSha"),
        fields,
      ),
    };
  },
  updateCheckRun: (input, context) => {
    refuseUnemulated(input, "actions");
    const checkRun = findNodeOf(context, requiredText(input, "checkRunId"), "CheckRun");
    updateCheckRun(context.world, context.actor, checkRun, checkFields(input));
    return { checkRun };
  },
};

function pullAt(input: Body, context: GraphqlContext): PullIssue {
  return requirePull(findNodeOf(context, requiredText(input, "pullRequestId"), "PullRequest"));
}

function methodOf(input: Body): MergeMethod {
  return ({ SQUASH: "squash", REBASE: "rebase" } as const)[text(input, "mergeMethod") ?? ""] ?? "merge";
}

function checkFields(input: Body): Partial<CheckFields> {
  const output = record(input, "output");
  const status = (
    { QUEUED: "queued", IN_PROGRESS: "in_progress", COMPLETED: "completed" } as const satisfies Record<
      string,
      CheckRun["status"]
    >
  )[text(input, "status") ?? ""];
  const fields = {
    name: text(input, "name"),
    status,
    conclusion: text(input, "conclusion")?.toLowerCase(),
    externalId: text(input, "externalId"),
    detailsUrl: text(input, "detailsUrl"),
    title: output === undefined ? undefined : text(output, "title"),
    summary: output === undefined ? undefined : text(output, "summary"),
    text: output === undefined ? undefined : text(output, "text"),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
