import { createHash } from "node:crypto";
import type { LoginView } from "../view.js";
import { renderLoginChoice } from "./actions.js";
import { markup, render, trusted, type Markup } from "./markup.js";
import { SCRIPT } from "./script.js";
import { STYLES } from "./styles.js";

export interface Crumb {
  readonly text: string;
  readonly href?: string;
}

export interface Page {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly content: Markup;
  /** It takes all of the window's width. */
  readonly isWide?: boolean;
}

/** Even if something slipped through the escaping, only the page's own script may run, and nothing comes from outside. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash("sha256").update(SCRIPT).digest("base64")}'`,
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const MARK = markup`<svg
  viewBox="0 0 16 16"
  aria-hidden="true"
  fill="none"
  stroke="currentColor"
  stroke-width="2.4"
  stroke-linecap="round"
  stroke-linejoin="round">
  <path d="M3 8.5l3.4 3.4L13 4.8" />
</svg>`;

/** The frame of every page. */
export function renderLayout({ title, crumbs, content, isWide }: Page, logins: readonly LoginView[]): string {
  const trail = [{ text: "Sandbox", href: "/" }, ...crumbs].map(({ text, href }) =>
    href === undefined
      ? markup`<span class="crumb" aria-current="page">${text}</span>`
      : markup`<span class="crumb"><a href="${href}">${text}</a></span>`,
  );
  return render(
    markup`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <link rel="icon" href="data:," />
          <title>${title} · Tickmark sandbox</title>
          <style>${trusted(STYLES)}</style>
        </head>
        <body>
          <a class="skip" href="#content">Skip to the content</a>
          <header class="top">
            <nav aria-label="Where you are">
              <span class="mark">${MARK}</span>${trail}<span class="live" role="status">live</span>
              ${renderLoginChoice("login", "You are", logins)}
            </nav>
          </header>
          <main id="content" class="${isWide === true ? "wide" : ""}">${content}</main>
          <output id="told" aria-live="polite"></output>
          <footer>A GitHub of its own, on this computer only. Nothing here reaches github.com.</footer>
          <script>${trusted(SCRIPT)}</script>
        </body>
      </html>
`,
  );
}

/** A part of the page that is swapped when it changes; `id` is its name on the page. */
export function live(id: string, content: Markup): Markup {
  return markup`<div id="${id}" data-live>${content}</div>`;
}

/** "3 boxes", "1 box". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** "14:03:07", the day left out: a sandbox rarely lives longer than one. */
export function renderTime(iso: string): Markup {
  return markup`<time datetime="${iso}">${/T(\d\d:\d\d:\d\d)/.exec(iso)?.[1] ?? iso}</time>`;
}
