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
import { logAnswer, logError, logEvent, logOutcome } from "./log.js";
import { logRegistration, logSignoff, logTired } from "./log.js";
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
  let parts: Parts | undefined;
  let timer: NodeJS.Timeout | undefined;

  function app(probot: Probot, { addHandler }: Parameters<ApplicationFunction>[1]): void {
    const { connection, syncs, signoffs, commands } = (parts = connectParts(probot, settings));
    listen(probot, parts);
    addHandler(statusHandler(connection.registration, syncs, commands, signoffs));

    syncs.askAll();
    timer = setInterval(() => syncs.askAll(), settings.lookEveryMs).unref();
  }

  async function drain(): Promise<void> {
    clearInterval(timer);
    if (!parts) return;
    const { commands, signoffs, syncs } = parts;
    await Promise.all([commands.drain(), signoffs.drain(), syncs.drain()]);
  }

  return { app, drain };
}

interface Parts {
  readonly connection: Connection;
  readonly syncs: Syncs;
  readonly signoffs: SignoffDesk;
  readonly commands: CommandDesk;
}

/** What GitHub tells, and who sees to it. */
function listen(probot: Probot, { connection, syncs, signoffs, commands }: Parts): void {
  probot.onAny((event) => logEvent(probot.log, event));

  // The files or the issues of a repository changed, or it is new: it is looked at.
  const look = (nudges: readonly Nudge[]): void => nudges.forEach(({ key, hint }) => syncs.ask(key, hint));
  probot.on("push", (event) => look(onPush(event)));
  probot.on(
    [
      ...(["issues.closed", "issues.reopened", "issues.edited", "issues.deleted"] as const),
      ...(["issues.transferred", "issues.assigned", "issues.unassigned"] as const),
    ],
    (event) => look(onIssue(event)),
  );
  probot.on("installation.created", (event) => look(onInstallation(event)));
  // These need not name the repositories.
  probot.on(["installation.unsuspend", "installation.new_permissions_accepted"], () => syncs.askAll());
  probot.on("installation_repositories.added", (event) => look(onRepositoriesAdded(event)));
  probot.on(
    ["repository.edited", "repository.renamed", "repository.transferred", "repository.unarchived"],
    (event) => look(onRepository(event)),
  );

  // A board belongs to an organization: whoever keeps it in step looks at what changed.
  probot.on(
    [
      ...(["projects_v2_item.created", "projects_v2_item.edited", "projects_v2_item.deleted"] as const),
      ...(["projects_v2_item.archived", "projects_v2_item.restored"] as const),
    ],
    async (event) => {
      const news = onProjectItem(event, await connection.slug());
      if (news) syncs.boardChanged(news);
    },
  );

  // Somebody asks for something.
  probot.on("issue_comment.created", (event) => commands.take(onIssueComment(event)));

  // A pull request, or what proves something of it, changed: its sign-offs are looked at.
  const lookAtPulls = (nudges: readonly PullNudge[]): void =>
    nudges.forEach(({ place, push }) => signoffs.look(place, push));
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
}

/** The parts know each other by what they ask of each other: commands ask for syncs and sign-offs, sign-offs for syncs. */
function connectParts(probot: Probot, settings: Settings): Parts {
  const { log } = probot;
  const connection = new Connection(probot, {
    ...settings,
    onRegistration: (news) => logRegistration(log, news),
  });
  const reading = new ReadingThread();
  const cache = new ChecklistCache((path, source) => reading.read(path, source));
  const onError = (place: string, error: unknown, retryMs: number | undefined): void =>
    logError(log, place, error, retryMs);

  const syncs: Syncs = new Syncs({
    ...settings,
    cache,
    connect: async (key) => ({
      ...(await connection.repository(key.installationId, key)),
      signoffs: signoffs.merged(key),
    }),
    list: async () => {
      const keys = await connection.repositories();
      for (const key of keys) commands.catchUp(key);
      connection.redeliverFailed().catch((error: unknown) => onError("failed deliveries", error, undefined));
      return keys;
    },
    onOutcome: (repository, outcome, key) => {
      logOutcome(log, repository, outcome);
      if (outcome.result !== "applied") return;
      const { steps, signoffs: phases } = outcome.plan;
      if (steps.length > 0 && phases.length > 0) signoffs.refresh(key);
    },
    onError,
  });
  const signoffs = new SignoffDesk({
    cache,
    connect: (key) => connection.signoffs(key.installationId, key),
    record: syncs,
    onReply: (place, ask, reply) => logSignoff(log, place, ask, reply),
    onError,
  });
  const commands = new CommandDesk({
    commands: COMMANDS,
    connect: (key) => connection.commands(key.installationId, key),
    syncs,
    signoffs,
    onAnswer: (comment, wishes, isDone) => logAnswer(log, comment, wishes, isDone),
    onTired: (comment, wishes) => logTired(log, comment, wishes),
    onError,
  });
  return { connection, syncs, signoffs, commands };
}
