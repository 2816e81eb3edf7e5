import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMarkdown, readBoxes } from "../../src/sandbox/page/boxes.js";
import { callersEnvironment } from "../../src/sandbox/start/app-environment.js";
import { startApp, waitForHealth } from "../../src/sandbox/start/app-process.js";
import { describeDelivery } from "../../src/sandbox/start/describe-delivery.js";
import { findSignablePhase, findSignablePhases } from "../../src/sandbox/page/find-signable-phase.js";
import { formatReady, placesOf } from "../../src/sandbox/start/format-ready.js";
import { parseOptions } from "../../src/sandbox/start/parse-options.js";
import { freePort } from "../../src/sandbox/start/ports.js";
import { readChecklists } from "../../src/sandbox/start/read-checklists.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tickmark-start-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

describe("the command line", () => {
  const silent = { writeOut: () => undefined, writeErr: () => undefined };

  test("has a default for everything", () => {
    expect(parseOptions([], silent)).toEqual({
      ...{
        port: 4000,
        appPort: 3000,
        json: false,
        app: true,
        state: undefined,
        config: undefined,
        limits: false,
        verbose: false,
      },
      files: [],
    });
  });

  test("takes options before, between and behind files", () => {
    const options = parseOptions(
      ["a.md", "--port", "0", "--no-app", "b.md", "--json", "--state", "kept"],
      silent,
    );
    expect(options).toMatchObject({
      port: 0,
      app: false,
      json: true,
      state: "kept",
      files: ["a.md", "b.md"],
    });
  });

  test.each([
    ["--port", "many"],
    ["--port", "70000"],
    ["--app-port", "-1"],
    ["--prot", "4000"],
  ])("refuses %s %s", (option, value) => {
    expect(() => parseOptions([option, value], silent)).toThrow(/error: /);
  });

  test("has a help that teaches by examples", () => {
    let help = "";
    expect(() => parseOptions(["--help"], { writeOut: (text) => (help += text) })).toThrow();
    expect(help).toContain("$ npm run sandbox -- docs/roadmap.md");
    expect(help).toContain("sandbox-LOGIN");
  });
});

describe("the files to push", () => {
  test("keep their bytes, whatever these are", async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x2d, 0x20, 0x5b, 0x20, 0x5d, 0x20, 0xff, 0x0d, 0x0a]);
    const [checklist] = await readChecklists([await file("odd.md", bytes)]);
    expect(checklist).toEqual({ path: "checklists/odd.md", bytes });
  });

  test("of one name are refused, because one would hide the other", async () => {
    const twins = [await file("one/plan.md", "- [ ] a\n"), await file("two/plan.md", "- [ ] b\n")];
    await expect(readChecklists(twins)).rejects.toThrow("would both become checklists/plan.md");
  });

  test("must be there, be files, and be Markdown", async () => {
    await expect(readChecklists([join(folder, "none.md")])).rejects.toThrow("There is no file");
    await expect(readChecklists([folder])).rejects.toThrow("is a folder");
    await expect(readChecklists([await file("plan.txt", "")])).rejects.toThrow("is not Markdown");
  });
});

describe("a port", () => {
  test("that is taken is named together with the option that changes it", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(freePort(port, "--app-port")).rejects.toThrow(
      `Port ${port} is in use. Stop what listens there, or take any free one: --app-port 0`,
    );
    server.close();
  });

  test("0 becomes a free one", async () => {
    expect(await freePort(0, "--app-port")).toBeGreaterThan(1023);
  });
});

describe("the app's process", () => {
  const environment = callersEnvironment(process.env);
  const ignore = () => undefined;

  test("that ends while it starts is reported with its last words", async () => {
    const app = startApp(
      await file("dies.cjs", "console.error('WEBHOOK_SECRET is missing'); process.exit(7);"),
      environment,
      ignore,
    );
    const start = waitForHealth(app, "http://127.0.0.1:1/health");
    await expect(start).rejects.toThrow(
      /ended while it started \(exit code 7\)[^]*WEBHOOK_SECRET is missing/,
    );
  });

  test("that stays silent is reported after the deadline", async () => {
    const app = startApp(
      await file("silent.cjs", "setInterval(() => undefined, 1000);"),
      environment,
      ignore,
    );
    await expect(waitForHealth(app, "http://127.0.0.1:1/health", 200)).rejects.toThrow("did not answer");
    await app.stop();
    expect(await app.ended).toBe("signal SIGTERM");
  });

  test("that answers is healthy, and gets none of the caller's secrets", async () => {
    const port = await freePort(0, "--app-port");
    const source = `require("node:http").createServer((_, answer) => answer.end(JSON.stringify(process.env))).listen(${port}, "127.0.0.1");`;
    const app = startApp(
      await file("healthy.cjs", source),
      callersEnvironment({ ...process.env, GITHUB_TOKEN: "secret" }),
      ignore,
    );
    await waitForHealth(app, `http://127.0.0.1:${port}/health`);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).not.toContain("GITHUB_TOKEN");
    await app.stop();
  });
});

