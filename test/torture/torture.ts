import fc from "fast-check";
import { arbitraryScript } from "./arbitrary-script.js";
import { play } from "./play.js";
import { control, openStage } from "./stage.js";
import type { Stage } from "./stage.js";

export interface TortureOptions {
  readonly runs: number;
  readonly seed: number;
  /** Of a failure: only this one is played again. */
  readonly path?: string;
  readonly shrink: boolean;
  /** Does a story have to fail twice in a row? A clock that ticks in the middle of it makes it another one. */
  readonly twice: boolean;
  /** After so many milliseconds nothing is played any more: what is shrunk until then is the story that is told. */
  readonly limitMs: number;
  /** How many processes of the app work at once; left open, it is part of what is made up. */
  readonly processes?: 1 | 2 | undefined;
}

/** Runs that wait for something wait beside each other. */
const STAGES = 6;
/** A local GitHub remembers much of what it has seen. */
const RUNS_PER_STAGE = 50;

/** Plays as many scripts as asked for. Answers the stories of those that failed; empty when all is well. */
export async function torture(options: TortureOptions): Promise<string> {
  const shares = options.path === undefined ? STAGES : 1;
  const reports = await Promise.all(
    Array.from({ length: shares }, (_, share) =>
      playShare({ ...options, seed: options.seed + share, runs: Math.ceil(options.runs / shares) }),
    ),
  );
  return reports.filter((report) => report !== "").join("\n\n");
}

async function playShare({
  runs,
  seed,
  path,
  shrink,
  twice,
  limitMs,
  processes,
}: TortureOptions): Promise<string> {
  let stage: Stage | undefined;
  let played = 0;
  let hasFailed = false;
  const violations: unknown[] = [];
  const close = async (): Promise<void> => {
    if (stage) violations.push(...(await control<unknown[]>(stage, "GET", "violations")));
    await stage?.sandbox.close();
  };
  const property = fc.asyncProperty(arbitraryScript(processes), async (script) => {
    if (!stage || stage.nextRepository > RUNS_PER_STAGE) {
      await close();
      stage = await openStage();
    }
    played += 1;
    try {
      await play(stage, script);
    } catch (error) {
      if (!hasFailed) process.stderr.write(`seed ${seed}: run ${played} failed: ${String(error)}\n`);
      hasFailed = true;
      if (!twice) throw error;
      await play(stage, script);
    }
  });
  const result = await fc.check(property, {
    seed,
    numRuns: path === undefined ? runs : 1,
    endOnFailure: !shrink,
    interruptAfterTimeLimit: limitMs,
    markInterruptAsFailure: true,
    ...(path !== undefined && { path }),
  });
  await close();
  const breaches =
    violations.length === 0 ? "" : `GitHub's contract was broken: ${JSON.stringify(violations)}`;
  if (!result.failed) return breaches;
  const again = `npm run torture -- --seed ${seed} --path ${result.counterexamplePath ?? ""}${processes === undefined ? "" : ` --processes ${processes}`}`;
  const story =
    result.errorInstance instanceof Error ? result.errorInstance.message : `Unfinished after ${limitMs} ms`;
  return `${story}\nafter ${result.numRuns} runs, shrunk ${result.numShrinks} times; again: ${again}\n${breaches}`;
}
