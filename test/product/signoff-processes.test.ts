import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePort, startProduct, until } from "../support/product.js";
import type { Product } from "../support/product.js";
import { PullRequests } from "../support/pull-requests.js";
import type { Pull } from "../support/pull-requests.js";
import { SEEN_AND_DONE, SEEN_AND_NOT_DONE, Talk } from "../support/talk.js";

const NAME = "checklists/launch.md";
const CONFIG = `signoff:
  requirements:
    Security assessment: { teams: [security] }
    Load test: { evidence: green-checks }
`;
const FILE = `# Launch

### Phase 1: Setup
- [x] Everything

### Phase 2: Launch
- [x] All the rest

## Sign-off
Each phase requires:
- [ ] Security assessment
- [ ] Documentation
- [ ] Load test
`;

const OF_EVERY_LINE: ReadonlySet<string> = new Set(["level", "time", "pid", "hostname", "name"]);

/** One process of the app, and what it logs. */
class AppProcess {
  readonly #child: ChildProcess;
  readonly port: number;
  readonly lines: Record<string, unknown>[] = [];

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    if (!child.stdout) throw new Error("The process has no output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.lines.push(JSON.parse(line) as Record<string, unknown>);
    });
  }

  static async start(product: Product): Promise<AppProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, [path.resolve("dist/server.js")], {
      env: { ...product.appEnvironment(), PORT: String(port), LOG_LEVEL: "info" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const started = new AppProcess(child, port);
    await until(async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok, "the process answers");
    return started;
  }

  /** How much it has to do; nothing when it is dead. */
  async status(): Promise<{ readonly waiting: number; readonly running: number }> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/status`).catch(() => undefined);
    if (!answer) return { waiting: 0, running: 0 };
    return (await answer.json()) as { waiting: number; running: number };
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }
}

/** Hands every delivery to all of several processes, as if GitHub had sent it to each. */
class FanOut {
  readonly #server: Server;
  readonly url: string;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(apps: readonly AppProcess[]): Promise<FanOut> {
    const server = createServer((request, response) => {
      void text(request)
        .then((body) => (request.method === "GET" ? askAll(apps) : forward(apps, request, body)))
        .then((answer) => response.end(answer));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FanOut(server, (server.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

async function forward(apps: readonly AppProcess[], request: IncomingMessage, body: string): Promise<string> {
  const own = new Set(["host", "connection", "content-length"]);
  const headers = Object.entries(request.headers).filter(([name]) => !own.has(name));
  const send = ({ port }: AppProcess) =>
    fetch(`http://127.0.0.1:${port}/api/github/webhooks`, {
      method: "POST",
      headers: Object.fromEntries(headers) as Record<string, string>,
      body,
    });
  // One of them may be dead.
  await Promise.allSettled(apps.map(send));
  return "";
}

async function askAll(apps: readonly AppProcess[]): Promise<string> {
  const states = await Promise.all(apps.map((app) => app.status()));
  const sum = (of: "waiting" | "running"): number => states.reduce((all, state) => all + state[of], 0);
  return JSON.stringify({ waiting: sum("waiting"), running: sum("running") });
}

