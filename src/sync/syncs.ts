import { LRUCache } from "lru-cache";
import { OvertakenError } from "../errors.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { NewSignoff, PhaseSignoff } from "../core/model/signoff.js";
import type { ChecklistCache } from "./checklist-cache.js";
import { describeOutcome } from "./describe-outcome.js";
import type { ToldIssue } from "./lag.js";
import type { RepositoryPorts } from "./ports.js";
import type { KnownDashboard } from "./publish-dashboard.js";
import { fingerprintWords } from "./repository-memory.js";
import type { RepositoryMemory } from "./repository-memory.js";
import { SyncQueue } from "./sync-queue.js";
import type { QueueEntry, QueueOptions } from "./sync-queue.js";
import { syncRepository } from "./sync-repository.js";
import type { Outcome, SyncOptions } from "./sync-repository.js";

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
  readonly issue?: ToldIssue;
  /** An issue was deleted or transferred: it is gone from every list of what changed. */
  readonly suspect?: number;
  /** Something on the project board changed, which neither files nor issues tell: the id of an item, or `all`. */
  readonly board?: string;
  /** Somebody has signed, waived or taken back something that is to be in a ledger. */
  readonly record?: readonly NewSignoff[];
  /** A person with permission has released the plan that is held. */
  readonly release?: true;
  /** Somebody asked, and waits: it is looked thoroughly, even if nothing seems new. */
  readonly asker?: Asker;
}

/** What an event tells of a board. */
export interface BoardEvent {
  /** Node ids. */
  readonly board: string;
  readonly item: string;
  /** The item came onto the board: nobody knows it yet. */
  readonly isNew: boolean;
}

/** Somebody who waits for what becomes of a look. */
export interface Asker {
  /** Wants to know what would be done, and nothing to be done. */
  readonly dryRun: boolean;
  readonly tell: (news: News) => void;
}

/** How a look is going. After `waiting` there is more to come, after the others not. */
export type News =
  | { readonly state: "ended"; readonly outcome: Outcome }
  | { readonly state: "waiting"; readonly error: unknown; readonly retryMs: number }
  | { readonly state: "failed"; readonly error: unknown }
  /** The process ends before it came to look. */
  | { readonly state: "stopped" };

/** What the last look found that still holds. */
export interface Standing {
  readonly result: Outcome["result"];
  /** Why nothing was done, where nothing was. */
  readonly why: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly signoffs: readonly PhaseSignoff[];
}

export interface SyncsOptions extends Pick<QueueOptions<Hint>, "quietMs" | "longestWaitMs"> {
  readonly cache: ChecklistCache;
  readonly connect: (key: RepositoryKey) => Promise<RepositoryPorts>;
  /** Every repository that the app is installed on. */
  readonly list: () => Promise<readonly RepositoryKey[]>;
  readonly onOutcome: (repository: string, outcome: Outcome, key: RepositoryKey) => void;
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
  readonly #standings = new LRUCache<string, Standing>({ max: MEMORIES });
  /** Who was told all there is: a look that is put back for the sake of others does not tell them again. */
  readonly #answered = new WeakSet<Asker>();
  #draining = false;

