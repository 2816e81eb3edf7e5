import { describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { parseMarkdown, readBoxes } from "../../src/sandbox/page/boxes.js";
import { renderPage } from "../../src/sandbox/page/page.js";
import type { BoardColumnView, BoardItemView } from "../../src/sandbox/view.js";
import { board, commit, content, issue, item, OID, page, pull, view } from "./views.js";

const HOSTILE = `<script>alert(1)</script><img src=x onerror="alert(2)">'&`;

describe("hostile text", () => {
  const file = {
    path: `checklists/${HOSTILE.replaceAll("/", "")}.md`,
    text: `# ${HOSTILE}\n\n- [ ] ${HOSTILE}\n- [ ] [run](javascript:alert(3))\n- [ ] ![see](http://evil.example/x.png)\n\n<script>alert(4)</script>\n\n<!-- <b>hidden</b> -->\n`,
  };
  const said = {
    ...{ author: HOSTILE, isBot: false, createdAt: HOSTILE, isEdited: true, body: file.text },
    reactions: [{ content: HOSTILE, author: HOSTILE }],
  };
  const hostile = issue(1, {
    ...{ title: HOSTILE, body: file.text, author: HOSTILE, labels: [HOSTILE], assignees: [HOSTILE] },
    ...{ type: HOSTILE, milestone: HOSTILE },
    timeline: [{ event: HOSTILE, actor: HOSTILE, createdAt: HOSTILE, detail: HOSTILE }],
    comments: [said],
  });
  const check = { id: 1, name: HOSTILE, author: HOSTILE, conclusion: HOSTILE };
  const hostilePull = pull(2, {
    ...{
      title: HOSTILE,
      body: file.text,
      author: HOSTILE,
      headRef: HOSTILE,
      baseRef: HOSTILE,
      headOid: HOSTILE,
    },
    ...{ obstacles: [HOSTILE], mergedBy: null, comments: [said] },
    checks: [{ ...check, title: HOSTILE, summary: file.text, text: HOSTILE }],
    reviews: [{ author: HOSTILE, state: HOSTILE, body: HOSTILE, submittedAt: HOSTILE, isCurrent: false }],
    files: [{ path: HOSTILE, status: "added", additions: 1, deletions: 0, patch: `+${HOSTILE}` }],
  });
  const milestone = {
    number: 1,
    title: HOSTILE,
    description: file.text,
    state: "open" as const,
    dueOn: HOSTILE,
  };
  const hostileItem = item(1, {
    ...{ id: HOSTILE, title: HOSTILE, assignees: [HOSTILE], milestone: HOSTILE },
    values: [
      { field: "Phase", text: HOSTILE },
      { field: HOSTILE, text: HOSTILE },
    ],
  });
  const columns = ["", HOSTILE].map((id) => ({ id, name: HOSTILE, color: HOSTILE, items: [hostileItem] }));
  const patch = `@@ -1 +1 @@\n-${HOSTILE}\n+${HOSTILE}!`;
  const shown = view(
    {
      files: [file],
      issues: [hostile],
      pulls: [hostilePull],
      milestones: [milestone],
      commits: [
        commit({
          message: `${HOSTILE}\n\n${HOSTILE}`,
          author: HOSTILE,
          files: [{ path: HOSTILE, status: "modified", additions: 1, deletions: 1, patch }],
        }),
      ],
    },
    {
      boards: [board(columns, { title: HOSTILE, workflows: [{ name: HOSTILE, enabled: true }] })],
      faults: [{ kind: HOSTILE, left: 1 }],
      requests: [{ method: HOSTILE, path: HOSTILE, operation: HOSTILE, mutations: 1, status: 200 }],
      deliveries: [
        {
          guid: HOSTILE,
          event: HOSTILE,
          action: HOSTILE,
          deliveredAt: HOSTILE,
          status: HOSTILE,
          statusCode: 0,
        },
      ],
      logins: [{ login: HOSTILE, token: HOSTILE, role: HOSTILE }],
    },
  );
  const filePage = `/acme/app/blob/main/${file.path.split("/").map(encodeURIComponent).join("/")}`;

  test.each([
    ["/"],
    ["/acme/app"],
    ["/acme/app/issues/1"],
    ["/acme/app/pulls"],
    ["/acme/app/pull/2"],
    ["/acme/app/milestones"],
    ["/acme/app/milestone/1"],
    ["/orgs/acme/projects/1"],
    [filePage],
    [`/acme/app/commit/${OID}`],
  ])("stays text on %s", (path) => {
    const text = content(path, shown);
    expect(text).not.toMatch(/<(script|img|b>hidden)/);
    expect(text).not.toMatch(/href="(?!https?:|\/|#)/);
    expect(text).not.toMatch(/<[a-z]+ [^>]*onerror="alert/);
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("could not run even if it slipped through: only the page's own script may", () => {
    const text = page("/acme/app", shown);
    const script = /<script>([^]*?)<\/script>/.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(script).digest("base64");
    expect(text).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(text).toContain("default-src &#39;none&#39;");
  });

  test("brings no resource from elsewhere", () => {
    const withoutValues = page(filePage, shown).replace(/="[^"]*"/g, '=""');
    expect(withoutValues).not.toMatch(/<[a-z]+ [^>]*\bsrc(set)?=|@import|url\(["']?https?:/);
  });
});

describe("the repository's page", () => {
  const text =
    "# List\n\n- [x] one [#1](http://127.0.0.1:4000/acme/app/issues/1)\n  - [ ] two\n- [ ] three\n\n```\n- [ ] code\n```\n";

  test("counts boxes as GitHub shows them, and leaves files without boxes aside", () => {
    const shown = content(
      "/acme/app",
      view({
        files: [
          { path: "checklists/list.md", text },
          { path: "README.md", text: "# App" },
        ],
      }),
    );
    expect(shown).toContain("1 of 3 boxes ticked");
    expect(shown).toContain('<progress max="3" value="1"');
    expect(shown).toMatch(/Other files:.*README\.md/);
  });

  test("nests issues under their parents and shows how far they are", () => {
    const issues = [
      issue(1, { subIssues: [2, 3] }),
      issue(2, { parent: 1, state: "closed", stateReason: "completed" }),
      issue(3, { parent: 1, state: "closed", stateReason: "not_planned" }),
    ];
    const shown = content("/acme/app", view({ issues }));
    expect(shown).toContain("1 open, 2 closed");
    expect(shown).toMatch(/<details id="issue-1" open.*\/issues\/2".*\/issues\/3".*<\/details/);
    expect(shown).toContain(">2/2</span");
    expect(shown.match(/\/acme\/app\/issues\/2"/g)).toHaveLength(1);
    expect(shown).toContain('class="row dropped"');
  });

  test("does not lose itself in issues that are each other's parents", () => {
    const issues = [issue(1, { subIssues: [2] }), issue(2, { parent: 1, subIssues: [1] })];
    expect(content("/acme/app", view({ issues }))).toContain("Task 2");
  });

  test("marks the app's commits and what changed in the line", () => {
    const patch = "@@ -3 +3 @@\n-- [ ] one\n+- [x] one";
    const files = [{ path: "a.md", status: "modified" as const, additions: 1, deletions: 1, patch }];
    const shown = content("/acme/app", view({ commits: [commit({ oid: "b".repeat(40), files })] }));
    expect(shown).toContain('class="badge bot">tickmark[bot]');
    expect(shown).toContain("<i>-</i>- [<b> </b>] one");
    expect(shown).toContain("<i>+</i>- [<b>x</b>] one");
  });

  test("of an empty repository says what is missing", () => {
    const shown = content("/acme/app", view());
    expect(shown).toContain("No file has a box yet");
    expect(shown).toContain("None yet: the app opens one for every task");
  });
});

describe("the page of a board", () => {
  const option = (id: string, name: string, ...items: BoardItemView[]): BoardColumnView => ({
    ...{ id, name, color: "GREEN", items },
  });
  const values = [
    { field: "Phase", text: "Phase 2" },
    { field: "Priority", text: "P0" },
    { field: "Effort", text: "10" },
  ];
  const shown = board([
    option("", "No status", item(1)),
    option("f1", "Todo", item(2, { values, assignees: ["lead"], milestone: "Phase 2" })),
    option("f2", "Done", item(3, { state: "closed", stateReason: "completed" })),
  ]);

  test("has a column for each status with what is in it, and is found from the entrance", () => {
    const text = content("/orgs/acme/projects/1", view({}, { boards: [shown] }));
    expect(text).toMatch(/No status.*Task 1.*Todo.*Task 2.*Done.*Task 3/);
    expect(text).toContain('href="/acme/app/issues/2"');
    expect(content("/", view({}, { boards: [shown] }))).toMatch(
      /<a href="\/orgs\/acme\/projects\/1">Checklists<\/a>.*3 issues/,
    );
    expect(content("/", view())).not.toContain("Project boards");
  });

  test("shows what matters first on a card, and the rest below", () => {
    const text = content("/orgs/acme/projects/1", view({}, { boards: [shown] }));
    expect(text).toMatch(/title="Phase">Phase 2<.*title="Priority">P0<.*◇ Phase 2.*@lead/);
    expect(text).toMatch(/<dt>Effort<\/dt> <dd>10<\/dd>/);
    expect(text).not.toContain("<dt>Phase</dt>");
  });

  test("offers the other statuses of an item, never none", () => {
    const text = content("/orgs/acme/projects/1", view({}, { boards: [shown] }));
    const second = /<select id="move-PVTI_2".*?<\/select>/.exec(text)?.[0] ?? "";
    expect(second).toContain('data-item="PVTI_2"');
    expect([...second.matchAll(/value="(\w*)"/g)].map(([, id]) => id)).toEqual(["", "f2"]);
    expect(text).toContain('data-project="PVT_1" data-field="PVTSSF_1"');
  });
});

describe("the other pages", () => {
  test("show boxes, references and hidden comments of a file", () => {
    const text = "- [x] one [#7](https://github.example/acme/app/issues/7)\n- [ ] two <!-- later -->\n";
    const shown = content("/acme/app/blob/main/a.md", view({ files: [{ path: "a.md", text }] }));
    expect(shown).toMatch(/<li class="task done" id="line-1">\s*<input type="checkbox" checked id="box-1"/);
    expect(shown).toContain('<a class="reference" href="/acme/app/issues/7">#7</a>');
    expect(shown).toContain('<span class="comment">&lt;!-- later --&gt;</span>');
  });

  test("say what kind of issue it is, when it is due, and what it waits for", () => {
    const issues = [issue(1, { type: "Epic", milestone: "Phase 1", blockedBy: [2] }), issue(2)];
    const milestone = { number: 1, title: "Phase 1", description: "", state: "open" as const, dueOn: null };
    const shown = content("/acme/app/issues/1", view({ issues, milestones: [milestone] }));
    expect(shown).toMatch(/badge">Epic<.*badge" [^>]*>◇ Phase 1</);
    expect(shown).toMatch(/Waits for.*\/acme\/app\/issues\/2"/);
    expect(content("/acme/app/issues/2", view({ issues }))).not.toContain("Waits for");
  });

  test("offer what can be done with an issue in its state", () => {
    const open = content("/acme/app/issues/1", view({ issues: [issue(1)] }));
    expect(open).toContain("Close as completed");
    expect(open).toContain(
      "{&quot;state&quot;:&quot;closed&quot;,&quot;state_reason&quot;:&quot;not_planned&quot;}",
    );
    expect(open).toContain('data-url="/api/v3/repos/acme/app/issues/1"');
    const closed = content(
      "/acme/app/issues/1",
      view({ issues: [issue(1, { state: "closed", stateReason: "completed" })] }),
    );
    expect(closed).toContain("Reopen");
    expect(closed).not.toContain("Close as");
  });

  test("show a commit's message and all of its diff", () => {
    const patch = "@@ -1,2 +1,2 @@\n # List\n-- [ ] one\n+- [x] one";
    const files = [{ path: "a.md", status: "modified" as const, additions: 1, deletions: 1, patch }];
    const shown = content(
      "/acme/app/commit/ccccccc",
      view({ commits: [commit({ oid: "c".repeat(40), message: "docs: tick #1\n\nIt was closed.", files })] }),
    );
    expect(shown).toContain("It was closed.");
    expect(shown).toContain("@@ -1,2 +1,2 @@");
  });

  test("list tokens, requests and webhooks at the entrance, the newest first", () => {
    const shown = content("/", {
      ...view(),
      logins: [{ login: "writer", token: "sandbox-writer", role: "write" }],
      requests: [
        { method: "POST", path: "/graphql", operation: "ReadRepository", mutations: 0, status: 200 },
        { method: "POST", path: "/graphql", operation: "CreateIssues", mutations: 20, status: 200 },
      ],
      deliveries: [
        {
          guid: "1",
          event: "issues",
          action: "closed",
          deliveredAt: "2026-11-21T04:01:23Z",
          status: "pending",
          statusCode: 0,
        },
      ],
    });
    expect(shown).toContain("sandbox-writer");
    expect(shown).toMatch(/CreateIssues.*20 changes.*ReadRepository/);
    expect(shown).toMatch(/04:01:23.*issues\.closed.*class="pending"/);
  });

  test.each([
    ["/acme/other"],
    ["/acme"],
    ["/acme/app/issues/9"],
    ["/acme/app/pull/9"],
    ["/acme/app/milestone/9"],
    ["/acme/app/pulls/9"],
    ["/orgs/acme/projects/1"],
    ["/acme/app/blob/main/none.md"],
    ["/acme/app/commit/0000000"],
    ["/acme/app/%E0%A4%A"],
  ])("there is none at %s", (path) => {
    expect(renderPage(path, view())).toBeUndefined();
  });
});

describe("the boxes of a file", () => {
  test("carry line, tick, text and issue", () => {
    const boxes = readBoxes(
      parseMarkdown("# A\n\n1. [x] done\n   - [ ] in [#5](http://h/acme/app/issues/5)\n"),
    );
    expect(boxes).toEqual([
      { line: 3, checked: true, text: "done", issue: undefined },
      { line: 4, checked: false, text: "in #5", issue: 5 },
    ]);
  });
});
