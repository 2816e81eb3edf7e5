import { afterEach, describe, expect, test } from "@jest/globals";
import { Octokit } from "@octokit/rest";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The starter as people start it: needs the built project (npm test builds it first). */
const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const MAIN = join(DIST, "sandbox", "main.js");
const isBuilt = existsSync(MAIN) && existsSync(join(DIST, "server.js"));
const describeBuilt = isBuilt ? describe : describe.skip;

const CHECKLIST = "# Launch\r\n\r\n- [ ] Write it\r\n  - [ ] Read it aloud\r\n- [x] Have the idea\r\n";
const PLAN = `# Plan

## Phase 1: Make

- [ ] Write
- [ ] Read
- [ ] Print

## Phase 2: Sell

- [ ] Sell

## Sign-off

Each phase requires:

- [ ] Approval of the lead
`;
const APP = { owner: "acme", repo: "app" };

interface Ready {
  readonly github: string;
  readonly api: string;
  readonly graphql: string;
  readonly app: string;
  readonly repository: string;
  readonly env?: Record<string, string>;
}

interface Run {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  stdout(): string;
  stderr(): string;
}

const runs: Run[] = [];
let folder = "";
afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.process.kill("SIGTERM");
    await run.ended;
  }
  if (folder !== "") await rm(folder, { recursive: true });
  folder = "";
});

