import { NEEDS, requireAccess } from "../world/access.js";
import {
  addReaction,
  createComment,
  deleteComment,
  editComment,
  findComment,
  removeReaction,
} from "../world/comments.js";
import type { Issue, IssueComment } from "../world/model.js";
import { REACTIONS } from "../world/model.js";
import { missing, oneOf, requiredText } from "../fields.js";
import { formatComment, formatReaction } from "./format/issue.js";
import { issueOf } from "./issues.js";
import { paged } from "./pages.js";
import type { RestAnswer, RestContext, Route } from "./route.js";
import { actorOf, created, NO_CONTENT, numberParam, ok, repositoryOf, route } from "./route.js";

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";
const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

export const COMMENT_ROUTES: readonly Route[] = [
  route(`GET ${ISSUE}/comments`, "issues/list-comments", (context) =>
    paged(context, since(context, issueOf(context).comments), (comment) =>
      formatComment(context.world, comment),
    ),
  ),
  route(`POST ${ISSUE}/comments`, "issues/create-comment", (context) => {
    const comment = createComment(
      context.world,
      actorOf(context),
      issueOf(context),
      requiredText(context.body, "body"),
    );
    return created(formatComment(context.world, comment));
  }),
  route("GET /repos/{owner}/{repo}/issues/comments", "issues/list-comments-for-repo", (context) => {
    const repository = repositoryOf(context);
    requireAccess(actorOf(context), repository, NEEDS.readIssues);
    const all = [...repository.issues.values()].flatMap((issue) => issue.comments);
    return paged(context, since(context, all), (comment) => formatComment(context.world, comment));
  }),
  route(`GET ${COMMENT}`, "issues/get-comment", (context) =>
    ok(formatComment(context.world, commentOf(context))),
  ),
  route(`PATCH ${COMMENT}`, "issues/update-comment", (context) => {
    const comment = commentOf(context);
    editComment(context.world, actorOf(context), comment, requiredText(context.body, "body"));
    return ok(formatComment(context.world, comment));
  }),
  route(`DELETE ${COMMENT}`, "issues/delete-comment", (context) => {
    deleteComment(context.world, actorOf(context), commentOf(context));
    return NO_CONTENT;
  }),
  route(`GET ${ISSUE}/reactions`, "reactions/list-for-issue", (context) =>
    listReactions(context, issueOf(context)),
  ),
  route(`POST ${ISSUE}/reactions`, "reactions/create-for-issue", (context) =>
    react(context, issueOf(context)),
  ),
  route(`DELETE ${ISSUE}/reactions/{reaction_id}`, "reactions/delete-for-issue", (context) =>
    unreact(context, issueOf(context)),
  ),
  route(`GET ${COMMENT}/reactions`, "reactions/list-for-issue-comment", (context) =>
    listReactions(context, commentOf(context)),
  ),
  route(`POST ${COMMENT}/reactions`, "reactions/create-for-issue-comment", (context) =>
    react(context, commentOf(context)),
  ),
  route(`DELETE ${COMMENT}/reactions/{reaction_id}`, "reactions/delete-for-issue-comment", (context) =>
    unreact(context, commentOf(context)),
  ),
];

function commentOf(context: RestContext): IssueComment {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readIssues);
  return findComment(repository, numberParam(context, "comment_id"));
}

function since(context: RestContext, comments: readonly IssueComment[]): readonly IssueComment[] {
  const time = context.query.get("since");
  return time === null
    ? comments
    : comments.filter((comment) => Date.parse(comment.updatedAt) >= Date.parse(time));
}

function listReactions(context: RestContext, subject: Issue | IssueComment): RestAnswer {
  const { repository } = subject.kind === "IssueComment" ? subject.issue : subject;
  return paged(context, subject.reactions, (reaction) => formatReaction(context.world, repository, reaction));
}

function react(context: RestContext, subject: Issue | IssueComment): RestAnswer {
  const content = oneOf(context.body, "content", REACTIONS);
  if (content === undefined) throw missing("content");
  const { repository } = subject.kind === "IssueComment" ? subject.issue : subject;
  const { reaction, isNew } = addReaction(context.world, actorOf(context), subject, content);
  return { status: isNew ? 201 : 200, body: formatReaction(context.world, repository, reaction) };
}

function unreact(context: RestContext, subject: Issue | IssueComment): RestAnswer {
  removeReaction(context.world, actorOf(context), subject, numberParam(context, "reaction_id"));
  return NO_CONTENT;
}
