import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ParsedChecklist } from "../core/markdown/parse-checklist.js";
import { UnreadableError } from "../errors.js";

/** What the thread is given, and what it answers. */
export interface ReadingTask {
  readonly path: string;
  readonly source: Uint8Array;
}
export type ReadingAnswer = { readonly read: ParsedChecklist } | { readonly error: Error };

/** A file of 1 MB that people keep takes two seconds. */
const LONGEST_MS = 15_000;
/** Several times what such a file takes. The stack is a little smaller than the process's own, which edits the same file. */
const LIMITS = { maxOldGenerationSizeMb: 512, stackSizeMb: 1 };

/**
 * Reads checklists in a thread of its own. Anybody can push a file that takes a Markdown parser hours, or more memory
 * than there is; then this thread ends, and all others are served.
 */
export class ReadingThread {
  readonly #script: URL;
  readonly #longestMs: number;
  #worker: Worker | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(script = new URL("./reading-worker.js", import.meta.url), longestMs = LONGEST_MS) {
    this.#script = script;
    this.#longestMs = longestMs;
  }

  /** One file after the other. Throws `UnreadableError` for what no person writes. */
  read(path: string, source: Uint8Array): Promise<ParsedChecklist> {
    const turn = this.#turn.then(() => this.#read({ path, source }));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #read(task: ReadingTask): Promise<ParsedChecklist> {
    const worker = (this.#worker ??= new Worker(this.#script, { resourceLimits: LIMITS }));
    // It keeps the process alive while it reads, and no longer.
    worker.ref();
    try {
      const answered = once(worker, "message", { signal: AbortSignal.timeout(this.#longestMs) });
      worker.postMessage(task);
      const [answer] = (await answered) as [ReadingAnswer];
      if ("error" in answer) throw answer.error;
      worker.unref();
      return answer.read;
    } catch (error) {
      this.#worker = undefined;
      await worker.terminate();
      const what = whyUnreadable(error as NodeJS.ErrnoException, this.#longestMs);
      throw what === undefined ? error : unreadable(task, what, error);
    }
  }
}

/** Undefined for what is a mistake of the app. By name: an error from another thread has a class of its own there. */
function whyUnreadable({ name, code }: NodeJS.ErrnoException, longestMs: number): string | undefined {
  if (name === "AbortError") return `that takes longer than ${longestMs / 1_000} s to read`;
  if (name === "RangeError") return "nested so deeply";
  return code === "ERR_WORKER_OUT_OF_MEMORY" ? "that takes so much memory to read" : undefined;
}

function unreadable({ path }: ReadingTask, what: string, cause: unknown): UnreadableError {
  return new UnreadableError(path, `Unexpected text ${what}, expected a checklist as people write them`, {
    cause,
  });
}
