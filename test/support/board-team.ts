import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import { CONFIG_PATH } from "../../src/sync/ports.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import { MemoryRepository, WITHOUT_PHASES } from "./memory-repository.js";

/** The checklist of a team. */
export const PATH = "checklists/launch.md";

/** A repository with a board, and one process after the other that looks after it. */
export class Team {
  readonly repository = new MemoryRepository();
  #cache = new ChecklistCache();
  #memory: RepositoryMemory | undefined;

  constructor(text: string, config: string) {
    const whole = config.includes("issues:") ? config : `${config}${WITHOUT_PHASES}`;
    this.repository.push({ [PATH]: text, [CONFIG_PATH]: whole });
  }

  get board() {
    return this.repository.board;
  }

  get text(): string {
    return this.repository.text(PATH) ?? "";
  }

  /** `news`: an event said that something on the board changed, or which items. */
  async sync(news: boolean | readonly string[] = false): Promise<Outcome> {
    this.repository.asked.length = 0;
    const synced = await syncRepository({
      ports: this.repository.ports(),
      cache: this.#cache,
      memory: this.#memory,
      suspects: [],
      record: [],
      boardNews: news === true ? ["all"] : news || [],
      dashboard: undefined,
      release: false,
      mode: "apply",
      progress: () => undefined,
    });
    this.#memory = synced.memory ?? this.#memory;
    if (synced.failure) throw synced.failure;
    return synced.outcome;
  }

  restart(): void {
    this.#memory = undefined;
    this.#cache = new ChecklistCache();
    this.board.forget();
  }

  edit(from: string, to: string): void {
    if (!this.text.includes(from)) throw new Error(`${JSON.stringify(from)} is not in\n${this.text}`);
    this.repository.tick();
    this.repository.push({ [PATH]: this.text.replace(from, to) });
  }

  /** Requests that wrote something, apart from the app's own memory. */
  writes(): string[] {
    const reads =
      /^(?:readHead|namesOf|listFiles|readFiles|readChanged|readOwn|readMerged|read|assignable|lease\..*|base\..*)$/;
    return this.repository.asked.filter((each) => !reads.test(each) && !/^board\.read/.test(each));
  }
}
