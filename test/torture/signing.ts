import { parseChecklist } from "../../src/core/markdown/parse-checklist.js";
import type { LedgerEntry } from "../../src/core/model/signoff.js";
import { parseRecord } from "../../src/core/signoff/pull-record.js";
import type { GithubUser } from "./github-user.js";

/** A pull request on which people sign. */
export interface SigningPull {
  readonly number: number;
  readonly branch: string;
  commits: number;
  isMerged: boolean;
}

export interface SigningComment {
  readonly id: number;
  readonly at: string;
  readonly by: string;
  readonly words: string;
  readonly pull: number;
  /** How many commits the pull request had. */
  readonly commits: number;
}

/** What people did on the pull requests of a run. */
export interface Signing {
  readonly pulls: SigningPull[];
  readonly comments: SigningComment[];
}

/** The checklist that is signed. Nobody else edits it: its tasks are done, and have no issues. */
export const SIGNED_PATH = "signed/plan.md";
export const SIGNED_TEXT = `# Signed

## Phase 1: Build
- [x] Models

## Phase 2: Run
- [x] Deploy

## Sign-off
Each phase requires:
- [ ] Review
- [ ] Security

## After
Words, and no line ending at the end.`;

interface ListedReaction {
  readonly content: string;
  readonly user: { readonly login: string } | null;
}

interface ListedChecks {
  readonly check_runs: readonly { readonly output: { readonly text: string | null } }[];
}

/** What is wrong with the ledger when all is done: it says what was signed on merged pull requests, and nothing else. */
export async function findLedgerProblems(
  user: GithubUser,
  { pulls, comments }: Signing,
): Promise<readonly string[]> {
  const text = await user.text(SIGNED_PATH);
  const entries = parseChecklist(SIGNED_PATH, Buffer.from(text)).checklist.ledgers.flatMap(
    (each) => each.entries,
  );
  const merged = pulls.filter(({ isMerged }) => isMerged);
  const answered: SigningComment[] = [];
  for (const comment of comments) if (await isDone(user, comment)) answered.push(comment);
  const recorded = (await Promise.all(merged.map((pull) => recordsOf(user, pull)))).flat();
  return [
    ...(withoutLedger(text) === withoutLedger(SIGNED_TEXT)
      ? []
      : [`${SIGNED_PATH} is not what people wrote: ${JSON.stringify(text)}`]),
    ...entries.flatMap((entry) => aboutEntry(entry, merged, answered)),
    ...recorded
      .filter((word) => !entries.some((entry) => cellOf(entry) === cellOf(word) && entry.at >= word.at))
      .map((word) => `the ledger has nothing of what a check keeps: ${cellOf(word)} at ${word.at}`),
    ...answered.flatMap((comment) => aboutComment(comment, pulls, entries, comments)),
  ];
}

/** Without what the app writes: the ledger, and the boxes of requirements. */
function withoutLedger(text: string): string {
  return text
    .replace(/\n*<!-- tickmark:ledger[^]*\/tickmark:ledger -->/, "")
    .replace(/- \[[ x]\] (Review|Security)/g, "- [?] $1");
}

async function isDone(user: GithubUser, { id }: SigningComment): Promise<boolean> {
  const path = `/issues/comments/${id}/reactions`;
  const reactions = (await user.inRepository("GET", path)) as ListedReaction[];
  return reactions.some((each) => each.content === "rocket" && each.user?.login.startsWith("tickmark"));
}

type Signed = Pick<LedgerEntry, "phase" | "requirement" | "by" | "at">;

/** What the checks on the last commit of a pull request keep, and what still counts of it. */
async function recordsOf(
  user: GithubUser,
  { number, commits, branch }: SigningPull,
): Promise<readonly Signed[]> {
  const path = `/pulls/${number}`;
  const { head } = (await user.inRepository("GET", path)) as { head: { sha: string } };
  const { check_runs: runs } = (await user.inRepository(
    "GET",
    `/commits/${head.sha}/check-runs`,
  )) as ListedChecks;
  if (commits === 0) throw new Error(`${branch} has no commits`);
  return runs.flatMap(({ output }) =>
    (parseRecord(output.text ?? "")?.words ?? []).flatMap(({ entry, stale }) =>
      stale || entry.kind === "cancel" ? [] : [entry],
    ),
  );
}

/** Whatever the ledger says was said by a person, and the person was told that it counts. */
function aboutEntry(
  entry: LedgerEntry,
  merged: readonly SigningPull[],
  answered: readonly SigningComment[],
): string[] {
  const { by, at, source, kind } = entry;
  const name = `${cellOf(entry)} (${kind}) at ${at}`;
  const isSaid = answered.some(
    (each) => each.by === by && each.at === at && each.pull === source.number && kindOf(each) === kind,
  );
  const isMerged = kind === "cancel" || merged.some(({ number }) => number === source.number);
  return [
    ...(isSaid ? [] : [`the ledger says what nobody was told that they had signed: ${name}`]),
    ...(isMerged ? [] : [`the ledger says what was signed on a pull request that is not merged: ${name}`]),
  ];
}

/** What a person signed and did not take back is in the ledger, when its pull request got no commits afterwards. */
function aboutComment(
  comment: SigningComment,
  pulls: readonly SigningPull[],
  entries: readonly LedgerEntry[],
  comments: readonly SigningComment[],
): string[] {
  const pull = pulls.find(({ number }) => number === comment.pull);
  const isLast = !comments.some(({ by, words }) => by === comment.by && words.endsWith("cancel"));
  if (!pull?.isMerged || pull.commits !== comment.commits || !isLast) return [];
  const [, phase = "", requirement] = comment.words.split(" ");
  const wanted =
    requirement === undefined || requirement.startsWith('"') ? ["review", "security"] : [requirement];
  return wanted
    .filter((each) => !entries.some((entry) => cellOf(entry) === `${phase} ${each} by ${comment.by}`))
    .map(
      (each) => `${comment.by} signed ${phase} ${each} on #${comment.pull}, and the ledger does not say so`,
    );
}

function kindOf({ words }: SigningComment): LedgerEntry["kind"] {
  if (words.startsWith("/waive")) return "waiver";
  return words.endsWith("cancel") ? "cancel" : "sign-off";
}

function cellOf({ phase, requirement, by }: Omit<Signed, "at">): string {
  return `${phase} ${requirement} by ${by}`;
}
