import type { Actor } from "./access.js";
import { isAllowed, NEEDS } from "./access.js";
import { emitIssue, record } from "./issues.js";
import type { Account, Issue, IssueType, Repository } from "./model.js";
import { invalid, Refusal } from "./refusal.js";
import { rememberRevision } from "./revisions.js";
import type { World } from "./world.js";
import { changed, nextId, now, touchIssue } from "./world.js";

/** https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/managing-issue-types-in-an-organization */
const MAX_TYPES = 25;

export const TYPE_COLORS = ["gray", "blue", "green", "yellow", "orange", "red", "pink", "purple"] as const;

export interface IssueTypeFields {
  readonly name: string;
  readonly description: string | null;
  readonly color: IssueType["color"];
  readonly isEnabled: boolean;
}

export function issueTypesOf(world: World, owner: Account): IssueType[] {
  return world.state.issueTypes.filter((type) => type.organization === owner);
}

/** What issues of the repository may be: nothing where its owner is a user. */
export function availableTypes(world: World, repository: Repository): IssueType[] {
  return issueTypesOf(world, repository.owner).filter((type) => type.isEnabled);
}

export function createIssueType(
  world: World,
  actor: Actor,
  organization: Account,
  fields: IssueTypeFields,
): IssueType {
  requireOwner(world, actor);
  requireFields(world, organization, fields, undefined);
  if (issueTypesOf(world, organization).length >= MAX_TYPES)
    throw new Refusal("unprocessable", `An organization may have ${MAX_TYPES} issue types at most`);
  const createdAt = now(world);
  const type: IssueType = {
    kind: "IssueType",
    id: nextId(world),
    organization,
    ...fields,
    createdAt,
    updatedAt: createdAt,
  };
  world.state.issueTypes.push(type);
  changed(world);
  return type;
}

export function updateIssueType(world: World, actor: Actor, type: IssueType, fields: IssueTypeFields): void {
  requireOwner(world, actor);
  requireFields(world, type.organization, fields, type);
  Object.assign(type, fields, { updatedAt: now(world) });
  changed(world);
}

/** The issues lose the type without events of their own. */
export function deleteIssueType(world: World, actor: Actor, type: IssueType): void {
  requireOwner(world, actor);
  world.state.issueTypes.splice(world.state.issueTypes.indexOf(type), 1);
  for (const repository of world.state.repositories.values()) {
    for (const issue of repository.issues.values()) {
      if (issue.type !== type) continue;
      issue.type = null;
      rememberRevision(issue);
    }
  }
  changed(world);
}

/** Gives an issue a type or takes it away; callers have checked that the actor may triage. */
export function setIssueType(world: World, actor: Actor, issue: Issue, type: IssueType | null): void {
  const before = issue.type;
  if (before === type) return;
  if (type !== null && !availableTypes(world, issue.repository).includes(type))
    throw invalid({ resource: "Issue", field: "type", code: "invalid" });
  issue.type = type;
  if (type === null) record(world, actor, issue, { event: "issue_type_removed", previousType: before });
  else if (before === null) record(world, actor, issue, { event: "issue_type_added", type });
  else record(world, actor, issue, { event: "issue_type_changed", type, previousType: before });
  touchIssue(world, issue);
  if (before !== null) emitIssue(world, actor, issue, "untyped", { issueType: before });
  if (type !== null) emitIssue(world, actor, issue, "typed", { issueType: type });
}

export function requireTypeAccess(actor: Actor, issue: Issue): void {
  if (!isAllowed(actor, issue.repository, NEEDS.triageIssues))
    throw new Refusal(
      "forbidden",
      actor.kind === "installation"
        ? "Resource not accessible by integration"
        : `${actor.account.login} does not have the correct permissions to execute \`UpdateIssueIssueType\``,
    );
}

/** Types are the organisation's: its owners write them, and no permission lets an app. */
function requireOwner(world: World, actor: Actor): void {
  if (actor.kind === "installation") throw new Refusal("forbidden", "Resource not accessible by integration");
  if (world.state.roles.get(actor.account) !== "admin") throw new Refusal("not-found", "Not Found");
}

function requireFields(
  world: World,
  organization: Account,
  { name }: IssueTypeFields,
  self: IssueType | undefined,
): void {
  if (name.trim() === "") throw new Refusal("unprocessable", "Name can't be blank");
  const holder = findIssueType(issueTypesOf(world, organization), name);
  if (holder !== undefined && holder !== self)
    throw new Refusal("unprocessable", "Name has already been taken");
}

/** Names count without regard to case. */
export function findIssueType(types: readonly IssueType[], name: string): IssueType | undefined {
  return types.find((type) => type.name.toLowerCase() === name.toLowerCase());
}
