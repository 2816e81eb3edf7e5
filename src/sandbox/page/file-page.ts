import type { FileView, RepositoryView } from "../view.js";
import { apiUrl, renderLoginName } from "./actions.js";
import { markup, type Markup } from "./markup.js";
import { live, type Page } from "./layout.js";
import { hasComments, renderMarkdown } from "./markdown.js";
import { progressOf, renderProgress, treeOf } from "./progress.js";

/** A file as people read it and tick it, as it is, and a way to write it. */
export function renderFilePage(repository: RepositoryView, file: FileView): Page {
  const base = `/${repository.nameWithOwner}`;
  const content = markup`<h1>${file.path}</h1>
    ${live("progress", markup`<div class="lead">${renderProgress(progressOf(file))}</div>`)}
    <section>${renderTabs(repository, file)}</section>`;
  return {
    title: file.path,
    crumbs: [{ text: repository.nameWithOwner, href: base }, { text: file.path }],
    content,
  };
}

function renderTabs(repository: RepositoryView, file: FileView): Markup {
  const { nameWithOwner, defaultBranch } = repository;
  const tree = treeOf(file.text);
  const isMarkdown = /\.(md|markdown)$/i.test(file.path);
  const tab = (name: string, text: string, isFirst: boolean) =>
    markup`<input type="radio" name="tab" id="tab-${name}" ${isFirst && markup`checked`} /><label for="tab-${name}">${text}</label> `;
  const comments =
    isMarkdown &&
    hasComments(tree) &&
    markup`<input type="checkbox" id="tab-comments" class="show-comments visually" /><label for="tab-comments">Hidden comments</label>`;
  const url = apiUrl(nameWithOwner, `contents/${file.path.split("/").map(encodeURIComponent).join("/")}`);
  const prose = markup`<div class="prose" id="text" data-live data-file="${url}" data-branch="${defaultBranch}">
    ${renderMarkdown(tree, `/${nameWithOwner}`, { canTick: true })}
  </div>`;
  return markup`<div class="tabs">
    ${isMarkdown && tab("view", "Checklist", true)}${tab("raw", "Raw", !isMarkdown)}${tab("edit", "Edit", false)}${comments}
    ${isMarkdown && prose}
    <pre class="raw" id="raw" data-live>${file.text}</pre>
    <form class="say edit" data-edit="${url}" data-branch="${defaultBranch}">
      <label for="edited">The file, as it will be</label>
      <textarea id="edited" name="text" rows="24" spellcheck="false"></textarea>
      <label for="message">Message of the commit</label>
      <input id="message" name="message" required value="Edit ${file.path}" />
      <div class="buttons">
        <button class="main">Push it</button><span class="count">as ${renderLoginName()}</span>
      </div>
    </form>
  </div>`;
}