async function place(name: string, text: string): Promise<string> {
  if (folder === "") folder = await mkdtemp(join(tmpdir(), "tickmark-main-"));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

function start(...options: string[]): Run {
  const child = spawn(process.execPath, [MAIN, ...options], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  const run = { process: child, ended, stdout: () => output.stdout, stderr: () => output.stderr };
  runs.push(run);
  return run;
}

/** The first line on standard output, or an error with what was said instead. */
async function firstLine(run: Run): Promise<string> {
  return new Promise((resolve, reject) => {
    run.process.stdout?.on(
      "data",
      () => run.stdout().includes("\n") && resolve(run.stdout().split("\n")[0] ?? ""),
    );
    void run.ended.then((code) => reject(new Error(`ended with ${code}: ${run.stderr()}`)));
  });
}

async function startReady(...options: string[]): Promise<{ run: Run; ready: Ready }> {
  const run = start("--port", "0", "--app-port", "0", "--json", ...options);
  return { run, ready: JSON.parse(await firstLine(run)) as Ready };
}

function clientOf(ready: Ready): Octokit {
  return new Octokit({ baseUrl: ready.api, auth: "sandbox-writer" });
}

async function readText(client: Octokit, path: string): Promise<string> {
  const { data } = await client.rest.repos.getContent({ ...APP, path });
  return "content" in data ? Buffer.from(data.content, "base64").toString() : "";
}

describeBuilt("the sandbox, started", () => {
  test("is ready when the first sync is done, says so in one line, and ends cleanly", async () => {
    const { run, ready } = await startReady(await place("launch.md", CHECKLIST));
    expect(Object.keys(ready)).toEqual(["github", "api", "graphql", "app", "repository"]);
    const client = clientOf(ready);
    const { data: issues } = await client.rest.issues.listForRepo({ ...APP, state: "open" });
    expect(issues.map(({ title }) => title).sort()).toEqual(["Launch", "Read it aloud", "Write it"]);
    const text = await readText(client, "checklists/launch.md");
    expect(text.replace(/ \[#\d+\]\([^)]*\)/g, "")).toBe(CHECKLIST);
    expect(await (await fetch(ready.repository, { headers: { accept: "text/html" } })).text()).toContain(
      "1 of 3 boxes ticked",
    );
    expect(await (await fetch(`${ready.github}/_sandbox/violations`)).json()).toEqual([]);

    run.process.kill("SIGTERM");
    expect(await run.ended).toBe(0);
    expect(run.stdout().trim().split("\n")).toHaveLength(1);
    await expect(fetch(`${ready.app}/health`)).rejects.toThrow();
  });

  test("prints first steps that work as they are pasted", async () => {
    const file = await place("plan.md", PLAN);
    const config = await place("config.yml", "project: { create: Board }\n");
    const run = start("--port", "0", "--app-port", "0", "--config", config, file);
    await until(() => run.stdout().includes("Stop with Ctrl-C"));
    const github = new URL(/http:\S+\/acme\/app/.exec(run.stdout())?.[0] ?? "").origin;
    const settled = async () => (await fetch(`${github}/_sandbox/idle?timeout=55`)).status;
    const lines = run.stdout().split("\n");
    const commands = lines.filter((line) => /^(?:as|[A-Z]+=|printf|for) ?/.test(line));
    const pause = `curl -s -o /dev/null '${github}/_sandbox/idle?timeout=55'`;
    await paste(commands.flatMap((command) => [command, pause]).join("\n"));
    expect(await settled()).toBe(200);
    const octokit = new Octokit({ baseUrl: `${github}/api/v3`, auth: "sandbox-reader" });
    const text = (await readText(octokit, "checklists/plan.md")).replace(/ \[#\d+\]\([^)]*\)/g, "");

    expect(text).toContain("- [x] Write\n- [x] Read\n- [x] Print\n\n## Phase 2: Sell\n\n- [ ] Sell\n");
    expect(text).toMatch(/\| Approval of the lead +\| ✅ maintainer, /);
    expect(lines.join("\n")).toContain(`${github}/orgs/acme/projects/1`);
  });

  test("without the app has the files byte for byte, and says how to start one", async () => {
    const { ready } = await startReady("--no-app", await place("launch.md", CHECKLIST));
    expect(await readText(clientOf(ready), "checklists/launch.md")).toBe(CHECKLIST);
    expect(ready.env).toMatchObject({ GHE_HOST: new URL(ready.github).host, PORT: new URL(ready.app).port });
  });

  test("again with its state leaves the files alone that it has", async () => {
    const file = await place("launch.md", CHECKLIST);
    const state = join(folder, "state");
    const first = await startReady("--no-app", "--state", state, file);
    first.run.process.kill("SIGTERM");
    await first.run.ended;
    await place("launch.md", "# Something else\n");
    const { ready } = await startReady("--no-app", "--state", state, file);
    expect(await readText(clientOf(ready), "checklists/launch.md")).toBe(CHECKLIST);
  });

  test("on a port in use says which, and ends", async () => {
    const file = await place("launch.md", CHECKLIST);
    const { ready } = await startReady("--no-app", file);
    const { port } = new URL(ready.github);
    const second = start("--port", port, "--no-app", "--app-port", "0", file);
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toBe(
      `Port ${port} is in use. Stop what listens there, or take any free one: --port 0\n`,
    );
  });

  test("goes on when the app dies, and tells with what words it went", async () => {
    const run = start("--port", "0", "--app-port", "0", await place("launch.md", CHECKLIST));
    await until(() => run.stdout().includes("Stop with Ctrl-C"));
    const pid = /process (\d+)/.exec(run.stdout())?.[1];
    process.kill(Number(pid), "SIGKILL");
    await until(() => run.stdout().includes("The app ended by itself (signal SIGKILL)"));
    const url = /http:\S+\/acme\/app/.exec(run.stdout())?.[0] ?? "";
    expect((await fetch(url, { headers: { accept: "text/html" } })).status).toBe(200);
    run.process.kill("SIGINT");
    expect(await run.ended).toBe(1);
  });
});

/** Runs lines as somebody does who pastes them into a shell. */
async function paste(lines: string): Promise<void> {
  const shell = spawn("bash", ["-c", lines], { stdio: ["ignore", "ignore", "inherit"] });
  expect(await new Promise((resolve) => shell.once("close", resolve))).toBe(0);
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("it did not become so");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
