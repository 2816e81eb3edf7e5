import { parseConfig } from "../core/config/parse-config.js";
import { selectChecklist, staticPrefixes } from "../core/config/select-checklist.js";
import type { Checklist } from "../core/model/checklist.js";
import type { Config } from "../core/model/config.js";
import type { SelectedChecklist } from "../core/plan/plan-input.js";
import type { ChecklistCache, ReadChecklist } from "./checklist-cache.js";
import { CONFIG_PATH } from "./ports.js";
import type { BaseRecord, FileEntry, HeadReading, RepositoryPorts, SourcePort } from "./ports.js";
import { withPending } from "./read-pending.js";
import type { RepositoryMemory } from "./repository-memory.js";

export interface Files {
  readonly head: ReadonlyMap<FileEntry, ReadChecklist>;
  /** The same, with the edits in them that wait in the app's pull request. */
  readonly settled: ReadonlyMap<FileEntry, ReadChecklist>;
  readonly base: ReadonlyMap<FileEntry, ReadChecklist>;
  /** Those of the base that its own config selects, and the present one does not. */
  readonly deselected: readonly SelectedChecklist[];
  /** Settled, they are as at the base; and nothing of a pull request has got into them since it was made. */
  readonly sameFiles: boolean;
  readonly sameConfig: boolean;
  /** The text of the config at the base; undefined without one. */
  readonly configAtBase: string | undefined;
}

/** A checklist that is longer than any that people keep: reading it would take the app from everybody else. */
export interface TooLarge {
  readonly tooLarge: readonly FileEntry[];
}

/** In bytes. Some 10,000 tasks, and a few seconds of reading, in which the process answers nobody else. */
export const LARGEST_FILE = 1_000_000;

export interface FilesOptions {
  readonly head: HeadReading;
  readonly base: BaseRecord | undefined;
  readonly known: RepositoryMemory | undefined;
  readonly config: Config;
  readonly ports: RepositoryPorts;
  readonly cache: ChecklistCache;
}

interface Listing {
  readonly files: readonly FileEntry[];
  /** Object id of the config file; undefined where there is none, and where it is remembered. */
  readonly config: string | undefined;
}

/**
 * The selected checklists at the head and at the base; what is remembered is not listed or fetched again. Where the
 * base is a commit that waits in a pull request, also at the commit that the pull request was made on.
 */
export async function readFiles({
  head,
  base,
  known,
  config,
  ports,
  cache,
}: FilesOptions): Promise<Files | TooLarge> {
  const sameConfigText = known !== undefined && known.config === head.config;
  const list = async (oid: string): Promise<Listing> => listSelected(oid, config, ports);
  const remembered: Listing | undefined =
    known && sameConfigText ? { files: known.files, config: undefined } : undefined;
  const atHead =
    remembered && known?.head === head.oid
      ? { ...remembered, files: known.filesAtHead }
      : await list(head.oid);
  const tooLarge = atHead.files.filter(({ size = 0 }) => size > LARGEST_FILE);
  if (tooLarge.length > 0) return { tooLarge };
  const atBase = remembered ?? (base && base.commit !== head.oid ? await list(base.commit) : base && atHead);
  const sameConfig = known ? sameConfigText : atBase !== undefined && atBase.config === atHead.config;

  const baseFiles = atBase?.files ?? [];
  const proposal = base?.proposal;
  const atProposal = proposal?.head === head.oid ? atHead : proposal && (await list(proposal.head));
  const read = await cache.read([...atHead.files, ...baseFiles, ...(atProposal?.files ?? [])], ports.source);
  const now = pick(read, atHead.files);
  const after = pick(read, baseFiles);
  const settled =
    base?.proposal && atProposal
      ? withPending({ head, commit: base.commit, before: pick(read, atProposal.files), after, now }, cache)
      : now;
  const sameGround = !atProposal || isSame(atHead.files, atProposal.files);
  const sameFiles = sameGround && isSame([...settled.keys()], baseFiles);
  const former = known ? known.config : undefined;
  const configAtBase = sameConfig ? head.config : (former ?? (await readConfig(atBase?.config, ports)));
  const deselected =
    base && atBase && !sameConfig
      ? await readDeselected(base.commit, configAtBase, config, { ports, cache })
      : [];
  return { head: now, settled, base: after, deselected, sameFiles, sameConfig, configAtBase };
}

async function readConfig(oid: string | undefined, ports: RepositoryPorts): Promise<string | undefined> {
  if (oid === undefined) return undefined;
  const [bytes] = (await ports.source.readFiles([{ path: CONFIG_PATH, oid }])).values();
  return bytes && new TextDecoder().decode(bytes);
}

/** What the config of a commit selects there, and the present config does not: asked only when the config changed. */
async function readDeselected(
  commit: string,
  formerConfig: string | undefined,
  config: Config,
  { ports, cache }: Pick<FilesOptions, "ports" | "cache">,
): Promise<readonly SelectedChecklist[]> {
  const former = parseConfig(CONFIG_PATH, formerConfig);
  if (!former.ok) return [];
  const { files } = await listSelected(commit, former.config, ports);
  const gone = files.filter(({ path }) => !selectChecklist(path, config));
  return selectedChecklists(await cache.read(gone, ports.source), former.config);
}

/** The selected checklists as they are at a commit. */
export async function readChecklists(
  oid: string,
  config: Config,
  ports: { readonly source: Pick<SourcePort, "listFiles" | "readFiles">; readonly cache: ChecklistCache },
): Promise<readonly Checklist[]> {
  const { files } = await listSelected(oid, config, ports);
  const read = await ports.cache.read(files, ports.source);
  return files.flatMap((entry) => read.get(entry)?.checklist ?? []);
}

async function listSelected(
  oid: string,
  config: Config,
  ports: { readonly source: Pick<SourcePort, "listFiles"> },
): Promise<Listing> {
  const folder = CONFIG_PATH.slice(0, CONFIG_PATH.lastIndexOf("/"));
  const entries = await ports.source.listFiles(oid, [...new Set([folder, ...staticPrefixes(config)])]);
  return {
    files: entries
      .filter(({ path }) => selectChecklist(path, config))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    config: entries.find(({ path }) => path === CONFIG_PATH)?.oid,
  };
}

function pick(read: ReadonlyMap<FileEntry, ReadChecklist>, entries: readonly FileEntry[]) {
  const picked = new Map<FileEntry, ReadChecklist>();
  for (const entry of entries) {
    const file = read.get(entry);
    if (file) picked.set(entry, file);
  }
  return picked;
}

function isSame(a: readonly FileEntry[], b: readonly FileEntry[]): boolean {
  return a.length === b.length && a.every(({ path, oid }, at) => path === b[at]?.path && oid === b[at].oid);
}

/** The checklists together with the config entries that select them. */
export function selectedChecklists(
  files: ReadonlyMap<FileEntry, ReadChecklist>,
  config: Config,
): readonly SelectedChecklist[] {
  return [...files].flatMap(([{ path }, { checklist }]) => {
    const rules = selectChecklist(path, config);
    return rules ? [{ checklist, rules }] : [];
  });
}
