import { describe, expect, test } from "@jest/globals";
import { createContext, runInContext, type Context } from "node:vm";
import { SCRIPT } from "../../src/sandbox/page/script.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import type { RepositoryView } from "../../src/sandbox/view.js";
import { person } from "./harness.js";
import { board, comment, content, issue, item, pull, view } from "./views.js";

describe("the guide", () => {
  const text =
    "## Phase 1: Build\n\n- [ ] a [#1](http://h/acme/app/issues/1)\n\n## Sign-off\n\nEach phase requires:\n\n- [ ] Review\n";
  const files = [{ path: "checklists/a.md", text }];
  const event = (name: string, actor: string) => ({
    event: name,
    actor,
    createdAt: "2026-11-21T04:00:00Z",
    detail: "",
  });
  const boards = [board([{ id: "f1", name: "Todo", color: "GREEN", items: [item(1)] }])];
  const steps = (repository: Partial<RepositoryView>) =>
    [
      ...content("/acme/app", view({ files, ...repository }, { boards })).matchAll(
        /<li class="(done)?"> <span class="box"/g,
      ),
    ].map(([, done]) => done === "done");

  test("is not there before the app has made issues", () => {
    const waiting = {
      files: [{ path: "a.md", text: "- [ ] one\n" }],
      issues: [issue(1, { title: "Dashboard" })],
    };
    expect(content("/acme/app", view(waiting))).not.toContain("Five minutes");
  });

  test("ticks what a person did, and not what a board did by itself", () => {
    const boardsOwn = [event("closed", "github-project-automation[bot]")];
    expect(steps({ issues: [issue(1, { timeline: boardsOwn })] })).toEqual([
      true,
      ...Array<boolean>(6).fill(false),
    ]);
    const timeline = [
      event("closed", "writer"),
      event("project_v2_item_status_changed", "writer"),
      event("closed", "tickmark[bot]"),
    ];
    const comments = [
      {
        author: "lead",
        body: "/signoff phase-1",
        createdAt: "",
        isBot: false,
        isEdited: false,
        reactions: [],
      },
    ];
    const pulls = [pull(5, { comments, state: "closed", mergedBy: "owner" })];
    expect(steps({ issues: [issue(1, { timeline })], pulls })).toEqual(Array(7).fill(true));
  });

  test("does not take the author's own attempt for a signature", () => {
    const comments = [
      {
        author: "writer",
        body: "/signoff phase-1",
        createdAt: "",
        isBot: false,
        isEdited: false,
        reactions: [],
      },
    ];
    expect(steps({ issues: [issue(1)], pulls: [pull(5, { comments })] })).toEqual([
      ...[true, false, false, false],
      ...[true, false, false],
    ]);
  });
});

describe("a bad day", () => {
  test("is switched on at the entrance, which says what waits and how it ends", () => {
    const calm = content("/", view());
    expect(calm).toContain("GitHub works.");
    expect(calm).toContain("Lose the next answer");
    expect(calm).not.toContain("Stop all of it");
    const faults = [
      { kind: "drop", left: 2 },
      { kind: "delivery-double", left: null },
    ];
    const bad = content("/", view({}, { faults }));
    expect(bad).toContain("Waiting for its moment: drop (2 times), delivery-double.");
    expect(bad).toContain("Stop all of it");
  });

  test("may be a branch that takes no commits", () => {
    expect(content("/", view())).toMatch(
      /takes commits.*&quot;requiresPullRequest&quot;:true.*Take pull requests only/,
    );
    expect(content("/", view({ wantsPulls: true }))).toMatch(/takes pull requests only.*Take commits again/);
  });
});

