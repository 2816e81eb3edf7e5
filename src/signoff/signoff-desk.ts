import { LRUCache } from "lru-cache";
import type { NewSignoff } from "../core/model/signoff.js";
import { RetryError } from "../errors.js";
import type { ChecklistCache } from "../sync/checklist-cache.js";
import type { SignoffPort } from "../sync/ports.js";
import { SyncQueue } from "../sync/sync-queue.js";
import type { QueueOptions } from "../sync/sync-queue.js";
import type { Outcome } from "../sync/sync-repository.js";
import type { RepositoryKey, Syncs } from "../sync/syncs.js";
import type { Ask, Reply } from "./answer-ask.js";
import { lookAt, readMerged } from "./look-at-pull.js";
import type { SignoffPorts } from "./ports.js";
import { GroundReader } from "./read-pull.js";
import type { Push } from "./read-pull.js";

/** A pull request, or an issue where somebody signs. */
export interface Place {
  readonly repository: RepositoryKey;
  readonly number: number;
}

/** Somebody who asked, and waits for the answer. */
export interface SignoffAsker {
  readonly ask: Ask;
  readonly tell: (news: SignoffNews) => void;
}

/** How it is going. After `waiting` there is more to come, after the others not. */
export type SignoffNews =
  | { readonly state: "answered"; readonly reply: Reply }
  | { readonly state: "waiting"; readonly retryMs: number }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "stopped" };

/** Why a place is looked at. */
interface SignoffHint {
  readonly place: Place;
  readonly push?: Push | undefined;
  readonly asker?: SignoffAsker | undefined;
}

/** Something happened in a repository that may matter to pull requests with sign-offs. */
interface News {
  readonly repository: RepositoryKey;
  /** Commit id: to those with this head; undefined: to all. */
  readonly head: string | undefined;
}

export interface SignoffDeskOptions {
  readonly cache: ChecklistCache;
  readonly connect: (key: RepositoryKey) => Promise<SignoffPorts>;
  readonly record: Pick<Syncs, "ask">;
  /** Every answer to somebody who asked: who may see later what was signed and refused. */
  readonly onReply: (place: Place, ask: Ask, reply: Reply) => void;
  readonly onError: QueueOptions<unknown>["onError"];
}

/** Pull requests whose sign-offs may change by what happens elsewhere. */
const WATCHED = 2_000;

/**
 * Sees to the sign-offs of pull requests, one look at a time for each. As in a sync, an event only says where to look;
 * what somebody signed is kept by GitHub, in the app's check runs.
 */
export class SignoffDesk {
  readonly #options: SignoffDeskOptions;
  readonly #reader: GroundReader;
  readonly #queue: SyncQueue<SignoffHint | News>;
  readonly #watched = new LRUCache<string, Place & { readonly head: string }>({ max: WATCHED });
  /** Repositories whose pull requests are among the watched ones, whatever an earlier process knew. */
  readonly #recalled = new LRUCache<string, true>({ max: WATCHED });

