import { NEEDS, requireAccess } from "../world/access.js";
import { createMilestone, deleteMilestone, findMilestone, updateMilestone } from "../world/milestones.js";
import type { Milestone } from "../world/model.js";
import { invalid, Refusal } from "../world/refusal.js";
import { isoSecond } from "../world/world.js";
import { nullableText, oneOf, requiredText, text } from "../fields.js";
import { formatLabel, formatMilestone } from "./format/issue.js";
import { paged } from "./pages.js";
import type { RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, numberParam, ok, repositoryOf, route } from "./route.js";

/** `sv-SE` writes dates as ISO does. */
const CALIFORNIA = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/Los_Angeles" });

const MILESTONES = "/repos/{owner}/{repo}/milestones";

export const MILESTONE_ROUTES: readonly Route[] = [
  route(`GET ${MILESTONES}`, "issues/list-milestones", (context) => {
    const repository = repositoryOf(context);
    requireAccess(actorOf(context), repository, NEEDS.readIssues);
    const state = context.query.get("state") ?? "open";
    const wanted = repository.milestones.filter((milestone) => state === "all" || milestone.state === state);
    return paged(context, wanted, (milestone) => formatMilestone(context.world, milestone));
  }),
  route(`POST ${MILESTONES}`, "issues/create-milestone", (context) => {
    const milestone = createMilestone(context.world, actorOf(context), repositoryOf(context), {
      title: requiredText(context.body, "title"),
      description: nullableText(context.body, "description") ?? null,
      state: oneOf(context.body, "state", ["open", "closed"] as const) ?? "open",
      dueOn: newDueOn(context),
    });
    return created(formatMilestone(context.world, milestone));
  }),
  route(`GET ${MILESTONES}/{milestone_number}`, "issues/get-milestone", (context) =>
    ok(formatMilestone(context.world, milestoneOf(context))),
  ),
  route(`PATCH ${MILESTONES}/{milestone_number}`, "issues/update-milestone", (context) => {
    const milestone = milestoneOf(context);
    const title = text(context.body, "title");
    const description = nullableText(context.body, "description");
    const state = oneOf(context.body, "state", ["open", "closed"] as const);
    const due = dueOn(context);
    updateMilestone(context.world, actorOf(context), milestone, {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(state === undefined ? {} : { state }),
      ...(due === undefined ? {} : { dueOn: due }),
    });
    return ok(formatMilestone(context.world, milestone));
  }),
  route(`DELETE ${MILESTONES}/{milestone_number}`, "issues/delete-milestone", (context) => {
    deleteMilestone(context.world, actorOf(context), milestoneOf(context));
    return NO_CONTENT;
  }),
  route(`GET ${MILESTONES}/{milestone_number}/labels`, "issues/list-labels-for-milestone", (context) => {
    const milestone = milestoneOf(context);
    const labels = [...milestone.repository.issues.values()].flatMap((issue) =>
      issue.milestone === milestone ? issue.labels : [],
    );
    return paged(context, [...new Set(labels)], (label) => formatLabel(context.world, label));
  }),
];

function milestoneOf(context: RestContext): Milestone {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readIssues);
  return findMilestone(repository, numberParam(context, "milestone_number"));
}

/** Only a change may take the day away: https://github.com/harvester/harvester/pull/11739 */
function newDueOn(context: RestContext): string | null {
  if (context.body["due_on"] === null)
    throw new Refusal("unprocessable", "Invalid request.\n\nFor 'properties/due_on', nil is not a string.");
  return dueOn(context) ?? null;
}

/**
 * GitHub keeps the day only, and takes it as the day in California: what comes back is that day's midnight there, 07:00
 * or 08:00 in UTC. Midnight in UTC is therefore the day before.
 * https://github.com/microsoft/PowerShellForGitHub/pull/133
 */
function dueOn(context: RestContext): string | null | undefined {
  const value = nullableText(context.body, "due_on");
  if (value === undefined || value === null) return value;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw invalid({ resource: "Milestone", field: "due_on", code: "invalid" });
  const day = dayInCalifornia(time);
  const summer = Date.parse(`${day}T07:00:00Z`);
  return isoSecond((dayInCalifornia(summer) === day ? summer : summer + 3_600_000) / 1000);
}

function dayInCalifornia(time: number): string {
  return CALIFORNIA.format(time);
}