describe("the news", () => {
  const sender = { login: "writer" };
  const issue = { number: 13, title: "Implement OAuth2/JWT", state_reason: "completed" };

  test.each([
    ["issues", "closed", { issue, sender }, 'writer closed #13 "Implement OAuth2/JWT" as completed'],
    [
      "issues",
      "closed",
      { issue: { ...issue, state_reason: "not_planned" }, sender },
      'writer closed #13 "Implement OAuth2/JWT" as not planned',
    ],
    ["issues", "labeled", { issue, sender }, undefined],
    [
      "push",
      undefined,
      {
        ref: "refs/heads/main",
        after: "abc1234def",
        head_commit: { message: "docs: tick #13\n\nbecause" },
        sender: { login: "tickmark[bot]" },
      },
      "tickmark[bot] pushed abc1234 to main: docs: tick #13",
    ],
    [
      "issue_comment",
      "created",
      { issue, comment: { body: "/signoff\nphase-2" }, sender },
      'writer commented on #13 "Implement OAuth2/JWT": /signoff phase-2',
    ],
    [
      "issue_comment",
      "edited",
      { issue, comment: { body: "<!-- note -->\n<!-- more -->\n1 of 2 requirements met." }, sender },
      'writer edited a comment on #13 "Implement OAuth2/JWT": 1 of 2 requirements met.',
    ],
    [
      "push",
      undefined,
      { ref: "refs/heads/drill", created: true, after: "abc1234def", sender },
      "writer created drill",
    ],
    [
      "pull_request",
      "closed",
      { pull_request: { number: 9, title: "Auth", merged: true }, sender },
      'writer merged pull request #9 "Auth"',
    ],
  ])("of %s %s", (event, action, payload, line) => {
    expect(describeDelivery({ event, action, payload })).toBe(line);
  });

  test("cannot drive the terminal", () => {
    const payload = { sender, issue: { ...issue, title: "\u001b[2Jgone\u202e" } };
    expect(describeDelivery({ event: "issues", action: "opened", payload })).toBe(
      'writer opened #13 "[2Jgone"',
    );
  });
});

describe("the phase to sign first", () => {
  const task = (text: string, issue: number) =>
    `- [ ] ${text} [#${issue}](http://127.0.0.1:4000/acme/app/issues/${issue})\n`;
  const find = (text: string) => {
    const tree = parseMarkdown(text);
    return findSignablePhase(tree, readBoxes(tree));
  };
  const phase = `## Phase 1: Build (60%)\n\n${task("a", 1)}${task("b", 2)}- [x] c\n\n`;
  const rest = `## Phase 10: Later\n\n${task("d", 3)}\n## Sign-off\n\nEach phase requires:\n\n- [ ] Review\n`;

  test("is the first one, with the issues of its open tasks", () => {
    expect(find(phase + rest)).toEqual({ key: "phase-1", issues: [1, 2] });
  });

  test("of several files is the one with the fewest tasks to close", () => {
    const [large, small] = [phase + rest, phase.replace(task("b", 2), "") + rest];
    const files = [
      { path: "checklists/a.md", text: large },
      { path: "checklists/b.md", text: small },
      { path: "notes.txt", text: small },
    ];
    expect(findSignablePhases(files).map(({ path }) => path)).toEqual(["checklists/b.md", "checklists/a.md"]);
  });

  test.each([
    ["nothing asks for a sign-off", phase],
    ["there is no phase 1", rest],
    ["a task has no issue to close", phase.replace("- [x] c", "- [ ] c") + rest],
    ["it has too many tasks to show", phase.replace(task("a", 1), task("a", 1).repeat(20)) + rest],
  ])("is none where %s", (_, text) => {
    expect(find(text)).toBeUndefined();
  });
});

describe("the summary", () => {
  const places = placesOf("http://127.0.0.1:4000", 3000);
  const box = { line: 5, checked: false, text: "a", issue: 12 };
  const head = { oid: "abc1234def", headline: "docs: link 2 tasks", author: "tickmark[bot]" };
  const app = { pid: 7 };
  const boxes = [box, { ...box, line: 6, issue: 13 }];

  test("shows the way to a first closed issue with a command to paste", () => {
    const text = formatReady(
      places,
      app,
      { pushed: ["checklists/a.md"], kept: [] },
      {
        files: [{ path: "checklists/a.md", boxes }],
        phases: [],
        openIssues: 2,
        closedIssues: 0,
        head,
        board: undefined,
      },
    );
    expect(text).toContain("checklists/a.md  2 boxes, 0 ticked, 2 with an issue");
    expect(text).toContain("as writer issues/12 -X PATCH");
    expect(text).toContain("sed '6s/\\[ \\]/[x]/'");
    expect(text).not.toContain("board");
    expect(text).not.toContain("/signoff");
  });

  test("shows the board, and the way to sign a phase", () => {
    const text = formatReady(
      places,
      app,
      { pushed: ["checklists/a.md", "checklists/b.md"], kept: [] },
      {
        files: [{ path: "checklists/a.md", boxes }],
        phases: [{ path: "checklists/b.md", key: "phase-1", issues: [14] }],
        openIssues: 3,
        closedIssues: 0,
        head,
        board: "http://127.0.0.1:4000/orgs/acme/projects/1",
      },
    );
    expect(text).toContain("In the browser: http://127.0.0.1:4000/acme/app leads through it");
    expect(text).toContain("The board        http://127.0.0.1:4000/orgs/acme/projects/1");
    expect(text).toContain("completes phase-1 of checklists/b.md");
    expect(text).toContain('"body":"closes #14"');
  });

  test("of a world without issues suggests none to close", () => {
    const text = formatReady(
      places,
      app,
      { pushed: [], kept: [] },
      { files: [], phases: [], openIssues: 0, closedIssues: 0, head, board: undefined },
    );
    expect(text).toContain("0 open issues, 0 closed");
    expect(text).not.toContain("curl");
  });
});
