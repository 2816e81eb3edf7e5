// What the page may be asked to show, with as little in it as possible.

import { renderPage } from "../../src/sandbox/page/page.js";
import type {
  BoardColumnView,
  BoardItemView,
  BoardView,
  CommentView,
  CommitView,
  IssueView,
  PullView,
  RepositoryView,
  SandboxView,
} from "../../src/sandbox/view.js";

const REPOSITORY: RepositoryView = {
  nameWithOwner: "acme/app",
  defaultBranch: "main",
  wantsPulls: false,
  files: [],
  issues: [],
  pulls: [],
  milestones: [],
  commits: [],
};
export const OID = "abc1234def0123456789abc1234def0123456789";

export function issue(number: number, more: Partial<IssueView> = {}): IssueView {
  return {
    ...{
      number,
      title: `Task ${number}`,
      body: "",
      state: "open",
      stateReason: null,
      author: "tickmark[bot]",
    },
    ...{
      createdAt: "2026-11-21T04:00:00Z",
      labels: [],
      assignees: [],
      type: null,
      milestone: null,
      blockedBy: [],
      parent: null,
      subIssues: [],
      comments: [],
      timeline: [],
    },
    ...more,
  };
}

export function item(number: number, more: Partial<BoardItemView> = {}): BoardItemView {
  return {
    ...{ id: `PVTI_${number}`, number, title: `Task ${number}`, nameWithOwner: "acme/app" },
    ...{ state: "open", stateReason: null, assignees: [], milestone: null, values: [] },
    ...more,
  };
}

export function board(columns: readonly BoardColumnView[], more: Partial<BoardView> = {}): BoardView {
  return {
    ...{ id: "PVT_1", title: "Checklists", path: "/orgs/acme/projects/1", isClosed: false },
    ...{ itemCount: columns.flatMap(({ items }) => items).length, statusFieldId: "PVTSSF_1", columns },
    ...{ owner: "acme", number: 1, workflows: [] },
    ...more,
  };
}

export function pull(number: number, more: Partial<PullView> = {}): PullView {
  return {
    ...{ number, title: `Pull ${number}`, body: "", state: "open", author: "writer", comments: [] },
    ...{ createdAt: "2026-11-21T04:00:00Z", headRef: "patch-1", headOid: OID, baseRef: "main" },
    ...{ isDraft: false, mergedBy: null, mergesByItself: false, reviews: [], obstacles: [], checks: [] },
    ...{ commits: [], files: [], ...more },
  };
}

export function commit(more: Partial<CommitView>): CommitView {
  return {
    oid: OID,
    message: "docs: tick #12",
    author: "tickmark[bot]",
    isBot: true,
    date: "2026-11-21T04:01:23Z",
    files: [],
    ...more,
  };
}

export function view(repository: Partial<RepositoryView> = {}, more: Partial<SandboxView> = {}): SandboxView {
  const repositories = [{ ...REPOSITORY, ...repository }];
  const nothing = { logins: [], boards: [], requests: [], deliveries: [], faults: [] };
  return { url: "http://127.0.0.1:4000", repositories, ...nothing, ...more };
}

export function page(path: string, shown: SandboxView): string {
  const text = renderPage(path, shown);
  if (text === undefined) throw new Error(`There is no page ${path}`);
  return text;
}

/** The page without what every page has, and without the line breaks of its source. */
export function content(path: string, shown: SandboxView): string {
  const text = page(path, shown);
  return text.slice(text.indexOf("<main"), text.indexOf("</main>")).replace(/\s+/g, " ");
}

export function comment(author: string, body: string, more: Partial<CommentView> = {}): CommentView {
  const createdAt = "2026-11-21T04:00:00Z";
  return { author, body, createdAt, isBot: author.endsWith("]"), isEdited: false, reactions: [], ...more };
}
