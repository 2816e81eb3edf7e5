import { formatAccount, formatApp, formatInstallation, formatOrganization } from "../rest/format/account.js";
import { formatComment, formatIssue, formatLabel, formatMilestone } from "../rest/format/issue.js";
import { formatCheckRun } from "../rest/format/check-run.js";
import { formatPull } from "../rest/format/pull.js";
import { formatRepository } from "../rest/format/repository.js";
import type { Actor } from "../world/access.js";
import type { WorldEvent, IssueEvent } from "../world/events.js";
import type { CheckRun, Issue, Repository } from "../world/model.js";
import { nodeId } from "../world/node-ids.js";
import type { World } from "../world/world.js";
import { fullName } from "../world/world.js";
import { pushPayload } from "./push-payload.js";

export interface Webhook {
  readonly event: string;
  readonly action: string | undefined;
  readonly repository: Repository | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The webhooks that GitHub sends for one thing that happened; a link between two issues makes two. */
export function webhooksFor(world: World, event: WorldEvent, actor: Actor): Webhook[] {
  const make = (
    name: string,
    action: string | undefined,
    repository: Repository | undefined,
    payload: object,
  ): Webhook => ({
    event: name,
    action,
    repository,
    payload: {
      ...(action === undefined ? {} : { action }),
      ...payload,
      ...(repository === undefined ? {} : surroundings(world, repository)),
      ...("repository" in payload ? { repository: payload.repository } : {}),
      installation: { id: world.state.installation.id, node_id: nodeId(world.state.installation) },
      sender: formatAccount(world, actor.account),
    },
  });
  switch (event.type) {
    case "push":
      return [make("push", undefined, event.repository, pushPayload(world, event, actor))];
    case "issue":
      return isToldAbout(event)
        ? [make("issues", event.action, event.issue.repository, issuePayload(world, event))]
        : [];
    case "comment": {
      const { comment, changes } = event;
      return [
        make("issue_comment", event.action, comment.issue.repository, {
          issue: tellIssue(world, comment.issue),
          comment: olderEvents(formatComment(world, comment)),
          ...(changes === undefined ? {} : { changes }),
        }),
      ];
    }
    case "sub-issue":
      return linkWebhooks(world, event, make);
    case "dependency":
      return dependencyWebhooks(world, event, make);
    case "label":
      return [
        make("label", event.action, event.label.repository, {
          label: formatLabel(world, event.label),
          ...(event.changes === undefined ? {} : { changes: event.changes }),
        }),
      ];
    case "milestone":
      return [
        make("milestone", event.action, event.milestone.repository, {
          milestone: formatMilestone(world, event.milestone),
          ...(event.changes === undefined ? {} : { changes: event.changes }),
        }),
      ];
    case "repository":
      return repositoryWebhooks(world, event, make);
    case "installation":
      return [installationWebhook(world, actor)];
    case "pull": {
      const { issue, before, after, label, changes } = event;
      return [
        make("pull_request", event.action, issue.repository, {
          number: issue.number,
          pull_request: formatPull(world, issue),
          ...(before === undefined ? {} : { before, after }),
          ...(label === undefined ? {} : { label: formatLabel(world, label) }),
          ...(changes === undefined ? {} : { changes }),
        }),
      ];
    }
    case "check-run":
      return [
        make("check_run", event.action, event.checkRun.repository, {
          check_run: tellCheckRun(world, event.checkRun),
        }),
      ];
  }
}

/** GitHub's description of webhooks has not heard of the newer events that an app may listen to. */
const NEWER_EVENTS: readonly string[] = ["sub_issues", "issue_dependencies"];

function olderEvents<T extends { performed_via_github_app?: { events: string[] } | null }>(formatted: T): T {
  const app = formatted.performed_via_github_app;
  if (app === undefined || app === null) return formatted;
  return {
    ...formatted,
    performed_via_github_app: { ...app, events: app.events.filter((name) => !NEWER_EVENTS.includes(name)) },
  };
}

function tellIssue(world: World, issue: Issue): object {
  return olderEvents(formatIssue(world, issue));
}

/** In a webhook the check run carries its whole suite; the sandbox has one suite per commit and app. */
function tellCheckRun(world: World, run: CheckRun): object {
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

type Make = (
  name: string,
  action: string | undefined,
  repository: Repository | undefined,
  payload: object,
) => Webhook;

function surroundings(world: World, repository: Repository): object {
  return {
    repository: formatRepository(world, repository),
    organization: formatOrganization(world, repository.owner),
  };
}

/** Only actions that GitHub has as `issues` webhooks. */
function isToldAbout(event: IssueEvent): boolean {
  return ![
    "renamed",
    "merged",
    "sub_issue_added",
    "sub_issue_removed",
    "parent_issue_added",
    "parent_issue_removed",
  ].includes(event.action);
}

function issuePayload(world: World, event: IssueEvent): object {
  const { issue, changes, label, assignee, milestone, oldIssue, newIssue } = event;
  const moved = newIssue ?? oldIssue;
  const prefix = newIssue === undefined ? "old" : "new";
  const movedChanges =
    moved === undefined
      ? undefined
      : {
          [`${prefix}_issue`]: tellIssue(world, moved),
          [`${prefix}_repository`]: formatRepository(world, moved.repository),
        };
  const allChanges = changes ?? movedChanges;
  return {
    issue: tellIssue(world, issue),
    ...(allChanges === undefined ? {} : { changes: allChanges }),
    ...(label === undefined ? {} : { label: formatLabel(world, label) }),
    ...(assignee === undefined ? {} : { assignee: formatAccount(world, assignee) }),
    ...(milestone === undefined ? {} : { milestone: formatMilestone(world, milestone) }),
  };
}

function linkWebhooks(
  world: World,
  event: Extract<WorldEvent, { type: "sub-issue" }>,
  make: Make,
): Webhook[] {
  const { parent, child, action } = event;
  const common = {
    parent_issue_id: parent.id,
    parent_issue: tellIssue(world, parent),
    sub_issue_id: child.id,
    sub_issue: tellIssue(world, child),
  };
  return [
    make("sub_issues", `parent_issue_${action}`, child.repository, {
      ...common,
      parent_issue_repo: formatRepository(world, parent.repository),
    }),
    make("sub_issues", `sub_issue_${action}`, parent.repository, {
      ...common,
      sub_issue_repo: formatRepository(world, child.repository),
    }),
  ];
}

function dependencyWebhooks(
  world: World,
  event: Extract<WorldEvent, { type: "dependency" }>,
  make: Make,
): Webhook[] {
  const { blocked, blocking, action } = event;
  const common = {
    blocked_issue_id: blocked.id,
    blocked_issue: tellIssue(world, blocked),
    blocking_issue_id: blocking.id,
    blocking_issue: tellIssue(world, blocking),
  };
  return [
    make("issue_dependencies", `blocked_by_${action}`, blocked.repository, {
      ...common,
      blocking_issue_repo: formatRepository(world, blocking.repository),
    }),
    make("issue_dependencies", `blocking_${action}`, blocking.repository, {
      ...common,
      blocked_issue_repo: formatRepository(world, blocked.repository),
    }),
  ];
}

/** An app that is installed on all repositories is told of new and deleted ones as "added" and "removed" too. */
function repositoryWebhooks(
  world: World,
  event: Extract<WorldEvent, { type: "repository" }>,
  make: Make,
): Webhook[] {
  const { repository, action, changes } = event;
  const told = make("repository", action, repository, changes === undefined ? {} : { changes });
  if (action !== "created" && action !== "deleted") return [told];
  const kept =
    action === "created"
      ? { repositories_added: [shortRepository(repository)], repositories_removed: [] }
      : { repositories_added: [], repositories_removed: [shortRepository(repository)] };
  const installed = make("installation_repositories", action === "created" ? "added" : "removed", undefined, {
    repository_selection: "all",
    requester: null,
    ...kept,
  });
  const payload = { ...installed.payload, installation: formatInstallation(world, world.state.installation) };
  return [told, { ...installed, payload }];
}

function shortRepository(repository: Repository): object {
  return {
    id: repository.id,
    node_id: nodeId(repository),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}

function installationWebhook(world: World, actor: Actor): Webhook {
  const repositories = [...world.state.repositories.values()].map(shortRepository);
  return {
    event: "installation",
    action: "created",
    repository: undefined,
    payload: {
      action: "created",
      installation: formatInstallation(world, world.state.installation),
      repositories,
      requester: null,
      sender: formatAccount(world, actor.account),
    },
  };
}