describe("boxes", () => {
  test("of a file and of an issue can be ticked, those of comments cannot", () => {
    const text = "- [x] done\n- [ ] **open** one\n";
    const inFile = content("/acme/app/blob/main/a.md", view({ files: [{ path: "a.md", text }] }));
    expect(inFile).toMatch(/data-file="\/api\/v3\/repos\/acme\/app\/contents\/a\.md" data-branch="main"/);
    expect(inFile).toMatch(/data-line="2" aria-label="open one"/);
    const comments = [comment("writer", text)];
    const inIssue = content("/acme/app/issues/1", view({ issues: [issue(1, { body: text, comments })] }));
    expect(inIssue).toContain('data-body-of="/api/v3/repos/acme/app/issues/1"');
    expect(inIssue.match(/data-line=/g)).toHaveLength(2);
    expect(inIssue.match(/disabled aria-label/g)).toHaveLength(2);
  });

  describe("are turned by the page's script, which", () => {
    const context = scriptOf("http://nowhere.example");
    const turn = (line: number, text: string) =>
      runInContext(`turnBox(${line})(${JSON.stringify(text)})`, context) as string;

    test.each([
      ["- [ ] a\r\n- [ ] b\r\n", 2, "- [ ] a\r\n- [x] b\r\n"],
      ["- [ ] a\r- [X] b", 2, "- [ ] a\r- [ ] b"],
      ["\u00ff\n* [x] [link](x)\n", 2, "\u00ff\n* [ ] [link](x)\n"],
    ])("changes one byte of %j", (text, line, turned) => {
      expect(turn(line, text)).toBe(turned);
    });

    test("refuses a line that has none any more", () => {
      expect(() => turn(1, "gone\n")).toThrow("there is no box on that line any more");
      expect(() => turn(7, "- [ ] a\n")).toThrow("there is no box on that line any more");
    });
  });
});

describe("what the page sends", () => {
  test("ticks a box of a file byte for byte, in the name of who was chosen, and tells what GitHub refuses", async () => {
    const sandbox = await startSandbox({ port: 0 });
    try {
      const files = person(sandbox, "owner").rest.rest.repos;
      const at = { owner: "acme", repo: "app", path: "list.md" };
      const bytes = Buffer.from("- [ ] caf\u00e9 \r\n- [x] b\r\n", "latin1");
      await files.createOrUpdateFileContents({ ...at, message: "m", content: bytes.toString("base64") });
      const [url, change] = [
        "/api/v3/repos/acme/app/contents/list.md",
        "writeFile(url, 'main', 'Tick', turnBox(1))",
      ];
      await runInContext(change, Object.assign(scriptOf(sandbox.url, "writer"), { url }));
      const { data } = await files.getContent(at);
      const { data: commits } = await files.listCommits({ ...at, per_page: 1 });

      expect("content" in data && Buffer.from(data.content, "base64").toString("latin1")).toBe(
        "- [x] caf\u00e9 \r\n- [x] b\r\n",
      );
      expect(commits[0]?.author?.login).toBe("writer");
      await expect(
        runInContext(change, Object.assign(scriptOf(sandbox.url, "reader"), { url })),
      ).rejects.toThrow("Must have push access to repository");
    } finally {
      await sandbox.close();
    }
  });
});

/** The page's script on a page with nothing on it, as it would run at that address for somebody. */
function scriptOf(origin: string, login: string | null = null): Context {
  const nothing = () => undefined;
  const page = {
    ...{ querySelector: () => ({}), querySelectorAll: () => [], getElementById: () => ({}) },
    addEventListener: nothing,
  };
  const context = createContext({
    ...{ document: page, localStorage: { getItem: () => login }, setTimeout: nothing, atob, btoa },
    ...{ TextEncoder, TextDecoder, fetch: (path: string, init: RequestInit) => fetch(origin + path, init) },
  });
  runInContext(SCRIPT, context);
  return context;
}

describe("folded text", () => {
  test("of a comment is folded, and other tags are text", () => {
    const body = "<details><summary>Plan & more</summary>\n\n- one\n\n</details>\n\n<b>bold</b>\n";
    const comments = [comment("tickmark[bot]", body)];
    const text = content("/acme/app/issues/1", view({ issues: [issue(1, { comments })] }));
    expect(text).toMatch(/<details> <summary>Plan &amp; more<\/summary>.*one.*<\/details>/);
    expect(text).toContain("&lt;b&gt;");
  });
});