  constructor(options: SignoffDeskOptions) {
    this.#options = options;
    this.#reader = new GroundReader(options.cache);
    this.#queue = new SyncQueue<SignoffHint | News>({
      quietMs: 0,
      longestWaitMs: 0,
      forgetful: true,
      onError: (key, error, retryMs, hints) => {
        options.onError(key, error, retryMs, hints);
        tell(hints, retryMs === undefined ? { state: "failed", error } : { state: "waiting", retryMs });
      },
      run: (key, hints) => {
        const places = hints.filter(isPlace);
        const news = hints.filter((hint): hint is News => !isPlace(hint));
        return places.length > 0 ? this.#look(key, places) : this.#spread(news);
      },
    });
  }

  /** Something happened to a pull request. */
  look(place: Place, push?: Push): void {
    this.#queue.enqueue(keyOf(place), [{ place, push }]);
  }

  /** Somebody wants to sign something. */
  ask(place: Place, asker: SignoffAsker): void {
    this.#queue.enqueue(keyOf(place), [{ place, asker }]);
  }

  /** The files or issues of a repository changed: what is missing on its pull requests may be another thing now. */
  refresh(repository: RepositoryKey): void {
    this.#tell({ repository, head: undefined });
  }

  /** Checks on a commit came to an end. */
  checked(repository: RepositoryKey, head: string): void {
    this.#tell({ repository, head });
  }

  /** For a sync: what was signed on pull requests that were merged while nobody listened. */
  merged(key: RepositoryKey): SignoffPort {
    return {
      readMerged: async (branch, since) => {
        const ports = await this.#options.connect(key);
        return readMerged(branch, since, { ports, reader: this.#reader });
      },
    };
  }

  counts(): { readonly waiting: number; readonly running: number } {
    return this.#queue.counts();
  }

  async drain(): Promise<void> {
    tell(await this.#queue.drain(), { state: "stopped" });
  }

  #tell(news: News): void {
    this.#queue.enqueue(`${nameOf(news.repository)} pull requests`, [news]);
  }

  /** Looks at the pull requests that the news may matter to. */
  async #spread(news: readonly News[]): Promise<string> {
    const [first] = news;
    if (!first) return "nothing to do";
    const { repository } = first;
    await this.#recall(repository);
    const own = [...this.#watched.values()].filter((each) => nameOf(each.repository) === nameOf(repository));
    const meant = own.filter((each) => news.some(({ head }) => head === undefined || head === each.head));
    for (const { number } of meant) this.look({ repository, number });
    return `${meant.length} to look at`;
  }

  /** What is watched is known to GitHub: a new process asks for it when it first matters. */
  async #recall(repository: RepositoryKey): Promise<void> {
    const name = nameOf(repository);
    if (this.#recalled.has(name)) return;
    const { pulls } = await this.#options.connect(repository);
    for (const { number, head } of await pulls.watched()) {
      const key = keyOf({ repository, number });
      if (!this.#watched.has(key)) this.#watched.set(key, { repository, number, head });
    }
    this.#recalled.set(name, true);
  }

  async #look(key: string, hints: readonly SignoffHint[]): Promise<string> {
    const [first] = hints;
    if (!first) return "nothing to do";
    const { place } = first;
    const askers = hints.flatMap(({ asker }) => asker ?? []);
    const { replies, record, watch } = await lookAt(place.number, {
      ports: await this.#options.connect(place.repository),
      reader: this.#reader,
      pushes: hints.flatMap(({ push }) => push ?? []),
      asks: askers.map(({ ask }) => ask),
    });
    if (watch === undefined) this.#watched.delete(key);
    else this.#watched.set(key, { ...place, head: watch });
    const problem = record.length > 0 ? await this.#record(place.repository, record) : undefined;
    for (const [at, { ask, tell: answer }] of askers.entries()) {
      const reply = replies[at];
      if (!reply) throw new Error("Somebody who asked was forgotten");
      const told = problem !== undefined && reply.entries.length > 0 ? unwritten(reply, problem) : reply;
      this.#options.onReply(place, ask, told);
      answer({ state: "answered", reply: told });
    }
    return "looked";
  }

  /** Has it written into the ledgers. Answers why it was not. */
  async #record(key: RepositoryKey, record: readonly NewSignoff[]): Promise<string | undefined> {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      this.#options.record.ask(key, {
        record,
        asker: {
          dryRun: false,
          tell: (news) => {
            if (news.state === "ended") resolve(news.outcome);
            else if (news.state === "failed") reject(toError(news.error));
            else if (news.state === "stopped") reject(new RetryError("the process stops"));
          },
        },
      });
    });
    switch (outcome.result) {
      case "unusable":
      case "held":
        return outcome.why;
      case "wrong-config":
        return "the config has a mistake";
      case "applied":
        return outcome.diagnostics.find(({ rule }) => LOSSES.has(rule))?.message;
      default:
        return undefined;
    }
  }
}

/** Remarks of a sync that went through without the ledger. */
const LOSSES: ReadonlySet<string> = new Set(["signoff-lost", "uneditable-ledger", "refused-by-github"]);

function unwritten(reply: Reply, problem: string): Reply {
  const text = `This could not be written into the checklist: ${problem}`;
  return { ...reply, result: "refused", why: ["not-written"], text, isDone: false };
}

function tell(hints: readonly (SignoffHint | News)[], news: SignoffNews): void {
  for (const { asker } of hints.filter(isPlace)) asker?.tell(news);
}

function isPlace(hint: SignoffHint | News): hint is SignoffHint {
  return "place" in hint;
}

function keyOf({ repository, number }: Place): string {
  return `${nameOf(repository)} #${number}`;
}

function nameOf({ owner, name }: RepositoryKey): string {
  return `${owner}/${name}`;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
