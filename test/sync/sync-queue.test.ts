import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { RetryError, StaleHeadError, TerminalError } from "../../src/errors.js";
import { SyncQueue } from "../../src/sync/sync-queue.js";

const QUIET = 2_000;
const LONGEST = 20_000;
const START = Date.UTC(2026, 0, 5);

beforeEach(() => void jest.useFakeTimers({ now: START }));
afterEach(() => void jest.useRealTimers());

/** A sync that goes on until the test ends it. */
interface Run {
  readonly key: string;
  readonly hints: readonly string[];
  /** When it started, in milliseconds since the test began. */
  readonly at: number;
  readonly progress: (text: string) => void;
  readonly end: (outcome?: string | Error) => Promise<void>;
}

function startQueue() {
  const runs: Run[] = [];
  const errors: (readonly [key: string, retryMs: number | undefined])[] = [];
  const queue = new SyncQueue<string>({
    quietMs: QUIET,
    longestWaitMs: LONGEST,
    onError: (key, _error, retryMs) => errors.push([key, retryMs]),
    run: (key, hints, progress) =>
      new Promise((resolve, reject) => {
        const end = async (outcome: string | Error = "nothing to do"): Promise<void> => {
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
          await pass(0);
        };
        runs.push({ key, hints, progress, end, at: Date.now() - START });
      }),
  });
  const last = (): Run => {
    const run = runs.at(-1);
    if (!run) throw new Error("Nothing ran yet");
    return run;
  };
  return { queue, runs, errors, last };
}

const pass = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds);
const starts = (runs: readonly Run[]): number[] => runs.map(({ at }) => at);

describe("events of one repository", () => {
  test("start a sync when nothing has come in for the quiet time", async () => {
    const { queue, runs } = startQueue();
    queue.enqueue("acme/app", ["a"]);

    await pass(QUIET - 1);
    expect(runs).toHaveLength(0);
    await pass(1);
    expect(starts(runs)).toEqual([QUIET]);
  });

  test("pain 15: become one sync, and it is told all of their hints", async () => {
    const { queue, runs } = startQueue();
    queue.enqueue("acme/app", ["a"]);
    await pass(QUIET - 1);
    queue.enqueue("acme/app", ["b", "c"]);

    await pass(LONGEST);

    expect(runs.map(({ hints }) => hints)).toEqual([["a", "b", "c"]]);
    expect(starts(runs)).toEqual([2 * QUIET - 1]);
  });

  test("that never pause start a sync when the first has waited for the longest time", async () => {
    const { queue, runs } = startQueue();
    for (let at = 0; at < LONGEST + 5_000; at += 1_000) {
      queue.enqueue("acme/app");
      await pass(1_000);
    }

    expect(starts(runs)).toEqual([LONGEST]);
  });

  test("never run two syncs at once", async () => {
    const { queue, runs } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    queue.enqueue("acme/app");

    await pass(10 * LONGEST);

    expect(runs).toHaveLength(1);
  });

  test("that come in during a sync ask for one more after it", async () => {
    const { queue, runs, last } = startQueue();
    queue.enqueue("acme/app", ["a"]);
    await pass(QUIET);
    queue.enqueue("acme/app", ["b"]);
    queue.enqueue("acme/app", ["c"]);
    await pass(5_000);

    await last().end();
    await pass(QUIET);
    await last().end();
    await pass(10 * LONGEST);

    expect(runs.map(({ hints }) => hints)).toEqual([["a"], ["b", "c"]]);
    expect(starts(runs)).toEqual([QUIET, QUIET + 5_000 + QUIET]);
  });

  test("do not wait for those of another repository", async () => {
    const { queue, runs } = startQueue();
    queue.enqueue("acme/app");
    queue.enqueue("acme/site");

    await pass(QUIET);

    expect(runs.map(({ key }) => key)).toEqual(["acme/app", "acme/site"]);
  });
});

