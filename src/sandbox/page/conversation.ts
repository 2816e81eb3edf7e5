import type { CommentView, LoginView, ReviewView } from "../view.js";
import { apiUrl, renderLoginChoice } from "./actions.js";
import { live, renderTime } from "./layout.js";
import { renderMarkdown } from "./markdown.js";
import { markup, type Markup } from "./markup.js";
import { treeOf } from "./progress.js";

const EMOJI: Readonly<Record<string, string>> = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  confused: "😕",
  heart: "❤️",
  hooray: "🎉",
  rocket: "🚀",
  eyes: "👀",
};

const REVIEWED: Readonly<Record<string, string>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "wants changes",
  COMMENTED: "reviewed",
  DISMISSED: "had a word that was dismissed",
};

interface Talk {
  readonly nameWithOwner: string;
  readonly number: number;
  readonly comments: readonly CommentView[];
  readonly reviews?: readonly ReviewView[];
}

/** What people and apps said, oldest first, and a box to say something as anybody. */
export function renderConversation(talk: Talk, logins: readonly LoginView[], example: string): Markup {
  const { nameWithOwner, number } = talk;
  return markup`<section>
    <h2>Conversation</h2>
    ${live("talk", renderTalk(talk))}
    <form class="say" data-send="POST" data-url="${apiUrl(nameWithOwner, `issues/${number}/comments`)}">
      <label for="comment">New comment</label>
      <textarea id="comment" name="body" rows="3" required placeholder="${example}"></textarea>
      <div class="buttons">
        <button class="main">Comment</button>${renderLoginChoice("comment-as", "as", logins)}
      </div>
    </form>
  </section>`;
}

function renderTalk({ nameWithOwner, comments, reviews = [] }: Talk): Markup {
  const base = `/${nameWithOwner}`;
  const said = [
    ...comments.map((comment) => ({ at: comment.createdAt, shown: renderComment(comment, base) })),
    ...reviews.map((review) => ({ at: review.submittedAt, shown: renderReview(review, base) })),
  ];
  if (said.length === 0) return markup`<p class="empty">Nobody said anything yet.</p>`;
  said.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  return markup`<ol class="talk">
    ${said.map(({ shown }) => markup`<li>${shown}</li>`)}
  </ol>`;
}

function renderComment(comment: CommentView, base: string): Markup {
  const { author, isBot, createdAt, isEdited, body, reactions } = comment;
  const who = isBot ? markup`<span class="badge bot">${author}</span>` : markup`<strong>${author}</strong>`;
  const shown = reactions.map(
    (reaction) =>
      markup`<span class="badge" title="${reaction.content} by ${reaction.author}"
        ><span aria-hidden="true">${EMOJI[reaction.content] ?? ""}</span>
        <span class="unseen">${reaction.content} by</span> ${reaction.author}</span
      > `,
  );
  return markup`<div class="by">${who} at ${renderTime(createdAt)}${isEdited ? ", edited" : undefined}</div>
    <div class="prose">${renderMarkdown(treeOf(body), base)}</div>
    ${shown.length > 0 && markup`<p class="badges">${shown}</p>`}`;
}

function renderReview({ author, state, body, submittedAt, isCurrent }: ReviewView, base: string): Markup {
  const when = isCurrent ? "" : ", an earlier commit";
  return markup`<div class="by">
      <strong>${author}</strong> ${REVIEWED[state] ?? state} at ${renderTime(submittedAt)}${when}
    </div>
    ${body !== "" && markup`<div class="prose">${renderMarkdown(treeOf(body), base)}</div>`}`;
}
