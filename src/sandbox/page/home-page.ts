import type { BoardView, DeliveryView, RepositoryView, RequestView, SandboxView } from "../view.js";
import { markup, type Markup } from "./markup.js";
import { countIssues } from "./issues.js";
import { count, live, renderTime, type Page } from "./layout.js";
import { renderTrouble } from "./trouble.js";

const LISTED = 40;

/** What the sandbox is, where its doors are, and what goes through them. */
export function renderHomePage(view: SandboxView): Page {
  const content = markup`<h1>A GitHub to play with</h1>
    <p class="lead">
      This is Tickmark's sandbox: a local stand-in for GitHub with REST, GraphQL, git and webhooks, and the
      real app working against it. Close an issue, tick a box, push a commit, and watch what happens.
    </p>
    ${live("repositories", renderRepositories(view.repositories))}${live("boards", renderBoards(view.boards))}
    <div class="columns even">
      <div>${live("trouble-now", renderTrouble(view))}${live("doors", renderDoors(view))}</div>
      ${live("people", renderPeople(view))}
    </div>
    <div class="columns even">
      ${live("requests", renderRequests(view.requests))}${live("deliveries", renderDeliveries(view.deliveries))}
    </div>`;
  return { title: "Home", crumbs: [], content };
}

function renderRepositories(repositories: readonly RepositoryView[]): Markup {
  const cards = repositories.map(
    ({ nameWithOwner, issues, commits }) =>
      markup`<li>
        <a href="/${nameWithOwner}">${nameWithOwner}</a>
        <div class="count">${countIssues(issues)} · ${count(commits.length, "commit")}</div>
      </li>`,
  );
  return markup`<section>
    <h2>Repositories</h2>
    ${
      cards.length > 0
        ? markup`<ul class="cards">
            ${cards}
          </ul>`
        : empty("None yet.")
    }
  </section>`;
}

function renderBoards(boards: readonly BoardView[]): Markup {
  const cards = boards.map(
    ({ path, title, itemCount, isClosed }) =>
      markup`<li>
        <a href="${path}">${title}</a>
        <div class="count">${count(itemCount, "issue")}${isClosed ? " · closed" : undefined}</div>
      </li>`,
  );
  return markup`${
    cards.length > 0 &&
    markup`<section>
      <h2>Project boards</h2>
      <ul class="cards">
        ${cards}
      </ul>
    </section>`
  }`;
}

function renderDoors({ url }: SandboxView): Markup {
  const doors = [
    ["REST", `${url}/api/v3`],
    ["GraphQL", `${url}/api/graphql`],
    ["Is all done?", `${url}/_sandbox/idle`],
    ["What the app asked", `${url}/_sandbox/requests`],
    ["Every way to fail", `${url}/_sandbox/faults`],
  ];
  return markup`<section>
    <h2>Doors</h2>
    <dl class="facts">
      ${doors.map(
        ([name, address]) =>
          markup`<dt>${name}</dt>
            <dd><code>${address}</code></dd>`,
      )}
    </dl>
  </section>`;
}

function renderPeople({ logins }: SandboxView): Markup {
  const rows = logins.map(
    ({ login, token, role }) =>
      markup`<tr>
        <td>${login}</td>
        <td>${role}</td>
        <td><code>${token}</code></td>
      </tr>`,
  );
  return markup`<section>
    <h2>People and their tokens</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Login</th>
            <th>May</th>
            <th>Token</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function renderRequests(requests: readonly RequestView[]): Markup {
  const rows = requests
    .slice(-LISTED)
    .reverse()
    .map(
      ({ method, path, operation, mutations, status }) =>
        markup`<tr>
          <td class="${status >= 400 ? "bad" : ""}">${status}</td>
          <td class="wide">${operation === "" ? `${method} ${path}` : operation}</td>
          <td class="right">${mutations > 0 ? count(mutations, "change") : ""}</td>
        </tr>`,
    );
  const title = markup`<h2>
    What the app asked <span class="count">${count(requests.length, "request")}</span>
  </h2>`;
  return markup`<section>
    ${title}${
      rows.length > 0
        ? markup`<table class="log">
            <thead>
              <tr>
                <th>Status</th>
                <th>Request</th>
                <th class="right">Writes</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`
        : empty("Nothing yet.")
    }
  </section>`;
}

function renderDeliveries(deliveries: readonly DeliveryView[]): Markup {
  const rows = deliveries
    .slice(-LISTED)
    .reverse()
    .map(
      ({ event, action, deliveredAt, status, statusCode }) =>
        markup`<tr>
          <td>${renderTime(deliveredAt)}</td>
          <td class="wide">${action === null ? event : `${event}.${action}`}</td>
          <td class="${outcome(status, statusCode)}">${statusCode > 0 ? statusCode : status}</td>
        </tr>`,
    );
  const title = markup`<h2>
    Webhooks <span class="count">${count(deliveries.length, "delivery", "deliveries")}</span>
  </h2>`;
  return markup`<section>
    ${title}${
      rows.length > 0
        ? markup`<table class="log">
            <thead>
              <tr>
                <th>Time</th>
                <th>Event</th>
                <th>Answer</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`
        : empty("Nothing yet.")
    }
  </section>`;
}

function outcome(status: string, statusCode: number): string {
  if (status === "pending") return "pending";
  return statusCode >= 200 && statusCode < 300 ? "" : "bad";
}

function empty(text: string): Markup {
  return markup`<p class="empty">${text}</p>`;
}
