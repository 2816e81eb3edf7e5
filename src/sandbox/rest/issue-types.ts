import type { IssueTypeFields } from "../world/issue-types.js";
import {
  availableTypes,
  createIssueType,
  deleteIssueType,
  issueTypesOf,
  TYPE_COLORS,
  updateIssueType,
} from "../world/issue-types.js";
import type { IssueType } from "../world/model.js";
import { Refusal } from "../world/refusal.js";
import { flag, missing, nullableText, oneOf, requiredText } from "../fields.js";
import { formatIssueType } from "./format/issue-type.js";
import type { RestContext, Route } from "./route.js";
import { actorOf, NO_CONTENT, numberParam, ok, organizationOf, repositoryOf, route } from "./route.js";

const TYPES = "/orgs/{org}/issue-types";

/** None of these lists has pages. */
export const ISSUE_TYPE_ROUTES: readonly Route[] = [
  route(`GET ${TYPES}`, "orgs/list-issue-types", (context) => {
    requireMember(context);
    return ok(issueTypesOf(context.world, organizationOf(context)).map(formatIssueType));
  }),
  route(`POST ${TYPES}`, "orgs/create-issue-type", (context) =>
    ok(
      formatIssueType(
        createIssueType(context.world, actorOf(context), organizationOf(context), fieldsOf(context)),
      ),
    ),
  ),
  route(`PUT ${TYPES}/{issue_type_id}`, "orgs/update-issue-type", (context) => {
    const type = typeOf(context);
    updateIssueType(context.world, actorOf(context), type, fieldsOf(context));
    return ok(formatIssueType(type));
  }),
  route(`DELETE ${TYPES}/{issue_type_id}`, "orgs/delete-issue-type", (context) => {
    deleteIssueType(context.world, actorOf(context), typeOf(context));
    return NO_CONTENT;
  }),
  route("GET /repos/{owner}/{repo}/issue-types", "repos/list-issue-types", (context) =>
    ok(availableTypes(context.world, repositoryOf(context)).map(formatIssueType)),
  ),
];

/** Apps need the permission "Issue Types" of the organisation, which the app here has not. */
function requireMember(context: RestContext): void {
  const actor = actorOf(context);
  if (actor.kind === "installation") throw new Refusal("forbidden", "Resource not accessible by integration");
  if ((context.world.state.roles.get(actor.account) ?? "none") === "none")
    throw new Refusal("not-found", "Not Found");
}

function typeOf(context: RestContext): IssueType {
  const id = numberParam(context, "issue_type_id");
  const type = issueTypesOf(context.world, organizationOf(context)).find((known) => known.id === id);
  if (type === undefined) throw new Refusal("not-found", "Not Found");
  return type;
}

function fieldsOf(context: RestContext): IssueTypeFields {
  const { body } = context;
  const isEnabled = flag(body, "is_enabled");
  if (isEnabled === undefined) throw missing("is_enabled");
  return {
    name: requiredText(body, "name"),
    description: nullableText(body, "description") ?? null,
    color: oneOf(body, "color", TYPE_COLORS) ?? null,
    isEnabled,
  };
}
