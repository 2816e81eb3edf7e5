import { list, requiredText, text } from "../../fields.js";
import type { Body } from "../../fields.js";
import type { Issue } from "../../world/model.js";
import { findNodeOf } from "../nodes.js";
import { GraphqlProblem } from "../problem.js";
import type { GraphqlContext } from "../resolver.js";

/** A mutation: its input in, its payload's fields out (`clientMutationId` is added by the caller). */
export type Mutate = (input: Body, context: GraphqlContext) => Record<string, unknown>;

export const issueAt = (input: Body, name: string, context: GraphqlContext): Issue =>
  findNodeOf(context, requiredText(input, name), "Issue");
export const labelsAt = (input: Body, context: GraphqlContext) =>
  list(input, "labelIds")?.map((id) => findNodeOf(context, String(id), "Label"));
export const usersAt = (input: Body, context: GraphqlContext) =>
  list(input, "assigneeIds")?.map((id) => findNodeOf(context, String(id), "User", "Bot"));

export function milestoneAt(input: Body, context: GraphqlContext) {
  if (input["milestoneId"] === null) return null;
  const id = text(input, "milestoneId");
  return id === undefined ? undefined : findNodeOf(context, id, "Milestone");
}

/** null: no type. */
export function typeAt(input: Body, context: GraphqlContext) {
  if (input["issueTypeId"] === null) return null;
  const id = text(input, "issueTypeId");
  return id === undefined ? undefined : findNodeOf(context, id, "IssueType");
}

/** Input fields of GitHub that nothing here keeps: refused, not ignored. */
export function refuseUnemulated(input: Body, ...names: readonly string[]): void {
  for (const name of names) {
    if (input[name] !== undefined && input[name] !== null)
      throw new GraphqlProblem("INTERNAL", `not emulated: input field ${name}`);
  }
}
