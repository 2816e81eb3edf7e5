import { text } from "../../fields.js";
import { NEEDS, requireAccess } from "../../world/access.js";
import { availableTypes, findIssueType, issueTypesOf } from "../../world/issue-types.js";
import type { Account, IssueType, Repository } from "../../world/model.js";
import { issueTypeNodeId } from "../../world/node-ids.js";
import { connection } from "../connection.js";
import type { Fields } from "../resolver.js";

const TYPE: Fields<IssueType> = {
  id: (type) => issueTypeNodeId(type),
  name: (type) => type.name,
  description: (type) => type.description,
  color: (type) => (type.color ?? "gray").toUpperCase(),
  isEnabled: (type) => type.isEnabled,
};

/** Nobody has verified what an app without the permission "Issue Types" is told here: the careful answer is nothing. */
export const ORGANIZATION_TYPES: Fields<Account> = {
  issueTypes: (account, args, { world, actor }, info) =>
    actor.kind === "installation" ? null : connection(issueTypesOf(world, account), args, info),
};

/** Null where the owner is a user. Anybody who sees the issues may ask. */
export const REPOSITORY_TYPES: Fields<Repository> = {
  issueTypes: (repository, args, { world, actor }, info) => {
    requireAccess(actor, repository, NEEDS.readIssues);
    if (repository.owner.kind !== "Organization") return null;
    return connection(availableTypes(world, repository), args, info);
  },
  issueType: (repository, args, { world, actor }) => {
    requireAccess(actor, repository, NEEDS.readIssues);
    return findIssueType(availableTypes(world, repository), text(args, "name") ?? "") ?? null;
  },
};

export const ISSUE_TYPE_FIELDS = { IssueType: TYPE };
