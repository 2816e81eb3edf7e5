import type { IssueView, LoginView, RepositoryView, TimelineView } from "../view.js";
import { actionButton, apiUrl, renderButtons } from "./actions.js";
import { renderConversation } from "./conversation.js";
import { markup, type Markup } from "./markup.js";
import { renderIssueTree, stateOf } from "./issues.js";
import { live, renderTime, type Page } from "./layout.js";
import { hasComments, renderMarkdown } from "./markdown.js";
import { treeOf } from "./progress.js";

/** An issue with its place in the tree, what was said and done, and ways to change it. */
export function renderIssuePage(
  repository: RepositoryView,
  issue: IssueView,
  logins: readonly LoginView[],
): Page {
  const { nameWithOwner } = repository;
  const base = `/${nameWithOwner}`;
  const content = markup`${live("head", renderHead(repository, issue))}
    <section>${renderBody(issue, base)}${live("buttons", renderStates(repository, issue))}</section>
    <div class="columns">
      <div>
        ${live("family", renderFamily(repository, issue))}${renderConversation({ nameWithOwner, ...issue }, logins, "/tickmark help")}
      </div>
      ${live("timeline", renderTimeline(issue.timeline))}
    </div>`;
  return {
    title: `#${issue.number} ${issue.title}`,
    crumbs: [{ text: repository.nameWithOwner, href: base }, { text: `#${issue.number}` }],
    content,
  };
}

function renderHead({ nameWithOwner, milestones }: RepositoryView, issue: IssueView): Markup {
  const state = stateOf(issue);
  const shown = { open: "state", completed: "state closed", dropped: "state dropped" }[state];
  const names = [
    ...(issue.type === null ? [] : [issue.type]),
    ...issue.labels,
    ...issue.assignees.map((login) => `@${login}`),
  ];
  const milestone = milestones.find(({ title }) => title === issue.milestone);
  return markup`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
    <p class="lead">
      <span class="${shown}">${state}</span> · opened by ${issue.author} at ${renderTime(issue.createdAt)}
      ${names.map((name) => markup`<span class="badge">${name}</span> `)}
      ${milestone && markup`<a class="badge" href="/${nameWithOwner}/milestone/${milestone.number}">◇ ${milestone.title}</a>`}
    </p>`;
}

function renderBody({ number, body }: IssueView, base: string): Markup {
  if (body.trim() === "") return markup`<p class="empty">No description.</p>`;
  const tree = treeOf(body);
  const comments = hasComments(tree)
    ? markup`<input type="checkbox" id="comments" class="show-comments" />
        <label for="comments" class="comments-switch">Show hidden comments</label>`
    : undefined;
  return markup`<div>
    ${comments}
    <div class="prose" id="body" data-live data-body-of="${apiUrl(base.slice(1), `issues/${number}`)}">
      ${renderMarkdown(tree, base, { canTick: true })}
    </div>
  </div>`;
}

function renderStates({ nameWithOwner }: RepositoryView, { number, state }: IssueView): Markup {
  const url = apiUrl(nameWithOwner, `issues/${number}`);
  const change = (body: object) => ({ method: "PATCH" as const, url, body });
  const [completed, dropped] = [
    change({ state: "closed", state_reason: "completed" }),
    change({ state: "closed", state_reason: "not_planned" }),
  ];
  return renderButtons(
    state === "open"
      ? [
          actionButton("complete", "Close as completed", completed, true),
          actionButton("drop", "Close as not planned", dropped),
        ]
      : [actionButton("reopen", "Reopen", change({ state: "open" }), true)],
  );
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
