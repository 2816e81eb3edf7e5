import type { BoardColumnView, BoardItemView, BoardView } from "../view.js";
import { actionButton, renderLoginName } from "./actions.js";
import { issueDot } from "./issues.js";
import { count, live, type Page } from "./layout.js";
import { markup, type Markup } from "./markup.js";

/** These stand out on a card; the other values are listed below them. */
const MARKED: readonly string[] = ["Phase", "Priority", "Owner"];

/** A project board: a column per status, a card per issue, a way to move it, and what the board does by itself. */
export function renderBoardPage(board: BoardView): Page {
  const content = markup`<h1>${board.title}</h1>
    ${live(
      "lead",
      markup`<p class="lead">
        ${count(board.itemCount, "issue")}${board.isClosed ? " · closed" : undefined} · moved here as
        ${renderLoginName()}
      </p>`,
    )}
    ${live("workflows", renderWorkflows(board))}${live("board", renderColumns(board))}`;
  return { title: board.title, crumbs: [{ text: board.title }], content, isWide: true };
}

/** On GitHub they have a page of their own. */
function renderWorkflows({ owner, number, workflows }: BoardView): Markup {
  const rows = workflows.map(({ name, enabled }, at) => {
    const body = { owner, project: number, name, enabled: !enabled };
    return markup`<tr>
      <td>${name}</td>
      <td>${enabled ? "on" : "off"}</td>
      <td>
        ${actionButton(`workflow-${at}`, enabled ? "Switch off" : "Switch on", { method: "POST", url: "/_sandbox/workflows", body })}
      </td>
    </tr>`;
  });
  return markup`<details class="workflows" id="workflows-list">
    <summary>Workflows: what the board does by itself, as GitHub's boards do</summary>
    <table>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </details>`;
}

function renderColumns(board: BoardView): Markup {
  const { columns } = board;
  return markup`<div class="board" data-project="${board.id}" data-field="${board.statusFieldId}">
    ${columns.map(
      (column) =>
        markup`<section class="column" aria-label="${column.name}">
          <h2>
            <span class="swatch ${column.color.toLowerCase()}" aria-hidden="true"></span>${column.name}
            <span class="count">${column.items.length}</span>
          </h2>
          <ul class="items">
            ${column.items.map((item) => renderItem(item, column, columns))}
          </ul>
        </section>`,
    )}
  </div>`;
}

function renderItem(
  item: BoardItemView,
  column: BoardColumnView,
  columns: readonly BoardColumnView[],
): Markup {
  const marked = MARKED.flatMap((name) => item.values.find(({ field }) => field === name) ?? []);
  const others = item.values.filter(({ field }) => !MARKED.includes(field));
  return markup`<li>
    <div class="title">
      ${issueDot(item)}<a href="/${item.nameWithOwner}/issues/${item.number}">${item.title}</a>
      <span class="number">#${item.number}</span>
    </div>
    ${renderBadges(item, marked)}${renderValues(others)}${renderMove(item, column, columns)}
  </li>`;
}

function renderBadges({ assignees, milestone }: BoardItemView, marked: BoardItemView["values"]): Markup {
  const badges = [
    ...marked.map(({ field, text }) => markup`<span class="badge" title="${field}">${text}</span> `),
    ...(milestone === null ? [] : [markup`<span class="badge" title="Milestone">◇ ${milestone}</span> `]),
    ...assignees.map((login) => markup`<span class="badge bot" title="Assignee">@${login}</span> `),
  ];
  return markup`${badges.length > 0 ? markup`<p class="badges">${badges}</p>` : undefined}`;
}

function renderValues(values: BoardItemView["values"]): Markup {
  if (values.length === 0) return markup``;
  return markup`<dl class="values">
    ${values.map(
      ({ field, text }) =>
        markup`<dt>${field}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;
}

function renderMove(item: BoardItemView, at: BoardColumnView, columns: readonly BoardColumnView[]): Markup {
  const others = columns.filter(({ id }) => id !== "" && id !== at.id);
  if (others.length === 0) return markup``;
  return markup`<select id="move-${item.id}" data-item="${item.id}" aria-label="Move #${item.number} to">
    <option value="">Move to …</option>
    ${others.map(({ id, name }) => markup`<option value="${id}">${name}</option>`)}
  </select>`;
}
