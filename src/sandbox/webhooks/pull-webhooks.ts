import { formatApp } from "../rest/format/account.js";
import { formatCheckRun } from "../rest/format/check-run.js";
import { formatLabel } from "../rest/format/issue.js";
import { formatPull } from "../rest/format/pull.js";
import type { PullEvent } from "../world/events.js";
import type { CheckRun } from "../world/model.js";
import type { World } from "../world/world.js";
import { NEWER_EVENTS } from "./issue-webhooks.js";

export function pullPayload(world: World, { issue, before, after, label, changes }: PullEvent): object {
  return {
    number: issue.number,
    pull_request: formatPull(world, issue),
    before,
    after,
    label: label && formatLabel(world, label),
    changes,
  };
}

/** In a webhook the check run carries its whole suite; the sandbox has one suite per commit and app. */
export function tellCheckRun(world: World, run: CheckRun): object {
  const formatted = formatCheckRun(world, run);
  const app = formatApp(world, run.app);
  const older = { ...app, events: app.events.filter((name) => !NEWER_EVENTS.includes(name)) };
  const suite = {
    id: run.id,
    node_id: formatted.node_id,
    head_branch: null,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    url: formatted.url,
    before: null,
    after: null,
    pull_requests: [],
    app: older,
    created_at: run.startedAt,
    updated_at: run.completedAt ?? run.startedAt,
  };
  return { ...formatted, app: older, check_suite: suite };
}
