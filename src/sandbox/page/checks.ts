import type { CheckView, RepositoryView } from "../view.js";
import { actionButton, apiUrl, renderButtons } from "./actions.js";
import { renderMarkdown } from "./markdown.js";
import { markup, type Markup } from "./markup.js";
import { treeOf } from "./progress.js";

const GREEN: readonly string[] = ["success", "neutral", "skipped"];

/** The checks of a commit with what they say, and a way to have another one report. */
export function renderChecks(
  { nameWithOwner }: RepositoryView,
  oid: string,
  checks: readonly CheckView[],
): Markup {
  const report = (conclusion: "success" | "failure") => ({
    method: "POST" as const,
    url: "/_sandbox/checks",
    body: { repository: nameWithOwner, sha: oid, name: "ci", conclusion },
  });
  return markup`<section>
    <h2>Checks</h2>
    ${
      checks.length > 0
        ? markup`<ul class="plain checks">
            ${checks.map((check) => renderCheck(check, nameWithOwner))}
          </ul>`
        : markup`<p class="empty">None on the latest commit.</p>`
    }
    <div class="buttons">
      ${actionButton("ci-green", "Let ci succeed", report("success"))}${actionButton("ci-red", "Let ci fail", report("failure"))}
    </div>
  </section>`;
}

function renderCheck(
  { id, name, author, conclusion, title, summary, text }: CheckView,
  nameWithOwner: string,
): Markup {
  const isGreen = conclusion !== null && GREEN.includes(conclusion);
  const kind = conclusion === null ? "pending" : isGreen ? "good" : "bad";
  const said = [summary, text].filter((words) => words !== "");
  const again =
    id === null
      ? []
      : [
          actionButton(`again-${id}`, "Ask for it again", {
            method: "POST",
            url: apiUrl(nameWithOwner, `check-runs/${id}/rerequest`),
          }),
        ];
  return markup`<li>
    <div class="headline">
      ${name} <span class="badge ${kind}">${(conclusion ?? "under way").replaceAll("_", " ")}</span>
    </div>
    <div class="by">${title === "" ? undefined : markup`${title} · `}${author}</div>
    ${
      (said.length > 0 || again.length > 0) &&
      markup`<details id="check-${author}-${name}">
        <summary>What it says</summary>
        <div class="prose">${said.map((words) => renderMarkdown(treeOf(words), `/${nameWithOwner}`))}</div>
        ${renderButtons(again)}
      </details>`
    }
  </li>`;
}
