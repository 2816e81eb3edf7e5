import type { CheckRun } from "../../world/model.js";
import { nodeIdIn } from "../../world/node-ids.js";
import type { World } from "../../world/world.js";
import { formatApp } from "./account.js";
import { repositoryApiUrl, repositoryUrl } from "./links.js";
import type { Schema } from "./schemas.js";

export function formatCheckRun(world: World, run: CheckRun): Schema<"check-run"> {
  const api = `${repositoryApiUrl(world, run.repository)}/check-runs/${run.id}`;
  const html = `${repositoryUrl(world, run.repository)}/runs/${run.id}`;
  return {
    id: run.id,
    head_sha: run.headSha,
    node_id: nodeIdIn(run.repository, run),
    external_id: run.externalId,
    url: api,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion as Schema<"check-run">["conclusion"],
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: 0,
      annotations_url: `${api}/annotations`,
    },
    name: run.name,
    check_suite: { id: run.id },
    app: formatApp(world, run.app),
    pull_requests: [],
  };
}
