import type { Actor } from "./access.js";
import { isAllowed, NEEDS, requireAccess } from "./access.js";
import { tryAutoMerge } from "./merge-pull.js";
import type { App, CheckRun, CommitStatus, Repository } from "./model.js";
import { requirePull } from "./pulls.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { changed, emit, nextId, now, storeOf } from "./world.js";

/** What GitHub refuses to keep more of in a summary or a text. */
const MAX_OUTPUT = 65_535;

export interface CheckFields {
  readonly name: string;
  readonly status: CheckRun["status"];
  readonly conclusion: string | null;
  readonly externalId: string;
  readonly detailsUrl: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
}

/** Only apps create check runs. */
export function createCheckRun(
  world: World,
  actor: Actor,
  repository: Repository,
  headSha: string,
  fields: CheckFields,
): CheckRun {
  requireAppChecks(actor, repository);
  return addCheckRun(world, actor, { repository, app: world.state.app, headSha }, fields);
}

/** A check run of whatever app: continuous integration is another one. */
export function addCheckRun(
  world: World,
  actor: Actor,
  { repository, app, headSha }: Pick<CheckRun, "repository" | "app" | "headSha">,
  fields: CheckFields,
): CheckRun {
  requireShort(fields);
  if (!storeOf(world, repository).has(headSha, "commit"))
    throw new Refusal("unprocessable", `No commit found for SHA: ${headSha}`);
  const startedAt = now(world);
  const checkRun: CheckRun = {
    kind: "CheckRun",
    id: nextId(world),
    repository,
    app,
    headSha,
    startedAt,
    completedAt: null,
    ...completed(fields),
  };
  checkRun.completedAt = checkRun.status === "completed" ? startedAt : null;
  repository.checkRuns.push(checkRun);
  emit(world, actor, { type: "check-run", action: "created", checkRun });
  if (checkRun.status === "completed") tellCompleted(world, actor, checkRun);
  releaseWaiting(world, repository, headSha);
  return checkRun;
}

export function updateCheckRun(
  world: World,
  actor: Actor,
  checkRun: CheckRun,
  edit: Partial<CheckFields>,
): void {
  requireAppChecks(actor, checkRun.repository);
  if (actor.app !== checkRun.app)
    throw new Refusal(
      "forbidden",
      "Invalid app_id `" +
        String(actor.app?.id) +
        "` - check run can only be modified by the GitHub App that created it.",
    );
  changeCheckRun(world, actor, checkRun, edit);
}

/** The same for a check run of whatever app. */
export function changeCheckRun(
  world: World,
  actor: Actor,
  checkRun: CheckRun,
  edit: Partial<CheckFields>,
): void {
  requireShort(edit);
  const wasCompleted = checkRun.status === "completed";
  const { name, status, conclusion, externalId, detailsUrl, title, summary, text } = checkRun;
  Object.assign(
    checkRun,
    completed({ name, status, conclusion, externalId, detailsUrl, title, summary, text, ...edit }),
  );
  if (checkRun.status === "completed" && !wasCompleted) {
    checkRun.completedAt = now(world);
    tellCompleted(world, actor, checkRun);
  }
  changed(world);
  releaseWaiting(world, checkRun.repository, checkRun.headSha);
}

/** Somebody who may write asks for the check again; its app is told, and nothing else happens. */
export function rerequestCheckRun(world: World, actor: Actor, checkRun: CheckRun): void {
  requireAccess(actor, checkRun.repository, { role: "write", permission: ["checks", "write"] });
  emit(world, actor, { type: "check-run", action: "rerequested", checkRun });
}

function tellCompleted(world: World, actor: Actor, checkRun: CheckRun): void {
  emit(world, actor, { type: "check-run", action: "completed", checkRun });
  const suite = suitesOf(checkRun.repository, checkRun.headSha).find(({ app }) => app.id === checkRun.app.id);
  if (suite?.runs.every(({ status }) => status === "completed"))
    emit(world, actor, { type: "check-suite", action: "completed", last: checkRun });
}

/** The check runs of a commit by the app that made them: the sandbox has one suite for each app and commit. */
export function suitesOf(
  repository: Repository,
  oid: string,
): { readonly app: App; readonly runs: CheckRun[] }[] {
  const suites = new Map<number, { readonly app: App; readonly runs: CheckRun[] }>();
  for (const run of repository.checkRuns) {
    if (run.headSha !== oid) continue;
    const suite = suites.get(run.app.id) ?? { app: run.app, runs: [] };
    suites.set(run.app.id, suite);
    suite.runs.push(run);
  }
  return [...suites.values()];
}

function requireShort({ summary, text }: Partial<CheckFields>): void {
  for (const [field, value] of Object.entries({ summary, text })) {
    if ((value?.length ?? 0) > MAX_OUTPUT)
      throw new Refusal(
        "unprocessable",
        `Invalid request.\n\nOnly ${MAX_OUTPUT} characters are allowed; ${value?.length ?? 0} were supplied for ${field}.`,
      );
  }
}

/** A conclusion completes, and what is completed needs one. */
function completed(fields: CheckFields): CheckFields {
  if (fields.conclusion !== null) return { ...fields, status: "completed" };
  if (fields.status === "completed")
    throw new Refusal(
      "unprocessable",
      `Invalid request.\n\nMissing required keys: "conclusion" when status is "completed".`,
    );
  return fields;
}

function requireAppChecks(actor: Actor, repository: Repository): void {
  requireAccess(actor, repository, NEEDS.readChecks);
  if (actor.kind !== "installation")
    throw new Refusal("forbidden", "You must authenticate via a GitHub App.");
  if (!isAllowed(actor, repository, { role: "write", permission: ["checks", "write"] }))
    throw new Refusal("forbidden", "Resource not accessible by integration");
}

export function createStatus(
  world: World,
  actor: Actor,
  repository: Repository,
  fields: Omit<CommitStatus, "id" | "creator" | "createdAt">,
): CommitStatus {
  requireAccess(actor, repository, NEEDS.writeStatuses);
  if (!storeOf(world, repository).has(fields.oid, "commit"))
    throw new Refusal("unprocessable", `No commit found for SHA: ${fields.oid}`);
  const status: CommitStatus = {
    id: nextId(world),
    creator: actor.account,
    createdAt: now(world),
    ...fields,
  };
  repository.statuses.push(status);
  emit(world, actor, { type: "status", repository, status });
  releaseWaiting(world, repository, fields.oid);
  return status;
}

/** The last word of every check and status on a commit: `success`, `pending` or `failure`. */
export function checksOf(
  repository: Repository,
  oid: string,
): Map<string, "success" | "pending" | "failure"> {
  const results = new Map<string, "success" | "pending" | "failure">();
  for (const status of repository.statuses) {
    if (status.oid === oid) results.set(status.context, status.state === "error" ? "failure" : status.state);
  }
  for (const run of repository.checkRuns) {
    if (run.headSha !== oid) continue;
    const isGreen =
      run.conclusion === "success" || run.conclusion === "neutral" || run.conclusion === "skipped";
    results.set(run.name, run.conclusion === null ? "pending" : isGreen ? "success" : "failure");
  }
  return results;
}

function releaseWaiting(world: World, repository: Repository, oid: string): void {
  for (const issue of repository.issues.values()) {
    if (issue.state === "open" && issue.pull?.headOid === oid) tryAutoMerge(world, requirePull(issue));
  }
}
