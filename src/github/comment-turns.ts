import { LRUCache } from "lru-cache";
import type { TurnPlace, TurnPort } from "../commands/ports.js";
import type { GitHubClient } from "./client.js";
import { LeaseStore } from "./lease-store.js";
import type { LeaseHolder } from "./lease-store.js";
import type { RepositoryAddress } from "./repository-address.js";

/** Comments that another process was seen to be at. */
const COMMENTS = 1_000;

/** A lease for each comment, of which only one process at a time has it: a ref, `refs/tickmark-answer/<comment>`. */
export function commentTurns(client: GitHubClient, address: RepositoryAddress, self: LeaseHolder): TurnPort {
  const leases = new LRUCache<number, LeaseStore>({ max: COMMENTS });
  const held = new Set<number>();

  async function take(comment: number, { repositoryId, oid }: TurnPlace): Promise<boolean> {
    // In an empty repository there is no commit that a ref could point to, and nothing that could be done twice.
    if (held.has(comment) || oid === "") return true;
    const lease = leases.get(comment) ?? new LeaseStore(client, address, self, "tickmark-answer");
    leases.set(comment, lease);
    const isTaken = await lease.tryToAcquire({ repositoryId, oid, branch: String(comment) });
    if (isTaken) held.add(comment);
    return isTaken;
  }

  async function giveBack(comment: number, { repositoryId, oid }: TurnPlace): Promise<void> {
    if (!held.delete(comment)) return;
    await leases.get(comment)?.release({ repositoryId, oid, branch: String(comment) });
    leases.delete(comment);
  }

  return { take, giveBack };
}
