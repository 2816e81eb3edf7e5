import type { Actor } from "./access.js";
import { isAllowed, NEEDS, requireAccess } from "./access.js";
import { tryAutoMerge } from "./merge-pull.js";
import type { CheckRun, CommitStatus, Repository } from "./model.js";
import { requirePull } from "./pulls.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import { changed, emit, nextId, now, storeOf } from "./world.js";

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
  if (!storeOf(world, repository).has(headSha, "commit"))
    throw new Refusal("unprocessable", `No commit found for SHA: ${headSha}`);
  const startedAt = now(world);
  const checkRun: CheckRun = {
    kind: "CheckRun",
    id: nextId(world),
    repository,
    app: world.state.app,
    headSha,
    startedAt,
    completedAt: null,
    ...completed(fields),
  };
  checkRun.completedAt = checkRun.status === "completed" ? startedAt : null;
  repository.checkRuns.push(checkRun);
  emit(world, actor, { type: "check-run", action: "created", checkRun });
  if (checkRun.status === "completed")
    emit(world, actor, { type: "check-run", action: "completed", checkRun });
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
  const wasCompleted = checkRun.status === "completed";
  const { name, status, conclusion, externalId, detailsUrl, title, summary, text } = checkRun;
  Object.assign(
    checkRun,
    completed({ name, status, conclusion, externalId, detailsUrl, title, summary, text, ...edit }),
  );
  if (checkRun.status === "completed" && !wasCompleted) {
    checkRun.completedAt = now(world);
    emit(world, actor, { type: "check-run", action: "completed", checkRun });
  }
  changed(world);
  releaseWaiting(world, checkRun.repository, checkRun.headSha);
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
  const status: CommitStatus = {
    id: nextId(world),
    creator: actor.account,
    createdAt: now(world),
    ...fields,
  };
  repository.statuses.push(status);
  changed(world);
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
