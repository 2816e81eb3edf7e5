import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { parseChecklist } from "../core/markdown/parse-checklist.js";

/** How fast checklists are read, and what that costs on top of the Markdown parser that does most of the work. */
export interface ParsingResult {
  readonly files: number;
  readonly megabytes: number;
  readonly tasks: number;
  readonly megabytesPerSecond: number;
  /** Time of `parseChecklist` by the time of `remark-parse` and `remark-gfm` on the same text. */
  readonly ratio: number;
}

const ROUNDS = 7;

/** The two take turns, so that a busy machine slows both; the first round warms up and is not counted. */
export function benchParsing(files: readonly { name: string; source: Uint8Array }[]): ParsingResult {
  const remark = unified().use(remarkParse).use(remarkGfm).freeze();
  const texts = files.map(({ source }) => new TextDecoder().decode(source));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    theirs.push(measure(() => texts.forEach((text) => remark.parse(text))));
    ours.push(measure(() => files.forEach(({ name, source }) => parseChecklist(name, source))));
  }
  const ratios = ours.map((time, round) => time / (theirs[round] ?? time));
  const megabytes = files.reduce((sum, { source }) => sum + source.length, 0) / 1_000_000;
  return {
    files: files.length,
    megabytes,
    tasks: files.reduce(
      (sum, { name, source }) => sum + parseChecklist(name, source).checklist.tasks.length,
      0,
    ),
    megabytesPerSecond: megabytes / (median(ours.slice(1)) / 1000),
    ratio: median(ratios.slice(1)),
  };
}

/** The garbage of the run before must not be paid by this one; `gc` is there with `--expose-gc`. */
function measure(run: () => void): number {
  globalThis.gc?.();
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
