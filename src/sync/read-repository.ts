import { applySeverities } from "../core/config/apply-severities.js";
import { parseConfig, remarkOn } from "../core/config/parse-config.js";
import type { Config } from "../core/model/config.js";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { MissingIssue, ObservedIssue } from "../core/model/issue.js";
import { findReferences } from "../core/plan/find-references.js";
import type { NewSignoff } from "../core/model/signoff.js";
import type { PlanInput } from "../core/plan/plan-input.js";
import { diagnoseSettings } from "../core/signoff/diagnose-settings.js";
import { UnreadableError } from "../errors.js";
import type { ChecklistCache, ReadChecklist } from "./checklist-cache.js";
import { ensureFresh, toldOtherwise } from "./lag.js";
import type { ToldIssue } from "./lag.js";
import { hasLostIssues } from "./lost-issues.js";
import { CONFIG_PATH } from "./ports.js";
import type { BaseRecord, FileEntry, HeadReading, RepositoryPorts } from "./ports.js";
import { LARGEST_FILE, readFiles, selectedChecklists } from "./read-files.js";
import type { Files } from "./read-files.js";
import { readByNumber, readIssues, readNews } from "./read-issues.js";
import { readMerged } from "./read-merged.js";
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
export async function readRepository({
  ports,
  cache,
  memory,
  suspects,
  told = [],
  record,
  boardNews = [],
}: ReadOptions): Promise<Reading> {
  const head = await ports.source.readHead({ since: memory && changesSince(memory.base) });
  if (head.unusable !== undefined) return { state: "unusable", why: head.unusable };
  const current = memory && isCurrent(memory, head) ? memory : undefined;
  if (current && head.changed) await ensureFresh(head.changed.issues, current.base, ports.issues);
  const recent = current && !isShort(current, head) ? current : undefined;
  const changed = recent && (await readNews(head, recent, ports.issues));
  const isBoardNews = boardNews.length > 0 && recent?.hasBoard === true;
  const behind = toldOtherwise(told, byNumber(changed?.issues ?? []), recent?.seen);
  const isTold = suspects.length + record.length + behind.length > 0;
  const isNews = changed?.issues.length !== 0 || isTold || isBoardNews;
  if (recent && !isNews && isAsRemembered(head, recent)) {
    return {
      state: "unchanged",
      memory: { ...recent, base: { ...recent.base, since: seenUntil(head.readAt) } },
    };
  }
  const known = recent && (await isOvertaken(recent, ports)) ? undefined : recent;
  const parsed = parseConfig(CONFIG_PATH, head.config);
  if (!parsed.ok) return { state: "wrong-config", head, diagnostics: parsed.diagnostics };

  const { config } = parsed;
  const { base, isRecorded, abandoned } = known ? recalled(known) : await recallBase(head, ports, memory);
  const files = await readFiles({ head, base, known, config, ports, cache }).catch(whyUnreadable);
  if ("tooLarge" in files) {
    return { state: "wrong-config", head, diagnostics: files.tooLarge.map(describeTooLarge) };
  }
  if (files instanceof UnreadableError) {
    return { state: "wrong-config", head, diagnostics: [describeUnreadable(files)] };
  }
  // Phases are news to an app that did not know them: like a new config, they concern every issue.
  const sameRules = files.sameConfig && base?.phases !== undefined;
  const news = known && changed && sameRules ? changed : await readIssues(base, sameRules, ports.issues);
  const issues = byNumber(news.issues);
  const missing = new Map<number, MissingIssue>();
  const unsettled = (base?.unsettled ?? []).filter((number) => !issues.has(number));
  const unsaid = toldOtherwise(told, issues, known?.seen);
  await readByNumber([...new Set([...suspects, ...unsaid, ...unsettled])], { issues, missing }, ports.issues);
  const formerNames = await ports.source.namesOf(head.repositoryId, foreignNames(files, head));
  const input: PlanInput = {
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
  if (hasLostIssues(base?.count, head.count, news.issues)) {
    const named = [...findReferences(input.head, input.repository).referenced.keys()];
    const unread = named.filter((number) => !issues.has(number) && !missing.has(number));
    await readByNumber(unread, { issues, missing }, ports.issues);
  }
  const checklists = input.head.map(({ checklist }) => checklist);
  const remarks = [
    ...diagnoseSettings(checklists, config, remarkOn(CONFIG_PATH, head.config)),
    ...[...files.head.values()].flatMap((file) => file.diagnostics),
  ];
  const diagnostics = [...parsed.diagnostics, ...applySeverities(remarks, config.rules)];
  const atHead = new Map([...files.head].map(([entry, file]) => [entry.path, { ...file, entry }]));
  // A pull request that has nothing left to bring is merged: the base is in the branch now.
  const isPending = [...files.settled.keys()].some(
    (entry) => atHead.get(entry.path)?.entry.oid !== entry.oid,
  );
  const isRecordedSo = isRecorded && (base?.proposal !== undefined) === isPending;
  const { sameConfig } = files;
  const sameAsBase = base !== undefined && isRecordedSo && sameConfig && files.sameFiles;
  return {
    state: "read",
    snapshot: {
      head,
      config,
      diagnostics,
      files: files.settled,
      atHead,
      base,
      abandoned,
      sameConfig,
      sameAsBase,
      newest: news.newest,
      input,
    },
  };
}

function byNumber(issues: readonly ObservedIssue[]): Map<number, ObservedIssue> {
  return new Map(issues.map((issue) => [issue.number, issue]));
}

function describeTooLarge({ path, size = 0 }: FileEntry): Diagnostic {
  const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
  return {
    file: path,
    line: 1,
    column: 1,
    rule: "config-file-size",
    severity: "error",
    message: `Unexpected ${megabytes(size)}, expected a checklist of at most ${megabytes(LARGEST_FILE)}, split the file, or exclude it in ${CONFIG_PATH}`,
  };
}

function whyUnreadable(error: unknown): UnreadableError {
  if (error instanceof UnreadableError) return error;
  throw error;
}

function describeUnreadable({ path, message }: UnreadableError): Diagnostic {
  return {
    file: path,
    line: 1,
    column: 1,
    rule: "config-file-unreadable",
    severity: "error",
    message: `${message}, take out what nobody reads, or exclude the file in ${CONFIG_PATH}`,
  };
}

function configOf(text: string | undefined): Config | undefined {
  const parsed = parseConfig(CONFIG_PATH, text);
  return parsed.ok ? parsed.config : undefined;
}

/** A commit whose answer was lost moved the base without this process: what it remembers is behind. */
function isCurrent({ branch, base }: RepositoryMemory, { branch: present, ownCommit }: HeadReading): boolean {
  return branch === present && (ownCommit?.base !== base.commit || ownCommit.oid === base.commit);
}

/** Issues are gone of which no event told: what is remembered of them is wrong. */
function isShort({ base }: RepositoryMemory, { count, changed }: HeadReading): boolean {
  return changed?.next === undefined && hasLostIssues(base.count, count, changed?.issues ?? []);
}

/** What waits in a pull request may have been settled by another process, and no commit of the branch tells of that. */
async function isOvertaken({ branch, base }: RepositoryMemory, ports: RepositoryPorts): Promise<boolean> {
  return base.proposal !== undefined && (await ports.base.read(branch))?.commit !== base.commit;
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

/**
 * The base, as the repository remembers it. A process that died between its commit and the move of the ref left
 * the ref one step behind: the commit says from which base it was planned, and if that is the ref's, the commit
 * itself is the state on which both sides agreed last.
 */
async function recallBase(
  head: HeadReading,
  ports: RepositoryPorts,
  memory: RepositoryMemory | undefined,
): Promise<RecalledBase> {
  const present = await ports.base.read(head.branch);
  // A branch that is the default one again has a base of its own, and all the same another one was that in between.
  const isOther = memory !== undefined && memory.branch !== head.branch;
  const former = present && !isOther ? undefined : await ports.base.readFormer(head.branch, head.oid);
  const recorded = present ?? former?.base;
  const abandoned = former?.proposed ?? [];
  const own = head.ownCommit;
  if (own && own.base === recorded?.commit && own.oid !== recorded?.commit) {
    return {
      base: {
        commit: own.oid,
        since: own.since,
        included: {},
        dashboard: recorded?.dashboard,
        unsettled: recorded?.unsettled,
        phases: recorded?.phases,
        board: recorded?.board,
        // Whatever it proposed, this commit was made later: of its pull request only the rest is to be cleared up.
        proposal: recorded?.proposal && { ...recorded.proposal, head: own.oid },
      },
      isRecorded: false,
      abandoned,
    };
  }
  return { base: recorded, isRecorded: former === undefined, abandoned };
}

function recalled({ base }: RepositoryMemory): RecalledBase {
  return { base, isRecorded: true, abandoned: [] };
}

interface RecalledBase {
  readonly base: BaseRecord | undefined;
  readonly isRecorded: boolean;
  readonly abandoned: Snapshot["abandoned"];
}
