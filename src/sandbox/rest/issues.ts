import type { Actor } from "../world/access.js";
import { isAllowed, NEEDS, requireAccess } from "../world/access.js";
import type { IssueSort } from "../world/issue-list.js";
import { listIssues } from "../world/issue-list.js";
import { isAssignable, setAssignees, setLabels, setLock, setMilestone } from "../world/issue-attributes.js";
import { availableTypes, findIssueType, setIssueType } from "../world/issue-types.js";
import { closeIssue, createIssue, editIssue, reopenIssue, requireIssues } from "../world/issues.js";
import { createLabel, findLabel } from "../world/labels.js";
import type { Account, Issue, IssueType, Label, Milestone, Repository } from "../world/model.js";
import { invalid, Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { findAccount, findIssue } from "../world/world.js";
import { integer, isBody, list, missing, nullableText, oneOf, text } from "../fields.js";
import { formatAccount } from "./format/account.js";
import { formatIssue } from "./format/issue.js";
import { issueApiUrl } from "./format/links.js";
import { formatRepository } from "./format/repository.js";
import { paged } from "./pages.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, numberParam, ok, repositoryOf, route } from "./route.js";

export const ISSUE_ROUTES: readonly Route[] = [
  route("GET /repos/{owner}/{repo}/issues", "issues/list-for-repo", listInRepository),
  route("POST /repos/{owner}/{repo}/issues", "issues/create", create),
  route("GET /repos/{owner}/{repo}/issues/{issue_number}", "issues/get", read),
  route("PATCH /repos/{owner}/{repo}/issues/{issue_number}", "issues/update", update),
  route("PUT /repos/{owner}/{repo}/issues/{issue_number}/lock", "issues/lock", (context) => {
    const issue = issueOf(context);
    const reason = oneOf(context.body, "lock_reason", [
      "off-topic",
      "too heated",
      "resolved",
      "spam",
    ] as const);
    setLock(context.world, actorOf(context), issue, true, reason ?? null);
    return NO_CONTENT;
  }),
  route("DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock", "issues/unlock", (context) => {
    setLock(context.world, actorOf(context), issueOf(context), false, null);
    return NO_CONTENT;
  }),
  route("GET /repos/{owner}/{repo}/assignees", "issues/list-assignees", (context) => {
    const repository = repositoryOf(context);
    requireAccess(actorOf(context), repository, NEEDS.readMetadata);
    const assignable = context.world.state.accounts.filter((account) => isAssignable(account, repository));
    return paged(context, assignable, (account) => formatAccount(context.world, account));
  }),
  route("GET /repos/{owner}/{repo}/assignees/{assignee}", "issues/check-user-can-be-assigned", (context) =>
    checkAssignee(context, repositoryOf(context)),
  ),
  route(
    "GET /repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}",
    "issues/check-user-can-be-assigned-to-issue",
    (context) => checkAssignee(context, issueOf(context).repository),
  ),
  route("POST /repos/{owner}/{repo}/issues/{issue_number}/assignees", "issues/add-assignees", (context) => {
    const issue = issueOf(context);
    return changeAssignees(context, issue, (named) => [...issue.assignees, ...named], 201);
  }),
  route(
    "DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees",
    "issues/remove-assignees",
    (context) => {
      const issue = issueOf(context);
      return changeAssignees(
        context,
        issue,
        (named) => issue.assignees.filter((account) => !named.includes(account)),
        200,
      );
    },
  ),
];

/** The issue of the path; the asker may see issues here. */
export function issueOf(context: RestContext): Issue {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readIssues);
  const issue = repository.issues.get(numberParam(context, "issue_number"));
  if (issue?.pull === null) requireIssues(repository);
  return findIssue(repository, numberParam(context, "issue_number"));
}

