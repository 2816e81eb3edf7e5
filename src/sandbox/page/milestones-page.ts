import type { IssueView, MilestoneView, RepositoryView } from "../view.js";
import { renderIssueTree } from "./issues.js";
import { live, type Page } from "./layout.js";
import { renderMarkdown } from "./markdown.js";
import { markup, type Markup } from "./markup.js";
import { treeOf } from "./progress.js";
import { renderRepositoryNav, type Surroundings } from "./repository-nav.js";

/** The milestones, those that are due first in front. */
export function renderMilestonesPage(repository: RepositoryView, around: Surroundings): Page {
  const { nameWithOwner, milestones } = repository;
  const sorted = [...milestones].sort((a, b) => (a.dueOn ?? "9").localeCompare(b.dueOn ?? "9"));
  const list = markup`<section>
    <h2>Milestones</h2>
    ${
      sorted.length > 0
        ? markup`<ul class="cards">
            ${sorted.map((milestone) => renderCard(repository, milestone))}
          </ul>`
        : markup`<p class="empty">None yet.</p>`
    }
  </section>`;
  return {
    title: `Milestones · ${nameWithOwner}`,
    crumbs: [{ text: nameWithOwner, href: `/${nameWithOwner}` }, { text: "Milestones" }],
    content: markup`<h1>${nameWithOwner}</h1>
      ${renderRepositoryNav(repository, around, "milestones")}${live("milestones", list)}`,
  };
}

/** One milestone with its issues. */
export function renderMilestonePage(repository: RepositoryView, milestone: MilestoneView): Page {
  const base = `/${repository.nameWithOwner}`;
  const issues = issuesOf(repository, milestone);
  const numbers = new Set(issues.map(({ number }) => number));
  const roots = issues.filter(({ parent }) => parent === null || !numbers.has(parent));
  const content = markup`<h1>${milestone.title}</h1>
    <p class="lead">${describe(milestone)}</p>
    <section>
      ${milestone.description !== "" && markup`<div class="prose">${renderMarkdown(treeOf(milestone.description), base)}</div>`}
      ${renderBar(issues)}
    </section>
    <section>
      <h2>Issues</h2>
      ${roots.length > 0 ? renderIssueTree(repository, roots) : markup`<p class="empty">None.</p>`}
    </section>`;
  return {
    title: milestone.title,
    crumbs: [
      { text: repository.nameWithOwner, href: base },
      { text: "Milestones", href: `${base}/milestones` },
      { text: milestone.title },
    ],
    content: live("milestone", content),
  };
}

function renderCard(repository: RepositoryView, milestone: MilestoneView): Markup {
  return markup`<li>
    <a href="/${repository.nameWithOwner}/milestone/${milestone.number}">${milestone.title}</a>
    <div class="count">${describe(milestone)}</div>
    ${renderBar(issuesOf(repository, milestone))}
  </li>`;
}

function describe({ state, dueOn }: MilestoneView): string {
  return `${state} · ${dueOn === null ? "no due date" : `due ${dueOn.slice(0, 10)}`}`;
}

function issuesOf({ issues }: RepositoryView, { title }: MilestoneView): IssueView[] {
  return issues.filter(({ milestone }) => milestone === title);
}

function renderBar(issues: readonly IssueView[]): Markup {
  const closed = issues.filter(({ state }) => state === "closed").length;
  const label = `${closed} of ${issues.length} closed`;
  return markup`<span class="count">${label}</span
    ><progress max="${Math.max(issues.length, 1)}" value="${closed}" aria-label="${label}"></progress>`;
}
