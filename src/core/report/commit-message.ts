import { defusePlain } from "./defuse.js";
import { oneLine } from "./plain-text.js";
import { shorten } from "./shorten-title.js";

/** One change of a file, as a commit message tells it. */
export interface FileChange {
  readonly path: string;
  readonly line: number;
  readonly title: string;
  readonly what: keyof typeof VERBS;
  readonly issue?: number;
  /** In words: "the issue was closed as completed". */
  readonly why: string;
}

export interface CommitMessageInput {
  readonly changes: readonly FileChange[];
  /** What people wrote lately, newest first: their convention is followed. */
  readonly convention: { readonly headlines: readonly string[] };
  /** From the config, with `{summary}`: goes before any convention. */
  readonly template?: string | undefined;
}

export interface CommitMessage {
  readonly headline: string;
  readonly body: string;
}

const HEADLINE_LIMIT = 72;
/** More than this nobody reads; the diff has them all. */
const LISTED_CHANGES = 50;
const LISTED_TITLE = 100;

/** For one task, and for what follows the number when there are more. */
const VERBS = {
  tick: { verb: "tick", one: "", more: "tasks" },
  untick: { verb: "untick", one: "", more: "tasks" },
  strike: { verb: "strike", one: "", more: "tasks" },
  unstrike: { verb: "restore", one: "", more: "tasks" },
  reference: { verb: "link", one: " to its issue", more: "tasks to their issues" },
  title: { verb: "rename", one: "", more: "tasks" },
  field: { verb: "update", one: "", more: "tasks" },
  untracked: { verb: "untrack", one: "", more: "tasks" },
  sign: { verb: "sign", one: "", more: "requirements" },
  waive: { verb: "waive", one: "", more: "requirements" },
  withdraw: { verb: "take back", one: "", more: "sign-offs" },
  stale: { verb: "invalidate", one: "", more: "sign-offs" },
  ledger: { verb: "rewrite", one: "", more: "ledgers" },
  "reference-removed": { verb: "unlink", one: " from its issue", more: "tasks from their issues" },
} as const;

/** Type, scope and the first character of what follows. */
const CONVENTIONAL = /^([a-z]+)(\([^()]+\))?!?: (\S)/u;

/**
 * Says what changed and why. Whatever a task, a file or a template is called, the message closes no issue, refers to
 * none, mentions nobody and skips no workflow.
 */
export function formatCommitMessage(input: CommitMessageInput): CommitMessage {
  const wrap = chooseWrap(input);
  const room = HEADLINE_LIMIT - wrap("").length;
  const headline = shorten(wrap(formatSummary(input.changes, room)), HEADLINE_LIMIT);
  return { headline, body: formatBody(input.changes) };
}

function chooseWrap({ convention, template }: CommitMessageInput): (summary: string) => string {
  if (template !== undefined) {
    const [before = "", after = ""] = defusePlain(oneLine(template)).split("{summary}");
    return (summary) => oneLine(`${before}${summary}${after}`);
  }
  const written = convention.headlines.filter((headline) => !/^(?:Merge|Revert) /.test(headline));
  const conventional = written
    .map((headline) => CONVENTIONAL.exec(headline))
    .filter((match) => match !== null);
  if (conventional.length * 2 <= written.length) return upperFirst;
  const most = (count: number): boolean => count * 2 > conventional.length;
  const types = new Set(conventional.map((match) => match[1]));
  const type = !types.has("docs") && types.has("chore") ? "chore" : "docs";
  const scope = most(conventional.filter((match) => match[2] !== undefined).length) ? "(checklists)" : "";
  const upper = most(conventional.filter((match) => /\p{Lu}/u.test(match[3] ?? "")).length);
  return (summary) => `${type}${scope}: ${upper ? upperFirst(summary) : summary}`;
}

function formatSummary(changes: readonly FileChange[], room: number): string {
  const [first] = changes;
  if (first && changes.length === 1) {
    const { verb, one } = VERBS[first.what];
    return `${verb} "${shorten(safe(first.title), room - verb.length - one.length - 3)}"${one}`;
  }
  const counts = countKinds(changes);
  const [only] = counts;
  if (only && counts.length === 1) return `${VERBS[only.what].verb} ${only.count} ${VERBS[only.what].more}`;
  let said: string | undefined;
  const parts = counts.map(({ what, count }) => {
    const [noun = ""] = VERBS[what].more.split(" ", 1);
    const isSaid = noun === said;
    said = noun;
    return `${VERBS[what].verb} ${count}${isSaid ? "" : ` ${count === 1 ? noun.slice(0, -1) : noun}`}`;
  });
  const listed = parts.join(", ");
  return listed.length <= room ? listed : `update ${changes.length} tasks`;
}

function countKinds(changes: readonly FileChange[]): { what: FileChange["what"]; count: number }[] {
  const counts = new Map<FileChange["what"], number>();
  for (const { what } of changes) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count }));
}

function formatBody(changes: readonly FileChange[]): string {
  const { files, left } = listChanges(changes);
  const parts = [...files].map(([path, listed]) =>
    [safe(path), ...listed.map((line) => `- ${line}`)].join("\n"),
  );
  return [...parts, ...(left > 0 ? [`… and ${left} more`] : [])].join("\n\n");
}

/** The changes as lines of plain text by file, and how many are more than anybody reads. */
export interface ListedChanges {
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly left: number;
}

/** What a commit message and a pull request tell of changes. */
export function listChanges(changes: readonly FileChange[]): ListedChanges {
  const files = new Map<string, string[]>();
  for (const change of changes.slice(0, LISTED_CHANGES)) {
    files.set(change.path, [...(files.get(change.path) ?? []), formatChange(change)]);
  }
  return { files, left: Math.max(0, changes.length - LISTED_CHANGES) };
}

function formatChange({ line, title, what, issue, why }: FileChange): string {
  const { verb, one } = VERBS[what];
  // Not `#12`: GitHub would note every such commit in the issue.
  const number = issue === undefined ? "" : ` (issue ${issue})`;
  return `line ${line}: ${verb} "${shorten(safe(title), LISTED_TITLE)}"${one}${number}: ${safe(why)}`;
}

function safe(text: string): string {
  return defusePlain(oneLine(text));
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