const folder = mkdtempSync(path.join(tmpdir(), "tickmark-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("two processes that are told of the same", () => {
  let product: Product;
  let talk: Talk;
  let pulls: PullRequests;
  let apps: readonly [AppProcess, AppProcess];
  let fanOut: FanOut;
  beforeAll(async () => {
    writeFileSync(path.join(folder, "launch.md"), FILE);
    product = await startProduct([path.join(folder, "launch.md")], ["--no-app"]);
    talk = new Talk(product);
    pulls = new PullRequests(product);
    apps = [await AppProcess.start(product), await AppProcess.start(product)];
    fanOut = await FanOut.start(apps);
    await product.control("POST", "app", { webhookUrl: fanOut.url, statusUrl: `${fanOut.url}/status` });
    await product.push(".github/tickmark.yml", CONFIG);
    await product.idle();
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.kill()));
    await fanOut.close();
    await product.stop();
  });

  /** What both log about sign-offs on a pull request or an issue, in the order of time. */
  const logged = (number: number) =>
    apps
      .flatMap(({ lines }) => lines)
      .filter((line) => line["msg"] === "sign-off" && line["number"] === number)
      .sort((one, other) => Number(one["time"]) - Number(other["time"]))
      .map((line) => Object.fromEntries(Object.entries(line).filter(([field]) => !OF_EVERY_LINE.has(field))));

  async function runs(pull: Pull): Promise<number> {
    const { data } = await product.as("reader").rest.checks.listForRef({
      owner: "acme",
      repo: "app",
      ref: await pulls.head(pull),
      filter: "all",
    });
    return data.check_runs.filter(({ app }) => app?.slug === "tickmark").length;
  }

  test("a comment is answered by one of them: one run of the command, one record, one reaction of each kind", async () => {
    for (const [round, body] of ["/signoff phase-1", "/signoff phase-1 security\n/tickmark plan"].entries()) {
      const pull = await pulls.open("maintainer", `signed-${round}`);
      const { reactions, replies } = await talk.ask("security", body, pull.number);

      expect(reactions).toEqual(SEEN_AND_DONE);
      expect(replies).toHaveLength(round);
      expect(logged(pull.number)).toHaveLength(1);
      expect(await runs(pull)).toBe(1);
      expect(await pulls.tables(pull)).toHaveLength(1);
    }
  });

  test("a refusal is said once", async () => {
    const pull = await pulls.open("maintainer", "refused");
    const { reactions, replies } = await talk.ask("maintainer", "/signoff phase-1", pull.number);

    expect(reactions).toEqual(SEEN_AND_NOT_DONE);
    expect(replies).toHaveLength(1);
    expect(logged(pull.number)).toHaveLength(1);
  });

  test("two people who sign at the same moment are both in the one table, and in the ledger", async () => {
    const pull = await pulls.open("maintainer", "at-once");
    await Promise.all([
      talk.say("security", "/signoff phase-1 security", pull.number),
      talk.say("writer", "/signoff phase-1 documentation", pull.number),
    ]);
    await product.idle();
    await pulls.check(pull, "test", "success");
    const tables = await pulls.tables(pull);
    await pulls.merge("owner", pull);
    const file = (await product.file(NAME)).toString();

    expect(tables).toHaveLength(1);
    expect(tables[0]).toContain("| Security assessment | ✅ security |");
    expect(tables[0]).toContain("| Documentation | ✅ writer |");
    expect(file.match(/✅ security, /g)).toHaveLength(1);
    expect(file.match(/✅ writer, /g)).toHaveLength(1);
    expect(file.match(/✅ green checks by /g)).toHaveLength(1);
  });

  test("on an issue it is in the ledger once", async () => {
    const { data: issue } = await product
      .as("writer")
      .rest.issues.create({ owner: "acme", repo: "app", title: "A place to talk" });
    await talk.ask("writer", "/signoff phase-2 documentation", issue.number);
    const file = (await product.file(NAME)).toString();

    expect(logged(issue.number)).toHaveLength(1);
    expect(file.split(`issue #${issue.number}`)).toHaveLength(2);
  });

  test("what is said of a sign-off in the log has the same fields, whatever became of it", async () => {
    const pull = await pulls.open("maintainer", "logged");
    for (const [login, body] of [
      ["lead", "/signoff phase-2 documentation"],
      ["lead", "/signoff phase-2 documentation cancel"],
      ["writer", '/waive phase-2 documentation "so"'],
      ["reader", "/signoff phase-2"],
      ["writer", "/signoff phase-9"],
    ] as const)
      await talk.ask(login, body, pull.number);
    const other = await pulls.open("writer", "logged-2");
    await talk.ask("maintainer", '/waive phase-2 documentation "so"', other.number);
    const of = (number: number, by: string, what: string, result: string) => ({
      msg: "sign-off",
      repository: "acme/app",
      number,
      by,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      what,
      result,
      why: [] as string[],
      checklist: NAME as string | null,
      phase: "phase-2" as string | null,
      requirements: ["documentation"] as string[],
      reason: null as string | null,
    });

    expect(logged(pull.number)).toEqual([
      of(pull.number, "lead", "signoff", "signed"),
      of(pull.number, "lead", "signoff", "cancelled"),
      { ...of(pull.number, "writer", "waive", "refused"), why: ["not-a-maintainer"], requirements: [] },
      {
        ...of(pull.number, "reader", "signoff", "refused"),
        why: ["not-entitled", "evidence-only"],
        requirements: [],
      },
      {
        ...of(pull.number, "writer", "signoff", "refused"),
        why: ["which-phase"],
        checklist: null,
        phase: null,
        requirements: [],
      },
    ]);
    expect(logged(other.number)).toEqual([
      { ...of(other.number, "maintainer", "waive", "waived"), reason: "so" },
    ]);
  });

  test("one that starts later knows which pull requests wait for checks", async () => {
    const pull = await pulls.open("maintainer", "waiting");
    await talk.ask("security", "/signoff phase-2", pull.number);
    await Promise.all(apps.map((app) => app.kill()));
    const next = await AppProcess.start(product);
    const address = `http://127.0.0.1:${next.port}`;
    await product.control("POST", "app", {
      webhookUrl: `${address}/api/github/webhooks`,
      statusUrl: `${address}/status`,
    });
    await product.idle();
    await pulls.check(pull, "test", "success");
    const [green] = await pulls.checks(pull);
    await next.kill();

    expect(green?.summary).toContain("| Load test | ✅ green checks |");
  });

  test("nothing that was asked or answered contradicts GitHub's descriptions", async () => {
    expect(await product.control("GET", "violations")).toEqual([]);
  });
});