describe("a sync that fails", () => {
  test("for a passing reason is tried again after 1, 2, 4 … seconds, five minutes at most, with its hints", async () => {
    const { queue, runs, errors, last } = startQueue();
    queue.enqueue("acme/app", ["a"]);
    await pass(QUIET);
    for (let attempt = 0; attempt < 11; attempt += 1) {
      await last().end(new RetryError("GitHub answered 502"));
      await pass(5 * 60_000);
    }

    const delays = errors.map(([, retryMs]) => (retryMs ?? 0) / 1_000);
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(new Set(runs.map(({ hints }) => hints.join()))).toEqual(new Set(["a"]));
  });

  test("starts counting anew after one that went well", async () => {
    const { queue, errors, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    await last().end(new RetryError("GitHub answered 502"));
    await pass(1_000);
    await last().end(new RetryError("GitHub answered 502"));
    await pass(2_000);
    await last().end("created 1 issue");
    queue.enqueue("acme/app");
    await pass(QUIET);
    await last().end(new RetryError("GitHub answered 502"));

    expect(errors.map(([, retryMs]) => retryMs)).toEqual([1_000, 2_000, 1_000]);
  });

  test("pain 48: waits as long as GitHub asks, and events do not shorten it", async () => {
    const { queue, runs, last } = startQueue();
    queue.enqueue("acme/app", ["a"]);
    await pass(QUIET);
    await last().end(new RetryError("too many requests", { afterMs: 600_000 }));
    queue.enqueue("acme/app", ["b"]);

    await pass(600_000 - 1);
    expect(runs).toHaveLength(1);
    await pass(1);
    expect(runs.map(({ hints }) => hints)).toEqual([["a"], ["a", "b"]]);
  });

  test("waits as long as GitHub asks, also for events that came in while it ran", async () => {
    const { queue, runs, last } = startQueue();
    queue.enqueue("acme/app", ["a"]);
    await pass(QUIET);
    queue.enqueue("acme/app", ["b"]);
    await last().end(new RetryError("too many requests", { afterMs: 600_000 }));

    await pass(600_000 - 1);
    expect(runs).toHaveLength(1);
    await pass(1);
    expect(runs.map(({ hints }) => hints)).toEqual([["a"], ["a", "b"]]);
  });

  test("does not hold up another repository", async () => {
    const { queue, runs, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    await last().end(new RetryError("too many requests", { afterMs: 600_000 }));
    queue.enqueue("acme/site");

    await pass(QUIET);

    expect(last().key).toBe("acme/site");
    expect(runs).toHaveLength(2);
  });

  test("on a head that moved starts over at once, but not for ever", async () => {
    const { queue, runs, errors, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    for (let attempt = 0; attempt < 11; attempt += 1) await last().end(new StaleHeadError("moved"));
    await pass(LONGEST);

    expect(errors.map(([, retryMs]) => retryMs)).toEqual([...Array<number>(10).fill(0), undefined]);
    expect(runs).toHaveLength(11);
  });

  test("for good is not tried again", async () => {
    const { queue, runs, errors, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    await last().end(new TerminalError("Resource not accessible by integration"));
    await pass(3_600_000);

    expect(runs).toHaveLength(1);
    expect(errors).toEqual([["acme/app", undefined]]);
  });

  test("for good is looked at again when an event comes in", async () => {
    const { queue, runs, last } = startQueue();
    queue.enqueue("acme/app", ["a"]);
    await pass(QUIET);
    queue.enqueue("acme/app", ["b"]);
    await last().end(new TerminalError("Resource not accessible by integration"));
    await pass(QUIET);

    expect(runs.map(({ hints }) => hints)).toEqual([["a"], ["b"]]);
  });

  test("by a mistake of the app is tried three times more", async () => {
    const { queue, runs, errors, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await last().end(new TypeError("undefined is not iterable"));
      await pass(10_000);
    }

    expect(errors.map(([, retryMs]) => retryMs)).toEqual([1_000, 2_000, 4_000, undefined]);
    expect(runs).toHaveLength(4);
  });
});

describe("what is known of a repository's turn", () => {
  test("is when it starts, while it waits", async () => {
    const { queue } = startQueue();
    queue.enqueue("acme/app");
    await pass(500);

    expect(queue.counts()).toEqual({ waiting: 1, running: 0 });
    expect(queue.entries()).toEqual([
      {
        key: "acme/app",
        state: "waiting",
        due: new Date(START + QUIET).toISOString(),
        progress: undefined,
        last: undefined,
      },
    ]);
  });

  test("is how far it is, while it runs", async () => {
    const { queue, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    last().progress("20 of 478 issues written");

    expect(queue.counts()).toEqual({ waiting: 0, running: 1 });
    expect(queue.entries()).toMatchObject([{ state: "running", progress: "20 of 478 issues written" }]);
  });

  test("is that it runs and that one more waits, when an event came in meanwhile", async () => {
    const { queue } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    queue.enqueue("acme/app");

    expect(queue.counts()).toEqual({ waiting: 1, running: 1 });
  });

  test("is how it ended, afterwards", async () => {
    const { queue, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    await last().end("created 2 issues");

    expect(queue.counts()).toEqual({ waiting: 0, running: 0 });
    expect(queue.entries()).toMatchObject([
      {
        state: "idle",
        due: undefined,
        last: { at: new Date(START + QUIET).toISOString(), outcome: "created 2 issues" },
      },
    ]);
  });

  test("pain 85: is why it failed and when it is tried again", async () => {
    const { queue, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    await last().end(new RetryError("GitHub answered 502", { afterMs: 61_500 }));

    expect(queue.entries()).toMatchObject([
      { state: "waiting", last: { outcome: "put back for 62 s: GitHub answered 502" } },
    ]);
    expect(queue.counts()).toEqual({ waiting: 1, running: 0 });
  });

  test("is that it failed, when it is not tried again", async () => {
    const { queue, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    await last().end(new TerminalError("the app may not write"));

    expect(queue.entries()).toMatchObject([
      { state: "idle", last: { outcome: "failed: the app may not write" } },
    ]);
  });
});

describe("draining", () => {
  test("waits for the sync that runs, and starts no more", async () => {
    const { queue, runs, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    queue.enqueue("acme/app");
    queue.enqueue("acme/site");
    let drained = false;
    void queue.drain().then(() => (drained = true));
    await pass(10 * LONGEST);
    expect(drained).toBe(false);

    await last().end();
    await pass(10 * LONGEST);

    expect(drained).toBe(true);
    expect(runs).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  test("does not wait for a failed sync's next try", async () => {
    const { queue, runs, last } = startQueue();
    queue.enqueue("acme/app");
    await pass(QUIET);
    const drained = queue.drain();
    await last().end(new RetryError("GitHub answered 502"));
    await drained;
    await pass(10 * LONGEST);

    expect(runs).toHaveLength(1);
  });

  test("takes no more events", async () => {
    const { queue, runs } = startQueue();
    await queue.drain();
    queue.enqueue("acme/app");
    await pass(10 * LONGEST);

    expect(runs).toHaveLength(0);
  });
});

describe("many repositories of one owner", () => {
  const START_ALL = 60;

  /** As when the process starts: all of them are to be looked at. */
  async function startAll() {
    const started = startQueue();
    for (let at = 1; at <= START_ALL; at += 1) started.queue.enqueue(`acme/${at}`, [String(at)]);
    await pass(QUIET);
    return started;
  }

  test("are looked at a few at a time, in the order in which they came", async () => {
    const { queue, runs } = await startAll();
    const atOnce = runs.length;
    expect(atOnce).toBeLessThan(34);
    expect(queue.counts()).toEqual({ waiting: START_ALL - atOnce, running: atOnce });

    for (let at = 0; at < START_ALL; at += 1) await runs[at]?.end();

    expect(runs.map(({ hints }) => hints)).toEqual(runs.map((_, at) => [String(at + 1)]));
    expect(runs).toHaveLength(START_ALL);
    expect(queue.counts()).toEqual({ waiting: 0, running: 0 });
  });

  test("keep nobody else's waiting", async () => {
    const { queue, runs } = await startAll();
    queue.enqueue("other/app");
    await pass(QUIET);
    expect(runs.at(-1)?.key).toBe("other/app");
  });

  test("an event for one that waits for the others becomes part of its look", async () => {
    const { queue, runs } = await startAll();
    queue.enqueue(`acme/${START_ALL}`, ["more"]);
    await pass(LONGEST);
    for (let at = 0; at < START_ALL; at += 1) await runs[at]?.end();
    await pass(LONGEST);

    expect(runs).toHaveLength(START_ALL);
    expect(runs.at(-1)?.hints).toEqual([String(START_ALL), "more"]);
  });

  test("that are not looked at before the end are told so", async () => {
    const { queue, runs } = await startAll();
    const running = runs.length;
    const drained = queue.drain();
    for (const run of [...runs]) await run.end();

    expect(await drained).toHaveLength(START_ALL - running);
    expect(runs).toHaveLength(running);
  });

  test("a look that fails lets the next one begin all the same", async () => {
    const { runs } = await startAll();
    const before = runs.length;
    await runs[0]?.end(new TerminalError("gone"));
    expect(runs).toHaveLength(before + 1);
  });
});
