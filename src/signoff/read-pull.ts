import { LRUCache } from "lru-cache";
import { parseConfig } from "../core/config/parse-config.js";
import type { Checklist } from "../core/model/checklist.js";
import type { Config } from "../core/model/config.js";
import { carryWords, lastWords, parseRecord } from "../core/signoff/pull-record.js";
import type { PullWord } from "../core/signoff/pull-record.js";
import type { ChecklistCache } from "../sync/checklist-cache.js";
import { CONFIG_PATH } from "../sync/ports.js";
import type { HeadReading } from "../sync/ports.js";
import { readChecklists } from "../sync/read-files.js";
import type { OwnCheck, PullFacts, SignoffPorts } from "./ports.js";

/** New commits came: what an event tells of it. */
export interface Push {
  /** Commit ids. */
  readonly before: string;
  readonly after: string;
  /** When, by GitHub's clock; ISO 8601. */
  readonly at: string;
}

/** The default branch, as far as sign-offs look at it. */
export interface Ground {
  readonly head: HeadReading;
  readonly config: Config;
  readonly checklists: readonly Checklist[];
}

/** What was said on a pull request of each phase that anything was said of. */
export interface PullWords {
  /** This app's check runs on the head, oldest first, and whether they keep a record of this pull request. */
  readonly checks: readonly OwnCheck[];
  readonly byPhase: ReadonlyMap<string, readonly PullWord[]>;
}

/** A phase within a repository. */
export function phaseKey({
  checklist,
  phase,
}: {
  readonly checklist: string;
  readonly phase: string;
}): string {
  return `${checklist}\n${phase}`;
}

const LISTINGS = 200;
const MOST_TASKS = 100_000;

/** Reads the default branch; what a commit has is read once. */
export class GroundReader {
  readonly #cache: ChecklistCache;
  readonly #checklists = new LRUCache<string, readonly Checklist[]>({
    max: LISTINGS,
    maxSize: MOST_TASKS,
    sizeCalculation: (all) => all.reduce((sum, { tasks }) => sum + tasks.length, 1),
  });

  constructor(cache: ChecklistCache) {
    this.#cache = cache;
  }

  /** Undefined where nothing can be signed: there is no branch, or the config is wrong. */
  async read({ source }: Pick<SignoffPorts, "source">): Promise<Ground | undefined> {
    const head = await source.readHead({ since: undefined });
    const parsed = parseConfig(CONFIG_PATH, head.config);
    if (head.unusable !== undefined || !parsed.ok) return undefined;
    const checklists = await this.checklistsAt(head.oid, parsed.config, source);
    return { head, config: parsed.config, checklists };
  }

  async checklistsAt(
    oid: string,
    config: Config,
    source: SignoffPorts["source"],
  ): Promise<readonly Checklist[]> {
    const key = JSON.stringify([oid, config.checklists]);
    const known = this.#checklists.get(key);
    if (known) return known;
    const read = await readChecklists(oid, config, { source, cache: this.#cache });
    this.#checklists.set(key, read);
    return read;
  }
}

/**
 * What was said on a pull request, as it stands for the present head. The check runs of a former head are looked at
 * after a push; where the event was lost, the latest commit that has some. Undefined where the app may have none.
 */
export async function readWords(
  pull: PullFacts,
  pushes: readonly Push[],
  { config, ports }: { readonly config: Config; readonly ports: Pick<SignoffPorts, "checks" | "pulls"> },
): Promise<PullWords | undefined> {
  const checks = await ports.checks.own(pull.head);
  if (!checks) return undefined;
  const own = recordsOf(pull, checks);
  const carry = async (former: string): Promise<Words> => {
    const records = recordsOf(pull, (await ports.checks.own(former)) ?? []);
    return carryAll(records, pull, { config, ports });
  };
  const befores = new Set(pushes.map(({ before }) => before));
  befores.delete(pull.head);
  const carried: Words = [];
  for (const before of befores) carried.push(...(await carry(before)));
  for (const former of pull.marked) {
    if (own.length + carried.length > 0) break;
    carried.push(...(await carry(former)));
  }
  const pushed = pushes.find(({ after }) => after === pull.head);
  const isEarly = (word: PullWord): boolean =>
    pushed !== undefined && word.head === pull.head && word.entry.at < pushed.at;
  const early = own.filter(({ word }) => isEarly(word));
  const late = own.filter(({ word }) => !isEarly(word));
  const before = pushed?.before ?? pull.head;
  const settled = await carryAll(
    early.map(({ key, word }) => ({ key, word: { ...word, head: before } })),
    pull,
    { config, ports },
  );
  return { checks, byPhase: group([...carried, ...settled, ...late]) };
}

type Words = { readonly key: string; readonly word: PullWord }[];

function recordsOf({ number }: PullFacts, checks: readonly OwnCheck[]): Words {
  return checks.flatMap(({ text }) => {
    const record = parseRecord(text);
    if (record?.pull !== number) return [];
    return record.words.map((word) => ({ key: phaseKey(record), word }));
  });
}

async function carryAll(
  words: Words,
  pull: PullFacts,
  { config, ports }: { readonly config: Config; readonly ports: Pick<SignoffPorts, "pulls"> },
): Promise<Words> {
  const { onPush } = config.signoff;
  const result: Words = [];
  for (const { key, word } of words) {
    const isOpen = word.entry.kind === "sign-off" && !word.stale && word.head !== pull.head;
    const isBaseMerge =
      isOpen && onPush === "dismiss"
        ? await ports.pulls.isBaseMerge({ base: pull.base, before: word.head, after: pull.head })
        : false;
    const [carried] = carryWords([word], { head: pull.head, onPush, isBaseMerge });
    if (carried) result.push({ key, word: carried });
  }
  return result;
}

function group(words: Words): ReadonlyMap<string, readonly PullWord[]> {
  const groups = new Map<string, PullWord[]>();
  for (const { key, word } of words) groups.set(key, [...(groups.get(key) ?? []), word]);
  return new Map([...groups].map(([key, all]) => [key, lastWords(all)]));
}
