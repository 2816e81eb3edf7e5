import { RetryError, StaleHeadError, TerminalError } from "../errors.js";
import { Turnstile } from "./turnstile.js";

/** What is known of a repository's turn in the queue, for `/status`. */
export interface QueueEntry {
  readonly key: string;
  readonly state: "waiting" | "running" | "idle";
  /** When a waiting sync starts; ISO 8601. */
  readonly due: string | undefined;
  readonly progress: string | undefined;
  readonly last: { readonly at: string; readonly outcome: string } | undefined;
}

export interface QueueOptions<Hint> {
  /** Looks at one repository. Throws `RetryError` to be put back. Answers a sentence about the outcome. */
  readonly run: (key: string, hints: readonly Hint[], progress: (text: string) => void) => Promise<string>;
  /** A sync starts when nothing has come in for this long … */
  readonly quietMs: number;
  /** … or when the first event has waited for this long. */
  readonly longestWaitMs: number;
  /** Hears of every sync that ended with an error. Without `retryMs` that was the last try for these hints. */
  readonly onError: (
    key: string,
    error: unknown,
    retryMs: number | undefined,
    hints: readonly Hint[],
  ) => void;
  /** For keys that never come again: nothing is kept of a turn that is over. */
  readonly forgetful?: boolean;
}

interface Turn<Hint> {
  hints: Hint[];
  /** When the first event of the waiting sync came in; undefined: nothing waits. */
  since: number | undefined;
  due: number | undefined;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
  /** It is due, and others of the same owner have to end first. */
  inLine: boolean;
  /** GitHub asked for patience: events that come in meanwhile do not shorten it. */
  notBefore: number;
  attempts: number;
  progress: string | undefined;
  last: QueueEntry["last"];
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** Somebody pushed while the app worked: that is no failure, it starts over at once, but not for ever. */
const STALE_ATTEMPTS = 10;
/**
 * GitHub answers 100 requests of one installation at once, which is one owner's. Each turn makes one request after the
 * other, and there are three queues.
 *
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const AT_ONCE = 25;

/**
 * One sync at a time for each repository. Events only say which repository to look at, so a hundred of them are
 * one sync; one that comes in while a sync is running asks for another.
 */
export class SyncQueue<Hint> {
  readonly #turns = new Map<string, Turn<Hint>>();
  readonly #options: QueueOptions<Hint>;
  readonly #turnstile = new Turnstile(AT_ONCE);
  #draining = false;

  constructor(options: QueueOptions<Hint>) {
    this.#options = options;
  }

  /** Asks for a sync of a repository. `hints` of all events that become one sync are handed to it together. */
  enqueue(key: string, hints: readonly Hint[] = []): void {
    const turn = this.#turn(key);
    turn.hints.push(...hints);
    turn.since ??= Date.now();
    if (turn.running || turn.inLine) return;
    const due = Math.min(Date.now() + this.#options.quietMs, turn.since + this.#options.longestWaitMs);
    this.#schedule(key, turn, Math.max(due, turn.notBefore));
  }

  /** Repositories that were asked for since the start. */
  entries(): readonly QueueEntry[] {
    return [...this.#turns].map(([key, { running, since, due, progress, last }]) => ({
      key,
      state: running ? "running" : since === undefined ? "idle" : "waiting",
      due: due === undefined ? undefined : new Date(due).toISOString(),
      progress,
      last,
    }));
  }

  counts(): { readonly waiting: number; readonly running: number } {
    const turns = [...this.#turns.values()];
    return {
      waiting: turns.filter(({ since }) => since !== undefined).length,
      running: turns.filter(({ running }) => running !== undefined).length,
    };
  }

  /**
   * Starts nothing more and waits for what is running. Answers the hints that nobody looked at any more; the next
   * start looks at everything.
   */
  async drain(): Promise<readonly Hint[]> {
    this.#draining = true;
    for (const { timer } of this.#turns.values()) clearTimeout(timer);
    await Promise.all([...this.#turns.values()].flatMap(({ running }) => running ?? []));
    return [...this.#turns.values()].flatMap(({ hints }) => hints);
  }

  #turn(key: string): Turn<Hint> {
    const known = this.#turns.get(key);
    if (known) return known;
    const turn: Turn<Hint> = {
      hints: [],
      since: undefined,
      due: undefined,
      timer: undefined,
      running: undefined,
      inLine: false,
      notBefore: 0,
      attempts: 0,
      progress: undefined,
      last: undefined,
    };
    this.#turns.set(key, turn);
    return turn;
  }

  #schedule(key: string, turn: Turn<Hint>, due: number): void {
    clearTimeout(turn.timer);
    if (this.#draining) return;
    turn.due = due;
    turn.timer = setTimeout(() => this.#start(key, turn), Math.max(0, due - Date.now()));
  }

  #start(key: string, turn: Turn<Hint>): void {
    turn.due = undefined;
    turn.inLine = true;
    this.#turnstile.enter(ownerOf(key), () => {
      turn.inLine = false;
      if (this.#draining) return;
      const hints = turn.hints;
      turn.hints = [];
      turn.since = undefined;
      turn.running = this.#run(key, turn, hints).finally(() => this.#end(key, turn));
    });
  }

  #end(key: string, turn: Turn<Hint>): void {
    turn.running = undefined;
    turn.progress = undefined;
    if (turn.since === undefined && this.#options.forgetful) this.#turns.delete(key);
    if (turn.since !== undefined && turn.due === undefined)
      this.#schedule(key, turn, Date.now() + this.#options.quietMs);
    this.#turnstile.leave(ownerOf(key));
  }

  async #run(key: string, turn: Turn<Hint>, hints: readonly Hint[]): Promise<void> {
    const progress = (text: string): void => {
      turn.progress = text;
    };
    try {
      const outcome = await this.#options.run(key, hints, progress);
      turn.attempts = 0;
      turn.last = { at: new Date().toISOString(), outcome };
    } catch (error) {
      turn.attempts += 1;
      const retryMs = retryDelay(error, turn.attempts);
      turn.last = { at: new Date().toISOString(), outcome: describe(error, retryMs, turn.progress) };
      this.#options.onError(key, error, retryMs, hints);
      if (retryMs === undefined) return;
      turn.hints.unshift(...hints);
      turn.since ??= Date.now();
      turn.notBefore = Date.now() + retryMs;
      this.#schedule(key, turn, turn.notBefore);
    }
  }
}

/** Keys begin with `owner/`; what does not is on its own. */
function ownerOf(key: string): string {
  return key.includes("/") ? key.slice(0, key.indexOf("/")) : key;
}

/** Milliseconds until the next try; undefined when trying again cannot help. The one place that decides this. */
function retryDelay(error: unknown, attempts: number): number | undefined {
  if (error instanceof TerminalError) return undefined;
  if (error instanceof StaleHeadError && attempts <= STALE_ATTEMPTS) return 0;
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
  if (error instanceof RetryError) return error.afterMs ?? backoff;
  return attempts <= 3 ? backoff : undefined;
}

function describe(error: unknown, retryMs: number | undefined, progress: string | undefined): string {
  const what = error instanceof Error ? error.message : String(error);
  if (retryMs === undefined) return `failed: ${what}`;
  const soFar = progress === undefined ? "" : `, ${progress}`;
  return `put back for ${Math.ceil(retryMs / 1000)} s${soFar}: ${what}`;
}
