import type { Logger } from "pino";
import type { CommandComment } from "./commands/ports.js";
import type { Wish } from "./commands/parse-comment.js";
import type { LedgerEntry } from "./core/model/signoff.js";
import { RetryError, StaleHeadError } from "./errors.js";
import type { RegistrationNews } from "./github/registration.js";
import type { Ask, Reply } from "./signoff/answer-ask.js";
import type { Place } from "./signoff/signoff-desk.js";
import { describeOutcome } from "./sync/describe-outcome.js";
import type { Applied } from "./sync/apply-plan.js";
import type { Outcome } from "./sync/sync-repository.js";

/**
 * Log levels say who must act: nobody (`debug`, `info`), or the operator, some day (`warn`) or now (`error`). A mistake
 * in a person's file is `info` here: it is told to that person.
 */
export function logOutcome(log: Logger, repository: string, outcome: Outcome): void {
  const level = outcome.result === "unchanged" ? "debug" : "info";
  log[level]({ repository, result: outcome.result, summary: describeOutcome(outcome) }, "sync ended");
  const diagnostics = "diagnostics" in outcome ? outcome.diagnostics : [];
  if (outcome.result === "applied") logLedger(log, repository, outcome);
  for (const diagnostic of diagnostics) log.debug({ repository, ...diagnostic }, "remark about a file");
}

/** Whatever the ledgers say now and did not say before, a line each: what went stale and was put back as well. */
function logLedger(log: Logger, repository: string, { plan, commit, proposal }: Applied): void {
  if (commit === undefined && !proposal) return;
  for (const step of plan.steps) {
    if (step.op !== "edit-ledger") continue;
    const { place, change, reason: why } = step;
    const entry = change.kind === "put" ? fieldsOf(change.entry) : { what: "rewritten" };
    const written = { commit: commit ?? null, proposal: proposal?.number ?? null };
    log.info({ repository, checklist: place.file, ...entry, why, ...written }, "ledger");
  }
}

function fieldsOf(entry: LedgerEntry) {
  const { kind, by, at, phase, requirement, source, stale } = entry;
  return {
    number: source.number,
    by,
    at,
    what: kind,
    phase,
    requirements: [requirement],
    reason: entry.kind === "waiver" ? entry.reason : null,
    stale,
  };
}

/** By its id an event is found again in GitHub's list of deliveries. What it says is its author's, and is not kept. */
export function logEvent(
  log: Logger,
  { id, name, payload }: { readonly id: string; readonly name: string; readonly payload: object },
): void {
  const { action, repository } = payload as { action?: string; repository?: { full_name?: string } };
  log.info({ delivery: id, event: name, action, repository: repository?.full_name }, "event");
}

const REGISTRATION_LEVELS = { refused: "error", lacking: "warn", mended: "info" } as const;

/** What is the matter with the App's registration and credentials, or no longer: once for each change. */
export function logRegistration(log: Logger, { kind, text }: RegistrationNews): void {
  log[REGISTRATION_LEVELS[kind]](text);
}

/** A sync that did not end well, and when it is tried again. */
export function logError(log: Logger, repository: string, error: unknown, retryMs: number | undefined): void {
  const expected = error instanceof StaleHeadError || (error instanceof RetryError && retryMs !== undefined);
  log[expected ? "info" : "error"](
    { repository, err: error, retryMs },
    retryMs === undefined ? "sync failed" : "sync put back",
  );
}

/** A comment that asked for something and was answered. What it says is its author's, so only what was understood is kept. */
export function logAnswer(
  log: Logger,
  comment: CommandComment,
  wishes: readonly Wish[],
  isDone: boolean,
): void {
  const { repository, id, issue, author } = comment;
  const asked = wishes.map((wish) => (wish.kind === "command" ? wish.name : wish.kind));
  log.info(
    { repository: `${repository.owner}/${repository.name}`, issue, comment: id, author, asked, isDone },
    "command answered",
  );
}

/**
 * Somebody signed, waived, took it back, or was refused: one line each, with the same fields, for whoever has to account
 * for it later. docs/signoff.md tells what they mean.
 */
export function logSignoff(log: Logger, { repository, number }: Place, ask: Ask, reply: Reply): void {
  log.info(
    {
      repository: `${repository.owner}/${repository.name}`,
      number,
      by: ask.by,
      at: ask.at,
      what: ask.what,
      result: reply.result,
      why: reply.why,
      checklist: reply.phase?.checklist ?? null,
      phase: reply.phase?.phase ?? null,
      requirements: reply.entries.map(({ requirement }) => requirement),
      reason: reply.entries.flatMap((entry) => (entry.kind === "waiver" ? entry.reason : []))[0] ?? null,
    },
    "sign-off",
  );
}

/** Somebody who may not ask for much asked too often: what they wanted to sign was refused unheard. */
export function logTired(log: Logger, comment: CommandComment, wishes: readonly Wish[]): void {
  const { repository, issue: number, author: by, createdAt: at } = comment;
  const refused: Reply = {
    result: "refused",
    why: ["asked-too-often"],
    phase: undefined,
    entries: [],
    text: "",
    isDone: false,
  };
  for (const wish of wishes) {
    if (wish.kind !== "command" || (wish.name !== "signoff" && wish.name !== "waive")) continue;
    const { name: what, words, reason } = wish;
    logSignoff(log, { repository, number }, { what, by, role: "none", at, words, reason }, refused);
  }
}
