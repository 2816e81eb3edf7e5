import type { FileView, RepositoryView } from "../view.js";
import { markup } from "./markup.js";
import { live, type Page } from "./layout.js";
import { hasComments, renderMarkdown } from "./markdown.js";
import { progressOf, renderProgress, treeOf } from "./progress.js";

/** A file as people read it, and as it is. */
export function renderFilePage(repository: RepositoryView, file: FileView): Page {
  const base = `/${repository.nameWithOwner}`;
  const tree = treeOf(file.text);
  const isMarkdown = /\.(md|markdown)$/i.test(file.path);
  const comments = hasComments(tree)
    ? markup`<input type="checkbox" id="tab-comments" class="show-comments visually" /><label for="tab-comments">Hidden comments</label>`
    : undefined;
  const raw = markup`<pre class="raw" id="raw" data-live>${file.text}</pre>`;
  const tabs = markup`<input type="radio" name="tab" id="tab-view" checked /><label for="tab-view">Checklist</label>
    <input type="radio" name="tab" id="tab-raw" /><label for="tab-raw">Raw</label> ${comments}
    <div class="prose" id="text" data-live>${renderMarkdown(tree, base)}</div>
    ${raw}`;
  const content = markup`<h1>${file.path}</h1>
    ${live("progress", markup`<div class="lead">${renderProgress(progressOf(file))}</div>`)}
    <section>${isMarkdown ? markup`<div class="tabs">${tabs}</div>` : raw}</section>`;
  return {
    title: file.path,
    crumbs: [{ text: repository.nameWithOwner, href: base }, { text: file.path }],
    content,
  };
}
