// The first five minutes as a list that ticks itself: what a visitor did is read from what happened.

import type { BoardView, IssueView, RepositoryView } from "../view.js";
import { readBoxes } from "./boxes.js";
import { fileUrl } from "./file-url.js";
import { findSignablePhases } from "./find-signable-phase.js";
import { count } from "./layout.js";
import { markup, type Markup } from "./markup.js";
import { treeOf } from "./progress.js";

interface Step {
  readonly text: Markup;
  readonly isDone: boolean;
}

/** What to try, as far as the repository has something to try it on; nothing before the app has made issues. */
export function renderGuide(repository: RepositoryView, boards: readonly BoardView[]): Markup {
  const linked = findLinked(repository);
  if (linked.length === 0) return markup``;
  const steps = [...ticking(repository, linked), ...moving(repository, boards), ...signing(repository)];
  const done = steps.filter(({ isDone }) => isDone).length;
  const items = steps.map(
    ({ text, isDone }) =>
      markup`<li class="${isDone ? "done" : ""}">
        <span class="box" role="img" aria-label="${isDone ? "done" : "to do"}"></span><span>${text}</span>
      </li>`,
  );
  return markup`<section>
    <h2>Five minutes <span class="count">${done} of ${count(steps.length, "step")}; each ticks itself</span></h2>
    <ol class="guide">
      ${items}
    </ol>
    <p class="count">
      Then <a href="/#trouble">make GitHub fail, or let it refuse commits</a>, and try again. Who you are stands at the
      top of every page.
    </p>
  </section>`;
}

function ticking(repository: RepositoryView, linked: readonly LinkedBox[]): Step[] {
  const { nameWithOwner, issues } = repository;
  const found = linked.filter(({ checked }) => !checked);
  const first = found[0];
  const file = found.at(-1)?.path ?? linked[0]?.path ?? "";
  const open =
    first === undefined
      ? markup`an issue`
      : markup`<a href="/${nameWithOwner}/issues/${first.issue}">#${first.issue}</a>`;
  const page = fileUrl(repository, { path: file });
  return [
    {
      text: markup`Every open task became an issue, subtasks became sub-issues: ${count(issues.length, "issue")} below.`,
      isDone: true,
    },
    {
      text: markup`Close ${open}, and look at the newest commit: it ticks one box and changes nothing else.`,
      isDone: issues.some((issue) => hasEvent(issue, "closed", isPerson)),
    },
    {
      text: markup`Click a box in <a href="${page}">${file}</a>, which pushes a commit. The app closes its issue.`,
      isDone: issues.some((issue) => hasEvent(issue, "closed", (actor) => actor === "tickmark[bot]")),
    },
  ];
}

function moving({ nameWithOwner, issues }: RepositoryView, boards: readonly BoardView[]): Step[] {
  const owner = nameWithOwner.split("/")[0];
  const board = boards.find((known) => known.owner === owner && known.itemCount > 0);
  if (board === undefined) return [];
  return [
    {
      text: markup`On the board <a href="${board.path}">${board.title}</a>, move a card to Done. Issue and box follow.`,
      isDone: issues.some((issue) => hasEvent(issue, "project_v2_item_status_changed", isPerson)),
    },
  ];
}

function signing(repository: RepositoryView): Step[] {
  const { nameWithOwner, pulls } = repository;
  const [phase] = findSignablePhases(repository.files);
  const mine = pulls.filter(({ author }) => isPerson(author));
  const pull = mine.at(-1);
  if (phase === undefined && pull === undefined) return [];
  const here = pull === undefined ? `/${nameWithOwner}/pulls` : `/${nameWithOwner}/pull/${pull.number}`;
  const key = phase?.key ?? "phase-1";
  const isSignedBySomebody = mine.some(({ author, comments }) =>
    comments.some((comment) => comment.body.startsWith("/signoff") && comment.author !== author),
  );
  return [
    {
      text: markup`<a href="/${nameWithOwner}/pulls#new">Open a pull request</a> as writer; the form is filled in with what completes <code>${key}</code>.`,
      isDone: mine.length > 0,
    },
    {
      text: markup`<a href="${here}">On it</a>, comment <code>/signoff ${key}</code>: as writer, who is its author and is refused, then as security and as maintainer. The check says what is missing.`,
      isDone: isSignedBySomebody,
    },
    {
      text: markup`Merge it. The app writes who signed what at the end of the checklist${phase && markup`, <a href="${fileUrl(repository, phase)}">${phase.path}</a>`}.`,
      isDone: mine.some(({ mergedBy }) => mergedBy !== null),
    },
  ];
}

interface LinkedBox {
  readonly path: string;
  readonly issue: number;
  readonly checked: boolean;
}

function findLinked({ files }: RepositoryView): LinkedBox[] {
  return files
    .filter(({ path }) => /\.(md|markdown)$/i.test(path))
    .flatMap(({ path, text }) =>
      readBoxes(treeOf(text)).flatMap(({ checked, issue }) =>
        issue === undefined ? [] : [{ path, issue, checked }],
      ),
    );
}

function hasEvent({ timeline }: IssueView, wanted: string, isWho: (actor: string) => boolean): boolean {
  return timeline.some(({ event, actor }) => event === wanted && isWho(actor));
}

function isPerson(login: string): boolean {
  return !login.endsWith("[bot]");
}
