import type { People } from "./people.js";
import type { Product } from "./product.js";
import type { Recorder } from "./recorder.js";
import type { SyncResult } from "./report.js";

/**
 * One change among many tasks, while the app runs and while it does not. Each may ask for no more than the change
 * of the same name in `fewer`, the results among fewer tasks.
 */
export async function benchChanges(
  name: string,
  fewer: readonly SyncResult[],
  product: Product,
  people: People,
  recorder: Recorder,
): Promise<void> {
  const addTask = (text: string): string => `${text}- [ ] A new task ${text.length}\n`;
  const changes: Readonly<Record<string, () => Promise<void>>> = {
    "one new task": () => people.edit(`checklists/${name}`, addTask),
    "one close": async () => people.closeAll(await people.openIssues(1)),
  };
  const record = (what: string, act: () => Promise<void>): Promise<void> => {
    const same = fewer.find((result) => result.name === what);
    return recorder.sync(what, same && same.requests - same.ofStart, act);
  };
  await recorder.firstSync();
  for (const [what, change] of Object.entries(changes)) await record(what, change);
  const nothing = (): Promise<void> => Promise.resolve();
  for (const [what, change] of Object.entries({ "nothing to do": nothing, ...changes })) {
    await product.stopApp();
    await record(`${what}, then a restart`, async () => {
      await change();
      await product.startApp();
    });
  }
}
