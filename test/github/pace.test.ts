import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { RetryError } from "../../src/errors.js";
import { delayBeforeWrite, InstallationPace } from "../../src/github/pace.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Long after everything that these tests remember. */
const NOW = 10 * HOUR;

const ago = (milliseconds: number, creations = 0) => ({ at: NOW - milliseconds, creations });

describe("the wait before a write", () => {
  test.each([
    ["is none for the first", [], 20, 0],
    ["is what is left of a second after another write", [ago(300)], 0, 700],
    ["is none a second after another write", [ago(SECOND)], 0, 0],
    ["is none for a request that creates nothing, although the minute is full", [ago(2 * SECOND, 80)], 0, 0],
    ["is none up to 80 creations in a minute", [ago(50 * SECOND, 60)], 20, 0],
    ["is until the minute has room for them", [ago(50 * SECOND, 60)], 21, 10 * SECOND],
    ["is none for what is a minute old", [ago(MINUTE, 80)], 80, 0],
    [
      "is until enough of the minute's writes are old, not all of them",
      [ago(50 * SECOND, 40), ago(30 * SECOND, 20), ago(10 * SECOND, 20)],
      20,
      10 * SECOND,
    ],
    [
      "is until the second of them is old, when the first is not enough",
      [ago(50 * SECOND, 10), ago(30 * SECOND, 50), ago(10 * SECOND, 20)],
      20,
      30 * SECOND,
    ],
    ["is none up to 500 creations in an hour", [ago(50 * MINUTE, 480)], 20, 0],
    ["is until the hour has room for them", [ago(50 * MINUTE, 480)], 21, 10 * MINUTE],
    ["is none for what is an hour old", [ago(HOUR, 500)], 20, 0],
    ["is the longer of both", [ago(50 * MINUTE, 425), ago(5 * SECOND, 70)], 20, 10 * MINUTE],
  ])("%s", (_state, writes, creations, expected) => {
    expect(delayBeforeWrite(writes, creations, NOW)).toBe(expected);
  });
});

describe("the pace of an installation", () => {
  beforeEach(() => void jest.useFakeTimers({ now: NOW }));
  afterEach(() => void jest.useRealTimers());

  /** Notes when a write may be sent, in milliseconds since the test began. */
  function startPace() {
    const pace = new InstallationPace();
    const sent: number[] = [];
    const refused: unknown[] = [];
    const write = (creations: number): void =>
      void pace.beforeWrite(creations).then(
        () => sent.push(Date.now() - NOW),
        (error: unknown) => refused.push(error),
      );
    return { sent, refused, write };
  }
  const pass = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds);

  test("lets the first write go at once and the next a second after it has arrived", async () => {
    const { sent, write } = startPace();
    write(0);
    write(0);
    write(0);
    await pass(5 * SECOND);
    expect(sent).toEqual([0, 1.5, 3].map((second) => second * SECOND));
  });

  test("fills the minute to 80 creations, then waits for the next", async () => {
    const { sent, write } = startPace();
    for (let batch = 0; batch < 6; batch += 1) write(20);
    await pass(2 * MINUTE);
    expect(sent).toEqual([0, 1.5, 3, 4.5, 60.5, 62].map((second) => second * SECOND));
  });

  test("hands a wait longer than a minute back to the queue, with its time", async () => {
    const { sent, refused, write } = startPace();
    for (let batch = 0; batch < 25; batch += 1) write(20);
    await pass(10 * MINUTE);
    expect(sent).toHaveLength(25);

    write(1);
    await pass(0);

    expect(refused).toHaveLength(1);
    expect(refused[0]).toBeInstanceOf(RetryError);
    expect(refused[0]).toMatchObject({ afterMs: 50 * MINUTE + SECOND / 2 });
  });

  test("lets a write without creations go although the hour is full", async () => {
    const { sent, write } = startPace();
    for (let batch = 0; batch < 25; batch += 1) write(20);
    await pass(10 * MINUTE);
    write(1);
    write(0);
    await pass(0);
    expect(sent.slice(25)).toEqual([10 * MINUTE]);
  });

  test("pain 47: never lets more than 80 creations go in a minute, nor 500 in an hour", async () => {
    const { sent, write } = startPace();
    const sizes = Array.from({ length: 40 }, (_, at) => (at * 7) % 21);
    for (const size of sizes) write(size);
    await pass(HOUR);

    const total = (from: number, length: number): number =>
      sent.reduce(
        (sum, at, index) => (at >= from && at < from + length ? sum + (sizes[index] ?? 0) : sum),
        0,
      );
    expect(sent).toHaveLength(40);
    for (const at of sent) expect(total(at, MINUTE)).toBeLessThanOrEqual(80);
    expect(total(0, HOUR)).toBeLessThanOrEqual(500);
  });
});

describe("a process that starts anew", () => {
  test("counts the issues that a former one made in the last minute", async () => {
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 5, 12) });
    const pace = new InstallationPace();
    for (let at = 0; at < 80; at += 1) pace.remember(`I_${at}`, "2026-01-05T11:59:40Z");
    let isSent = false;
    const sent = pace.beforeWrite(1).then(() => (isSent = true));

    await jest.advanceTimersByTimeAsync(40_000);
    expect(isSent).toBe(false);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(isSent).toBe(true);
    await sent;
    jest.useRealTimers();
  });

  test("counts none twice, and none that it makes itself", async () => {
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 5, 12) });
    const pace = new InstallationPace();
    for (let at = 0; at < 200; at += 1) pace.remember("I_1", "2026-01-05T11:59:40Z");
    for (let at = 0; at < 200; at += 1) pace.remember(`I_${at + 2}`, "2026-01-05T12:00:00Z");

    await expect(pace.beforeWrite(20)).resolves.toBeUndefined();
    jest.useRealTimers();
  });
});
