import { applySeverities } from "../core/config/apply-severities.js";
import { parseConfig, remarkOn } from "../core/config/parse-config.js";
import type { Config } from "../core/model/config.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { MissingIssue, ObservedIssue } from "../core/model/issue.js";
import { findReferences } from "../core/plan/find-references.js";
import type { NewSignoff } from "../core/model/signoff.js";
import type { PlanInput } from "../core/plan/plan-input.js";
import { diagnoseSettings } from "../core/signoff/diagnose-settings.js";
import type { ChecklistCache, ReadChecklist } from "./checklist-cache.js";
import { ensureFresh, toldOtherwise } from "./lag.js";
import type { ToldIssue } from "./lag.js";
import { hasLostIssues } from "./lost-issues.js";
import { CONFIG_PATH } from "./ports.js";
import type { BaseRecord, FileEntry, HeadReading, IssueList, IssuePort, RepositoryPorts } from "./ports.js";
import { isOvertaken, readBase } from "./read-base.js";
import type { RecalledBase } from "./read-base.js";
import { selectedChecklists } from "./read-files.js";
import type { Files } from "./read-files.js";
import { readByNumber, readIssues, readNews } from "./read-issues.js";
import { readMerged } from "./read-merged.js";
import { readSelected } from "./read-selected.js";
import { changesSince, seenUntil } from "./repository-memory.js";
import type { RepositoryMemory } from "./repository-memory.js";

/** What one reading found: a reason not to go on, nothing new, or all that a plan needs. */
export type Reading =
  | { readonly state: "unusable"; readonly why: string }
  | {
      readonly state: "wrong-config";
      readonly head: HeadReading;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly state: "unchanged"; readonly memory: RepositoryMemory }
  | { readonly state: "read"; readonly snapshot: Snapshot };

/** The repository at one commit, its base, and its issues as far as they matter. */
export interface Snapshot {
  readonly head: HeadReading;
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** The selected files at the head, with the edits in them that wait in the app's pull request. */
  readonly files: ReadonlyMap<FileEntry, ReadChecklist>;
  /** The same without those, by path. */
  readonly atHead: ReadonlyMap<string, ReadChecklist & { readonly entry: FileEntry }>;
  readonly base: BaseRecord | undefined;
  /** Branches that were the default branch before, and for which the app's pull request may still be open. */
  readonly abandoned: readonly string[];
  /** The base was made under the same config. */
  readonly sameConfig: boolean;
  /** The recorded base has the files and the config of the head: there is no news for the app to remember. */
  readonly sameAsBase: boolean;
  /** Issues with higher numbers may exist without having been read: lists lag. */
  readonly newest: number;
  readonly input: PlanInput;
}

interface ReadOptions {
  readonly ports: RepositoryPorts;
  readonly cache: ChecklistCache;
  readonly memory: RepositoryMemory | undefined;
  /** Numbers that an event said were deleted or transferred: a list of what changed cannot tell. */
  readonly suspects: readonly number[];
  /** Issues as events told of them: lists may know less. */
  readonly told?: readonly ToldIssue[];
  /** What somebody has signed, and is to be in a ledger. */
  readonly record: readonly NewSignoff[];
  /** What of the board may have changed, which neither files nor issues tell. */
  readonly boardNews?: readonly string[];
}

