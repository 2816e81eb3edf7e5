import type { Product } from "./product.js";
import type { MemoryResult, SyncResult } from "./report.js";

/** Measures one product, and keeps the results in the order in which they come. */
export class Recorder {
  readonly syncs: SyncResult[] = [];
  readonly memory: MemoryResult[] = [];
  readonly #product: Product;
  readonly #tasks: number;
  readonly #tell: (line: string) => void;

  constructor(product: Product, tasks: number, tell: (line: string) => void) {
    this.#product = product;
    this.#tasks = tasks;
    this.#tell = tell;
  }

  async sync(name: string, aim: number | undefined, act: () => Promise<unknown>): Promise<void> {
    const cost = await this.#product.measure(act);
    this.syncs.push({ name, tasks: this.#tasks, ...cost, aim });
    this.#tell(`${name}, ${this.#tasks} tasks: ${cost.requests} requests`);
  }

  /** The app meets the repository for the first time: nothing has an issue yet. */
  async firstSync(): Promise<void> {
    await this.sync("first sync", Math.floor(this.#tasks / 10) + 10, async () => {
      await this.#product.startApp();
      await this.remember("at the start");
    });
    await this.remember("after the first sync");
  }

  async remember(when: string): Promise<void> {
    this.memory.push({ when, tasks: this.#tasks, megabytes: await this.#product.memory() });
  }
}
