import type { IssueView, RepositoryView, TimelineView } from "../view.js";
import { markup, type Markup } from "./markup.js";
import { renderIssueTree, stateOf } from "./issues.js";
import { live, renderTime, type Page } from "./layout.js";
import { hasComments, renderMarkdown } from "./markdown.js";
import { treeOf } from "./progress.js";

/** An issue with its place in the tree, its history, and buttons to change its state as the writer would. */
export function renderIssuePage(repository: RepositoryView, issue: IssueView): Page {
  const base = `/${repository.nameWithOwner}`;
  const content = markup`${live("head", renderHead(issue))}
    <section>
      ${renderBody(issue, base)}${live("buttons", renderButtons(repository, issue))}
      <output id="told" aria-live="polite"></output>
    </section>
    <div class="columns">
      ${live("family", renderFamily(repository, issue))}${live("timeline", renderTimeline(issue.timeline))}
    </div>`;
  return {
    title: `#${issue.number} ${issue.title}`,
    crumbs: [{ text: repository.nameWithOwner, href: base }, { text: `#${issue.number}` }],
    content,
  };
}

function renderHead(issue: IssueView): Markup {
  const state = stateOf(issue);
  const shown = { open: "state", completed: "state closed", dropped: "state dropped" }[state];
  const names = [
    ...(issue.type === null ? [] : [issue.type]),
    ...issue.labels,
    ...(issue.milestone === null ? [] : [`◇ ${issue.milestone}`]),
    ...issue.assignees.map((login) => `@${login}`),
  ];
  return markup`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
    <p class="lead">
      <span class="${shown}">${state}</span> · opened by ${issue.author} at ${renderTime(issue.createdAt)}
      ${names.map((name) => markup`<span class="badge">${name}</span> `)}
    </p>`;
}

function renderBody({ body }: IssueView, base: string): Markup {
  if (body.trim() === "") return markup`<p class="empty">No description.</p>`;
  const tree = treeOf(body);
  const comments = hasComments(tree)
    ? markup`<input type="checkbox" id="comments" class="show-comments" />
        <label for="comments" class="comments-switch">Show hidden comments</label>`
    : undefined;
  return markup`<div>
    ${comments}
    <div class="prose" id="body" data-live>${renderMarkdown(tree, base)}</div>
  </div>`;
}

function renderButtons({ nameWithOwner }: RepositoryView, { number, state }: IssueView): Markup {
  const url = `/api/v3/repos/${nameWithOwner}/issues/${number}`;
  const button = (name: string, text: string, isMain: boolean, patch: object) =>
    markup`<button
      id="${name}"
      class="${isMain ? "main" : ""}"
      data-url="${url}"
      data-patch="${JSON.stringify(patch)}">
      ${text}
    </button>`;
  const buttons =
    state === "open"
      ? [
          button("complete", "Close as completed", true, { state: "closed", state_reason: "completed" }),
          button("drop", "Close as not planned", false, { state: "closed", state_reason: "not_planned" }),
        ]
      : [button("reopen", "Reopen", true, { state: "open" })];
  return markup`<div class="buttons">
    ${buttons}<span class="count">as <code>writer</code></span>
  </div>`;
}

function renderFamily(repository: RepositoryView, issue: IssueView): Markup {
  const find = (number: number | null) => repository.issues.find((one) => one.number === number);
  const parent = find(issue.parent);
  const waitsFor = issue.blockedBy.flatMap((number) => find(number) ?? []);
  const children = issue.subIssues.flatMap((number) => find(number) ?? []);
  return markup`<section>
    <h2>Parent and sub-issues</h2>
    ${parent === undefined ? undefined : markup`<p>Part of <a href="/${repository.nameWithOwner}/issues/${parent.number}">${parent.title} #${parent.number}</a></p>`}
    ${children.length > 0 ? renderIssueTree(repository, children) : markup`<p class="empty">No sub-issues.</p>`}
  </section>
    ${
      waitsFor.length > 0 &&
      markup`<section>
        <h2>Waits for</h2>
        ${renderIssueTree(repository, waitsFor)}
      </section>`
    }`;
}

function renderTimeline(timeline: readonly TimelineView[]): Markup {
  const lines = timeline.map(
    ({ event, actor, createdAt, detail }) =>
      markup`<tr>
        <td>${renderTime(createdAt)}</td>
        <td class="wide">
          <strong>${actor}</strong> ${event.replaceAll("_", " ")}${detail === "" ? "" : `: ${detail}`}
        </td>
      </tr>`,
  );
  return markup`<section>
    <h2>History</h2>
    ${
      lines.length > 0
        ? markup`<table class="log">
            <tbody>
              ${lines}
            </tbody>
          </table>`
        : markup`<p class="empty">Nothing happened since it was opened.</p>`
    }
  </section>`;
}
