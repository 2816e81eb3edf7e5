import { addDependency, removeDependency } from "../world/dependencies.js";
import type { Issue } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import { addSubIssue, removeSubIssue, reprioritizeSubIssue } from "../world/sub-issues.js";
import { isVisible } from "../world/access.js";
import { flag, integer, requiredInteger } from "../fields.js";
import { formatIssue } from "./format/issue.js";
import { formatIssueWithRepository, issueOf } from "./issues.js";
import { paged } from "./pages.js";
import type { RestContext, Route } from "./route.js";
import { actorOf, created, numberParam, ok, route } from "./route.js";

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

/** Here issues are named by their database ids, not by their numbers. */
export const SUB_ISSUE_ROUTES: readonly Route[] = [
  route(`GET ${ISSUE}/sub_issues`, "issues/list-sub-issues", (context) =>
    paged(context, issueOf(context).subIssues, (issue) => formatIssueWithRepository(context.world, issue)),
  ),
  route(`POST ${ISSUE}/sub_issues`, "issues/add-sub-issue", (context) => {
    const parent = issueOf(context);
    const child = issueWithId(context, requiredInteger(context.body, "sub_issue_id"));
    addSubIssue(
      context.world,
      actorOf(context),
      parent,
      child,
      flag(context.body, "replace_parent") ?? false,
    );
    return created(formatIssue(context.world, parent));
  }),
  route(`DELETE ${ISSUE}/sub_issue`, "issues/remove-sub-issue", (context) => {
    const parent = issueOf(context);
    removeSubIssue(
      context.world,
      actorOf(context),
      parent,
      issueWithId(context, requiredInteger(context.body, "sub_issue_id")),
    );
    return ok(formatIssue(context.world, parent));
  }),
  route(`PATCH ${ISSUE}/sub_issues/priority`, "issues/reprioritize-sub-issue", (context) => {
    const parent = issueOf(context);
    const child = issueWithId(context, requiredInteger(context.body, "sub_issue_id"));
    const after = integer(context.body, "after_id");
    const before = integer(context.body, "before_id");
    reprioritizeSubIssue(context.world, actorOf(context), parent, child, {
      ...(after === undefined ? {} : { after: issueWithId(context, after) }),
      ...(before === undefined ? {} : { before: issueWithId(context, before) }),
    });
    return ok(formatIssue(context.world, parent));
  }),
  route(`GET ${ISSUE}/parent`, "issues/get-parent", (context) => {
    const { parent } = issueOf(context);
    if (parent === null) throw new Refusal("not-found", "Not Found");
    return ok(formatIssueWithRepository(context.world, parent));
  }),
  route(`GET ${ISSUE}/dependencies/blocked_by`, "issues/list-dependencies-blocked-by", (context) =>
    paged(context, issueOf(context).blockedBy, (issue) => formatIssueWithRepository(context.world, issue)),
  ),
  route(`POST ${ISSUE}/dependencies/blocked_by`, "issues/add-blocked-by-dependency", (context) => {
    const blocked = issueOf(context);
    addDependency(
      context.world,
      actorOf(context),
      blocked,
      issueWithId(context, requiredInteger(context.body, "issue_id")),
    );
    return created(formatIssue(context.world, blocked));
  }),
  route(
    `DELETE ${ISSUE}/dependencies/blocked_by/{issue_id}`,
    "issues/remove-dependency-blocked-by",
    (context) => {
      const blocked = issueOf(context);
      removeDependency(
        context.world,
        actorOf(context),
        blocked,
        issueWithId(context, numberParam(context, "issue_id")),
      );
      return ok(formatIssue(context.world, blocked));
    },
  ),
  route(`GET ${ISSUE}/dependencies/blocking`, "issues/list-dependencies-blocking", (context) =>
    paged(context, issueOf(context).blocking, (issue) => formatIssueWithRepository(context.world, issue)),
  ),
];

function issueWithId(context: RestContext, id: number): Issue {
  for (const repository of context.world.state.repositories.values()) {
    if (!isVisible(actorOf(context), repository)) continue;
    for (const issue of repository.issues.values()) if (issue.id === id && issue.pull === null) return issue;
  }
  throw new Refusal("not-found", "The provided sub-issue does not exist");
}
