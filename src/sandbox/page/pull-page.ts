import type { CommitView, LoginView, PullView, RepositoryView } from "../view.js";
import { actionButton, apiUrl, renderButtons, renderLoginName } from "./actions.js";
import { renderChecks } from "./checks.js";
import { renderCommitList, renderFiles } from "./commits.js";
import { renderConversation } from "./conversation.js";
import { count, live, renderTime, type Page } from "./layout.js";
import { renderMarkdown } from "./markdown.js";
import { markup, type Markup } from "./markup.js";
import { treeOf } from "./progress.js";
import { pullState } from "./pulls-page.js";

/** A pull request: what it says and changes, its checks, what people say to it, and what can be done with it. */
export function renderPullPage(
  repository: RepositoryView,
  pull: PullView,
  logins: readonly LoginView[],
): Page {
  const { nameWithOwner } = repository;
  const base = `/${nameWithOwner}`;
  const content = markup`${live("head", renderHead(pull))}
    <section>
      ${live("body", pull.body.trim() === "" ? markup`<p class="empty">No description.</p>` : markup`<div class="prose">${renderMarkdown(treeOf(pull.body), base)}</div>`)}
      ${live("buttons", renderActions(repository, pull))}
    </section>
    <div class="columns">
      <div>
        ${renderConversation({ nameWithOwner, ...pull }, logins, "/signoff phase-1, or /tickmark help")}
        ${live("files", renderFiles(pull.files))}
      </div>
      <div>
        ${live("checks", renderChecks(repository, pull.headOid, pull.checks))}
        <section>
          <h2>Commits</h2>
          ${live("commits", renderCommitList(pull.commits, nameWithOwner))}${live("push", renderPush(nameWithOwner, pull))}
        </section>
      </div>
    </div>`;
  return {
    title: `#${pull.number} ${pull.title}`,
    crumbs: [
      { text: nameWithOwner, href: base },
      { text: "Pull requests", href: `${base}/pulls` },
      { text: `#${pull.number}` },
    ],
    content,
  };
}

/** The commit of a pull request, if it has one. */
export function findPullCommit(repository: RepositoryView, start: string): CommitView | undefined {
  return repository.pulls.flatMap(({ commits }) => commits).find(({ oid }) => oid.startsWith(start));
}

function renderHead(pull: PullView): Markup {
  const { word, style } = pullState(pull);
  return markup`<h1>${pull.title} <span class="number">#${pull.number}</span></h1>
    <p class="lead">
      <span class="${style}">${word}</span> · ${pull.author} wants <code>${pull.headRef}</code> in
      <code>${pull.baseRef}</code> since ${renderTime(pull.createdAt)} ·
      ${count(pull.commits.length, "commit")}${pull.mergedBy === null ? undefined : ` · merged by ${pull.mergedBy}`}${pull.mergesByItself ? " · merges by itself when nothing is in the way" : undefined}
    </p>`;
}

function renderActions(repository: RepositoryView, pull: PullView): Markup {
  const url = apiUrl(repository.nameWithOwner, `pulls/${pull.number}`);
  if (pull.mergedBy !== null) return markup``;
  if (pull.state === "closed")
    return renderButtons([
      actionButton("reopen", "Reopen", { method: "PATCH", url, body: { state: "open" } }, true),
    ]);
  const review = (event: string) => ({
    method: "POST" as const,
    url: `${url}/reviews`,
    body: { event, body: "" },
  });
  const obstacles = pull.obstacles.map((reason) => markup`<li>${reason}</li>`);
  return markup`${obstacles.length > 0 && markup`<ul class="obstacles">${obstacles}</ul>`}
    <form class="buttons" data-send="PUT" data-url="${url}/merge">
      <button id="merge" class="main">Merge</button>
      <label class="who" for="method"
        >by
        <select id="method" name="merge_method">
          <option value="merge">a merge commit</option>
          <option value="squash">one squashed commit</option>
          <option value="rebase">a rebase</option>
        </select></label
      >
    </form>
    ${renderButtons([
      actionButton("approve", "Approve", review("APPROVE")),
      actionButton("refuse", "Request changes", {
        ...review("REQUEST_CHANGES"),
        body: { event: "REQUEST_CHANGES", body: "Not yet." },
      }),
      actionButton("update", `Update from ${pull.baseRef}`, { method: "PUT", url: `${url}/update-branch` }),
      actionButton("close", "Close", { method: "PATCH", url, body: { state: "closed" } }),
    ])}`;
}

/** New commits make sign-offs stale: a way to see it. */
function renderPush(nameWithOwner: string, { headRef, state }: PullView): Markup {
  if (state === "closed") return markup``;
  return markup`<form
    class="say"
    data-write="${apiUrl(nameWithOwner, "contents/")}"
    data-branch="${headRef}">
    <input type="hidden" name="path" value="notes.md" />
    <input type="hidden" name="message" value="Think again" />
    <label for="note">Add a line to <code>notes.md</code></label>
    <input id="note" name="line" required value="One more thing." />
    <div class="buttons">
      <button>Push a commit</button><span class="count">as ${renderLoginName()}</span>
    </div>
  </form>`;
}