function listInRepository(context: RestContext): RestAnswer {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readIssues);
  const { query } = context;
  const state = query.get("state") ?? "open";
  const sort = query.get("sort") ?? "created";
  const labels = query.get("labels");
  const found = listIssues(
    repository,
    {
      states: state === "all" ? undefined : [state === "closed" ? "closed" : "open"],
      labels: labels === null || labels === "" ? undefined : labels.split(","),
      since: query.get("since") ?? undefined,
      creator: query.get("creator") ?? undefined,
      assignee: query.get("assignee") ?? undefined,
      milestone: query.get("milestone") ?? undefined,
      type: query.get("type") ?? undefined,
      asOf: context.asOf,
    },
    (["created", "updated", "comments"] as const satisfies readonly IssueSort[]).find(
      (known) => known === sort,
    ) ?? "created",
    query.get("direction") !== "asc",
  );
  const shown = repository.hasIssues ? found : found.filter((issue) => issue.pull !== null);
  return paged(context, shown, (issue) => formatIssue(context.world, issue));
}

/** A transferred issue redirects to its new place. */
function read(context: RestContext): RestAnswer {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readIssues);
  const moved = repository.transferred.get(numberParam(context, "issue_number"));
  if (moved !== undefined) return redirect(context.world, moved);
  return ok(formatIssue(context.world, issueOf(context)));
}

function redirect(world: World, issue: Issue): RestAnswer {
  const url = issueApiUrl(world, issue);
  return {
    status: 301,
    headers: { location: url },
    body: { message: "Moved Permanently", url, documentation_url: "https://docs.github.com/rest" },
  };
}

function create(context: RestContext): RestAnswer {
  const { world, body } = context;
  const repository = repositoryOf(context);
  const title = typeof body["title"] === "number" ? String(body["title"]) : text(body, "title");
  if (title === undefined) throw missing("title");
  refuseUnemulated(body);
  const actor = actorOf(context);
  const mayTriage = isAllowed(actor, repository, NEEDS.triageIssues);
  const issue = createIssue(world, actor, repository, {
    title,
    body: nullableText(body, "body"),
    labels: mayTriage ? labelsNamed(world, actor, repository, body) : undefined,
    assignees: mayTriage ? assigneesNamed(world, repository, body) : undefined,
    milestone: mayTriage ? milestoneNumbered(repository, body) : undefined,
    type: mayTriage ? typeNamed(world, repository, body) : undefined,
  });
  return created(formatIssue(world, issue));
}

function update(context: RestContext): RestAnswer {
  const { world, body } = context;
  const moved = repositoryOf(context).transferred.get(numberParam(context, "issue_number"));
  if (moved !== undefined) return redirect(world, moved);
  const issue = issueOf(context);
  const actor = actorOf(context);
  refuseUnemulated(body);
  const mayTriage = isAllowed(actor, issue.repository, NEEDS.triageIssues);
  const assignees = mayTriage ? assigneesNamed(world, issue.repository, body) : undefined;
  editIssue(world, actor, issue, { title: text(body, "title"), body: nullableText(body, "body") });
  if (mayTriage) {
    const labels = labelsNamed(world, actor, issue.repository, body);
    if (labels !== undefined) setLabels(world, actor, issue, labels);
    if (assignees !== undefined) setAssignees(world, actor, issue, assignees);
    const milestone = milestoneNumbered(issue.repository, body);
    if (milestone !== undefined) setMilestone(world, actor, issue, milestone);
    const type = typeNamed(world, issue.repository, body);
    if (type !== undefined) setIssueType(world, actor, issue, type);
  }
  updateState(context, actor, issue);
  return ok(formatIssue(world, issue));
}

function updateState(context: RestContext, actor: Actor, issue: Issue): void {
  const { world, body } = context;
  const state = oneOf(body, "state", ["open", "closed"] as const);
  const reason = oneOf(body, "state_reason", ["completed", "not_planned", "duplicate", "reopened"] as const);
  if (state === "open") reopenIssue(world, actor, issue);
  else if (state === "closed") {
    const duplicateId = integer(body, "duplicate_issue_id");
    const original = [...issue.repository.issues.values()].find((other) => other.id === duplicateId);
    closeIssue(
      world,
      actor,
      issue,
      reason === undefined || reason === "reopened" ? "completed" : reason,
      original ?? null,
    );
  }
}

