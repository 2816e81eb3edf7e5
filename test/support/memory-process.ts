import { ChecklistCache } from "../../src/sync/checklist-cache.js";
import type { ToldIssue } from "../../src/sync/lag.js";
import type { RepositoryMemory } from "../../src/sync/repository-memory.js";
import { syncRepository } from "../../src/sync/sync-repository.js";
import type { Outcome } from "../../src/sync/sync-repository.js";
import type { MemoryRepository } from "./memory-repository.js";

/** One process that looks after a repository in memory: it has a cache and a memory, and loses both when it dies. */
export function startProcess(
  repository: MemoryRepository,
): (suspects?: readonly number[], told?: readonly ToldIssue[]) => Promise<Outcome> {
  const cache = new ChecklistCache();
  let memory: RepositoryMemory | undefined;
  return async (suspects = [], told = []) => {
    repository.asked.length = 0;
    const synced = await syncRepository({
      ports: repository.ports(),
      cache,
      memory,
      suspects,
      told,
      record: [],
      dashboard: undefined,
      release: false,
      mode: "apply",
      progress: () => undefined,
    });
    memory = synced.memory ?? memory;
    return synced.outcome;
  };
}

/** The reference to an issue as the app writes it. */
export function ref(number: number): string {
  return `[#${number}](https://github.com/acme/app/issues/${number})`;
}
