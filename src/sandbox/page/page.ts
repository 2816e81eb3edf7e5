import type { RepositoryView, SandboxView } from "../view.js";
import { renderBoardPage } from "./board-page.js";
import { renderCommitPage } from "./commits.js";
import { renderFilePage } from "./file-page.js";
import { renderHomePage } from "./home-page.js";
import { renderIssuePage } from "./issue-page.js";
import { steady } from "./remember.js";
import { renderLayout, type Page } from "./layout.js";
import { renderRepositoryPage } from "./repository-page.js";

/** The page at a path (without query) as a whole HTML document, or undefined when there is nothing to show. */
export function renderPage(path: string, view: SandboxView): string | undefined {
  const page = findPage(path, view);
  return page === undefined ? undefined : renderLayout(page);
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
  return repository === undefined ? undefined : findPageIn(steady(repository), rest);
}

function findPageIn(repository: RepositoryView, [kind, ...rest]: readonly string[]): Page | undefined {
  if (kind === undefined) return renderRepositoryPage(repository);
  const [first, ...others] = rest;
  if (kind === "blob") {
    const wanted = rest.join("/");
    const file = repository.files.find(({ path }) => wanted === `${repository.defaultBranch}/${path}`);
    return file === undefined ? undefined : renderFilePage(repository, file);
  }
  if (first === undefined || others.length > 0) return undefined;
  if (kind === "issues") {
    const issue = repository.issues.find(({ number }) => String(number) === first);
    return issue === undefined ? undefined : renderIssuePage(repository, issue);
  }
  if (kind !== "commit" || !/^[0-9a-f]{7,40}$/.test(first)) return undefined;
  const commit = repository.commits.find(({ oid }) => oid.startsWith(first));
  return commit === undefined ? undefined : renderCommitPage(repository, commit);
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
