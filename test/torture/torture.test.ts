import { expect, test } from "@jest/globals";
import { torture } from "./torture.js";

/** A change must not fail for a story that nobody touched: new seeds are tried by the command, not by every test run. */
const FIXED_SEEDS = [20_260_105, 7];

/** Set by scripts/torture.js; without it this is the share of CI. */
const given = process.env["TORTURE"];
const options = JSON.parse(given ?? "{}") as {
  readonly runs?: number;
  readonly seed?: number;
  readonly path?: string;
  readonly shrink?: boolean;
  readonly processes?: 1 | 2;
};
const runs = options.runs ?? 100;
/** A run takes about a second, and a failure takes some hundred more to be shrunk. */
const timeLimit = 120_000 + runs * 4_000;
const seeds = options.seed === undefined ? FIXED_SEEDS : [options.seed];

test.each(seeds)(
  `${runs} runs end with both sides in step, whatever people, GitHub and the process did (seed %i)`,
  async (seed) => {
    // What does not fail again is written out all the same. A search counts everything.
    const twice = given === undefined;
    expect(await torture({ shrink: true, twice, limitMs: timeLimit, ...options, seed, runs })).toBe("");
  },
  timeLimit + 60_000,
);