/** Reads the present state with as few requests as what is remembered allows: one, when nothing changed. */
export async function readRepository(options: ReadOptions): Promise<Reading> {
  const { ports, cache, memory } = options;
  const head = await ports.source.readHead({ since: memory && changesSince(memory.base) });
  if (head.unusable !== undefined) return { state: "unusable", why: head.unusable };
  const recent = await whatHolds(memory, head, ports.issues);
  const changed = recent && (await readNews(head, recent, ports.issues));
  if (recent && changed && !isNews(changed, recent, options) && isAsRemembered(head, recent)) {
    return {
      state: "unchanged",
      memory: { ...recent, base: { ...recent.base, since: seenUntil(head.readAt) } },
    };
  }
  const parsed = parseConfig(CONFIG_PATH, head.config);
  if (!parsed.ok) return { state: "wrong-config", head, diagnostics: parsed.diagnostics };

  const { config } = parsed;
  const known = recent && (await isOvertaken(recent, head, ports)) ? undefined : recent;
  const recalled = known
    ? { base: known.base, isRecorded: true, abandoned: [] }
    : await readBase(head, ports, memory);
  const files = await readSelected({ head, base: recalled.base, known, config, ports, cache });
  if ("diagnostics" in files) return { state: "wrong-config", head, diagnostics: files.diagnostics };
  const found = { head, known, changed, config, files, ...recalled };
  const issues = await readSeen(found, options);
  const input = await toPlanInput(found, issues, options);
  await readLost(found, issues, input, ports.issues);
  await readDoubtful(found, issues, input, ports.issues);
  const diagnostics = [...parsed.diagnostics, ...diagnose(found, input)];
  return { state: "read", snapshot: toSnapshot(found, { diagnostics, newest: issues.newest, input }) };
}

/** What was read before the issues. */
interface Found extends RecalledBase {
  readonly head: HeadReading;
  /** What is remembered, where it can be relied on. */
  readonly known: RepositoryMemory | undefined;
  /** The issues that changed since then. */
  readonly changed: IssueList | undefined;
  readonly config: Config;
  readonly files: Files;
}

interface SeenIssues {
  readonly issues: Map<number, ObservedIssue>;
  readonly missing: Map<number, MissingIssue>;
  /** As `Snapshot.newest`. */
  readonly newest: number;
}

/** The issues that changed since the base, and those that there is another reason to look at. */
async function readSeen(
  { base, known, changed, files }: Found,
  { ports, suspects, told = [] }: ReadOptions,
): Promise<SeenIssues> {
  // Phases are news to an app that did not know them: like a new config, they concern every issue.
  const sameRules = files.sameConfig && base?.phases !== undefined;
  const list = known && changed && sameRules ? changed : await readIssues(base, sameRules, ports.issues);
  const seen = { issues: byNumber(list.issues), missing: new Map<number, MissingIssue>() };
  const unsettled = (base?.unsettled ?? []).filter((number) => !seen.issues.has(number));
  const unsaid = toldOtherwise(told, seen.issues, known?.seen);
  await readByNumber([...new Set([...suspects, ...unsaid, ...unsettled])], seen, ports.issues);
  return { ...seen, newest: list.newest };
}

async function toPlanInput(
  { head, base, known, config, files }: Found,
  { issues, missing }: SeenIssues,
  { ports, record }: ReadOptions,
): Promise<PlanInput> {
  const formerNames = await ports.source.namesOf(head.repositoryId, foreignNames(files, head));
  return {
    repository: { owner: head.owner, name: head.name, url: head.url, branch: head.branch, formerNames },
    headOid: head.oid,
    config,
    head: selectedChecklists(files.settled, config),
    base: base && {
      since: base.since,
      included: new Set(Object.keys(base.included)),
      checklists: selectedChecklists(files.base, config),
      config: configOf(files.configAtBase),
      phases: base.phases,
      deselected: files.deselected,
    },
    issues,
    missing,
    record: [...record, ...(await readMerged({ head, base, known, files, port: ports.signoffs }))],
    facts: { assignable: new Map(), milestones: undefined, types: undefined },
  };
}

/** Where issues are gone of which no event told, every one that a file names is asked for. */
async function readLost(
  { base, head }: Found,
  { issues, missing, newest }: SeenIssues,
  input: PlanInput,
  port: IssuePort,
): Promise<void> {
  // The number of issues lags with the lists.
  const listed = [...issues.values()].filter(({ number }) => number <= newest);
  if (!hasLostIssues(base?.count, head.count, listed)) return;
  const named = [...findReferences(input.head, input.repository).referenced.keys()];
  const unread = named.filter((number) => !issues.has(number) && !missing.has(number));
  await readByNumber(unread, { issues, missing }, port);
}

/**
 * A base that only a commit tells of names no latest changes, so nobody knows whether a list lags behind what the
 * process wrote that made the commit: what a list shows otherwise than that has it is asked for by number.
 */
