import { entriesOf, isSameLedger } from "../core/ledger/ledger-entries.js";
import type { Checklist } from "../core/model/checklist.js";
import type { LedgerChange } from "../core/model/signoff.js";
import { rebaseEdits } from "../core/plan/pending-edits.js";
import { applyFiles } from "./apply-files.js";
import type { ChecklistCache, ReadChecklist } from "./checklist-cache.js";
import type { FileEntry, HeadReading } from "./ports.js";

type FilesAt = ReadonlyMap<FileEntry, ReadChecklist>;

interface Pending {
  readonly head: HeadReading;
  /** The commit that the app's pull request brings. */
  readonly commit: string;
  /** The files that the pull request was made on, as it makes them, and as people have them now. */
  readonly before: FilesAt;
  readonly after: FilesAt;
  readonly now: FilesAt;
}

/**
 * The files of the head with the pull request's edits in them: what both sides agree on, and what the branch will say
 * once the pull request is merged. Planning from them, what it holds already is not planned again; what people push
 * meanwhile counts as on any other day. Merged, by whatever method, the edits are in the head, and nothing is added.
 */
export function withPending(pending: Pending, cache: ChecklistCache): FilesAt {
  const before = byPath(pending.before);
  const after = byPath(pending.after);
  const isKnown = ([entry]: [FileEntry, ReadChecklist]): boolean =>
    [before, after].some((files) => files.get(entry.path)?.entry.oid === entry.oid);
  const changed = new Map([...pending.now].filter((file) => !isKnown(file)));
  const present = new Map([...pending.now.keys()].map((entry) => [entry.path, entry]));
  const isLeft = ([path, { entry }]: [string, { entry: FileEntry }]): boolean =>
    present.get(path)?.oid !== entry.oid && present.get(path)?.oid !== after.get(path)?.entry.oid;
  const left = new Set([...before].filter(isLeft).map(([path]) => path));
  const edits = rebaseEdits({
    before: checklistsOf(pending.before, left),
    after: checklistsOf(pending.after, left),
    head: [...changed.values()].map(({ checklist }) => checklist),
    host: hostOf(pending.head),
  });
  const rebased = applyFiles(changed, edits, pendingLedgers(changed, before, after)).files;
  return new Map(
    [...pending.now].map(([entry, file]) => {
      const { path, oid } = entry;
      const bytes = rebased.get(path);
      // The content has no id yet that GitHub would know; this one says what it is made of.
      const made = { path, oid: `${pending.head.oid}+${pending.commit}` };
      if (bytes) return [made, cache.add(made, bytes)] as const;
      const proposed = before.get(path)?.entry.oid === oid ? after.get(path) : undefined;
      return proposed ? ([proposed.entry, proposed.file] as const) : ([entry, file] as const);
    }),
  );
}

/** What the pull request brings for the ledgers of files that people have changed since, but for their ledgers. */
function pendingLedgers(
  changed: FilesAt,
  before: ReturnType<typeof byPath>,
  after: ReturnType<typeof byPath>,
): ReadonlyMap<string, readonly LedgerChange[]> {
  const changes = new Map<string, readonly LedgerChange[]>();
  for (const [{ path }, { checklist }] of changed) {
    const [was, wanted] = [before.get(path), after.get(path)];
    if (!was || !wanted) continue;
    const entries = entriesOf(wanted.file.checklist);
    const isUntouched = isSameLedger(entriesOf(checklist), entriesOf(was.file.checklist));
    if (isUntouched && !isSameLedger(entriesOf(checklist), entries))
      changes.set(path, [{ kind: "rewrite", entries }]);
  }
  return changes;
}

/** Address of the host that the repository is on. */
export function hostOf({ url, owner, name }: HeadReading): string {
  return url.slice(0, Math.max(0, url.length - `/${owner}/${name}`.length));
}

function byPath(files: FilesAt): ReadonlyMap<string, { entry: FileEntry; file: ReadChecklist }> {
  return new Map([...files].map(([entry, file]) => [entry.path, { entry, file }]));
}

function checklistsOf(files: FilesAt, paths: ReadonlySet<string>): Checklist[] {
  return [...files].flatMap(([{ path }, { checklist }]) => (paths.has(path) ? [checklist] : []));
}
