import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** What the app asked of GitHub for one thing that happened, and how long it took until all was calm again. */
export interface SyncCost {
  readonly requests: number;
  /** How many of them a process asks once, whatever it syncs: who it is, where it is installed, for a token. */
  readonly ofStart: number;
  readonly mutations: number;
  readonly milliseconds: number;
  /** How often each operation was asked for. */
  readonly operations: Readonly<Record<string, number>>;
}

interface Ready {
  readonly github: string;
  readonly api: string;
  readonly app: string;
  readonly env: Readonly<Record<string, string>>;
}

interface RequestLog {
  readonly total: number;
  readonly mutations: number;
  readonly requests: readonly { readonly operation: string }[];
}

/** The longest that a first sync of thousands of tasks may take on a slow machine. */
const PATIENCE_MS = 15 * 60_000;
const POLL_MS = 20;

/** The sandbox and the app as their users have them: two processes, of which the app can be started anew. */
export class Product {
  readonly #sandbox: ChildProcess;
  readonly #ready: Ready;
  #app: ChildProcess | undefined;

  private constructor(sandbox: ChildProcess, ready: Ready) {
    this.#sandbox = sandbox;
    this.#ready = ready;
  }

  /** Starts the sandbox with these files pushed, and no app yet. */
  static async start(files: readonly string[]): Promise<Product> {
    const options = ["--json", "--no-app", "--port", "0", "--app-port", "0"];
    const sandbox = startNode("../sandbox/main.js", [...options, ...files], {}, "pipe");
    if (!sandbox.stdout) throw new Error("The sandbox has no output");
    const line = await Promise.race([
      once(createInterface({ input: sandbox.stdout }), "line").then(([text]) => String(text)),
      once(sandbox, "exit").then(([code]) => {
        throw new Error(`The sandbox ended while it started (${String(code)})`);
      }),
    ]);
    return new Product(sandbox, JSON.parse(line) as Ready);
  }

  /** Root of the REST API. */
  get api(): string {
    return this.#ready.api;
  }

  /** How long the app waits for further events before it syncs. */
  get quietMs(): number {
    return Number(this.#ready.env["TICKMARK_QUIET_MS"]);
  }

  /** Starts the app; when this returns it answers, and is about to take its first look at everything. */
  async startApp(): Promise<void> {
    this.#app = startNode("../server.js", [], this.#ready.env, "ignore");
    await until("the app answers", async () => (await fetch(`${this.#ready.app}/health`)).ok);
  }

  async stopApp(): Promise<void> {
    await end(this.#app);
    this.#app = undefined;
  }

  async stop(): Promise<void> {
    await this.stopApp();
    await end(this.#sandbox);
  }

  /** Waits until nothing is on its way and the app has nothing to do. */
  async settle(): Promise<void> {
    await until("the app is idle", async () => (await this.#control("GET", "idle?timeout=20")).ok);
  }

  /** What it costs the app that `act` happens. */
  async measure(act: () => Promise<unknown>): Promise<SyncCost> {
    await this.#control("DELETE", "requests");
    const start = performance.now();
    await act();
    await this.settle();
    const milliseconds = Math.round(performance.now() - start);
    const log = (await (await this.#control("GET", "requests")).json()) as RequestLog;
    const operations: Record<string, number> = {};
    for (const { operation } of log.requests) operations[operation] = (operations[operation] ?? 0) + 1;
    const ofStart = log.requests.filter(({ operation }) => operation.startsWith("apps/")).length;
    return { requests: log.total, ofStart, mutations: log.mutations, milliseconds, operations };
  }

  /** Megabytes of memory that the app's process holds; undefined where the system does not tell. */
  async memory(): Promise<number | undefined> {
    const status = await readFile(`/proc/${this.#app?.pid}/status`, "utf8").catch(() => "");
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Math.round((Number(kilobytes) * 1024) / 1_000_000);
  }

  #control(method: string, route: string): Promise<Response> {
    return fetch(`${this.#ready.github}/_sandbox/${route}`, { method });
  }
}

/** Looks again and again until the condition holds; an error on the way means "not yet". */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (await condition().catch(() => false)) return;
    await delay(POLL_MS);
  }
  throw new Error(`Waited in vain until ${what}`);
}

function startNode(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdout: "pipe" | "ignore",
): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], {
    env: { PATH, HOME, ...env },
    // Elsewhere than here: Probot reads .env and *.pem files of the folder it is started in.
    cwd: tmpdir(),
    stdio: ["ignore", stdout, "inherit"],
  });
  const kill = (): void => void child.kill();
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