  constructor(options: SyncsOptions) {
    this.#options = options;
    this.#queue = new SyncQueue({
      quietMs: options.quietMs,
      longestWaitMs: options.longestWaitMs,
      onError: (name, error, retryMs, hints) => {
        options.onError(name, error, retryMs);
        this.#tell(
          hints,
          retryMs === undefined ? { state: "failed", error } : { state: "waiting", error, retryMs },
        );
      },
      run: (name, hints, progress) =>
        this.#run(name, hints, progress).catch((error: unknown) => {
          if (error instanceof OvertakenError) this.#memories.delete(name);
          throw error;
        }),
    });
  }

  /** Asks for a look at a repository. */
  ask(key: RepositoryKey, hint: Hint = {}): void {
    const name = `${key.owner}/${key.name}`;
    this.#keys.set(name, key);
    if (this.#draining) this.#tell([hint], { state: "stopped" });
    else if (!this.#isEcho(name, [hint])) this.#queue.enqueue(name, [hint]);
  }

  /** Somebody changed an item of a board: whoever keeps that board in step looks at it. */
  boardChanged({ board, item, isNew }: BoardEvent): void {
    for (const [name, memory] of this.#memories.entries()) {
      const key = this.#keys.get(name);
      const known = memory.board;
      if (!key || !memory.hasBoard || (known?.id ?? memory.base.board?.id) !== board) continue;
      const isKnown = known !== undefined && [...known.items.values()].some(({ id }) => id === item);
      // A board that has to be read anew may have it.
      if (isKnown || isNew || !known) this.ask(key, { board: isKnown ? item : "all" });
    }
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

  /** The repository's turn in the queue, and what is known of it since this process started. */
  stateOf({ owner, name }: RepositoryKey): {
    readonly entry: QueueEntry | undefined;
    readonly standing: Standing | undefined;
  } {
    const entry = this.#queue.entries().find(({ key }) => key === `${owner}/${name}`);
    return { entry, standing: this.#standings.get(`${owner}/${name}`) };
  }

  async drain(): Promise<void> {
    this.#draining = true;
    this.#tell(await this.#queue.drain(), { state: "stopped" });
  }

  /** Events tell only what the last sync knows: the app's own commit and its own words on issues come back so. */
  #isEcho(name: string, hints: readonly Hint[]): boolean {
    const memory = this.#memories.peek(name);
    if (!memory || hints.length === 0) return false;
    return hints.every(({ head, issue, suspect, record, release, asker, board }) => {
      if (suspect !== undefined || record || release || asker || board) return false;
      if (issue) return memory.seen.get(issue.number)?.words === fingerprintWords(issue);
      return head !== undefined && head === memory.head;
    });
  }

  async #run(name: string, hints: readonly Hint[], progress: (text: string) => void): Promise<string> {
    if (name === EVERY_REPOSITORY) {
      const keys = await this.#options.list();
      for (const each of keys) {
        this.#forgetRefused(`${each.owner}/${each.name}`);
        // An event of the board may be among those that were missed.
        this.ask(each, { board: "all" });
      }
      return `found ${keys.length}`;
    }
    const key = this.#keys.get(name);
    if (!key || this.#isEcho(name, hints)) return "nothing to do: all is as the last sync left it";
    const dry = hints.filter(({ asker }) => asker?.dryRun && !this.#answered.has(asker));
    if (dry.length > 0) {
      const outcome = await this.#sync(key, dry, { mode: "plan", progress });
      this.#tell(dry, { state: "ended", outcome });
      if (dry.length === hints.length) return describeOutcome(outcome);
    }
    const others = hints.filter(({ asker }) => !asker?.dryRun);
    const outcome = await this.#sync(key, others, { mode: "apply", progress });
    this.#note(name, outcome);
    this.#tell(others, { state: "ended", outcome });
    return describeOutcome(outcome);
  }

  async #sync(
    key: RepositoryKey,
    hints: readonly Hint[],
    how: Pick<SyncOptions, "mode" | "progress">,
  ): Promise<Outcome> {
    const name = `${key.owner}/${key.name}`;
    const { outcome, memory, dashboard, failure } = await syncRepository({
      ...how,
      ports: await this.#options.connect(key),
      cache: this.#options.cache,
      memory: hints.some(({ asker }) => asker) ? undefined : this.#memories.get(name),
      dashboard: this.#dashboards.get(name),
      release: hints.some(({ release }) => release),
      boardNews: hints.flatMap(({ board }) => board ?? []),
      told: hints.flatMap(({ issue }) => issue ?? []),
      suspects: [...new Set(hints.flatMap(({ suspect }) => suspect ?? []))],
      record: hints.flatMap(({ record }) => record ?? []),
    });
    if (memory) this.#memories.set(name, memory);
    if (failure) throw failure;
    if (dashboard) this.#dashboards.set(name, dashboard);
    this.#options.onOutcome(name, outcome, key);
    return outcome;
  }

  /** What GitHub refused, it may do now: somebody gave the app a permission, or took a rule away, and no event tells. */
  #forgetRefused(name: string): void {
    const { diagnostics = [] } = this.#standings.get(name) ?? {};
    if (diagnostics.some(({ rule }) => rule === "refused-by-github")) this.#memories.delete(name);
  }

  /** Where nothing changed, what the last sync that went through said still holds. */
  #note(name: string, outcome: Outcome): void {
    const { result } = outcome;
    if (result === "unchanged" && this.#standings.get(name)?.result === "applied") return;
    this.#standings.set(name, {
      result,
      why: "why" in outcome ? outcome.why : undefined,
      diagnostics: "diagnostics" in outcome ? outcome.diagnostics : [],
      signoffs: "plan" in outcome ? outcome.plan.signoffs : [],
    });
  }

  #tell(hints: readonly Hint[], news: News): void {
    for (const { asker } of hints) {
      if (!asker || this.#answered.has(asker)) continue;
      if (news.state !== "waiting") this.#answered.add(asker);
      asker.tell(news);
    }
  }
}
