import type { ApplicationFunction, Probot } from "probot";
import { CommandDesk } from "./commands/command-desk.js";
import { COMMANDS } from "./commands/commands.js";
import { onInstallation, onRepositoriesAdded } from "./events/installation.js";
import { onIssueComment } from "./events/issue-comment.js";
import { onCheckRerequested, onCheckSuite, onStatus } from "./events/checks.js";
import { onIssue } from "./events/issues.js";
import { onPullRequest, onReview } from "./events/pull-request.js";
import type { PullNudge } from "./events/pull-request.js";
import { onProjectItem } from "./events/project-item.js";
import { onPush } from "./events/push.js";
import { onRepository } from "./events/repository.js";
import type { Nudge } from "./events/repository-key.js";
import { Connection } from "./github/connect.js";
import { logAnswer, logError, logEvent, logOutcome, logSignoff, logTired } from "./log.js";
import { ReadingThread } from "./reading/reading-thread.js";
import { SignoffDesk } from "./signoff/signoff-desk.js";
import { statusHandler } from "./status-handler.js";
import type { Settings } from "./settings.js";
import { ChecklistCache } from "./sync/checklist-cache.js";
import { Syncs } from "./sync/syncs.js";

/** The app, and the way to stop it. */
export interface Tickmark {
  readonly app: ApplicationFunction;
  /** Starts no more syncs and commands, and waits for those that are running. */
  drain(): Promise<void>;
}

/**
 * Tickmark as a Probot app. Every event says only which repository to look at; the sync reads the present state,
 * decides, and applies. So a lost, doubled or late event does no harm: every repository is looked at when the
 * process starts, and now and then.
 */
export function createTickmark(settings: Settings): Tickmark {
  let running: readonly { drain(): Promise<void> }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function app(probot: Probot, { addHandler }: Parameters<ApplicationFunction>[1]): void {
    const connection = new Connection(probot, settings);
    const reading = new ReadingThread();
    const cache = new ChecklistCache((path, source) => reading.read(path, source));
    const queue: Syncs = new Syncs({
      ...settings,
      cache,
      connect: async (key) => ({
        ...(await connection.repository(key.installationId, key)),
        signoffs: signoffs.merged(key),
      }),
      list: async () => {
        const keys = await connection.repositories();
        for (const key of keys) desk.catchUp(key);
        return keys;
      },
      onOutcome: (repository, outcome, key) => {
        logOutcome(probot.log, repository, outcome);
        if (outcome.result !== "applied") return;
        const { steps, signoffs: phases } = outcome.plan;
        if (steps.length > 0 && phases.length > 0) signoffs.refresh(key);
      },
      onError: (repository, error, retryMs) => logError(probot.log, repository, error, retryMs),
    });
    const signoffs = new SignoffDesk({
      cache,
      connect: (key) => connection.signoffs(key.installationId, key),
      record: queue,
      onReply: (place, ask, reply) => logSignoff(probot.log, place, ask, reply),
      onError: (pull, error, retryMs) => logError(probot.log, pull, error, retryMs),
    });
    const desk = new CommandDesk({
      commands: COMMANDS,
      connect: (key) => connection.commands(key.installationId, key),
      syncs: queue,
      signoffs,
      onAnswer: (comment, wishes, isDone) => logAnswer(probot.log, comment, wishes, isDone),
      onTired: (comment, wishes) => logTired(probot.log, comment, wishes),
      onError: (comment, error, retryMs) => logError(probot.log, comment, error, retryMs),
    });
    running = [desk, signoffs, queue];
    const look = (nudges: readonly Nudge[]): void => nudges.forEach(({ key, hint }) => queue.ask(key, hint));
    const lookAtPulls = (nudges: readonly PullNudge[]): void =>
      nudges.forEach(({ place, push }) => signoffs.look(place, push));

    probot.onAny((event) => logEvent(probot.log, event));
    probot.on("push", (event) => look(onPush(event)));
    probot.on(
      [
        ...(["issues.closed", "issues.reopened", "issues.edited", "issues.deleted"] as const),
        ...(["issues.transferred", "issues.assigned", "issues.unassigned"] as const),
      ],
      (event) => look(onIssue(event)),
    );
    probot.on(
      ["installation.created", "installation.unsuspend", "installation.new_permissions_accepted"],
      (event) => look(onInstallation(event)),
    );
    probot.on("installation_repositories.added", (event) => look(onRepositoriesAdded(event)));
    probot.on(
      ["repository.edited", "repository.renamed", "repository.transferred", "repository.unarchived"],
      (event) => look(onRepository(event)),
    );
    probot.on(
      [
        ...(["projects_v2_item.created", "projects_v2_item.edited", "projects_v2_item.deleted"] as const),
        ...(["projects_v2_item.archived", "projects_v2_item.restored"] as const),
      ],
      async (event) => {
        const news = onProjectItem(event, await connection.slug());
        if (news) queue.boardChanged(news);
      },
    );
    probot.on("issue_comment.created", (event) => desk.take(onIssueComment(event)));
    probot.on(
      [
        ...(["pull_request.opened", "pull_request.reopened", "pull_request.synchronize"] as const),
        ...(["pull_request.edited", "pull_request.labeled", "pull_request.unlabeled"] as const),
        "pull_request.closed",
      ],
      (event) => lookAtPulls(onPullRequest(event)),
    );
    probot.on(["pull_request_review.submitted", "pull_request_review.dismissed"], (event) =>
      lookAtPulls(onReview(event)),
    );
    probot.on("check_run.rerequested", (event) => lookAtPulls(onCheckRerequested(event)));
    probot.on(["check_suite.completed", "check_suite.rerequested"], async (event) => {
      const slug = await connection.slug();
      // What the app wrote itself is no news.
      for (const { repository, head, by } of onCheckSuite(event))
        if (by !== slug) signoffs.checked(repository, head);
    });
    probot.on("status", (event) => {
      for (const { repository, head } of onStatus(event)) signoffs.checked(repository, head);
    });
    addHandler(statusHandler(queue, desk, signoffs));

    const lookAtAll = (): void => {
      queue.askAll();
      connection
        .redeliverFailed()
        .catch((error: unknown) => logError(probot.log, "failed deliveries", error, undefined));
    };
    lookAtAll();
    timer = setInterval(lookAtAll, settings.lookEveryMs).unref();
  }

  async function drain(): Promise<void> {
    clearInterval(timer);
    await Promise.all(running.map((part) => part.drain()));
  }

  return { app, drain };
}
