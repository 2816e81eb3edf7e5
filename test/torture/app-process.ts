import { ProbotOctokit } from "probot";
import type { EmitterWebhookEvent } from "@octokit/webhooks";
import { CommandDesk } from "../../src/commands/command-desk.js";
import { COMMANDS } from "../../src/commands/commands.js";
import { onIssueComment } from "../../src/events/issue-comment.js";
import { onIssue } from "../../src/events/issues.js";
import { onPullRequest } from "../../src/events/pull-request.js";
import { onPush } from "../../src/events/push.js";
import type { Nudge } from "../../src/events/repository-key.js";
import { Connection } from "../../src/github/connect.js";
import { SignoffDesk } from "../../src/signoff/signoff-desk.js";
import type { RepositoryKey } from "../../src/sync/syncs.js";
import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { Syncs } from "../../src/sync/syncs.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { GitHubClient } from "../../src/github/client.js";
import type { Octokit } from "../../src/github/client.js";
import { LeaseStore } from "../../src/github/lease-store.js";
import { UNPACED } from "../../src/github/pace.js";
import { appToken, installationToken } from "./stage.js";
import type { Delivery, Stage } from "./stage.js";

/** Hears of a process's requests, and may end it there. */
export interface Watcher {
  /** A sync begins. */
  looks(process: AppProcess): void;
  before(operation: string, process: AppProcess): Promise<void>;
  after(operation: string, process: AppProcess): Promise<void>;
  outcome(outcome: Outcome, process: AppProcess): void;
  failure(error: unknown, retryMs: number | undefined, process: AppProcess): void;
}

/** Where a process runs, and whether anybody signs anything there. */
export interface ProcessPlace {
  readonly repository: string;
  /** The next process on the same host knows that this one is dead. */
  readonly host: string;
  readonly signs: boolean;
}

const PULL_ACTIONS = new Set(["opened", "reopened", "synchronize", "edited", "closed"]);
const LONGEST_MS = 90_000;
const POLL_MS = 2;
const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * The app as one process has it, connected as src/index.ts does it: what it knows is in here and nowhere else.
 * It can die at any request.
 */
export class AppProcess {
  readonly host: string;
  readonly #signs: boolean;
  readonly #syncs: Syncs;
  readonly #signoffs: SignoffDesk;
  readonly #desk: CommandDesk;
  readonly #key: RepositoryKey;
  readonly #watcher: Watcher;
  #isDead = false;
  #keptLease: LeaseStore | undefined;
  /** Errors of the syncs since it was last asked. */
  failures: string[] = [];

  constructor(stage: Stage, { repository, host, signs }: ProcessPlace, watcher: Watcher) {
    this.host = host;
    this.#signs = signs;
    this.#watcher = watcher;
    const { sandbox } = stage;
    this.#key = { installationId: sandbox.credentials.installationId, owner: "acme", name: repository };
    const connection = new Connection({ auth: (id) => this.#connect(stage, id) }, { paced: false });
    const cache = new ChecklistCache();
    this.#syncs = new Syncs({
      cache,
      quietMs: 0,
      longestWaitMs: 0,
      connect: async (key) => {
        watcher.looks(this);
        return {
          ...(await connection.repository(key.installationId, key)),
          lease: await this.#lease(stage),
          signoffs: this.#signoffs.merged(key),
        };
      },
      list: () => Promise.resolve([this.#key]),
      onOutcome: (_, outcome, key) => {
        if (!this.#isDead) this.#watcher.outcome(outcome, this);
        if (outcome.result !== "applied") return;
        const { steps, signoffs: phases } = outcome.plan;
        if (steps.length > 0 && phases.length > 0) this.#signoffs.refresh(key);
      },
      onError: (_, error, retryMs) => {
        this.failures.push(error instanceof Error ? error.message : String(error));
        if (!this.#isDead) this.#watcher.failure(error, retryMs, this);
      },
    });
    const onError = (_: string, error: unknown): void => {
      this.failures.push(error instanceof Error ? error.message : String(error));
    };
    this.#signoffs = new SignoffDesk({
      cache,
      connect: (key) => connection.signoffs(key.installationId, key),
      record: this.#syncs,
      onReply: () => undefined,
      onError,
    });
    this.#desk = new CommandDesk({
      commands: COMMANDS,
      connect: (key) => connection.commands(key.installationId, key),
      syncs: this.#syncs,
      signoffs: this.#signoffs,
      onAnswer: () => undefined,
      onTired: () => undefined,
      onError,
    });
  }

