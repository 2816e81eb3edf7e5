import type { CommitFileView, CommitView, RepositoryView } from "../view.js";
import { renderDiff, renderShortDiff } from "./diff.js";
import { markup, type Markup } from "./markup.js";
import { remembering } from "./remember.js";
import { count, live, renderTime, type Page } from "./layout.js";

const LISTED = 30;
const LINES_SHOWN = 4;
const changes = remembering<readonly CommitFileView[]>(200);

/** The first of these commits, those of the app marked, each with the first lines that it changed. */
export function renderCommitList(commits: readonly CommitView[], nameWithOwner: string): Markup {
  const items = commits.slice(0, LISTED).map((commit) => renderCommit(commit, nameWithOwner));
  const rest = commits.length - LISTED;
  return markup`<ul class="plain commits">
      ${items}
    </ul>
    ${rest > 0 ? markup`<p class="count">and ${rest} more</p>` : undefined}`;
}

/** Changed files, each with all that changed in it. */
export function renderFiles(files: readonly CommitFileView[]): Markup {
  if (files.length === 0) return markup`<section><p class="empty">It changes no file.</p></section>`;
  const shown = files.map(
    (file) =>
      markup`<section>
        <h2>${file.path} <span class="badge">${file.status}</span></h2>
        <p class="count">${count(file.additions, "line")} added, ${file.deletions} removed</p>
        ${renderDiff(file.patch)}
      </section>`,
  );
  return markup`${shown}`;
}

/** The page of one commit: message, changes. */
export function renderCommitPage(repository: RepositoryView, commit: CommitView): Page {
  const [headline = "", ...rest] = commit.message.split("\n");
  const body = rest.join("\n").trim();
  const content = markup`<h1>${headline}</h1>
    <p class="lead">${renderAuthor(commit)}</p>
    <section>
      <dl class="facts">
        <dt>Commit</dt>
        <dd><code>${commit.oid}</code></dd>
      </dl>
      ${body === "" ? undefined : markup`<pre>${body}</pre>`}
    </section>
    ${renderFiles(filesOf(commit))}`;
  const base = `/${repository.nameWithOwner}`;
  return {
    title: headline,
    crumbs: [{ text: repository.nameWithOwner, href: base }, { text: `commit ${commit.oid.slice(0, 7)}` }],
    content: live("commit", content),
  };
}

function renderCommit(commit: CommitView, nameWithOwner: string): Markup {
  const headline = commit.message.split("\n")[0];
  const files = filesOf(commit);
  return markup`<li>
    <div class="headline"><a href="/${nameWithOwner}/commit/${commit.oid}">${headline}</a></div>
    <div class="by">
      <a class="oid" href="/${nameWithOwner}/commit/${commit.oid}">${commit.oid.slice(0, 7)}</a>
      ${renderAuthor(commit)}
    </div>
    ${files.length === 1 ? renderShortDiff(files[0]?.patch, LINES_SHOWN) : renderFileCount(files.length)}
  </li>`;
}

/** To compare two trees takes long, and a commit never changes. */
function filesOf(commit: CommitView): readonly CommitFileView[] {
  return changes(commit.oid, () => commit.files);
}

function renderFileCount(files: number): Markup {
  return files === 0 ? markup`` : markup`<div class="by">${count(files, "file")} changed</div>`;
}

function renderAuthor({ author, isBot, date }: CommitView): Markup {
  return markup`${isBot ? markup`<span class="badge bot">${author}</span>` : author} at ${renderTime(date)}`;
}
