import { resolveCommit } from "../git/refs.js";
import { NEEDS, requireAccess } from "../world/access.js";
import type { CheckFields } from "../world/checks.js";
import { createCheckRun, createStatus, rerequestCheckRun, updateCheckRun } from "../world/checks.js";
import type { BranchRule, CheckRun, CommitStatus, Repository } from "../world/model.js";
import { nodeIdIn } from "../world/node-ids.js";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";
import { fullName } from "../world/world.js";
import { missing, nullableText, oneOf, record, requiredText, text } from "../fields.js";
import { formatAccount } from "./format/account.js";
import { formatCheckRun } from "./format/check-run.js";
import { repositoryApiUrl } from "./format/links.js";
import { formatRepository } from "./format/repository.js";
import type { Schema } from "./format/schemas.js";
import { paged } from "./pages.js";
import type { RestContext, Route } from "./route.js";
import { actorOf, created, numberParam, ok, repositoryOf, route } from "./route.js";

const REPOSITORY = "/repos/{owner}/{repo}";
const CONCLUSIONS = [
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "timed_out",
] as const;

export const CHECK_ROUTES: readonly Route[] = [
  route(`POST ${REPOSITORY}/check-runs`, "checks/create", (context) => {
    const repository = repositoryOf(context);
    const run = createCheckRun(
      context.world,
      actorOf(context),
      repository,
      requiredText(context.body, "head_sha"),
      {
        name: requiredText(context.body, "name"),
        status: "queued",
        conclusion: null,
        externalId: "",
        detailsUrl: null,
        title: null,
        summary: null,
        text: null,
        ...fieldsOf(context),
      },
    );
    return created(formatCheckRun(context.world, run));
  }),
  route(`GET ${REPOSITORY}/check-runs/{check_run_id}`, "checks/get", (context) =>
    ok(formatCheckRun(context.world, runOf(context))),
  ),
  route(`PATCH ${REPOSITORY}/check-runs/{check_run_id}`, "checks/update", (context) => {
    const run = runOf(context);
    updateCheckRun(context.world, actorOf(context), run, fieldsOf(context));
    return ok(formatCheckRun(context.world, run));
  }),
  route(`GET ${REPOSITORY}/commits/{ref}/check-runs`, "checks/list-for-ref", (context) => {
    const { repository, oid } = commitOf(context);
    requireAccess(actorOf(context), repository, NEEDS.readChecks);
    const name = context.query.get("check_name");
    const appId = context.query.get("app_id");
    const all = repository.checkRuns.filter(
      (run) =>
        run.headSha === oid &&
        (name === null || run.name === name) &&
        (appId === null || String(run.app.id) === appId),
    );
    const runs = (context.query.get("filter") ?? "latest") === "all" ? all : latestOf(all);
    return paged(
      context,
      runs,
      (run) => formatCheckRun(context.world, run),
      (check_runs) => ({ total_count: runs.length, check_runs }),
    );
  }),
  route(`POST ${REPOSITORY}/check-runs/{check_run_id}/rerequest`, "checks/rerequest-run", (context) => {
    rerequestCheckRun(context.world, actorOf(context), runOf(context));
    return created({});
  }),
  route(`POST ${REPOSITORY}/statuses/{sha}`, "repos/create-commit-status", (context) => {
    const repository = repositoryOf(context);
    const state = oneOf(context.body, "state", ["error", "failure", "pending", "success"] as const);
    if (state === undefined) throw missing("state");
    const status = createStatus(context.world, actorOf(context), repository, {
      oid: context.params["sha"] ?? "",
      context: text(context.body, "context") ?? "default",
      state,
      description: nullableText(context.body, "description") ?? null,
      targetUrl: nullableText(context.body, "target_url") ?? null,
    });
    return created({
      ...formatStatus(context.world, repository, status),
      creator: formatAccount(context.world, status.creator),
    });
  }),
  route(`GET ${REPOSITORY}/commits/{ref}/status`, "repos/get-combined-status-for-ref", (context) => {
    const { repository, oid } = commitOf(context);
    requireAccess(actorOf(context), repository, NEEDS.readStatuses);
    const latest = new Map(
      repository.statuses.filter((status) => status.oid === oid).map((status) => [status.context, status]),
    );
    const statuses = [...latest.values()];
    const states = statuses.map((status) => status.state);
    const isRed = states.includes("failure") || states.includes("error");
    const state = isRed
      ? "failure"
      : states.length === 0 || states.includes("pending")
        ? "pending"
        : "success";
    const api = repositoryApiUrl(context.world, repository);
    return ok({
      state,
      sha: oid,
      total_count: statuses.length,
      statuses: statuses.map((status) => formatStatus(context.world, repository, status)),
      repository: formatRepository(context.world, repository),
      commit_url: `${api}/commits/${oid}`,
      url: `${api}/commits/${oid}/status`,
    });
  }),
  route(`GET ${REPOSITORY}/rules/branches/{branch+}`, "repos/get-branch-rules", (context) => {
    const repository = repositoryOf(context);
    requireAccess(actorOf(context), repository, NEEDS.readMetadata);
    const rules = repository.rules.filter(
      (rule) => rule.style === "ruleset" && rule.branch === context.params["branch"],
    );
    return paged(
      context,
      rules.flatMap((rule) => formatRules(repository, rule)),
      (rule) => rule,
    );
  }),
];

