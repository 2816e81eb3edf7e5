import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseChecklist } from "../core/markdown/parse-checklist.js";
import { benchChanges } from "./bench-changes.js";
import { benchDay } from "./bench-day.js";
import { People } from "./people.js";
import { Product } from "./product.js";
import { Recorder } from "./recorder.js";
import type { SyncResults } from "./report.js";
import { generateChecklist, readLongPlan } from "./texts.js";
import type { Text } from "./texts.js";

const FEW = 50;
const MANY_FILES = 10;
const TASKS_PER_FILE = 500;

/** Runs the real app against the sandbox, with a plan of 478 tasks, with 50 tasks and with 5,000. */
export async function benchSyncing(tell: (line: string) => void): Promise<SyncResults> {
  const plan = await readLongPlan();
  const day = await withProduct([plan], tell, (...tools) => benchDay(plan.name, ...tools));
  const list = generateChecklist("list-1.md", FEW);
  const few = await withProduct([list], tell, (...tools) => benchChanges(list.name, [], ...tools));
  const lists = Array.from({ length: MANY_FILES }, (_, at) =>
    generateChecklist(`list-${at + 1}.md`, TASKS_PER_FILE),
  );
  const many = await withProduct(lists, tell, (...tools) =>
    benchChanges(list.name, few.recorder.syncs, ...tools),
  );
  return {
    syncs: [...day.recorder.syncs, ...few.recorder.syncs, ...many.recorder.syncs],
    closeToCommit: day.result,
    memory: [...day.recorder.memory, ...many.recorder.memory],
  };
}

/** Starts the sandbox with these texts pushed, and ends it and the app whatever happens. */
async function withProduct<T>(
  texts: readonly Text[],
  tell: (line: string) => void,
  bench: (product: Product, people: People, recorder: Recorder) => Promise<T>,
): Promise<{ readonly recorder: Recorder; readonly result: T }> {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-bench-"));
  let product: Product | undefined;
  try {
    const files = texts.map(({ name, source }) => ({ file: path.join(folder, name), source }));
    await Promise.all(files.map(({ file, source }) => writeFile(file, source)));
    product = await Product.start(files.map(({ file }) => file));
    const recorder = new Recorder(product, countTasks(texts), tell);
    return { recorder, result: await bench(product, new People(product.api), recorder) };
  } finally {
    await product?.stop();
    await rm(folder, { recursive: true });
  }
}

function countTasks(texts: readonly Text[]): number {
  return texts.reduce(
    (sum, { name, source }) => sum + parseChecklist(name, source).checklist.tasks.length,
    0,
  );
}
