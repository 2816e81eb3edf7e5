import { isAllowed, NEEDS, requireAccess } from "../world/access.js";
import { setLabels } from "../world/issue-attributes.js";
import { createLabel, deleteLabel, findLabel, updateLabel } from "../world/labels.js";
import type { Label } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import { isBody, nullableText, requiredText, text } from "../fields.js";
import { formatLabel } from "./format/issue.js";
import { issueOf, labelsNamed } from "./issues.js";
import { paged } from "./pages.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, ok, repositoryOf, route } from "./route.js";

const LABELS = "/repos/{owner}/{repo}/labels";
const ISSUE_LABELS = "/repos/{owner}/{repo}/issues/{issue_number}/labels";

export const LABEL_ROUTES: readonly Route[] = [
  route(`GET ${LABELS}`, "issues/list-labels-for-repo", (context) => {
    const repository = repositoryOf(context);
    requireAccess(actorOf(context), repository, NEEDS.readIssues);
    return paged(context, repository.labels, (label) => formatLabel(context.world, label));
  }),
  route(`POST ${LABELS}`, "issues/create-label", (context) => {
    const label = createLabel(context.world, actorOf(context), repositoryOf(context), {
      name: requiredText(context.body, "name"),
      color: text(context.body, "color") ?? "ededed",
      description: nullableText(context.body, "description") ?? null,
    });
    return created(formatLabel(context.world, label));
  }),
  route(`GET ${LABELS}/{name}`, "issues/get-label", (context) =>
    ok(formatLabel(context.world, labelOf(context))),
  ),
  route(`PATCH ${LABELS}/{name}`, "issues/update-label", (context) => {
    const label = labelOf(context);
    const name = text(context.body, "new_name");
    const color = text(context.body, "color");
    const description = nullableText(context.body, "description");
    updateLabel(context.world, actorOf(context), label, {
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color }),
      ...(description === undefined ? {} : { description }),
    });
    return ok(formatLabel(context.world, label));
  }),
  route(`DELETE ${LABELS}/{name}`, "issues/delete-label", (context) => {
    deleteLabel(context.world, actorOf(context), labelOf(context));
    return NO_CONTENT;
  }),
  route(`GET ${ISSUE_LABELS}`, "issues/list-labels-on-issue", (context) =>
    paged(context, issueOf(context).labels, (label) => formatLabel(context.world, label)),
  ),
  route(`POST ${ISSUE_LABELS}`, "issues/add-labels", (context) =>
    changeLabels(context, (present, named) => [...present, ...named]),
  ),
  route(`PUT ${ISSUE_LABELS}`, "issues/set-labels", (context) => changeLabels(context, (_, named) => named)),
  route(`DELETE ${ISSUE_LABELS}`, "issues/remove-all-labels", (context) => {
    requireTriage(context);
    setLabels(context.world, actorOf(context), issueOf(context), []);
    return NO_CONTENT;
  }),
  route(`DELETE ${ISSUE_LABELS}/{name}`, "issues/remove-label", (context) => {
    requireTriage(context);
    const issue = issueOf(context);
    const label = issue.labels.find(
      (other) => other.name.toLowerCase() === context.params["name"]?.toLowerCase(),
    );
    if (label === undefined) throw new Refusal("not-found", "Label does not exist");
    setLabels(
      context.world,
      actorOf(context),
      issue,
      issue.labels.filter((other) => other !== label),
    );
    return ok(issue.labels.map((other) => formatLabel(context.world, other)));
  }),
];

function labelOf(context: RestContext): Label {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readIssues);
  const label = findLabel(repository, context.params["name"] ?? "");
  if (label === undefined) throw new Refusal("not-found", "Not Found");
  return label;
}

function requireTriage(context: RestContext): void {
  const { repository } = issueOf(context);
  if (!isAllowed(actorOf(context), repository, NEEDS.triageIssues))
    requireAccess(actorOf(context), repository, NEEDS.triageIssues);
}

/** The body is `{labels: […]}` or the bare list. */
function changeLabels(
  context: RestContext,
  choose: (present: readonly Label[], named: readonly Label[]) => readonly Label[],
): RestAnswer {
  requireTriage(context);
  const issue = issueOf(context);
  const body = isBody(context.body) ? context.body : { labels: context.body };
  const named = labelsNamed(context.world, actorOf(context), issue.repository, body) ?? [];
  setLabels(context.world, actorOf(context), issue, choose(issue.labels, named));
  return ok(issue.labels.map((label) => formatLabel(context.world, label)));
}
