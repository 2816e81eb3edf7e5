import { layoutLedgers } from "../core/ledger/layout-ledgers.js";
import type { NewSignoff } from "../core/model/signoff.js";
import type { BaseRecord, HeadReading, SignoffPort } from "./ports.js";
import type { Files } from "./read-files.js";
import type { RepositoryMemory } from "./repository-memory.js";

interface MergedOptions {
  readonly head: HeadReading;
  readonly base: BaseRecord | undefined;
  readonly known: RepositoryMemory | undefined;
  readonly files: Files;
  readonly port: SignoffPort;
}

/**
 * What was signed on pull requests that were merged since the base, whether an event told of it or not. A merge moves
 * the branch: it is asked for only after that, and where something can be signed at all.
 */
export async function readMerged({
  head,
  base,
  known,
  files,
  port,
}: MergedOptions): Promise<readonly NewSignoff[]> {
  if (!base || (known ? known.head : base.commit) === head.oid) return [];
  const isAsked = [...files.settled.values()].some(({ checklist }) => layoutLedgers(checklist).length > 0);
  return isAsked ? port.readMerged(head.branch, base.since) : [];
}
