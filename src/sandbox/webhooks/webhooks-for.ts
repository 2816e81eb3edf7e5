import { formatLabel, formatMilestone } from "../rest/format/issue.js";
import type { Actor } from "../world/access.js";
import type { WorldEvent } from "../world/events.js";
import type { World } from "../world/world.js";
import {
  commentPayload,
  dependencyWebhooks,
  isToldAbout,
  issuePayload,
  linkWebhooks,
} from "./issue-webhooks.js";
import { projectItemWebhooks, projectWebhooks } from "./project-webhooks.js";
import { pullPayload, reviewPayload, tellCheckRun, tellCheckSuite, tellStatus } from "./pull-webhooks.js";
import { pushPayload } from "./push-payload.js";
import { installationWebhook, repositoryWebhooks } from "./repository-webhooks.js";
import type { Webhook } from "./webhook.js";
import { makerOf } from "./webhook.js";

/** The webhooks that GitHub sends for one thing that happened; a link between two issues makes two. */
export function webhooksFor(world: World, event: WorldEvent, actor: Actor): Webhook[] {
  const make = makerOf(world, actor);
  switch (event.type) {
    case "push":
      return [make("push", undefined, event.repository, pushPayload(world, event, actor))];
    case "issue":
      if (!isToldAbout(event)) return [];
      return [make("issues", event.action, event.issue.repository, issuePayload(world, event))];
    case "comment":
      return [
        make("issue_comment", event.action, event.comment.issue.repository, commentPayload(world, event)),
      ];
    case "sub-issue":
      return linkWebhooks(world, event, make);
    case "dependency":
      return dependencyWebhooks(world, event, make);
    case "label": {
      const { label, changes } = event;
      return [make("label", event.action, label.repository, { label: formatLabel(world, label), changes })];
    }
    case "milestone": {
      const { milestone, changes } = event;
      const payload = { milestone: formatMilestone(world, milestone), changes };
      return [make("milestone", event.action, milestone.repository, payload)];
    }
    case "repository":
      return repositoryWebhooks(world, event, make);
    case "project":
      return projectWebhooks(world, event, make);
    case "project-item":
      return projectItemWebhooks(world, event, make);
    case "installation":
      return [installationWebhook(world, event.action, actor)];
    case "pull":
      return [make("pull_request", event.action, event.issue.repository, pullPayload(world, event))];
    case "review":
      return [make("pull_request_review", event.action, event.issue.repository, reviewPayload(world, event))];
    case "check-suite": {
      const { last } = event;
      return [
        make("check_suite", event.action, last.repository, { check_suite: tellCheckSuite(world, last) }),
      ];
    }
    case "status":
      return [make("status", undefined, event.repository, tellStatus(world, event))];
    case "check-run": {
      const { checkRun } = event;
      return [
        make("check_run", event.action, checkRun.repository, { check_run: tellCheckRun(world, checkRun) }),
      ];
    }
  }
}
