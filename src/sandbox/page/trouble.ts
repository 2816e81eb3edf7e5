import type { FaultView, RepositoryView, SandboxView } from "../view.js";
import { actionButton, type Action } from "./actions.js";
import { count } from "./layout.js";
import { markup, type Markup } from "./markup.js";

interface Trouble {
  readonly text: string;
  readonly faults: readonly object[];
}

/** A few of the ways to misbehave; `README.md` lists all of them, with their options. */
const TROUBLES: readonly Trouble[] = [
  { text: "Lose the next answer", faults: [{ kind: "drop" }] },
  { text: "Answer 502 three times", faults: [{ kind: "status", status: 502, when: "before", count: 3 }] },
  { text: "Fail one of the next mutations", faults: [{ kind: "partial", fail: 1 }] },
  { text: "Refuse for a secondary limit", faults: [{ kind: "secondary-limit", status: 403, retryAfter: 5 }] },
  { text: "Lose the next webhook", faults: [{ kind: "delivery-drop" }] },
  { text: "Deliver everything twice", faults: [{ kind: "delivery-double", probability: 1 }] },
];

/** GitHub as it is on a bad day: only the app's requests are hit, and the deliveries to it. */
export function renderTrouble({ faults, repositories }: SandboxView): Markup {
  const url = "/_sandbox/faults";
  const waiting = faults.map(({ kind, left }: FaultView) =>
    left === null ? kind : `${kind} (${count(left, "time")})`,
  );
  const buttons = TROUBLES.map(({ text, faults: body }, at) =>
    actionButton(`trouble-${at}`, text, { method: "POST", url, body }),
  );
  return markup`<section>
    <h2 id="trouble">A bad day</h2>
    <p class="count">
      ${waiting.length > 0 ? `Waiting for its moment: ${waiting.join(", ")}.` : "GitHub works. Make it fail, then change something, and see that nothing is lost or doubled."}
    </p>
    <div class="buttons">
      ${buttons}${faults.length > 0 && actionButton("trouble-over", "Stop all of it", { method: "DELETE", url }, true)}
    </div>
    ${repositories.map(renderRule)}
  </section>`;
}

function renderRule({ nameWithOwner, defaultBranch, wantsPulls }: RepositoryView): Markup {
  const action: Action = {
    method: "POST",
    url: "/_sandbox/rules",
    body: { repository: nameWithOwner, branch: defaultBranch, requiresPullRequest: !wantsPulls },
  };
  const id = `rule-${nameWithOwner.replace("/", "-")}`;
  return markup`<div class="buttons">
    <span class="count"
      >${nameWithOwner}: <code>${defaultBranch}</code> ${wantsPulls ? "takes pull requests only" : "takes commits"}</span
    >${actionButton(id, wantsPulls ? "Take commits again" : "Take pull requests only", action)}
  </div>`;
}