  /**
   * A client as Probot would make it. Tokens come from the stage: Probot's authentication shares those that it is
   * waiting for with every other GitHub in this process.
   */
  async #connect(stage: Stage, installationId: number | undefined): Promise<Octokit> {
    const token = installationId === undefined ? appToken(stage) : await installationToken(stage);
    return new ProbotOctokit({
      auth: { token },
      baseUrl: `${stage.sandbox.url}/api/v3`,
      request: { fetch: this.#fetch },
      retry: { enabled: false },
      throttle: { enabled: false },
      log: SILENT,
    });
  }

  /** Kept as src/github/connect.ts keeps it; the processes of a run are told apart by their hosts. */
  async #lease(stage: Stage): Promise<LeaseStore> {
    const holder = { host: this.host, pid: process.pid, held: new Set<string>() };
    const client = new GitHubClient(await this.#connect(stage, this.#key.installationId), UNPACED);
    this.#keptLease ??= new LeaseStore(client, this.#key, holder);
    return this.#keptLease;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** From now on nothing that it does has an effect. */
  die(): void {
    this.#isDead = true;
    for (const part of [this.#desk, this.#signoffs, this.#syncs]) void part.drain();
  }

  /** As at the start of a process, and now and then: looks, whatever it has heard. */
  look(): void {
    this.#syncs.ask(this.#key);
    if (this.#signs) this.#desk.catchUp(this.#key);
  }

  /** The table of src/index.ts, for the events that these runs have. */
  deliver({ event, action, payload }: Delivery): void {
    const nudges = nudgesOf(event, action, payload);
    for (const { key, hint } of nudges) this.#syncs.ask(key, hint);
    if (!this.#signs) return;
    const told = { id: "", payload } as unknown;
    if (event === "issue_comment" && action === "created")
      this.#desk.take(onIssueComment(told as EmitterWebhookEvent<"issue_comment.created">));
    if (event === "pull_request" && PULL_ACTIONS.has(action ?? ""))
      for (const { place, push } of onPullRequest(told as EmitterWebhookEvent<"pull_request.opened">))
        this.#signoffs.look(place, push);
  }

  /** Resolves when nothing waits or runs, or when the process is dead and its last request has ended. */
  async idle(until: () => boolean = () => false): Promise<void> {
    const deadline = Date.now() + LONGEST_MS;
    for (;;) {
      const counts = [this.#syncs.status(), this.#signoffs.counts(), this.#desk.counts()];
      const running = counts.reduce((sum, each) => sum + each.running, 0);
      const waiting = counts.reduce((sum, each) => sum + each.waiting, 0);
      if (running === 0 && (waiting === 0 || this.#isDead || until())) return;
      if (Date.now() > deadline)
        throw new Error(`The process does not come to rest: ${this.failures.join("; ")}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** What the last sync said of itself. */
  describe(): string {
    return this.#syncs
      .status()
      .repositories.map(({ last }) => last?.outcome)
      .join("; ");
  }

  readonly #fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const operation = operationOf(url, init);
    await this.#watcher.before(operation, this);
    this.#refuseWhenDead();
    const response = await fetch(url, init);
    await this.#watcher.after(operation, this);
    this.#refuseWhenDead();
    return response;
  };

  #refuseWhenDead(): void {
    if (this.#isDead) throw new Error("the process is dead");
  }
}

function operationOf(url: string, { method = "GET", body }: RequestInit): string {
  const name = typeof body === "string" ? /(?:query|mutation) (\w+)/.exec(body)?.[1] : undefined;
  return name ?? `${method} ${new URL(url).pathname.replace(/^\/api\/v3/, "").replace(/[0-9a-f]{40}/g, "…")}`;
}

function nudgesOf(event: string, action: string | undefined, payload: unknown): readonly Nudge[] {
  if (event === "push") return onPush({ id: "", name: "push", payload } as EmitterWebhookEvent<"push">);
  const isRelevant = ["closed", "reopened", "edited", "deleted", "transferred"].includes(action ?? "");
  if (event !== "issues" || !isRelevant) return [];
  return onIssue({ id: "", name: "issues", payload } as EmitterWebhookEvent<"issues.closed">);
}