/** A real field that nothing here keeps is refused loudly. */
function refuseUnemulated(body: RestContext["body"]): void {
  if (body["issue_field_values"] !== undefined && body["issue_field_values"] !== null)
    throw new Refusal("unprocessable", "not emulated by the sandbox: issue_field_values");
}

/** Unknown labels are created on the way, as GitHub does for people who may. */
export function labelsNamed(
  world: World,
  actor: Actor,
  repository: Repository,
  body: RestContext["body"],
): Label[] | undefined {
  return list(body, "labels")?.map((entry) => {
    const name = typeof entry === "string" ? entry : isBody(entry) ? text(entry, "name") : undefined;
    if (name === undefined) throw invalid({ resource: "Label", field: "name", code: "invalid" });
    return (
      findLabel(repository, name) ??
      createLabel(world, actor, repository, { name, color: "ededed", description: null })
    );
  });
}

/** Who cannot be assigned is refused here, unlike where assignees are added to an issue. */
function assigneesNamed(
  world: World,
  repository: Repository,
  body: RestContext["body"],
): Account[] | undefined {
  const single = text(body, "assignee");
  const names = list(body, "assignees") ?? (single === undefined ? undefined : [single]);
  const accounts = names?.map((name) => findAccount(world, String(name)));
  const isFit = (account: Account | undefined): account is Account =>
    account !== undefined && isAssignable(account, repository);
  const value = names?.map(String).filter((_, index) => !isFit(accounts?.[index])) ?? [];
  if (value.length > 0)
    throw invalid({
      resource: "Issue",
      field: "assignees",
      code: "invalid",
      value,
      message: `assignees ${value.join(", ")} cannot be assigned to this issue`,
    });
  return accounts?.filter(isFit);
}

function milestoneNumbered(repository: Repository, body: RestContext["body"]): Milestone | null | undefined {
  if (body["milestone"] === null) return null;
  const number = integer(body, "milestone");
  if (number === undefined) return undefined;
  const milestone = repository.milestones.find((other) => other.number === number);
  if (milestone === undefined) throw invalid({ resource: "Issue", field: "milestone", code: "invalid" });
  return milestone;
}

/** Null takes the type away; a name that no type has is refused, also where there are no types. */
function typeNamed(
  world: World,
  repository: Repository,
  body: RestContext["body"],
): IssueType | null | undefined {
  const name = nullableText(body, "type");
  if (name === null || name === undefined) return name;
  const type = findIssueType(availableTypes(world, repository), name);
  if (type === undefined) throw invalid({ resource: "Issue", field: "type", code: "invalid" });
  return type;
}

function checkAssignee(context: RestContext, repository: Repository): RestAnswer {
  const account = findAccount(context.world, context.params["assignee"] ?? "");
  if (account === undefined || !isAssignable(account, repository))
    throw new Refusal("not-found", "Not Found");
  return NO_CONTENT;
}

/** Unassignable people are ignored silently, and so is everybody without the right to assign. */
function changeAssignees(
  context: RestContext,
  issue: Issue,
  choose: (named: Account[]) => Account[],
  status: number,
): RestAnswer {
  const { world, body } = context;
  const actor = actorOf(context);
  const named = (list(body, "assignees") ?? []).flatMap((name) =>
    typeof name === "string" ? (findAccount(world, name) ?? []) : [],
  );
  if (isAllowed(actor, issue.repository, NEEDS.triageIssues))
    setAssignees(world, actor, issue, choose(named));
  return { status, body: formatIssue(world, issue) };
}

/** An issue with its repository, as the sub-issue and dependency lists carry it. */
export function formatIssueWithRepository(world: World, issue: Issue): unknown {
  return { ...formatIssue(world, issue), repository: formatRepository(world, issue.repository) };
}
