import type { IssueView, RepositoryView } from "../view.js";
import { markup, type Markup } from "./markup.js";
import { count } from "./layout.js";

const UNFOLDED = 150;

/** "open", "completed" or "dropped": the words of a checklist for what GitHub says with two fields. */
export function stateOf({
  state,
  stateReason,
}: Pick<IssueView, "state" | "stateReason">): "open" | "completed" | "dropped" {
  if (state === "open") return "open";
  return stateReason === "not_planned" || stateReason === "duplicate" ? "dropped" : "completed";
}

/** The state as a coloured dot. */
export function issueDot(issue: Pick<IssueView, "state" | "stateReason">): Markup {
  const state = stateOf(issue);
  const shape = { open: "dot", completed: "dot closed", dropped: "dot dropped" }[state];
  return markup`<span class="${shape}" role="img" aria-label="${state}" title="${state}"></span>`;
}

/** How many are open and closed. */
export function countIssues(issues: readonly IssueView[]): string {
  const open = issues.filter(({ state }) => state === "open").length;
  return `${open} open, ${issues.length - open} closed`;
}

/** Issues under their parents, folded when there are many. */
export function renderIssueTree(repository: RepositoryView, roots: readonly IssueView[]): Markup {
  const byNumber = new Map(repository.issues.map((issue) => [issue.number, issue]));
  const isUnfolded = repository.issues.length <= UNFOLDED;
  const walk = (issue: IssueView, above: ReadonlySet<number>): Markup => {
    const path = new Set([...above, issue.number]);
    const children = issue.subIssues.flatMap((number) =>
      path.has(number) ? [] : (byNumber.get(number) ?? []),
    );
    const row = markup`<div class="row ${stateOf(issue)}">${renderRow(repository, issue, children)}</div>`;
    if (children.length === 0) return markup`<li>${row}</li>`;
    const inside = markup`<summary>${row}</summary>
      <ul>
        ${children.map((child) => walk(child, path))}
      </ul>`;
    return isUnfolded
      ? markup`<li><details id="issue-${issue.number}" open>${inside}</details></li>`
      : markup`<li><details id="issue-${issue.number}">${inside}</details></li>`;
  };
  return markup`<ul class="tree">
    ${roots.map((issue) => walk(issue, new Set()))}
  </ul>`;
}

function renderRow(
  { nameWithOwner }: RepositoryView,
  issue: IssueView,
  children: readonly IssueView[],
): Markup {
  const closed = children.filter((child) => child.state === "closed").length;
  return markup`<span class="fold" aria-hidden="true"></span>${issueDot(issue)}
    <a href="/${nameWithOwner}/issues/${issue.number}">${issue.title}</a>
    <span class="number">#${issue.number}</span>
    ${children.length > 0 ? markup`<span class="count" title="${count(children.length, "sub-issue")}">${closed}/${children.length}</span>` : undefined}`;
}
