import type { PullView, RepositoryView } from "../view.js";
import { apiUrl, renderLoginName } from "./actions.js";
import { findSignablePhases, type FilePhase } from "./find-signable-phase.js";
import { count, live, renderTime, type Page } from "./layout.js";
import { markup, type Markup } from "./markup.js";
import { renderRepositoryNav, type Surroundings } from "./repository-nav.js";

/** The pull requests, the newest first, and a form that opens one. */
export function renderPullsPage(repository: RepositoryView, around: Surroundings): Page {
  const { nameWithOwner } = repository;
  const pulls = [...repository.pulls].reverse();
  const list = markup`<section>
    <h2>Pull requests <span class="count">${countPulls(pulls)}</span></h2>
    ${
      pulls.length > 0
        ? markup`<ul class="plain commits">
            ${pulls.map((pull) => renderRow(pull, nameWithOwner))}
          </ul>`
        : markup`<p class="empty">None yet.</p>`
    }
  </section>`;
  const content = markup`<h1>${nameWithOwner}</h1>
    ${renderRepositoryNav(repository, around, "pulls")}${live("pulls", list)}${renderForm(repository)}`;
  return {
    title: `Pull requests · ${nameWithOwner}`,
    crumbs: [{ text: nameWithOwner, href: `/${nameWithOwner}` }, { text: "Pull requests" }],
    content,
  };
}

/** "open", "draft", "merged" or "closed", and how that looks. */
export function pullState({ state, mergedBy, isDraft }: PullView): {
  readonly word: string;
  readonly style: string;
} {
  if (mergedBy !== null) return { word: "merged", style: "state closed" };
  if (state === "closed") return { word: "closed", style: "state dropped" };
  return { word: isDraft ? "draft" : "open", style: "state" };
}

function countPulls(pulls: readonly PullView[]): string {
  const open = pulls.filter(({ state }) => state === "open").length;
  return `${open} open, ${pulls.length - open} closed`;
}

function renderRow(pull: PullView, nameWithOwner: string): Markup {
  const { word, style } = pullState(pull);
  return markup`<li>
    <div class="headline">
      <a href="/${nameWithOwner}/pull/${pull.number}">${pull.title}</a> <span class="number">#${pull.number}</span>
    </div>
    <div class="by">
      <span class="${style}">${word}</span> · ${pull.author} at ${renderTime(pull.createdAt)} ·
      ${pull.headRef} → ${pull.baseRef} · ${count(pull.comments.length, "comment")}
    </div>
  </li>`;
}

/** It is filled in with what completes a phase: the most that a visitor should have to do is press the button. */
function renderForm(repository: RepositoryView): Markup {
  const { nameWithOwner, defaultBranch, pulls } = repository;
  const [phase] = findSignablePhases(repository.files);
  const about = phase === undefined ? undefined : renderAbout(phase);
  return markup`<section>
    <h2>Open a pull request</h2>
    <form
      class="say"
      id="new"
      data-pull="${apiUrl(nameWithOwner, "")}"
      data-base="${defaultBranch}"
      data-page="/${nameWithOwner}/pull/">
      ${about}
      <label for="pull-title">Title</label>
      <input id="pull-title" name="title" required value="${phase === undefined ? "Write it down" : `Finish ${phase.key}`}" />
      <label for="pull-body">Description</label>
      <textarea id="pull-body" name="body" rows="3">${(phase?.issues ?? []).map((issue) => `closes #${issue}`).join(", ")}</textarea>
      <label for="pull-branch">Branch</label>
      <input id="pull-branch" name="branch" required value="patch-${pulls.length + 1}" />
      <label for="pull-path">File</label>
      <input id="pull-path" name="path" required value="notes.md" />
      <label for="pull-line">Line to add to it</label>
      <input id="pull-line" name="line" required value="We did it." />
      <div class="buttons">
        <button class="main">Open it</button><span class="count">as ${renderLoginName()}</span>
      </div>
    </form>
  </section>`;
}

function renderAbout({ path, key }: FilePhase): Markup {
  return markup`<p class="empty">
    Filled in so that it completes <code>${key}</code> of ${path}: its merge closes the issues of all its open tasks.
  </p>`;
}
