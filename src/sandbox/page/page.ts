import type { RepositoryView, SandboxView } from "../view.js";
import { renderBoardPage } from "./board-page.js";
import { renderCommitPage } from "./commits.js";
import { renderFilePage } from "./file-page.js";
import { renderHomePage } from "./home-page.js";
import { renderIssuePage } from "./issue-page.js";
import { steady } from "./remember.js";
import { renderLayout, type Page } from "./layout.js";
import { markup } from "./markup.js";
import { renderMilestonePage, renderMilestonesPage } from "./milestones-page.js";
import { findPullCommit, renderPullPage } from "./pull-page.js";
import { renderPullsPage } from "./pulls-page.js";
import { renderRepositoryPage } from "./repository-page.js";
import type { Surroundings } from "./repository-nav.js";

/** The page at a path (without query) as a whole HTML document, or undefined when there is nothing to show. */
export function renderPage(path: string, view: SandboxView): string | undefined {
  const page = findPage(path, view);
  return page === undefined ? undefined : renderLayout(page, view.logins);
}

/** What is shown where nothing is. */
export function renderNotFound(path: string, { logins }: SandboxView): string {
  const content = markup`<h1>There is nothing here</h1>
    <p class="lead">
      <code>${path}</code> is no page of the sandbox, or what it was about is gone.
      <a href="/">To the entrance</a>
    </p>`;
  return renderLayout({ title: "Not found", crumbs: [{ text: "Not found" }], content }, logins);
}

function findPage(path: string, view: SandboxView): Page | undefined {
  const steps = path
    .split("/")
    .filter((step) => step !== "")
    .map(decode);
  if (steps.length === 0) return renderHomePage(view);
  const board = view.boards.find((known) => known.path === `/${steps.join("/")}`);
  if (board !== undefined) return renderBoardPage(board);
  const [owner, name, ...rest] = steps;
  const repository = view.repositories.find(({ nameWithOwner }) => nameWithOwner === `${owner}/${name}`);
  return repository === undefined ? undefined : findPageIn(steady(repository), rest, view);
}

function findPageIn(
  repository: RepositoryView,
  [kind, ...rest]: readonly string[],
  around: Surroundings,
): Page | undefined {
  if (kind === undefined) return renderRepositoryPage(repository, around);
  const [first, ...others] = rest;
  if (kind === "blob") {
    const wanted = rest.join("/");
    const file = repository.files.find(({ path }) => wanted === `${repository.defaultBranch}/${path}`);
    return file === undefined ? undefined : renderFilePage(repository, file);
  }
  if (others.length > 0) return undefined;
  if (first === undefined) {
    if (kind === "pulls") return renderPullsPage(repository, around);
    return kind === "milestones" ? renderMilestonesPage(repository, around) : undefined;
  }
  if (kind === "commit") return findCommitPage(repository, first);
  const isIt = ({ number }: { readonly number: number }) => String(number) === first;
  if (kind === "issues") {
    const issue = repository.issues.find(isIt);
    if (issue !== undefined) return renderIssuePage(repository, issue, around.logins);
  }
  // As on GitHub, the address of an issue leads to the pull request of that number.
  if (kind === "pull" || kind === "issues") {
    const pull = repository.pulls.find(isIt);
    return pull === undefined ? undefined : renderPullPage(repository, pull, around.logins);
  }
  const milestone = kind === "milestone" ? repository.milestones.find(isIt) : undefined;
  return milestone === undefined ? undefined : renderMilestonePage(repository, milestone);
}

function findCommitPage(repository: RepositoryView, start: string): Page | undefined {
  if (!/^[0-9a-f]{7,40}$/.test(start)) return undefined;
  const commit =
    repository.commits.find(({ oid }) => oid.startsWith(start)) ?? findPullCommit(repository, start);
  return commit === undefined ? undefined : renderCommitPage(repository, commit);
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
