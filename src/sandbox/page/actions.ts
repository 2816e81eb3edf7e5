// What a page lets people do. Each action is one request to the sandbox's own API, with the token of whoever is chosen
// at the top of the page; `script.ts` sends it.

import type { LoginView } from "../view.js";
import { markup, type Markup } from "./markup.js";

/** One request: GitHub's own addresses begin with `/api/v3`, the sandbox's with `/_sandbox`. */
export interface Action {
  readonly method: "PATCH" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly body?: object;
}

/** A button that sends a request; `id` is its name on the page. */
export function actionButton(id: string, text: string, action: Action, isMain = false): Markup {
  const { method, url, body } = action;
  return markup`<button
    id="${id}"
    type="button"
    class="${isMain ? "main" : ""}"
    data-send="${method}"
    data-url="${url}"
    data-body="${JSON.stringify(body ?? {})}">
    ${text}
  </button>`;
}

/** Buttons in a row, with whose they are. */
export function renderButtons(buttons: readonly Markup[]): Markup {
  if (buttons.length === 0) return markup``;
  return markup`<div class="buttons">${buttons}<span class="count">as ${renderLoginName()}</span></div>`;
}

/** The chosen login; the script puts it in. */
export function renderLoginName(): Markup {
  return markup`<code data-login-name>writer</code>`;
}

/** Whose token requests carry. All choices of a page are one. */
export function renderLoginChoice(id: string, label: string, logins: readonly LoginView[]): Markup {
  return markup`<label class="who" for="${id}"
    >${label}
    <select id="${id}" data-login>
      ${logins.map(({ login, role }) => markup`<option value="${login}">${login} (${role})</option>`)}
    </select></label
  >`;
}

/** The REST address of something in a repository. */
export function apiUrl(nameWithOwner: string, path: string): string {
  return `/api/v3/repos/${nameWithOwner}/${path}`;
}
