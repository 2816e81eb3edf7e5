import type { CommentPort, Reaction, Reply } from "../commands/ports.js";
import type { GitHubClient } from "./client.js";
import type { RepositoryAddress } from "./repository-address.js";

interface CommentNode {
  readonly id: number;
  readonly body?: string | undefined;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly performed_via_github_app?: { readonly slug?: string | undefined } | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly reactions?: { readonly rocket: number; readonly confused: number };
  readonly issue_url: string;
}

/** Comments and reactions by REST. Comments on pull requests are comments on issues to GitHub. */
export function repositoryComments(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  slug: string,
): CommentPort {
  const repository = { owner, repo: name };
  const { octokit } = client;
  const { issues, reactions } = octokit.rest;

  async function react(comment: number, content: Reaction): Promise<boolean> {
    const { status } = await client.write("react to a comment", () =>
      reactions.createForIssueComment({ ...repository, comment_id: comment, content }),
    );
    // 200 for a reaction that was there: https://docs.github.com/en/rest/reactions/reactions#create-reaction-for-an-issue-comment
    return Number(status) === 201;
  }

  async function ownReactions(comment: number): Promise<ReadonlySet<string>> {
    const all = await client.read("read the reactions", () =>
      octokit.paginate(reactions.listForIssueComment, {
        ...repository,
        comment_id: comment,
        per_page: 100,
      }),
    );
    return new Set(all.filter(({ user }) => user?.login === `${slug}[bot]`).map(({ content }) => content));
  }

  async function ownComments(issue: number, since: string): Promise<readonly Reply[]> {
    const all = await client.read("read the comments", () =>
      octokit.paginate(issues.listComments, { ...repository, issue_number: issue, since, per_page: 100 }),
    );
    return all
      .filter(({ user }) => user?.login === `${slug}[bot]`)
      .map(({ id, body }) => ({ id, body: body ?? "" }));
  }

  async function reply(issue: number, body: string): Promise<Reply> {
    const { data } = await client.write(
      "answer a comment",
      () => issues.createComment({ ...repository, issue_number: issue, body }),
      1,
    );
    return { id: data.id, body };
  }

  async function edit(id: number, body: string): Promise<void> {
    await client.write("edit an answer", () => issues.updateComment({ ...repository, comment_id: id, body }));
  }

  async function recent(since: string): ReturnType<CommentPort["recent"]> {
    const { data } = await client.read("read recent comments", () =>
      issues.listCommentsForRepo({
        ...repository,
        since,
        sort: "created",
        direction: "desc",
        per_page: 100,
      }),
    );
    return data
      .filter((comment) => isByPerson(comment) && isNew(comment, since) && !isAnswered(comment))
      .map(({ id, body = "", user, created_at: createdAt, issue_url: url }) => {
        const issue = Number(url.slice(url.lastIndexOf("/") + 1));
        return { id, issue, author: user?.login ?? "", body, createdAt };
      })
      .reverse();
  }

  return { react, reactions: ownReactions, ownComments, reply, edit, recent };
}

/** Bots talk to each other without end, and an App may act in the name of a person. */
function isByPerson({ user, performed_via_github_app: app }: CommentNode): boolean {
  return user?.type === "User" && !app;
}

/** Whoever else reacted so: the comment had its time. */
function isAnswered({ reactions }: CommentNode): boolean {
  return reactions !== undefined && reactions.rocket + reactions.confused > 0;
}

function isNew({ created_at: created, updated_at: updated }: CommentNode, since: string): boolean {
  return created === updated && Date.parse(created) >= Date.parse(since);
}
