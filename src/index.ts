import type { ApplicationFunction, Probot } from "probot";
import { onInstallation, onRepositoriesAdded } from "./events/installation.js";
import { onIssue } from "./events/issues.js";
import { onPush } from "./events/push.js";
import { onRepository } from "./events/repository.js";
import type { Nudge } from "./events/repository-key.js";
import { Connection } from "./github/connect.js";
import { logError, logOutcome } from "./log.js";
import { statusHandler } from "./status-handler.js";
import type { Settings } from "./settings.js";
import { Syncs } from "./sync/syncs.js";

/** The app, and the way to stop it. */
export interface Tickmark {
  readonly app: ApplicationFunction;
  /** Starts no more syncs and waits for those that are running. */
  drain(): Promise<void>;
}

/**
 * Tickmark as a Probot app. Every event says only which repository to look at; the sync reads the present state,
 * decides, and applies. So a lost, doubled or late event does no harm: every repository is looked at when the
 * process starts, and now and then.
 */
export function createTickmark(settings: Settings): Tickmark {
  let syncs: Syncs | undefined;
  let timer: NodeJS.Timeout | undefined;

  function app(probot: Probot, { addHandler }: Parameters<ApplicationFunction>[1]): void {
    const connection = new Connection(probot, settings);
    const queue = new Syncs({
      ...settings,
      connect: (key) => connection.repository(key.installationId, key),
      list: () => connection.repositories(),
      onOutcome: (repository, outcome) => logOutcome(probot.log, repository, outcome),
      onError: (repository, error, retryMs) => logError(probot.log, repository, error, retryMs),
    });
    syncs = queue;
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
    addHandler(statusHandler(queue));

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
    await syncs?.drain();
  }

  return { app, drain };
}
