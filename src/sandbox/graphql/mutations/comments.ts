import { requiredText } from "../../fields.js";
import { addReaction, createComment, deleteComment, editComment } from "../../world/comments.js";
import type { Reaction } from "../../world/model.js";
import { findNodeOf } from "../nodes.js";
import { GraphqlProblem } from "../problem.js";
import { REACTION_NAMES } from "../resolvers/issues.js";
import type { Mutate } from "./mutation.js";

export const COMMENT_MUTATIONS: Readonly<Record<string, Mutate>> = {
  addComment: (input, context) => {
    const subject = findNodeOf(context, requiredText(input, "subjectId"), "Issue", "PullRequest");
    const comment = createComment(context.world, context.actor, subject, requiredText(input, "body"));
    return { subject, commentEdge: { cursor: "", node: comment } };
  },
  updateIssueComment: (input, context) => {
    const issueComment = findNodeOf(context, requiredText(input, "id"), "IssueComment");
    editComment(context.world, context.actor, issueComment, requiredText(input, "body"));
    return { issueComment };
  },
  deleteIssueComment: (input, context) => {
    deleteComment(
      context.world,
      context.actor,
      findNodeOf(context, requiredText(input, "id"), "IssueComment"),
    );
    return {};
  },
  addReaction: (input, context) => {
    const subject = findNodeOf(
      context,
      requiredText(input, "subjectId"),
      "Issue",
      "PullRequest",
      "IssueComment",
    );
    const wanted = requiredText(input, "content");
    const content = (Object.keys(REACTION_NAMES) as Reaction["content"][]).find(
      (name) => REACTION_NAMES[name] === wanted,
    );
    if (content === undefined) throw new GraphqlProblem("UNPROCESSABLE", "Content is invalid");
    return { subject, reaction: addReaction(context.world, context.actor, subject, content).reaction };
  },
};
