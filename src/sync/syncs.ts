import { LRUCache } from "lru-cache";
import { ChecklistCache } from "./checklist-cache.js";
import { describeOutcome } from "./describe-outcome.js";
import type { RepositoryPorts } from "./ports.js";
import type { KnownDashboard } from "./publish-dashboard.js";
import { fingerprintWords } from "./repository-memory.js";
import type { IssueWords, RepositoryMemory } from "./repository-memory.js";
import { SyncQueue } from "./sync-queue.js";
import type { QueueEntry, QueueOptions } from "./sync-queue.js";
import { syncRepository } from "./sync-repository.js";
import type { Outcome } from "./sync-repository.js";

/** A repository as events name it. */
export interface RepositoryKey {
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
}

/** Why a repository is looked at, as far as looking can be made cheaper or more thorough by it. */
export interface Hint {
  /** A push moved the branch here. When that is what the last sync left behind, there is nothing to look at. */
  readonly head?: string;
  /** An issue is like this now. When that is how the last sync left it, there is nothing to look at. */
  readonly issue?: IssueWords & { readonly number: number };
  /** An issue was deleted or transferred: it is gone from every list of what changed. */
  readonly suspect?: number;
  /** A person with permission has released the plan that is held. */
  readonly release?: true;
}

export interface SyncsOptions extends Pick<QueueOptions<Hint>, "quietMs" | "longestWaitMs"> {
  readonly connect: (key: RepositoryKey) => Promise<RepositoryPorts>;
  /** Every repository that the app is installed on. */
  readonly list: () => Promise<readonly RepositoryKey[]>;
  readonly onOutcome: (repository: string, outcome: Outcome) => void;
  readonly onError: (repository: string, error: unknown, retryMs: number | undefined) => void;
}

/** The turn in the queue that asks for a turn of every repository. */
const EVERY_REPOSITORY = "every repository";

/** Repositories whose memory is kept; the others are read anew when their turn comes. */
const MEMORIES = 500;

/** The syncs of all repositories: one at a time for each, with what the last one learnt. */
export class Syncs {
  readonly #options: SyncsOptions;
  readonly #queue: SyncQueue<Hint>;
  readonly #keys = new Map<string, RepositoryKey>();
  readonly #memories = new LRUCache<string, RepositoryMemory>({ max: MEMORIES });
  readonly #dashboards = new LRUCache<string, KnownDashboard>({ max: MEMORIES });
  readonly #cache = new ChecklistCache();

  constructor(options: SyncsOptions) {
    this.#options = options;
    this.#queue = new SyncQueue({
      quietMs: options.quietMs,
      longestWaitMs: options.longestWaitMs,
      onError: options.onError,
      run: (name, hints, progress) => this.#run(name, hints, progress),
    });
  }

  /** Asks for a look at a repository. */
  ask(key: RepositoryKey, hint: Hint = {}): void {
    const name = `${key.owner}/${key.name}`;
    this.#keys.set(name, key);
    if (!this.#isEcho(name, [hint])) this.#queue.enqueue(name, [hint]);
  }

  /** Asks for a look at every repository: events may have been missed while no process was running. */
  askAll(): void {
    this.#queue.enqueue(EVERY_REPOSITORY);
  }

  status(): {
    readonly waiting: number;
    readonly running: number;
    readonly repositories: readonly QueueEntry[];
  } {
    return { ...this.#queue.counts(), repositories: this.#queue.entries() };
  }

  drain(): Promise<void> {
    return this.#queue.drain();
  }

  /** Events tell only what the last sync knows: the app's own commit and its own words on issues come back so. */
  #isEcho(name: string, hints: readonly Hint[]): boolean {
    const memory = this.#memories.peek(name);
    if (!memory || hints.length === 0) return false;
    return hints.every(({ head, issue, suspect, release }) => {
      if (suspect !== undefined || release) return false;
      if (issue) return memory.seen.get(issue.number)?.words === fingerprintWords(issue);
      return head !== undefined && head === memory.head;
    });
  }

  async #run(name: string, hints: readonly Hint[], progress: (text: string) => void): Promise<string> {
    if (name === EVERY_REPOSITORY) {
      const keys = await this.#options.list();
      for (const each of keys) this.ask(each);
      return `found ${keys.length}`;
    }
    const key = this.#keys.get(name);
    if (!key || this.#isEcho(name, hints)) return "nothing to do: all is as the last sync left it";
    const { outcome, memory, dashboard } = await syncRepository({
      ports: await this.#options.connect(key),
      cache: this.#cache,
      memory: this.#memories.get(name),
      dashboard: this.#dashboards.get(name),
      release: hints.some(({ release }) => release),
      suspects: [...new Set(hints.flatMap(({ suspect }) => suspect ?? []))],
      mode: "apply",
      progress,
    });
    if (memory) this.#memories.set(name, memory);
    if (dashboard) this.#dashboards.set(name, dashboard);
    this.#options.onOutcome(name, outcome);
    return describeOutcome(outcome);
  }
}
