import { flag, requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import type { IssueTypeFields } from "../../world/issue-types.js";
import {
  createIssueType,
  deleteIssueType,
  requireTypeAccess,
  setIssueType,
  TYPE_COLORS,
  updateIssueType,
} from "../../world/issue-types.js";
import type { IssueType } from "../../world/model.js";
import { issueTypeNodeId } from "../../world/node-ids.js";
import { findNodeOf } from "../nodes.js";
import type { GraphqlContext } from "../resolver.js";
import type { Mutate } from "./mutation.js";
import { issueAt, typeAt } from "./mutation.js";

export const ISSUE_TYPE_MUTATIONS: Readonly<Record<string, Mutate>> = {
  createIssueType: (input, context) => {
    const owner = findNodeOf(context, requiredText(input, "ownerId"), "Organization");
    const fields = fieldsAt(input, undefined);
    return { issueType: createIssueType(context.world, context.actor, owner, fields) };
  },
  updateIssueType: (input, context) => {
    const issueType = namedType(input, context);
    updateIssueType(context.world, context.actor, issueType, fieldsAt(input, issueType));
    return { issueType };
  },
  deleteIssueType: (input, context) => {
    const issueType = namedType(input, context);
    deleteIssueType(context.world, context.actor, issueType);
    return { deletedIssueTypeId: issueTypeNodeId(issueType) };
  },
  updateIssueIssueType: (input, context) => {
    const issue = issueAt(input, "issueId", context);
    requireTypeAccess(context.actor, issue);
    setIssueType(context.world, context.actor, issue, typeAt(input, context) ?? null);
    return { issue };
  },
};

const namedType = (input: Body, context: GraphqlContext): IssueType =>
  findNodeOf(context, requiredText(input, "issueTypeId"), "IssueType");

/** What is not sent stays as it was. */
function fieldsAt(input: Body, known: IssueType | undefined): IssueTypeFields {
  const color = TYPE_COLORS.find((each) => each.toUpperCase() === input["color"]);
  return {
    name: text(input, "name") ?? known?.name ?? "",
    description: text(input, "description") ?? known?.description ?? null,
    color: color ?? known?.color ?? null,
    isEnabled: flag(input, "isEnabled") ?? known?.isEnabled ?? true,
  };
}
