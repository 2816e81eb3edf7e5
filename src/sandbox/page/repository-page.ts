import type { RepositoryView } from "../view.js";
import { renderCommitList } from "./commits.js";
import { fileUrl } from "./file-url.js";
import { renderGuide } from "./guide.js";
import { markup, type Markup } from "./markup.js";
import { countIssues, renderIssueTree } from "./issues.js";
import { live, type Page } from "./layout.js";
import { progressOf, renderProgress } from "./progress.js";
import { renderRepositoryNav, type Surroundings } from "./repository-nav.js";

/** Checklists, issues and commits of a repository, side by side. */
export function renderRepositoryPage(repository: RepositoryView, around: Surroundings): Page {
  const { nameWithOwner, commits } = repository;
  const content = markup`<h1>${nameWithOwner}</h1>
    <p class="lead">The checklists, the issues that mirror them, and the commits that keep both in step.</p>
    ${renderRepositoryNav(repository, around, "overview")}${live("guide", renderGuide(repository, around.boards))}${live("checklists", renderChecklists(repository))}
    <div class="columns">
      ${live("issues", renderIssues(repository))}${live(
        "commits",
        markup`<section>
          <h2>Commits</h2>
          ${renderCommitList(commits, nameWithOwner)}
        </section>`,
      )}
    </div>`;
  return { title: nameWithOwner, crumbs: [{ text: nameWithOwner }], content };
}

function renderChecklists(repository: RepositoryView): Markup {
  const markdown = repository.files.filter(({ path }) => /\.(md|markdown)$/i.test(path));
  const withBoxes = markdown
    .map((file) => ({ file, progress: progressOf(file) }))
    .filter(({ progress }) => progress.boxes > 0);
  const cards = withBoxes.map(
    ({ file, progress }) =>
      markup`<li><a href="${fileUrl(repository, file)}">${file.path}</a><br />${renderProgress(progress)}</li>`,
  );
  const rest = repository.files.filter((file) => !withBoxes.some((one) => one.file === file));
  const links = rest.map((file) => markup`<a href="${fileUrl(repository, file)}">${file.path}</a> `);
  return markup`<section>
    <h2>Checklists</h2>
    ${
      cards.length > 0
        ? markup`<ul class="cards">
            ${cards}
          </ul>`
        : markup`<p class="empty">No file has a box yet. Push one into checklists/.</p>`
    }
    ${links.length > 0 ? markup`<p class="count">Other files: ${links}</p>` : undefined}
  </section>`;
}

function renderIssues(repository: RepositoryView): Markup {
  const numbers = new Set(repository.issues.map(({ number }) => number));
  const roots = repository.issues.filter(({ parent }) => parent === null || !numbers.has(parent));
  const tree = renderIssueTree(repository, roots);
  return markup`<section>
    <h2>Issues <span class="count">${countIssues(repository.issues)}</span></h2>
    ${repository.issues.length > 0 ? tree : markup`<p class="empty">None yet: the app opens one for every task.</p>`}
  </section>`;
}
