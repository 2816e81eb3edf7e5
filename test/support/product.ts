import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { Octokit } from "@octokit/rest";
import { QUIET } from "../sandbox/harness.js";

const SANDBOX = path.resolve("dist/sandbox/main.js");
const SERVER = path.resolve("dist/server.js");

export const REFERENCE_DOCUMENTS = [
  "data-products",
  "implementation-roadmap",
  "infrastructure-plan",
  "module-modernization",
  "production-readiness",
].map((name) => path.resolve("../shared/reference", `${name}.md`));

/** A user's clone has no reference documents: tests that need them say so, and are left out. */
export const hasReferenceDocuments = REFERENCE_DOCUMENTS.every((file) => existsSync(file));

interface Ready {
  readonly github: string;
  readonly api: string;
  readonly app: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RequestLog {
  readonly total: number;
  readonly mutations: number;
  readonly requests: readonly {
    readonly operation: string;
    readonly status: number;
    readonly mutations: number;
  }[];
}

/** The product as its users have it: the sandbox and the real app, each a process of its own. */
export class Product {
  readonly #ready: Ready;
  readonly #sandbox: ChildProcess;
  #app: ChildProcess | undefined;

  constructor(ready: Ready, sandbox: ChildProcess) {
    this.#ready = ready;
    this.#sandbox = sandbox;
  }

  get github(): string {
    return this.#ready.github;
  }

  get api(): string {
    return this.#ready.api;
  }

  get app(): string {
    return this.#ready.app;
  }

  /** A client as one of the sandbox's people. */
  as(login: string): Octokit {
    return new Octokit({ baseUrl: this.#ready.api, auth: `sandbox-${login}`, log: QUIET });
  }

  /** Resolves when no delivery is pending and the app has nothing waiting or running. */
  async idle(): Promise<void> {
    const response = await fetch(`${this.#ready.github}/_sandbox/idle?timeout=55`);
    if (!response.ok) throw new Error(`The sandbox is not idle: ${await response.text()}`);
  }

  async control<T>(method: string, route: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#ready.github}/_sandbox/${route}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** What the app asks while `act` happens and until everything is settled. */
  async requestsDuring(act: () => Promise<unknown>): Promise<RequestLog> {
    await this.control("DELETE", "requests");
    await act();
    await this.idle();
    return this.control<RequestLog>("GET", "requests");
  }

  /** Exactly the bytes of a file at the head of the default branch. */
  async file(name: string): Promise<Buffer> {
    const { data } = await this.as("reader").rest.repos.getContent({
      owner: "acme",
      repo: "app",
      path: name,
    });
    if (Array.isArray(data) || data.type !== "file") throw new Error(`${name} is no file`);
    return Buffer.from(data.content, "base64");
  }

  /** Pushes one file as `owner`, on top of whatever the branch is at. */
  async push(name: string, content: Buffer | string, message = "docs: edit the plan"): Promise<void> {
    const rest = this.as("owner").rest.repos;
    const place = { owner: "acme", repo: "app", path: name };
    const { data } = await rest.getContent(place).catch(() => ({ data: undefined }));
    const sha = data && !Array.isArray(data) ? data.sha : undefined;
    await rest.createOrUpdateFileContents({
      ...place,
      message,
      content: Buffer.from(content).toString("base64"),
      ...(sha !== undefined && { sha }),
    });
  }

  async issues(): Promise<readonly ProductIssue[]> {
    const octokit = this.as("reader");
    const all = await octokit.paginate(octokit.rest.issues.listForRepo, {
      owner: "acme",
      repo: "app",
      state: "all",
      per_page: 100,
    });
    return all.map((issue) => ({
      number: issue.number,
      title: issue.title,
      body: issue.body ?? "",
      state: issue.state,
      stateReason: issue.state_reason ?? null,
      author: issue.user?.login,
      parent: parentNumber(issue),
      labels: issue.labels.map((label) => (typeof label === "string" ? label : label.name)),
    }));
  }

  async setState(
    number: number,
    state: "open" | "closed",
    reason?: "completed" | "not_planned",
  ): Promise<void> {
    await this.as("writer").rest.issues.update({
      owner: "acme",
      repo: "app",
      issue_number: number,
      state,
      ...(reason && { state_reason: reason }),
    });
  }

  /** Headlines of the bot's commits, newest first. */
  async botCommits(): Promise<readonly string[]> {
    const octokit = this.as("reader");
    const commits = await octokit.paginate(octokit.rest.repos.listCommits, {
      owner: "acme",
      repo: "app",
      per_page: 100,
    });
    return commits
      .filter(({ commit }) => commit.author?.name === "tickmark[bot]")
      .map(({ commit }) => commit.message.split("\n")[0] ?? "");
  }

  /** What an app that is started by hand has to be told. */
  appEnvironment(): Readonly<Record<string, string>> {
    return { ...processEnv(), ...this.#ready.env };
  }

  /** Starts the app by hand, where the sandbox was started without it. */
  async startApp(env: Readonly<Record<string, string>> = {}): Promise<ChildProcess> {
    const child = spawn(process.execPath, [SERVER], {
      env: { ...this.appEnvironment(), ...env },
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#app = child;
    await until(async () => (await fetch(`${this.#ready.app}/health`)).ok, "the app answers");
    return child;
  }

  /** `kill -9`: nothing of the app gets a chance to tidy up. */
  async killApp(): Promise<void> {
    if (!this.#app || this.#app.exitCode !== null) return;
    const gone = once(this.#app, "exit");
    this.#app.kill("SIGKILL");
    await gone;
  }

  async stop(): Promise<void> {
    await this.killApp();
    if (this.#sandbox.exitCode !== null) return;
    const gone = once(this.#sandbox, "exit");
    this.#sandbox.kill("SIGTERM");
    await gone;
  }
}

export interface ProductIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly author: string | undefined;
  readonly parent: number | undefined;
  readonly labels: readonly (string | undefined)[];
}

function parentNumber(issue: object): number | undefined {
  const url: unknown = "parent_issue_url" in issue ? issue.parent_issue_url : undefined;
  return typeof url === "string" ? Number(url.split("/").at(-1)) : undefined;
}

function processEnv(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" };
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port was given");
  return address.port;
}

/** Waits for something to become true; a refused connection is not yet. */
export async function until(
  condition: () => Promise<boolean>,
  what: string,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Waited in vain: ${what}`);
}

/** Most tests are about tasks: phases are left alone, unless the options name another config. */
const WITHOUT_PHASES = path.resolve("test/support/without-phases.yml");

/** Starts the sandbox on free ports, with or without the app, and waits until its first sync is done. `env` is for both. */
export async function startProduct(
  files: readonly string[],
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const sandbox = spawn(
    process.execPath,
    [SANDBOX, "--json", "--port", "0", "--app-port", "0", "--config", WITHOUT_PHASES, ...options, ...files],
    {
      env: { ...processEnv(), ...env },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const lines = createInterface({ input: sandbox.stdout });
  const line = await Promise.race([
    once(lines, "line").then(([text]) => String(text)),
    once(sandbox, "exit").then(([code]) =>
      Promise.reject(new Error(`The sandbox ended with ${String(code)}`)),
    ),
  ]);
  return new Product(JSON.parse(line) as Ready, sandbox);
}
