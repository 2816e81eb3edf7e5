import type { People } from "./people.js";
import { until } from "./product.js";
import type { Product } from "./product.js";
import type { Recorder } from "./recorder.js";
import type { Latency } from "./report.js";

const NO_OP_AIM = 1;
const CLOSE_AIM = 4;
const BURST = 50;
const CLOSES = 20;
const FURTHER_SYNCS = 200;

/** What happens to one long plan from its first day on. */
export async function benchDay(
  name: string,
  product: Product,
  people: People,
  recorder: Recorder,
): Promise<Latency> {
  await recorder.firstSync();
  const other = await people.openIssue("Not a task");
  await product.settle();
  await recorder.sync("nothing to do", NO_OP_AIM, () => people.setState(other, "closed"));
  const addRemark = (text: string): string => `${text}\nA remark.\n`;
  await recorder.sync("a push to another file", undefined, () => people.edit("README.md", addRemark));
  const issues = await people.openIssues(1 + BURST);
  await recorder.sync("one close", CLOSE_AIM, () => people.closeAll(issues.slice(0, 1)));
  await recorder.sync(`${BURST} closes in a burst`, CLOSE_AIM, () => people.closeAll(issues.slice(1)));
  await recorder.sync("a tick by a push", undefined, () => people.edit(`checklists/${name}`, tickFirst));
  const latency = await benchCloseToCommit(product, people);
  await benchFurtherSyncs(product, people, recorder);
  return latency;
}

/** Ticks the first open task that has an issue. */
function tickFirst(text: string): string {
  return text.replace(/^(\s*[-*+] )\[ \](.*\/issues\/\d+\))/m, "$1[x]$2");
}

/** From sending the request that closes an issue until the branch is at another commit. */
async function benchCloseToCommit(product: Product, people: People): Promise<Latency> {
  const times: number[] = [];
  for (const issue of await people.openIssues(CLOSES)) {
    const before = await people.head();
    const start = performance.now();
    await people.setState(issue, "closed");
    await until("the commit is there", async () => (await people.head()) !== before);
    times.push(performance.now() - start);
    await product.settle();
  }
  times.sort((one, other) => one - other);
  const percentile = (share: number): number => Math.round(times[Math.ceil(share * times.length) - 1] ?? 0);
  return { closes: CLOSES, quietMs: product.quietMs, p50Ms: percentile(0.5), p95Ms: percentile(0.95) };
}

/** The same issue is closed and reopened: what the app has to know stays the same, so its memory should, too. */
async function benchFurtherSyncs(product: Product, people: People, recorder: Recorder): Promise<void> {
  const [issue = 0] = await people.openIssues(1);
  for (let count = 1; count <= FURTHER_SYNCS; count += 1) {
    await people.setState(issue, count % 2 === 1 ? "closed" : "open");
    await product.settle();
    if (count % (FURTHER_SYNCS / 2) === 0) await recorder.remember(`after ${count} further syncs`);
  }
}