function commitOf(context: RestContext): { repository: Repository; oid: string } {
  const repository = repositoryOf(context);
  const oid = resolveCommit(context.world, repository, context.params["ref"] ?? "");
  if (oid === undefined)
    throw new Refusal("unprocessable", `No commit found for SHA: ${context.params["ref"] ?? ""}`);
  return { repository, oid };
}

/** The last run of each name and app. */
function latestOf(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [`${run.app.id} ${run.name}`, run])).values()];
}

function runOf(context: RestContext): CheckRun {
  const repository = repositoryOf(context);
  requireAccess(actorOf(context), repository, NEEDS.readChecks);
  const id = numberParam(context, "check_run_id");
  const run = repository.checkRuns.find((known) => known.id === id);
  if (run === undefined) throw new Refusal("not-found", "Not Found");
  return run;
}

function fieldsOf({ body }: RestContext): Partial<CheckFields> {
  const output = record(body, "output");
  const given: { [Name in keyof CheckFields]: CheckFields[Name] | undefined } = {
    name: text(body, "name"),
    status: oneOf(body, "status", ["queued", "in_progress", "completed"] as const),
    conclusion: oneOf(body, "conclusion", CONCLUSIONS),
    externalId: text(body, "external_id"),
    detailsUrl: text(body, "details_url"),
    title: output === undefined ? undefined : text(output, "title"),
    summary: output === undefined ? undefined : text(output, "summary"),
    text: output === undefined ? undefined : text(output, "text"),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function formatStatus(
  world: World,
  repository: Repository,
  status: CommitStatus,
): Schema<"simple-commit-status"> {
  return {
    url: `${repositoryApiUrl(world, repository)}/statuses/${status.oid}`,
    avatar_url: `${world.baseUrl}/avatars/${status.creator.id}`,
    id: status.id,
    node_id: nodeIdIn(repository, { kind: "CommitStatus", id: status.id }),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}

/** The active rules as `GET /rules/branches` shows them. */
function formatRules(repository: Repository, rule: BranchRule): object[] {
  const source = {
    ruleset_source_type: "Repository",
    ruleset_source: fullName(repository),
    ruleset_id: rule.id,
  };
  const wantsPull = rule.requiresPullRequest || rule.requiredApprovals > 0;
  const pull = {
    type: "pull_request",
    ...source,
    parameters: {
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: rule.requiredApprovals,
      required_review_thread_resolution: false,
    },
  };
  const checks = {
    type: "required_status_checks",
    ...source,
    parameters: {
      required_status_checks: rule.requiredChecks.map((context) => ({ context })),
      strict_required_status_checks_policy: false,
    },
  };
  return [
    ...(wantsPull ? [pull] : []),
    ...(rule.requiredChecks.length > 0 ? [checks] : []),
    ...(rule.mergeQueue ? [{ type: "merge_queue", ...source }] : []),
  ];
}
