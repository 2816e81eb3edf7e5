import { describe, expect, test } from "@jest/globals";
import { renderNotFound } from "../../src/sandbox/page/page.js";
import type { PullView } from "../../src/sandbox/view.js";
import { board, comment, commit, content, issue, pull, view } from "./views.js";

describe("the pages of pull requests", () => {
  const reader = { login: "reader", token: "sandbox-reader", role: "read" };
  const shown = (more: Partial<PullView>) =>
    content("/acme/app/pull/5", view({ pulls: [pull(5, more)] }, { logins: [reader] }));

  test("list them, the newest first, and are linked from the repository", () => {
    const pulls = [pull(4, { state: "closed", mergedBy: "owner" }), pull(5)];
    const text = content("/acme/app/pulls", view({ pulls }));
    expect(text).toContain("1 open, 1 closed");
    expect(text).toMatch(/Pull 5.*>open<.*Pull 4.*>merged</);
    expect(content("/acme/app", view({ pulls }))).toContain(
      '<a href="/acme/app/pulls">Pull requests (1)</a>',
    );
  });

  test("are found under the address of an issue too, as on GitHub", () => {
    expect(content("/acme/app/issues/5", view({ pulls: [pull(5)] }))).toContain("Pull 5");
  });

  test("show each check with what it says, and who can be asked again", () => {
    const sign = { id: 7, name: "Sign-off: phase-1", author: "tickmark", conclusion: "action_required" };
    const checks = [
      { ...sign, title: "1 of 2 requirements met", summary: "| who |\n| --- |\n| **lead** |", text: "" },
      { id: null, name: "old", author: "owner", conclusion: null, title: "", summary: "", text: "" },
    ];
    const text = shown({ checks });
    expect(text).toMatch(/Sign-off: phase-1 <span class="badge bad">action required<.*1 of 2.*<strong>lead</);
    expect(text).toContain('data-url="/api/v3/repos/acme/app/check-runs/7/rerequest"');
    expect(text).toMatch(/old <span class="badge pending">under way</);
    expect(text.match(/rerequest/g)).toHaveLength(1);
  });

  test("tell who said what in which order, with reactions and reviews between the comments", () => {
    const at = (minute: number) => ({ createdAt: `2026-11-21T04:0${minute}:00Z` });
    const reactions = [{ content: "eyes", author: "tickmark[bot]" }];
    const text = shown({
      comments: [
        comment("writer", "/signoff phase-1", { ...at(1), reactions }),
        comment("tickmark[bot]", "Not your own.", at(3)),
      ],
      reviews: [
        { author: "lead", state: "APPROVED", body: "", submittedAt: "2026-11-21T04:02:00Z", isCurrent: true },
      ],
    });
    expect(text).toMatch(
      /signoff phase-1.*👀.*<strong>lead<\/strong> approved.*badge bot">tickmark\[bot\].*Not your own/,
    );
    expect(text).toContain('data-url="/api/v3/repos/acme/app/issues/5/comments"');
    expect(text).toContain('<option value="reader">reader (read)</option>');
  });

  test("offer what can be done in its state, and say what is in the way of a merge", () => {
    const open = shown({ obstacles: ["Required status check is expected."] });
    expect(open).toMatch(
      /Required status check is expected.*pulls\/5\/merge.*Approve.*Update from main.*Close/,
    );
    expect(open).toContain("Push a commit");
    const merged = shown({ state: "closed", mergedBy: "owner" });
    expect(merged).toContain("merged by owner");
    expect(merged).not.toMatch(/Merge<|Reopen|Push a commit/);
    expect(shown({ state: "closed" })).toMatch(/Reopen/);
  });

  test("show what it changes, and lead to commits that no branch of people has", () => {
    const files = [
      { path: "a.md", status: "added" as const, additions: 1, deletions: 0, patch: "@@ -0,0 +1 @@\n+new" },
    ];
    const pulls = [
      pull(5, { files, commits: [commit({ oid: "d".repeat(40), message: "Think again", files })] }),
    ];
    expect(content("/acme/app/pull/5", view({ pulls }))).toMatch(/Think again/);
    expect(content("/acme/app/commit/ddddddd", view({ pulls }))).toContain("Think again");
  });

  test("fill the form with what completes a phase", () => {
    const task = "- [ ] a [#1](http://127.0.0.1:4000/acme/app/issues/1)\n";
    const text = `## Phase 1: Build\n\n${task}\n## Sign-off\n\nEach phase requires:\n\n- [ ] Review\n`;
    const form = content(
      "/acme/app/pulls",
      view({ files: [{ path: "checklists/a.md", text }], pulls: [pull(4)] }),
    );
    expect(form).toContain("completes <code>phase-1</code> of checklists/a.md");
    expect(form).toMatch(/<textarea[^>]*>closes #1<\/textarea/);
    expect(form).toContain('value="patch-2"');
  });
});

describe("milestones", () => {
  const milestone = (number: number, dueOn: string | null) => ({
    ...{ number, title: `Phase ${number}`, description: "", state: "open" as const },
    dueOn,
  });
  const issues = [issue(1, { milestone: "Phase 2" }), issue(2, { milestone: "Phase 2", state: "closed" })];
  const shown = view({ issues, milestones: [milestone(1, null), milestone(2, "2026-02-01T08:00:00Z")] });

  test("are listed, what is due first in front, with how far they are", () => {
    expect(content("/acme/app/milestones", shown)).toMatch(
      /Phase 2.*due 2026-02-01.*1 of 2 closed.*Phase 1.*no due date.*0 of 0 closed/,
    );
    expect(content("/acme/app", shown)).toContain("Milestones (2)");
  });

  test("have a page with their issues, which lead back", () => {
    expect(content("/acme/app/milestone/2", shown)).toMatch(/Task 1.*Task 2/);
    expect(content("/acme/app/issues/1", shown)).toContain('href="/acme/app/milestone/2">◇ Phase 2');
  });
});

describe("the way around", () => {
  test("leads from the repository to the boards of its owner and to the dashboard", () => {
    const dashboard = issue(9, {
      title: "Tickmark needs a person",
      body: "<!-- tickmark:dashboard -->\nMend this",
    });
    const boards = [board([]), board([], { owner: "hubot", path: "/users/hubot/projects/1", title: "Mine" })];
    const text = content("/acme/app", view({ issues: [dashboard] }, { boards }));
    expect(text).toContain('<a href="/orgs/acme/projects/1">Board: Checklists</a>');
    expect(text).not.toContain("Mine");
    expect(text).toContain('<a href="/acme/app/issues/9">Dashboard: Tickmark needs a person</a>');
    expect(content("/acme/app", view({ issues: [{ ...dashboard, state: "closed" }] }))).not.toContain(
      "Dashboard:",
    );
  });

  test("from where nothing is leads home", () => {
    const text = renderNotFound("/acme/<b>", view());
    expect(text).toContain("<code>/acme/&lt;b&gt;</code>");
    expect(text).toContain('<a href="/">To the entrance</a>');
  });
});
