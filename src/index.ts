import type { ApplicationFunction, Probot } from "probot";
import { CommandDesk } from "./commands/command-desk.js";
import { COMMANDS } from "./commands/commands.js";
import { onInstallation, onRepositoriesAdded } from "./events/installation.js";
import { onIssueComment } from "./events/issue-comment.js";
import { onIssue } from "./events/issues.js";
import { onPush } from "./events/push.js";
import { onRepository } from "./events/repository.js";
import type { Nudge } from "./events/repository-key.js";
import { Connection } from "./github/connect.js";
import { logAnswer, logError, logOutcome } from "./log.js";
import { statusHandler } from "./status-handler.js";
import type { Settings } from "./settings.js";
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
    const queue = new Syncs({
      ...settings,
      connect: (key) => connection.repository(key.installationId, key),
      list: async () => {
        const keys = await connection.repositories();
        for (const key of keys) desk.catchUp(key);
        return keys;
      },
      onOutcome: (repository, outcome) => logOutcome(probot.log, repository, outcome),
      onError: (repository, error, retryMs) => logError(probot.log, repository, error, retryMs),
    });
    const desk = new CommandDesk({
      commands: COMMANDS,
      connect: (key) => connection.commands(key.installationId, key),
      syncs: queue,
      onAnswer: (comment, wishes, isDone) => logAnswer(probot.log, comment, wishes, isDone),
      onError: (comment, error, retryMs) => logError(probot.log, comment, error, retryMs),
    });
    running = [queue, desk];
    const look = (nudges: readonly Nudge[]): void => nudges.forEach(({ key, hint }) => queue.ask(key, hint));

    probot.on("push", (event) => look(onPush(event)));
    probot.on(
      ["issues.closed", "issues.reopened", "issues.edited", "issues.deleted", "issues.transferred"],
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
    probot.on("issue_comment.created", (event) => desk.take(onIssueComment(event)));
    addHandler(statusHandler(queue, desk));

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