async function readDoubtful(
  { isRecorded }: Found,
  { issues, missing }: SeenIssues,
  { base, repository }: PlanInput,
  port: IssuePort,
): Promise<void> {
  if (!base || isRecorded) return;
  const agreed = findReferences(base.checklists, repository).referenced;
  const doubtful = [...issues.values()].filter(({ number, completion }) => {
    const placed = agreed.get(number);
    return placed !== undefined && placed.task.completion !== completion;
  });
  await readByNumber(
    doubtful.map(({ number }) => number),
    { issues, missing },
    port,
  );
}

function diagnose({ config, files, head }: Found, input: PlanInput): readonly Diagnostic[] {
  const checklists = input.head.map(({ checklist }) => checklist);
  const remarks = [
    ...diagnoseSettings(checklists, config, remarkOn(CONFIG_PATH, head.config)),
    ...[...files.head.values()].flatMap((file) => file.diagnostics),
  ];
  return applySeverities(remarks, config.rules);
}

function toSnapshot(
  { head, config, base, isRecorded, abandoned, files }: Found,
  read: Pick<Snapshot, "diagnostics" | "newest" | "input">,
): Snapshot {
  const atHead = new Map([...files.head].map(([entry, file]) => [entry.path, { ...file, entry }]));
  // A pull request that has nothing left to bring is merged: the base is in the branch now.
  const isPending = [...files.settled.keys()].some(
    (entry) => atHead.get(entry.path)?.entry.oid !== entry.oid,
  );
  const isRecordedSo = isRecorded && (base?.proposal !== undefined) === isPending;
  const { sameConfig, sameFiles, settled } = files;
  const sameAsBase = base !== undefined && isRecordedSo && sameConfig && sameFiles;
  return { head, config, files: settled, atHead, base, abandoned, sameConfig, sameAsBase, ...read };
}

/** What is remembered, unless something shows that it is wrong. */
async function whatHolds(
  memory: RepositoryMemory | undefined,
  head: HeadReading,
  port: IssuePort,
): Promise<RepositoryMemory | undefined> {
  if (!memory || !isCurrent(memory, head)) return undefined;
  if (head.changed) await ensureFresh(head.changed, memory.base, port);
  return isShort(memory, head) ? undefined : memory;
}

function isNews(
  changed: IssueList,
  { seen, hasBoard }: RepositoryMemory,
  { suspects, record, told = [], boardNews = [] }: ReadOptions,
): boolean {
  const isTold = suspects.length > 0 || record.length > 0 || (boardNews.length > 0 && hasBoard);
  return (
    changed.issues.length > 0 || isTold || toldOtherwise(told, byNumber(changed.issues), seen).length > 0
  );
}

function byNumber(issues: readonly ObservedIssue[]): Map<number, ObservedIssue> {
  return new Map(issues.map((issue) => [issue.number, issue]));
}

function configOf(text: string | undefined): Config | undefined {
  const parsed = parseConfig(CONFIG_PATH, text);
  return parsed.ok ? parsed.config : undefined;
}

/** A commit whose answer was lost, or another process, has moved the base without this one: what it remembers is behind. */
function isCurrent({ branch, own }: RepositoryMemory, { branch: present, ownCommit }: HeadReading): boolean {
  return branch === present && (ownCommit === undefined || own.includes(ownCommit.oid));
}

/** Issues are gone of which no event told: what is remembered of them is wrong. */
function isShort({ base }: RepositoryMemory, { count, changed }: HeadReading): boolean {
  return changed?.next === undefined && hasLostIssues(base.count, count, changed?.issues ?? []);
}

/** Repositories that references name and that are not called like this one: it may have been called so before. */
function foreignNames(files: Files, { owner, name }: HeadReading): readonly string[] {
  const checklists = [...files.head.values(), ...files.base.values()].map(({ checklist }) => checklist);
  const references = checklists.flatMap(({ tasks }) => tasks.flatMap(({ reference }) => reference ?? []));
  const names = new Set(references.flatMap(({ repository }) => repository?.toLowerCase() ?? []));
  names.delete(`${owner}/${name}`.toLowerCase());
  return [...names];
}

function isAsRemembered(head: HeadReading, known: RepositoryMemory): boolean {
  return head.oid === known.head && head.config === known.config;
}
